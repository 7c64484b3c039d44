"""Action items as lines of a draft, and read back from it: what a person approves is what she reads, edited or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from copilot.domain.days_said import Reckoning, day_said
from copilot.domain.drafts import PromisedAction
from copilot.domain.promises.parties import Parties
from copilot.domain.wording import day_in_words, first_name
from copilot.services.drafting.markdown import plain, unescaped

NOBODY_YET = "Nobody yet"
NO_DAY_YET = "no day yet"

_ENTRY = re.compile(r"^\s*[-*] \[[ xX]?\]\s*(?P<entry>\S.*)$")
_OWNER = re.compile(r"^(?P<owner>[^:]{1,200}?)\s*:\**\s*(?P<rest>\S.*)$")
_DAY = re.compile(r"\s*\((?:by )?(?P<day>[^()]*)\)$")
_MARKS = re.compile(r"(?:\s*\[\d+\])+$")


class Written(NamedTuple):
    """An entry of a draft; its owner is empty where nobody has taken it, None where the name is nobody's."""

    owner: str | None
    text: str
    due: date | None
    line: str


def entry_line(item: PromisedAction, people: Sequence[str]) -> str:
    """`- [ ] **Ana**: Send the first slide (by 20 February 2026)`."""
    day = f"by {day_in_words(item.due)}" if item.due else NO_DAY_YET
    return f"- [ ] **{plain(_called(item.owner, people))}**: {plain(item.text)} ({day})"


def written_in(markdown: str, people: Sequence[str], when: Reckoning) -> list[Written]:
    """The entries of a draft's text, in order, as `entry_line` writes them or as a person would."""
    found = [_ENTRY.match(line) for line in markdown.splitlines()]
    return [_written(one["entry"], people, when) for one in found if one]


def _written(entry: str, people: Sequence[str], when: Reckoning) -> Written:
    bare = _MARKS.sub("", entry).rstrip()
    named = _OWNER.match(bare)
    rest = named["rest"] if named else bare
    said = _DAY.search(rest)
    known = said and (said["day"] == NO_DAY_YET or day_said(said["day"], when))
    text = rest[: said.start()] if said and known else rest
    found = day_said(said["day"] if said and known else text, when) if not _says_none(said) else None
    owner = _whose(unescaped(named["owner"]).strip("* "), people) if named else ""
    return Written(owner, unescaped(text).strip(), found.day if found else None, unescaped(entry))


def _says_none(said: re.Match[str] | None) -> bool:
    return said is not None and said["day"] == NO_DAY_YET


def _whose(name: str, people: Sequence[str]) -> str | None:
    if not name or name.lower() == NOBODY_YET.lower():
        return ""
    return Parties(people).meant_by(name)


def _called(owner: str, people: Sequence[str]) -> str:
    """The first name, or all of it where another one has the same."""
    if not owner:
        return NOBODY_YET
    alone = sum(1 for name in people if first_name(name) == first_name(owner)) == 1
    return first_name(owner) if alone else owner
