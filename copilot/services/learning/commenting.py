"""What somebody's answer to a scenario does and leaves out, with her own words and the guide's; never a grade.

Each piece of her answer is compared with ways in which people have put each point (`likeness`). A logistic regression
turns the likeness into a probability, and the piece with the highest one speaks for the answer. Two cuts make three
states of it: a wrong “you did” misleads and a wrong “you left this out” annoys, so what lies between is asked instead
of said. Coefficients and cuts in `commenting.json`, one set for each encoder, are fitted by `evals/fit_practice.py`
on the answers to half of the guides; the other half tells what they are worth (`evals/reports`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from copilot.domain.records import Value
from copilot.errors import BadInput
from copilot.ports import Encoder
from copilot.services.learning.likeness import DENIES, Numbers, Piece, anchors_of, measured, pieces_of
from knowledge.languages import ENGLISH_NAMES, foreign
from knowledge.logistic import Logistic, fitted_for
from knowledge.wording import words

if TYPE_CHECKING:
    from knowledge.exercises import Point, Scenario

State = Literal["met", "perhaps", "missing"]

LONGEST = 4_000
"""Characters of an answer; a practice answer is kept with no more."""
FEWEST_WORDS = 4
"""Different ones: a word said two thousand times says no more than once."""
DOUBT = 0.01
"""How far below the cut a piece stays that says no where those who make the point don't."""
ABOUT = 0.15
"""Probabilities that are no further apart count as about the same when words are chosen to be quoted."""
WHO = (
    "Your words were compared with ways in which people have put each point. That reads words, not tone, and what "
    "nobody thought of before it may overlook: you know better than it does."
)
TOO_LITTLE = "That is too little to compare. Write what you would really say, in a sentence or more."
ONLY_COPIED = "These are the exercise's own words. Write what you would say, in yours."
_MOST_REMEMBERED = 8_000


class PointComment(Value):
    """One point of a scenario. words: what in her answer speaks for it, word for word; empty where nothing does.

    `say` is the sentence to read. `hint` tells what would make the point, and `passage` quotes the guide's reason; both
    are empty where the point is met.
    """

    id: str
    point: str
    state: State
    words: str = ""
    say: str
    hint: str = ""
    passage: str = ""


class Commentary(Value):
    """What was found point by point. Where `judged` is false there are no points, and `told` says why.

    Otherwise `told` says who comments, and what such a comment can't see.
    """

    judged: bool
    told: str
    points: tuple[PointComment, ...] = ()

    @property
    def met(self) -> tuple[str, ...]:
        """The ids of the points that were surely found."""
        return tuple(each.id for each in self.points if each.state == "met")


@dataclass(frozen=True)
class Judge(Logistic):
    """A fitted model. From the probability `met` on a point counts as made, below `perhaps` as left out."""

    met: float
    perhaps: float

    def chances(self, rows: Numbers) -> Numbers:
        """The probability, 0 to 1, of each row of features, shape (rows,).

        A piece that says no where nobody who makes the point does is never surely met: a likeness doesn't hear a "not".
        """
        found = super().chances(rows)
        return np.where(rows[:, DENIES] > 0, np.minimum(found, self.met - DOUBT), found)

    def state(self, chance: float) -> State:
        """What to say at this probability."""
        if chance >= self.met:
            return "met"
        return "perhaps" if chance >= self.perhaps else "missing"


def judge_for(encoder: str) -> Judge:
    """The judge fitted for an encoder, by its name; for one never measured, that of the default."""
    return fitted_for(encoder, Judge, "copilot.services.learning", "commenting.json")


class Commentator:
    """Comments answers. The vectors of the exercises are remembered, those of anybody's answer never."""

    def __init__(self, encoder: Encoder, judge: Judge | None = None) -> None:
        self._encoder = encoder
        self._judge = judge
        self._remembered: dict[str, Numbers] = {}

    @property
    def judge(self) -> Judge:
        """The judge of this encoder, unless another was given."""
        return self._judge or judge_for(self._encoder.name)

    def comment(self, scenario: Scenario, text: str) -> Commentary:
        """What the answer does and leaves out.

        An answer that can't be judged, for its language or its length, gives a commentary that says so. Raises BadInput
        where it is empty or longer than 4,000 characters.
        """
        refuse_what_cannot_be_read(text)
        pieces = pieces_of(text, scenario)
        why_not = _why_not(text, pieces)
        if why_not:
            return Commentary(judged=False, told=why_not)
        features = self.features(scenario, pieces)
        points = [self._told(each, features[each.id], pieces, text) for each in scenario.points]
        return Commentary(judged=True, told=WHO, points=tuple(points))

    def features(self, scenario: Scenario, pieces: Sequence[Piece]) -> dict[str, Numbers]:
        """For each point, by id, the features of every piece; there has to be one piece at least."""
        vectors = self._vectors(anchors_of(scenario)) | self._encoded([each.words for each in pieces])
        return {each.id: measured(pieces, each, scenario, vectors) for each in scenario.points}

    def _told(self, point: Point, rows: Numbers, pieces: Sequence[Piece], text: str) -> PointComment:
        chances = self.judge.chances(rows)
        best = float(chances.max())
        # Of pieces that speak about as clearly the shortest is quoted.
        clear = [piece for piece, chance in zip(pieces, chances, strict=True) if chance >= best - ABOUT]
        quoted = min(clear, key=lambda piece: piece.end - piece.start)
        return told_of(point, self.judge.state(best), text[quoted.start : quoted.end])

    def _vectors(self, texts: Sequence[str]) -> dict[str, Numbers]:
        missing = [text for text in texts if text not in self._remembered]
        kept = self._remembered if len(self._remembered) + len(missing) <= _MOST_REMEMBERED else {}
        self._remembered = {**kept, **self._encoded(missing)} if missing else kept
        lost = [text for text in texts if text not in self._remembered]
        return {text: self._remembered[text] for text in texts} if not lost else self._encoded(texts)

    def _encoded(self, texts: Sequence[str]) -> dict[str, Numbers]:
        each_once = list(dict.fromkeys(texts))
        found = self._encoder.encode(each_once) if each_once else ()
        return {
            text: np.asarray(vector, dtype=np.float64)
            for text, vector in zip(each_once, found, strict=True)
        }  # fmt: skip


def refuse_what_cannot_be_read(text: str) -> None:
    """Raises BadInput where an answer is empty or longer than 4,000 characters."""
    if not text.strip():
        raise BadInput("There is no answer yet.", place="answer", cure="Write what you would say or do.")
    if len(text) > LONGEST:
        raise BadInput(
            f"Your answer has {len(text):,} characters; {LONGEST:,} is the most that is read.",
            place="answer",
            cure="Shorten it to what you would really say.",
        )


def told_of(point: Point, state: State, said: str) -> PointComment:
    """What is said of one point in one of the three states."""
    known = {"id": point.id, "point": point.point, "state": state}
    missed = {"hint": point.missing, "passage": point.passage}
    if state == "met":
        return PointComment(**known, words=said, say=f"You do this: {point.point}.")
    if state == "perhaps":
        return PointComment(**known, **missed, words=said, say="I am not sure: do these words do that?")
    return PointComment(**known, **missed, say="I did not find this in your words.")


def _why_not(text: str, pieces: Sequence[Piece]) -> str:
    """Why an answer can't be judged; nothing where it can."""
    language = foreign(text)
    if language:
        name = ENGLISH_NAMES.get(language, "another language")
        return f"Your answer seems to be in {name}; I can compare English only. It is kept as you wrote it."
    if len(set(words(text))) < FEWEST_WORDS:
        return TOO_LITTLE
    return "" if pieces else ONLY_COPIED
