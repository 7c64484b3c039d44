"""Promises in notes: found where one was made, left alone where a sentence only sounds like one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.briefs import Brief, NoteLine, Source
from copilot.domain.promises import promises_in
from copilot.domain.promises.parties import Parties
from copilot.services.drafting.facts.note_lines import lines_of

ON = date(2026, 2, 18)


def read(
    note: str, author: str = "Ana Duarte", people: tuple[str, ...] = ("Ana Duarte", "Tomás Reyes")
) -> list[tuple[str, str, str]]:
    lines = tuple(
        NoteLine(words=Source(n=n, text=line.text), author=author, note="n", mark=line.mark)
        for n, line in enumerate(lines_of(note), start=1)
    )
    brief = Brief(
        about=people[0], people=people, role="mentor", today=ON, starts=ON, ends=ON, held_on=ON, lines=lines
    )
    return [
        (one.owner, one.text, str(one.due.day) if one.due and one.due.day else "")
        for one in promises_in(brief)
    ]


ANA, TOMAS = "Ana Duarte", "Tomás Reyes"
MADE = {
    "I'll send you my CV by Friday.": (ANA, "Send Tomás your CV", "2026-02-20"),
    "You said you would introduce me to Ines.": (TOMAS, "Introduce Ana to Ines", ""),
    "Tomas agreed to look at the slides tomorrow.": (TOMAS, "Look at the slides", "2026-02-19"),
    "By Monday the mentor will write to the board.": (TOMAS, "Write to the board", "2026-02-23"),
    "We will both read chapter two.": ("", "Read chapter two", ""),
    "- [ ] @Tomás send the list": (TOMAS, "Send the list", ""),
    "TODO: update my profile": (ANA, "Update your profile", ""),
    "→ T. brings the contract": (TOMAS, "Brings the contract", ""),
}


@pytest.mark.parametrize(("note", "promise"), MADE.items(), ids=list(MADE))
def test_a_promise_has_its_owner_its_words_and_its_day(note: str, promise: tuple[str, str, str]) -> None:
    owner, text, due = promise
    assert [(owner, text.replace("Brings", "Bring"), due)] == read(note)


@pytest.mark.parametrize(
    "note",
    [
        "We didn't decide who will talk to HR.",
        "I would have asked, but there was no time.",
        "She promised me last year that I would get the project.",
        "If the budget comes, I will apply.",
        "I won't apply this year.",
        "Will you ask her?",
        "My director will decide about it.",
        "Ana's colleague will take the rota.",
        "I will be on leave in March.",
        "We'll see.",
        "I should read that book.",
        "Tomás quoted: “I will never answer that.”",
        "- [x] Ana: book the room",
        "Maybe I will, maybe not.",
    ],
)
def test_what_only_sounds_like_a_promise_is_left_alone(note: str) -> None:
    assert read(note) == []


def test_under_a_heading_every_entry_counts_until_the_list_ends() -> None:
    note = "Next steps\n- Ana: slides\n- order the book\n\nWe had tea."
    assert read(note) == [(ANA, "Slides", ""), ("", "Order the book", "")]


def test_a_name_that_two_of_them_bear_is_nobodys_yet() -> None:
    assert read("Ana will ask.", "", ("Ana Duarte", "Ana Silva", TOMAS)) == [("", "Ask", "")]
    assert read("Ana Silva will ask.", "", ("Ana Duarte", "Ana Silva", TOMAS)) == [("Ana Silva", "Ask", "")]


def test_in_a_circle_you_is_nobody_in_particular() -> None:
    assert read("You will bring the book.", ANA, (ANA, TOMAS, "Will Hartmann")) == [
        ("", "Bring the book", "")
    ]


def test_pseudonyms_are_names_too() -> None:
    people = ("Person A", "Person B")
    assert read("Person B will call me.", "Person A", people) == [("Person B", "Call Person A", "")]


@given(st.text(max_size=300), st.sampled_from([ANA, "", "Person A"]))
def test_any_text_can_be_read_and_every_owner_is_one_of_them(note: str, author: str) -> None:
    for owner, text, _ in read(note, author):
        assert owner in {"", ANA, TOMAS}
        assert text


@given(st.text(max_size=40))
def test_whoever_is_meant_is_one_of_them_or_nobody(words: str) -> None:
    assert Parties((ANA, TOMAS), ANA, "mentor").meant_by(words) in {None, "", ANA, TOMAS}
