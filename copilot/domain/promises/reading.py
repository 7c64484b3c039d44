"""A session's notes read for what was promised in them, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from copilot.domain.briefs import Brief, NoteLine
from copilot.domain.days_said import DaySaid, Reckoning, day_said
from copilot.domain.promises.entries import entry_in, is_heading
from copilot.domain.promises.parties import Parties
from copilot.domain.promises.sentences import Clause, clauses
from copilot.domain.promises.wording import action


class Promise(NamedTuple):
    """One thing promised.

    Attributes:
        line: where it stands, word for word.
        text: what is to be done, said to its owner.
        owner: a name of the brief's people, empty where the note leaves it open.
        due: the words for the day, and the day itself; None where the note names no day.
    """

    line: NoteLine
    text: str
    owner: str
    due: DaySaid | None


_SOMEBODY_ELSE = re.compile(
    r"^(?:\w+\s+){0,2}(?:[Mm]y|[Hh]er|[Hh]is|[Oo]ur|[Tt]heir|[Tt]he|\w+[’']s)\s+(?:\w+\s+)?(?:boss|manager|director|colleague"
    r"|lead|head|chair|client|customer|team|friend|partner|husband|wife|mother|father|sister|brother|coach|teacher|owner)\b"
)


def promises_in(brief: Brief) -> list[Promise]:
    """Every promise of the brief's note lines, in order. A circle's notes are read alike; “you” is nobody there."""
    when = Reckoning(brief.held_on or brief.today, brief.next_session)
    found: list[Promise] = []
    listed, spoken_of, note = False, None, None
    for line in brief.lines:
        parties = Parties(brief.people, line.author, brief.role)
        if line.note != note:
            listed, spoken_of, note = False, parties.other or None, line.note
        if is_heading(line.words.text):
            listed = True
            continue
        listed = listed and bool(line.mark)
        found += _of_line(line, parties, when, spoken_of, listed=listed)
        spoken_of = _spoken_of(line.words.text, parties, spoken_of)
    return found


def _of_line(
    line: NoteLine, parties: Parties, when: Reckoning, spoken_of: str | None, *, listed: bool
) -> Iterator[Promise]:
    text = line.words.text
    if line.mark == "ticked":
        return
    said = clauses(text, parties, spoken_of)
    entry = entry_in(text, line.mark, parties, listed=listed)
    if entry is None or (len(said) > 1 and not line.mark):
        yield from _of_clauses(line, said, parties, when)
        return
    due = day_said(entry.act, when)
    act = _without(entry.act, due)
    if len(said) == 1 and text.endswith(entry.act):
        act = _without(said[0].act, day_said(said[0].act, when)) if said[0].act in entry.act else act
    yield Promise(line, action(act, entry.who, parties, present=True), entry.who, due)


def _of_clauses(line: NoteLine, said: list[Clause], parties: Parties, when: Reckoning) -> Iterator[Promise]:
    """Each clause with its own day, else with the one that stands before it."""
    before = 0
    for clause in said:
        due = day_said(clause.act, when)
        ahead = None if due else day_said(line.words.text[before : clause.start], when)
        text = action(_without(clause.act, due), clause.who or "", parties)
        if text:
            yield Promise(line, text, clause.who or "", due or ahead)
        before = clause.end


def _without(act: str, due: DaySaid | None) -> str:
    return act[: due.start] + " " + act[due.end :] if due else act


def _spoken_of(text: str, parties: Parties, before: str | None) -> str | None:
    """Whom the next “she” stands for: the one named last; nobody of them where somebody else was spoken of."""
    if _SOMEBODY_ELSE.search(text):
        return None
    return parties.last_named(text) or before
