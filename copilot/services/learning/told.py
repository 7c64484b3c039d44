"""What the verbs of learning give back. Times are in UTC; numbers of options and questions count from 1."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from copilot.domain.citations import GuideCitation
from copilot.domain.records import Value


class GuideStanding(Value):
    """How far she is with one guide. done: read, and understood where it has questions."""

    guide: str
    read: datetime | None = None
    understood: datetime | None = None
    practised: datetime | None = None
    done: bool = False


class StepTold(Value):
    """A step of a track. questions: whether the guide has some; mine: how far she is, None for who is no member."""

    n: int
    guide: str
    title: str
    why: str
    minutes: int
    try_this: str
    questions: bool
    mine: GuideStanding | None = None


class TrackStanding(Value):
    """How far she is with a track. next: the guide of the first step that isn't done; empty where all are.

    `version` is that of the track when she finished it, and `changed` whether its guides are others since: finished
    stays finished.
    """

    state: Literal["open", "begun", "finished"]
    done: int
    of: int
    next: str = ""
    started: datetime | None = None
    finished: datetime | None = None
    version: str = ""
    changed: bool = False


class TrackTold(Value):
    """A track with its steps; mine: how far the asker is, None for who is no member."""

    id: str = Field(serialization_alias="track")
    title: str
    role: str
    why: str
    minutes: int
    version: str
    steps: tuple[StepTold, ...]
    mine: TrackStanding | None = None


class GuideTold(Value):
    """A guide to read. questions: their version, empty where it has none; tracks: the ids of those that hold it."""

    guide: str
    title: str
    minutes: int
    text: str
    tracks: tuple[str, ...] = ()
    questions: str = ""
    mine: GuideStanding | None = None


class Moved(Value):
    """Where she is after a step. begun, finished: the ids of tracks that this step began or finished."""

    mine: GuideStanding
    begun: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()


class OptionAsked(Value):
    """An answer to choose by its number."""

    n: int
    say: str


class QuestionAsked(Value):
    """A question, without what is right."""

    id: str
    ask: str
    options: tuple[OptionAsked, ...]


class QuestionsTold(Value):
    """The questions of a guide; answer them under this version."""

    guide: str
    title: str
    version: str
    questions: tuple[QuestionAsked, ...]


class OptionTold(Value):
    """An option with its reason."""

    n: int
    say: str
    why: str


class AnswerTold(Value):
    """What became of one answer: the option she chose, the right one, and the words of the guide that settle it."""

    id: str
    ask: str
    right: bool
    chosen: OptionTold
    answer: OptionTold
    citation: GuideCitation


class Checked(Value):
    """A try at the questions. understood: whether all were right this time."""

    guide: str
    title: str
    version: str
    understood: bool
    right: int
    of: int
    answers: tuple[AnswerTold, ...]
    moved: Moved


class ScenarioTold(Value):
    """A scenario to answer, without what is looked for."""

    guide: str
    title: str
    scenario: str
    version: str
    situation: str
    task: str


class PointTold(Value):
    """What was found of one point; `hint` and `citation` say what would make it, and are empty where it was met."""

    id: str
    point: str
    state: Literal["met", "perhaps", "missing"]
    words: str = ""
    say: str
    hint: str = ""
    citation: GuideCitation | None = None


class Practised(Value):
    """What an answer to a scenario does and leaves out; there is no grade.

    `signpost` comes first: whom to turn to where her words speak of something heavy; empty where they don't. Where
    `judged` is false there are no points, and `told` says why.
    """

    id: str = Field(serialization_alias="answer")
    guide: str
    title: str
    signpost: str = ""
    judged: bool
    told: str
    points: tuple[PointTold, ...] = ()
    moved: Moved


class ProgressTold(Value):
    """How far she is: the tracks she began or finished, and each guide she has touched. Nobody else sees it."""

    tracks: tuple[TrackTold, ...]
    guides: tuple[GuideStanding, ...]
    read: int
    understood: int
    practised: int
    finished: int


class Because(Value):
    """Why something is suggested. record: the id of the goal, the track or the area it is for."""

    kind: Literal["track", "goal", "readiness", "role"]
    record: str
    title: str
    words: str
    citation: GuideCitation | None = None


class Suggested(Value):
    """A guide to take up next. do: read it, or answer its questions, since it was read before."""

    guide: str
    title: str
    minutes: int
    do: Literal["read", "questions"]
    because: tuple[Because, ...]


class NextTold(Value):
    """What to learn next, best first. order: how that was decided; remark: what could not be looked up, or nothing.

    `signpost` says whom to turn to where a goal of hers speaks of something heavy.
    """

    suggestions: tuple[Suggested, ...]
    order: str
    remark: str = ""
    signpost: str = ""


class SentenceAsked(Value):
    """A sentence to rate from 1 to 7."""

    key: str
    area: str
    say: str


class AreaTold(Value):
    """The mean of an area's ratings, 1 to 7 with one decimal; None where nothing of it was rated."""

    id: str = Field(serialization_alias="area")
    title: str
    mean: float | None


class AreaWords(Value):
    """An area in kind words."""

    id: str = Field(serialization_alias="area")
    title: str
    words: str


class Advice(Value):
    """A guide for an area, with its words."""

    guide: str
    title: str
    minutes: int
    area: str
    citation: GuideCitation


class Rated(Value):
    """How she rated herself. Where all areas are alike, `strongest` and `weakest` are empty and `note` says so."""

    id: str = Field(serialization_alias="readiness")
    role: str
    at: datetime
    areas: tuple[AreaTold, ...]
    strongest: tuple[AreaWords, ...] = ()
    weakest: tuple[AreaWords, ...] = ()
    read: tuple[Advice, ...] = ()
    note: str


class ReadinessTold(Value):
    """The questions of readiness for a role, what the numbers mean, and how she rated herself before, newest first."""

    role: str
    about: str
    note: str
    scale: dict[int, str]
    questions: tuple[SentenceAsked, ...]
    history: tuple[Rated, ...] = ()
