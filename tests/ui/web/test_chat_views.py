"""The words of the chat page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from html import unescape

import pytest

from copilot.domain.chat import Called, Turn
from copilot.domain.citations import Citation, GuideCitation, ProfileCitation, RecordCitation
from copilot.domain.drafts import Draft, DraftKind
from copilot.services.chat.jobs import WITHOUT_A_TOOL, Job
from copilot.services.members.service import Introduction
from tests.ui.web.community import HOSTILE
from ui.web.people import People
from ui.web.views.chat import Growing, Talk, conversation, draft_address, waiting, when
from ui.web.views.tools import doing, done

NOW = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
PEOPLE = People({"m2": Introduction(name="Ingrid Solheim", headline="")})
GUIDE = GuideCitation(
    n=1, path="feedback/sbi.md", section="Impact", start=12, end=40, quote="say what it led to"
)
PROFILE = ProfileCitation(n=2, member="m2", field="experience[1]", quote="Trained forty speakers")
GOAL = RecordCitation(n=3, kind="goal", record="g1", field="title", quote="Present without notes")


def draft(state: str = "offered", markdown: str = "# My plan\n\nWords of the plan.\n") -> Draft:
    return Draft.model_validate(
        {"id": "d1", "kind": DraftKind.GOAL_PLAN, "state": state, "writer": "embedded", "about": "m1",
         "made_by": "m1", "markdown": markdown, "created": NOW}
    )  # fmt: skip


def asked(text: str = "How?") -> Turn:
    return Turn(by="person", text=text, at=NOW)


def answered(
    text: str, *citations: Citation, offers: tuple[str, ...] = (), tools: tuple[str, ...] = ()
) -> Turn:
    return Turn(by="copilot", text=text, at=NOW, citations=citations, offers=offers, tools=tools)


def page(*turns: Turn, **more: object) -> str:
    return str(conversation(Talk("t1", turns, people=PEOPLE, **more)))  # type: ignore[arg-type]  # of a few kinds


def test_hostile_words_stay_words_on_both_sides_and_while_they_come() -> None:
    html = page(asked(HOSTILE), answered(HOSTILE, PROFILE.model_copy(update={"quote": HOSTILE})))
    html += str(conversation(Talk(), Growing(HOSTILE, said=HOSTILE)))
    html += str(conversation(Talk(), Growing(HOSTILE, Called(tool="guides", about=HOSTILE))))
    assert not re.search(r"<(?:img|script)\b", html)
    assert html.count("alert(2)") >= 6


def test_a_number_opens_the_guide_at_its_sentence() -> None:
    html = page(asked(), answered("Say it [1].", GUIDE))
    assert 'href="/guide/feedback/sbi.md?start=12&amp;end=40"' in html
    assert 'aria-label="Source 1: Impact"' in html


def test_what_is_quoted_from_profiles_and_records_is_shown_with_its_words() -> None:
    html = page(asked(), answered("She trained speakers [2], for your goal [3].", PROFILE, GOAL))
    assert "Ingrid’s profile, experience" in html
    assert html.count("Trained forty speakers") == 2
    assert "2 quotations, word for word" in html


def test_what_was_used_stays_in_sight_in_a_persons_words() -> None:
    html = page(asked(), answered("Words.", tools=("guides", "goals")))
    assert "Looked through the guides; Looked at your goals" in html


def test_a_question_back_does_not_claim_that_something_was_drafted() -> None:
    assert "Drafted" not in page(asked(), answered("Of which role?", tools=("charter",)))


def test_a_drafts_words_are_not_said_twice() -> None:
    turn = answered("Here is a draft.\n\n# My plan\n\nWords of the plan.", offers=("d1",))
    html = page(asked(), turn, drafts={"d1": draft()})
    assert "Here is a draft." in html
    assert "Words of the plan." not in html
    assert unescape(re.findall(r'href="(/chat[^"]*)"', html)[0]) == "/chat?talk=t1&draft=d1"
    assert "Words of the plan." in page(asked(), turn)  # a draft that is gone can be read here at least


def test_the_card_of_the_open_draft_does_not_lead_to_itself() -> None:
    html = page(asked(), answered("Here.", offers=("d1",)), drafts={"d1": draft()}, open="d1")
    assert "/chat?" not in html
    assert "open below" in html


def test_a_card_says_what_became_of_the_draft() -> None:
    said = answered("Here.", offers=("d1",))
    assert "Read, change, approve" in page(asked(), said, drafts={"d1": draft("edited")})
    assert 'href="/goals"' in page(asked(), said, drafts={"d1": draft("approved")})
    assert "discarded" in page(asked(), said, drafts={"d1": draft("discarded")})


def test_pasted_notes_are_folded_and_all_there() -> None:
    notes = "\n".join(f"Line {n} of what we said." for n in range(60))
    html = page(asked(notes))
    assert "<details>" in html
    assert "Line 59 of what we said." in html


def test_lines_stay_lines() -> None:
    assert "one<br>two" in page(asked("one\ntwo"))


def test_what_a_model_said_before_it_looked_something_up_is_taken_back() -> None:
    growing = Growing("How?").after(["I think ", Called(tool="guides", about="how"), "The guides "])
    assert growing.said == "The guides "
    assert growing.after(["say."]).said == "The guides say."
    html = str(conversation(Talk(), growing))
    assert "Looked through the guides" in html
    assert "I think" not in html


def test_it_says_what_it_is_doing_while_it_does_it() -> None:
    html = str(conversation(Talk(), Growing("How?").after([Called(tool="guides", about="How?")])))
    assert "Looking through the guides: “How?”" in html
    assert 'aria-busy="true"' in html


@pytest.mark.parametrize("job", sorted(set(Job) - WITHOUT_A_TOOL))
def test_every_tool_has_words_for_a_person(job: Job) -> None:
    assert doing(job) != doing("unheard of")
    assert done(job) != done("unheard of")


def test_a_long_question_is_cut_between_words() -> None:
    said = doing("guides", "a question " * 30)
    assert len(said) < 130
    assert said.endswith("…”")


def test_when_is_said_as_people_say_it_in_their_own_zone() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert when(NOW, NOW, UTC) == "15:30"
    assert when(NOW, NOW, tokyo) == "00:30"
    assert when(NOW - timedelta(days=1), NOW, UTC) == "yesterday"
    assert when(NOW - timedelta(days=3), NOW, UTC) == "1 March"
    assert when(NOW - timedelta(days=300), NOW, UTC) == "8 May 2025"


def test_a_draft_that_waits_says_for_what_and_where() -> None:
    html = str(waiting([(draft(), "sign")], NOW, UTC))
    assert 'href="/chat?draft=d1"' in html
    assert "My plan" in html
    assert "to sign" in html
    assert waiting([], NOW, UTC) == ""


def test_an_address_is_quoted() -> None:
    assert draft_address("d&1", "a b") == "/chat?talk=a+b&draft=d%261"
