"""Circles of four to eight: everybody has a name, a turn and a time."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.briefs import Brief, OpenAction, Source
from copilot.domain.drafts import Agenda, DraftKind
from copilot.domain.relationships import Stage
from copilot.domain.wording import called, listed_in_words
from copilot.language.embedded import EmbeddedWriter
from copilot.language.embedded.areas import pattern_file
from copilot.services.drafting.checks.inclusive import unkind_words
from copilot.services.drafting.rendering import to_markdown
from tests.fakes import WordEncoder

NAMES = (
    "Ana Duarte", "Tomás Reyes", "Grace Okafor", "Will Hartmann", "Maria Lindqvist", "Ana Silva", "Yuki Abe",
    "Omar Haddad",
)  # fmt: skip
WRITER = EmbeddedWriter(WordEncoder())


def meeting(size: int = 5, minutes: int = 60, **more: object) -> tuple[Agenda, Brief]:
    people = NAMES[:size]
    brief = Brief.model_validate(
        {
            "about": people[0], "partner": listed_in_words(people[1:]), "people": people, "circle": True,
            "today": date(2026, 3, 2), "starts": date(2026, 3, 2), "ends": date(2026, 8, 28), "minutes": minutes,
            "sessions_held": 2, **more,
        }
    )  # fmt: skip
    agenda = WRITER.write(DraftKind.AGENDA, brief)
    assert isinstance(agenda, Agenda)
    return agenda, brief


def test_everybody_is_named_once_in_the_opening_round_and_has_the_same_time() -> None:
    agenda, _ = meeting(5)
    opening = agenda.boxes[0]
    assert "Grace goes first" in opening.purpose
    assert opening.purpose.endswith("Grace, Will, Maria, Ana and Tomás.")
    assert f"{opening.minutes // 5} minutes each" in opening.purpose


def test_chair_timekeeper_and_case_move_on_with_each_meeting() -> None:
    chairs = {meeting(4, sessions_held=held)[0].boxes[0].purpose.split()[0] for held in range(1, 5)}
    assert chairs == {"Ana", "Tomás", "Grace", "Will"}


def test_where_the_turns_are_known_they_decide_who_chairs_keeps_time_and_brings_a_case() -> None:
    turns = ("Will Hartmann", "Ana Duarte", "Grace Okafor", "Tomás Reyes")
    agenda, _ = meeting(4, turns=turns)
    told = " ".join(box.purpose for box in agenda.boxes)
    assert agenda.boxes[0].purpose.startswith("Will goes first")
    assert agenda.boxes[0].purpose.endswith("Will, Ana, Grace and Tomás.")
    assert "Grace tells the situation and ends with one question, which Ana writes" in told


def test_two_of_one_name_are_told_apart() -> None:
    assert called(NAMES[:6])[0] == "Ana Duarte"
    assert called(NAMES[:6])[5] == "Ana Silva"
    assert called(NAMES[1:3]) == ("Tomás", "Grace")


def test_the_title_says_who_meets() -> None:
    agenda, brief = meeting(4, topic="Saying no")
    assert to_markdown(agenda, (), brief).startswith("# Session of the circle: saying no")
    themed = brief.model_copy(update={"theme": "Asking for more"})
    assert to_markdown(agenda, (), themed).startswith("# Session of the circle “Asking for more”: saying no")


def test_one_case_is_told_asked_about_and_answered_in_a_round() -> None:
    agenda, _ = meeting(6)
    told = " ".join(box.purpose for box in agenda.boxes)
    assert "Maria tells the situation and ends with one question" in told
    assert "“When I …”" in told
    assert "advice in disguise" in told


@pytest.mark.parametrize("held", [0, 3])
@pytest.mark.parametrize("stuck", [False, True])
@pytest.mark.parametrize("stage", [Stage.CULTIVATION, Stage.SEPARATION])
def test_a_circle_is_never_spoken_to_as_a_pair(held: int, stuck: bool, stage: Stage) -> None:
    agenda, brief = meeting(7, sessions_held=held, stuck=stuck, stage=stage, minutes=90)
    text = to_markdown(agenda, (), brief).lower()
    for pair in ("two people", "both calendars", "the two of you", "the other person", "{"):
        assert pair not in text


@settings(max_examples=40, deadline=None)
@given(
    size=st.integers(2, 8),
    minutes=st.integers(10, 480),
    held=st.integers(1, 9),
    actions=st.integers(0, 5),
    stuck=st.booleans(),
)
def test_minutes_add_up_for_circles_too(
    size: int, minutes: int, held: int, actions: int, stuck: bool
) -> None:
    promised = tuple(
        OpenAction(source=Source(n=n, text=f"Write page {n}"), owner=NAMES[0]) for n in range(1, actions + 1)
    )
    agenda, _ = meeting(size, minutes, sessions_held=held, actions=promised, stuck=stuck)
    assert sum(box.minutes for box in agenda.boxes) == minutes
    assert len([fact for box in agenda.boxes for fact in box.follow_up]) == actions
    assert not any("{" in box.purpose + box.title for box in agenda.boxes)


def test_every_pattern_of_a_circle_is_kind_and_fits_the_stages_of_a_pair() -> None:
    assert set(pattern_file("circles")) == set(pattern_file("stages"))
    for boxes in pattern_file("circles").values():
        for box in boxes:
            for text in (*box["titles"], *box["purposes"], *box.get("questions", ())):
                assert not list(unkind_words(text)), text
