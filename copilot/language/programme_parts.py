"""The parts that sessions of a programme have, put between the opening and the close of an agenda, for every writer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from copilot.domain.briefs import Brief, PartTold

MOST_QUESTIONS = 2
"""Of one part."""
SHORTEST = 2
"""Minutes that a part may have; in less nothing is said."""
_OPENS = re.compile(
    r"\b(?:arriv\w*|check(?:ing)?[ -]?in|open\w*|welcom\w*|hello|warm[ -]?up|land)\b", re.IGNORECASE
)
_CLOSES = re.compile(
    r"\b(?:clos\w*|wrap\w*|check(?:ing)?[ -]?out|take[ -]?aways?|next steps?)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Piece:
    """A part before it has its minutes. `of` is its number among those that were given, -1 for one of the programme;
    `follows` says that it takes up what was promised.
    """

    title: str
    weight: float
    purpose: str
    questions: tuple[str, ...]
    of: int = -1
    follows: bool = False


def in_its_parts(given: Sequence[Piece], brief: Brief, topic: str) -> list[Piece]:
    """The pieces with those between the first and the last given way to the parts of the programme.

    The opening and the close stay, unless the programme has its own; what was promised is followed up. The questions
    of what gave way go to the parts, and the shares of the parts are of the time that it had. Where the session is
    short, the smallest parts are left out.
    """
    if not brief.parts:
        return list(given)
    told = _that_fit(brief.parts, brief.minutes - SHORTEST * sum(each.follows for each in given))
    opening, closing = given[0], given[-1]
    middle = [each for each in given[1:-1] if not each.follows]
    parts = _pieces(told, middle, topic)
    if _OPENS.search(told[0].words.text):
        parts[0] = _merged(parts[0], opening)
    else:
        parts.insert(0, opening)
    # Who has one part alone that opens has no close of its own.
    if _CLOSES.search(told[-1].words.text) and len(told) > 1:
        parts[-1] = _merged(parts[-1], closing)
    else:
        parts.append(closing)
    return [parts[0], *(each for each in given[1:-1] if each.follows), *parts[1:]]


def _that_fit(told: Sequence[PartTold], minutes: int) -> list[PartTold]:
    """As many as have time for a word, the largest shares first; beside an opening and a close."""
    most = max(1, minutes // SHORTEST - 2)
    chosen = sorted(range(len(told)), key=lambda n: (-told[n].share, n))[:most]
    return [told[n] for n in sorted(chosen)]


def _pieces(told: Sequence[PartTold], middle: Sequence[Piece], topic: str) -> list[Piece]:
    shares, time = sum(each.share for each in told), sum(each.weight for each in middle) or 10.0
    questions = list(dict.fromkeys(one for each in middle for one in each.questions))
    purposes = [each.purpose for each in middle if each.purpose not in {one.purpose for one in told}]
    main = max(range(len(told)), key=lambda n: (told[n].share, -n))
    # The main part asks first; the others share what is left.
    order = [main, *(n for n in range(len(told)) if n != main)]
    asked = {n: tuple(questions[MOST_QUESTIONS * k : MOST_QUESTIONS * (k + 1)]) for k, n in enumerate(order)}
    pieces = []
    for n, part in enumerate(told):
        purpose = part.purpose.strip() or (purposes.pop(0) if purposes else "Take the time it needs.")
        if n == main:
            purpose = f"{purpose if purpose.endswith(('.', '!', '?')) else purpose + '.'} This time: {topic}."
        pieces.append(Piece(part.words.text, time * part.share / shares, purpose, asked[n]))
    return pieces


def _merged(part: Piece, given: Piece) -> Piece:
    """A part of the programme that opens or closes, with what an opening or a close has to do."""
    purpose = " ".join(dict.fromkeys([part.purpose, given.purpose]))
    questions = (*given.questions, *part.questions)[:MOST_QUESTIONS]
    return replace(part, purpose=purpose, questions=questions, follows=given.follows, of=-1)
