"""Chats that sceptics tried: pay is no crisis, a draft is wanted otherwise, a circle is no pair."""

from datetime import UTC, datetime

import pytest

from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from tests.services.chat.community import Talk, talk, together

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def made() -> Talk:
    return talk()


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ("Find me a mentor for negotiating a raise", "find"),
        ("Find me a mentor to ask for a pay rise", "find"),
        ("Draft my goal plan about asking for a raise", "goal-plan"),
    ],
)
def test_a_rise_in_pay_is_something_to_find_a_mentor_for_and_to_plan(said: str, tool: str) -> None:
    assert talk().say(said).tools == (tool,)


def test_a_question_about_pay_names_who_knows_the_figures_and_once_is_enough() -> None:
    made = talk()
    post = made.say("Am I underpaid, and what salary should I get?")
    assert post.tools == ("guides",)
    assert "those to say who know the figures" in post.text
    for said in ("yes", "asdf qwer", "What are my goals?"):
        assert "those to say who know the figures" not in made.say(said).text


def test_in_a_heavy_matter_the_words_before_still_count() -> None:
    made = talk()
    first = made.say("My mentor keeps touching me and I told him to stop")
    assert made.say("And what if it happens again?").text.split(".")[0] == first.text.split(".")[0]


def test_a_draft_is_made_once_more_when_she_wants_it_longer(made: Talk) -> None:
    made.add("relationships", together("r2", "ana", "grace"))
    made.say("Draft the agenda of the next session with Tomás about saying no")
    again = made.say("make it 45 minutes")
    assert (again.tools, len(again.offers)) == (("agenda",), 1)
    assert "45 minutes" in again.text
    assert "saying no" in again.text


def test_what_lacks_a_moment_says_where_moments_are_put_down(made: Talk) -> None:
    asked = made.say("Write a shout-out for Nils Berg")
    assert asked.offers == ()
    assert "“Recognise”" in asked.text


def test_a_circle_is_told_as_a_circle(made: Talk) -> None:
    circle = Match(
        id="x9", seeker="grace", partner="nils", members=("grace", "nils", "ana"), role=MatchRole.CIRCLE,
        state=MatchState.ACTIVE, score=0.5, rationale=Rationale(benefit=Benefit(seeker="", partner="")), created=NOW,
    )  # fmt: skip
    made.add("matches", circle)
    said = made.say("What became of my matches?").text
    assert "**Your circle** with Grace Okafor and Nils Berg" in said
