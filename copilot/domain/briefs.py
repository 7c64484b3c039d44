"""What a writer is given to draft from: numbered sources and a few settings, gathered by the drafting service."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import NaiveDatetime

from copilot.domain.drafts import AgreedTopic
from copilot.domain.playbook import ChapterKey
from copilot.domain.records import Value
from copilot.domain.relationships import Stage


class Source(Value):
    """Words that may be cited by their number. `label` says what they are, such as `goal` or `SBI › Impact`."""

    n: int
    text: str
    label: str = ""


class GoalTold(Value):
    """A goal in the member's own words, and what else she said about it.

    `reading` holds the numbers of the passages found for this goal, best first. `objective` is what she says it serves,
    `fits` what the encoder found, empty where none fits and None where nobody looked; `refused` it does not serve.
    """

    words: Source
    why: Source | None = None
    measure: Source | None = None
    due: date | None = None
    objective: str = ""
    fits: str | None = None
    refused: tuple[str, ...] = ()
    reading: tuple[int, ...] = ()


class OpenAction(Value):
    """A promise still open: what, whose, until when."""

    source: Source
    owner: str
    due: date | None = None


class MomentTold(Value):
    """A logged moment, its three parts numbered apart."""

    on: date
    situation: Source
    behaviour: Source
    impact: Source | None = None


class NoteLine(Value):
    """A sentence or an entry of a note, in the note's order.

    `mark` is what stood before it: a bullet or a number, an open or a ticked box, an arrow. `note` tells where another
    note begins.
    """

    words: Source
    author: str = ""
    note: str = ""
    mark: Literal["", "item", "box", "ticked", "arrow"] = ""


class SaidOfSelf(Value):
    """What one of them said in her profile that bears on how they work together; `field` is the profile's."""

    who: str
    field: Literal["working_style", "hours_per_month", "time_zone", "languages"]
    words: Source


class ChapterTold(Value):
    """What a chapter of the playbook may be made from: sentences about how it is done here, and passages of guides.

    `opening` says how the practice is meant, `to_settle` what a community has to decide.
    """

    key: ChapterKey
    title: str
    opening: str
    here: tuple[Source, ...] = ()
    passages: tuple[Source, ...] = ()
    to_settle: tuple[str, ...] = ()


class WordingTold(Value):
    """A programme's own wording of one point of an agreement."""

    topic: AgreedTopic
    words: Source


class PartTold(Value):
    """A part that every session of a programme has; `share` is its weight of the session's length."""

    words: Source
    share: float = 1.0
    purpose: str = ""


class EventTold(Value):
    """An event as a run sheet is made from it: its own words, who is in it, and what people want to have answered.

    `at` is the clock on the wall of its zone; `questions` go by how many ask them, the most asked first.
    """

    kind: str
    at: NaiveDatetime
    title: Source | None = None
    begins: Source
    zone: Source
    length: Source
    hosts: tuple[Source, ...] = ()
    speakers: tuple[Source, ...] = ()
    questions: tuple[Source, ...] = ()

    def sources(self) -> list[Source | None]:
        """Every source of it."""
        return [self.title, self.begins, self.zone, self.length, *self.hosts, *self.speakers, *self.questions]


class Brief(Value):
    """All that a writer may use. Names in it are pseudonyms where a chat model reads it.

    `people` are the names of those it is for; `role` is the role a charter is of, `programme` the frame it belongs to,
    with its own `wordings` of an agreement and the `parts` its sessions have.
    `held_on` is the day of the session whose notes are read for promises, `lines` are these notes, `next_session` is
    the day of the planned one after it. `selves` is what both say of how they work; they meet for `minutes` every
    `weeks_between` weeks, and their working days have `hours_in_common`. `reached` are goals she has reached, in her
    words. `turns` are those of a circle in the order in which they chair, whoever chairs this meeting first; `theme` is
    what it is about, as somebody set it.

    `starts` to `ends` is the time there is; `hours_per_month` is hers for all goals together. `stuck` says that
    promises lie open or meetings have stopped; `last_met` is the last session that was held.
    """

    about: str
    partner: str = ""
    today: date
    starts: date
    ends: date
    hours_per_month: float = 2.0
    minutes: int = 60
    topic: str = ""
    stage: Stage = Stage.INITIATION
    sessions_held: int = 0
    last_met: Source | None = None
    stuck: bool = False
    circle: bool = False
    turns: tuple[str, ...] = ()
    theme: str = ""
    tone: Literal["shout-out", "newsletter", "nomination"] = "shout-out"
    profile: tuple[Source, ...] = ()
    goals: tuple[GoalTold, ...] = ()
    reached: tuple[Source, ...] = ()
    notes: tuple[Source, ...] = ()
    actions: tuple[OpenAction, ...] = ()
    moments: tuple[MomentTold, ...] = ()
    people: tuple[str, ...] = ()
    role: str = ""
    programme: tuple[Source, ...] = ()
    wordings: tuple[WordingTold, ...] = ()
    parts: tuple[PartTold, ...] = ()
    held_on: date | None = None
    next_session: date | None = None
    lines: tuple[NoteLine, ...] = ()
    selves: tuple[SaidOfSelf, ...] = ()
    weeks_between: int = 4
    hours_in_common: float | None = None
    objectives: tuple[str, ...] = ()
    passages: tuple[Source, ...] = ()
    chapters: tuple[ChapterTold, ...] = ()
    event: EventTold | None = None

    def sources(self) -> dict[int, Source]:
        """Every source by its number."""
        told = [source for goal in self.goals for source in (goal.words, goal.why, goal.measure)]
        seen = [
            part for moment in self.moments for part in (moment.situation, moment.behaviour, moment.impact)
        ]
        promised = [action.source for action in self.actions]
        every = [
            *self.profile,
            *self.programme,
            *(wording.words for wording in self.wordings),
            *(part.words for part in self.parts),
            *self.reached,
            *told,
            self.last_met,
            *self.notes,
            *(line.words for line in self.lines),
            *(said.words for said in self.selves),
            *promised,
            *seen,
            *self.passages,
            *(source for one in self.chapters for source in (*one.here, *one.passages)),
            *(self.event.sources() if self.event else ()),
        ]
        return {source.n: source for source in every if source is not None}

    def months(self) -> float:
        """The time there is, in months of 30.4 days."""
        return max((self.ends - self.starts).days, 1) / 30.4
