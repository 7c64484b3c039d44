"""Run sheets: minutes that add up, who does what, the questions that were gathered, and no stranger's name."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR
from copilot.domain.drafts import DraftKind, RunSheet
from copilot.domain.events import Event, EventKind, EventQuestion
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.language.embedded.writer import EmbeddedWriter
from copilot.services.drafting.checks import complete, specific
from copilot.services.drafting.facts.run_sheet import LOOKED_UP, RunSheetFacts
from copilot.services.drafting.material import Material
from tests.fakes import MemoryUnitsOfWork, WordEncoder
from tests.services.drafting.community import ANA, GRACE, MANAGER, TOMAS, drafting, library, units

AT = datetime(2026, 3, 12, 15)  # noqa: DTZ001 - the clock on the wall
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAMES = {"tomas": "Tomás Rey", "grace": "Grace Lin", "ana": "Ana Sousa"}


def planned(kind: str = "ama", minutes: int = 50, **said: Any) -> Event:
    fields = {
        "id": "e1", "kind": kind, "title": "Ask Grace about the night shift", "at": AT, "minutes": minutes,
        "time_zone": "Europe/Lisbon", "hosts": {"tomas"}, "speakers": ("grace",), "created": NOW, "updated": NOW,
        **said,
    }  # fmt: skip
    return Event.model_validate(fields)


def asked(*texts: str) -> list[EventQuestion]:
    return [
        EventQuestion(id=f"q{n}", event="e1", by=f"p{n}", text=text, at=NOW) for n, text in enumerate(texts)
    ]


def community(*questions: str, **said: Any) -> MemoryUnitsOfWork:
    home = units()
    with home() as unit:
        unit.events.add(planned(**said))
        unit.event_questions.add(*asked(*questions))
        unit.commit()
    return home


def made_of(event: Event, *questions: str) -> Material:
    """The embedded writer's run sheet of an event, ready for the checks."""
    facts = RunSheetFacts(library(), WordEncoder())
    gathered = facts.gather(event, asked(*questions), NAMES, NOW.date())
    form = EmbeddedWriter().write(DraftKind.RUN_SHEET, gathered.brief)
    return Material(DraftKind.RUN_SHEET, form, gathered, NAMES, frozenset({"tomas", "grace"}))


@pytest.mark.parametrize("kind", list(EventKind))
@pytest.mark.parametrize("minutes", [15, 30, 60, 90, 240])
@pytest.mark.parametrize("questions", [(), ("How do you sleep after a night shift?",)])
def test_every_kind_of_event_has_a_run_sheet_that_passes_each_check(
    kind: str, minutes: int, questions: tuple[str, ...]
) -> None:
    home = community(*questions, kind=kind, minutes=minutes, speakers=("grace",), agreed={"grace"})
    draft = drafting(home).run_sheet(TOMAS, "e1")
    assert [f"{check.name}: {check.reason}" for check in draft.checks if not check.passed] == []
    assert draft.writer == "embedded"
    assert draft.owners == {"tomas"}
    assert sum(box["minutes"] for box in draft.body["boxes"]) == minutes


@given(kind=st.sampled_from(list(EventKind)), minutes=st.integers(15, 480))
def test_the_minutes_add_up_whatever_the_length(kind: EventKind, minutes: int) -> None:
    assert complete(made_of(planned(kind.value, minutes), "How did you begin?")).reason == ""


def test_it_says_when_it_is_who_hosts_and_who_speaks_with_its_sources() -> None:
    draft = drafting(community()).run_sheet(TOMAS, "e1")
    told = "“Ask Grace about the night shift” begins on 12 March 2026 at 15:00, in Europe/Lisbon, and takes 50 minutes."
    assert told in draft.markdown
    assert draft.facts[0].text == told
    kinds = {(one.kind, getattr(one, "field", "")) for one in draft.citations}
    assert {("event", "at"), ("event", "minutes"), ("event", "title"), ("profile", "name")} <= kinds
    assert "hosts it." in draft.facts[1].text
    assert "speaks." in draft.facts[2].text


def test_it_runs_by_the_clock_on_the_wall() -> None:
    markdown = drafting(community()).run_sheet(TOMAS, "e1").markdown
    assert "### 15:00 Welcome" in markdown
    assert "15:50: the end." in markdown


def test_the_welcome_says_word_for_word_what_is_recorded_and_what_stays() -> None:
    for kind in EventKind:
        form = made_of(planned(kind.value)).form
        assert isinstance(form, RunSheet)
        said = " ".join(box.say for box in form.boxes)
        assert "record" in said
        assert any(word in said for word in ("stays", "private", "not who said it"))


def test_what_most_ask_comes_first_and_each_question_once() -> None:
    draft = drafting(
        community("When did you first lead a shift?", "How do you sleep by day?", "How do you sleep by day?")
    ).run_sheet(TOMAS, "e1")
    boxes = [box["questions"] for box in draft.body["boxes"] if box["questions"]]
    assert [[one["text"] for one in box] for box in boxes] == [
        ["“How do you sleep by day?”", "“When did you first lead a shift?”"]
    ]
    assert "q0" not in draft.markdown
    assert ("q0", "question") in {
        (getattr(one, "record", ""), getattr(one, "field", "")) for one in draft.citations
    }


def test_the_name_of_whoever_speaks_stays_though_others_bear_it_and_a_strangers_goes() -> None:
    names = {**NAMES, "g2": "Grace Okoro", "g3": "Grace Abe"}
    facts = RunSheetFacts(library(), WordEncoder())

    def title(said: str) -> str:
        told = facts.gather(
            planned(title=said), asked("How do you sleep, Grace?"), names, NOW.date()
        ).brief.event
        return told.title.text if told and told.title else ""

    assert title("Ask Grace about nights") == "Ask Grace about nights"
    assert title("Ask Grace Lin about nights") == "Ask Grace Lin about nights"
    for stranger in ("Ask Grace Okoro about nights", "Grace about Ana", "Ask Ms Abe"):
        assert title(stranger) == ""


def test_no_more_questions_than_there_is_time_for_and_it_says_so() -> None:
    many = (
        "Who calms families?", "How do you eat?", "Where is the key kept?", "When did fear stop?",
        "Which tool breaks most?", "What would Grace change?",
    )  # fmt: skip
    draft = drafting(community(*many, minutes=20)).run_sheet(TOMAS, "e1")
    assert sum(len(box["questions"]) for box in draft.body["boxes"]) == 4
    assert (
        draft.remark
        == "More was asked than there is time for: what most people ask is in it. Answer the rest in writing."
    )


@pytest.mark.parametrize(
    "question",
    [
        "Why did Ana Sousa get the place?",
        "Ask www.evil.example/now please",
        "Write to boss@corp.example today",
    ],
)
def test_a_question_that_names_another_member_or_leads_elsewhere_is_left_out(question: str) -> None:
    material = made_of(planned(), question, "How did you begin?")
    assert isinstance(material.form, RunSheet)
    told = material.form.model_dump_json()
    assert "How did you begin?" in told
    for word in ("Ana Sousa", "evil", "corp"):
        assert word not in told


def test_a_title_that_names_another_member_is_not_handed_round() -> None:
    draft = drafting(community(title="What Will Hartmann did wrong")).run_sheet(TOMAS, "e1")
    assert "Hartmann" not in draft.model_dump_json()
    assert draft.markdown.startswith("# Run sheet: Ask me anything")


def test_a_speaker_who_said_no_is_not_on_it() -> None:
    draft = drafting(community(declined={"grace"}, title="The night shift")).run_sheet(TOMAS, "e1")
    assert "speaks." not in draft.markdown


def test_its_hosts_its_programmes_manager_and_the_operator_may_have_one_and_nobody_else() -> None:
    home = community(programme="p1")
    for asker in (TOMAS, MANAGER, OPERATOR):
        assert drafting(home).run_sheet(asker, "e1").owners >= {"tomas"}
    with pytest.raises(NotAllowed):
        drafting(home).run_sheet(ANA, "e1")
    with pytest.raises(NotFound, match="no such event that you may see"):
        drafting(home).run_sheet(GRACE, "e9")


@pytest.mark.parametrize("minutes", [5, 14, 481, 2880])
def test_an_event_too_short_or_too_long_for_one_sheet_is_said_to_be_so(minutes: int) -> None:
    with pytest.raises(BadInput, match="can't be put on one run sheet"):
        drafting(community(minutes=minutes)).run_sheet(TOMAS, "e1")


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_what_is_over_or_cancelled_needs_none(state: str) -> None:
    with pytest.raises(Conflict):
        drafting(community(state=state)).run_sheet(TOMAS, "e1")


def test_it_is_handed_out_as_markdown_word_and_calendar() -> None:
    service = drafting(community("How do you sleep by day?"))
    draft = service.run_sheet(TOMAS, "e1")
    calendar = service.export(TOMAS, draft.id, "ics").content.decode().replace("\r\n ", "")
    assert "DTSTART;TZID=Europe/Lisbon:20260312T150000" in calendar
    assert "SUMMARY:Run sheet: Ask Grace about the night shift" in calendar
    word = Document(BytesIO(service.export(TOMAS, draft.id, "docx").content))
    assert "How do you sleep by day?" in "\n".join(paragraph.text for paragraph in word.paragraphs)


def _spoiled(material: Material, **change: Any) -> Material:
    return Material(material.kind, material.form.model_copy(update=change), material.gathered, NAMES)


def _unsaid(form: RunSheet, *words: str) -> dict[str, Any]:
    """The form without every sentence in which one of the words stands."""
    boxes = tuple(box.model_copy(update={"say": ""}) for box in form.boxes)
    keep = lambda text: not any(word in text for word in words)  # noqa: E731
    return {
        "boxes": boxes,
        "before": tuple(filter(keep, form.before)),
        "afterwards": ("Thank everybody in writing.",),
    }


def test_the_checks_find_what_is_missing() -> None:
    material = made_of(planned(), "How did you begin?")
    form = material.form
    assert isinstance(form, RunSheet)
    short = (form.boxes[0].model_copy(update={"minutes": 1}), *form.boxes[1:])
    nobody = tuple(box.model_copy(update={"who": "host"}) for box in form.boxes)
    unasked = tuple(box.model_copy(update={"questions": ()}) for box in form.boxes)
    for change, reason in (
        ({"boxes": short}, "the event takes 50"),
        ({"boxes": form.boxes[1:]}, "begin with a welcome"),
        ({"boxes": form.boxes[:-1]}, "end with a close"),
        ({"boxes": nobody}, "Nobody looks after the questions"),
        ({"boxes": unasked}, "“How did you begin?” is in no part"),
        ({"known": ()}, "does not say when the event begins"),
        (_unsaid(form, "record"), "whether the event is recorded"),
        (_unsaid(form, "in confidence", "who asked"), "what is kept in confidence"),
    ):
        assert reason in complete(_spoiled(material, **change)).reason, reason
    assert "say the same" in specific(_spoiled(material, before=(*form.before, form.before[0]))).reason
    twice = tuple(box.model_copy(update={"title": "Talk"}) for box in form.boxes)
    assert "Two parts are called" in specific(_spoiled(material, boxes=twice)).reason


def test_each_kind_has_its_own_passages_to_look_up() -> None:
    assert set(LOOKED_UP) == {kind.value for kind in EventKind}
