"""Words offered by the copilot: a person decides."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field, NaiveDatetime

from copilot.domain.citations import Citation
from copilot.domain.playbook import ChapterKey
from copilot.domain.records import Record, Value
from copilot.domain.usage import Usage


class DraftKind(StrEnum):
    """What can be drafted."""

    GOAL_PLAN = "goal-plan"
    AGENDA = "agenda"
    RECOGNITION = "recognition"
    AGREEMENT = "agreement"
    CHARTER = "charter"
    BRIEF = "brief"
    ACTIONS = "actions"
    PLAYBOOK = "playbook"
    RUN_SHEET = "run-sheet"


class Fact(Value):
    """A statement about people or guides, with the numbers of the citations that carry it."""

    text: str
    evidence: tuple[int, ...] = Field(min_length=1)


class PlannedStep(Value):
    """A milestone the copilot proposes; `hours` is a guess at the work in it."""

    text: str = Field(min_length=1)
    due: date
    hours: float | None = Field(None, gt=0)


class PlannedGoal(Value):
    """One SMART goal (Doran 1981): her words, a measure, dates, and what to do first.

    `in_her_words` (carried by `evidence`), `why`, `builds_on` and `her_measure` are hers, quoted; the rest is
    proposed. `measure` is empty where she gave her own.
    """

    title: str = Field(min_length=1)
    in_her_words: str = ""
    evidence: tuple[int, ...] = ()
    why: Fact | None = None
    builds_on: Fact | None = None
    her_measure: Fact | None = None
    measure: str = ""
    milestones: tuple[PlannedStep, ...] = Field(min_length=1)
    mentor_can: str
    first_step: str
    questions: tuple[str, ...] = ()
    objective: str = ""


class GoalPlan(Value):
    """One to three goals over the length of a programme, with a passage to read for each where the guides have one.

    `later` are goals she named that there are no hours for, or that are of a kind with two others.
    """

    goals: tuple[PlannedGoal, ...] = Field(min_length=1, max_length=3)
    later: tuple[Fact, ...] = ()
    reading: tuple[Fact, ...] = ()
    starts: date
    ends: date
    hours_per_month: float


class TimeBox(Value):
    """A part of a session. `minutes` of all boxes add up to the session's length.

    `follow_up` names what was promised or written down last time, so each entry is a fact.
    """

    title: str = Field(min_length=1)
    minutes: int = Field(ge=1)
    purpose: str
    questions: tuple[str, ...] = ()
    follow_up: tuple[Fact, ...] = ()


class Agenda(Value):
    """The plan of the next session. `grounds` are facts it starts from, such as the goal in her words."""

    topic: str
    grounds: tuple[Fact, ...] = ()
    minutes: int = Field(ge=10, le=480)
    stage: str
    boxes: tuple[TimeBox, ...] = Field(min_length=3)
    reading: tuple[Fact, ...] = ()


class Recognition(Value):
    """A write-up from logged moments: situation, behaviour, impact (Center for Creative Leadership)."""

    tone: Literal["shout-out", "newsletter", "nomination"]
    title: str
    paragraphs: tuple[Fact, ...] = Field(min_length=1)
    who_benefited: Fact | None = None
    closing: str = ""


AgreedTopic = Literal["aims", "cadence", "confidentiality", "boundaries", "feedback", "ending"]
"""What a mentoring agreement settles, in the order it is read."""


class AgreedPoint(Value):
    """One thing to settle: what each said that bears on it, a wording to start from, and what to talk over first.

    `evidence` has the source where the wording is the programme's own; without one it is proposed by the copilot.
    """

    topic: AgreedTopic
    said: tuple[Fact, ...] = ()
    proposed: str = Field(min_length=1)
    evidence: tuple[int, ...] = ()
    to_settle: str = ""


class AgreementText(Value):
    """The agreement of a relationship before it is signed; `review` is the day both look at it again.

    They meet for `minutes` every `weeks_between` weeks.
    """

    points: tuple[AgreedPoint, ...] = Field(min_length=1)
    minutes: int = Field(ge=15, le=240)
    weeks_between: int = Field(ge=1, le=13)
    starts: date
    ends: date
    review: date
    reading: tuple[Fact, ...] = ()


CharterRole = Literal["mentor", "mentee", "sponsor", "peer", "manager"]


class RoleCharter(Value):
    """What a community expects of a role, and what the role may expect: a proposal for it to adapt.

    `frame` are facts of the programme it is for, such as its dates.
    """

    role: CharterRole
    frame: tuple[Fact, ...] = ()
    purpose: str = Field(min_length=1)
    does: tuple[str, ...] = Field(min_length=3)
    leaves: tuple[str, ...] = Field(min_length=2)
    time: str
    may_expect: tuple[str, ...] = Field(min_length=1)
    first_month: tuple[str, ...] = Field(min_length=1)
    to_settle: tuple[str, ...] = ()
    reading: tuple[Fact, ...] = ()


class SponsorshipBrief(Value):
    """What a sponsor may say of somebody, each sentence with its evidence; where and what to leave out is proposed."""

    aim: Fact | None = None
    may_say: tuple[Fact, ...] = Field(min_length=1)
    where: tuple[str, ...] = Field(min_length=1)
    leave_out: tuple[str, ...] = Field(min_length=1)
    next_step: str = Field(min_length=1)
    reading: tuple[Fact, ...] = ()


class PromisedAction(Value):
    """An action item found in a session's notes: the words that promise it, whose it is, until when.

    `text` is said to its owner. `owner` is a full name of the relationship, empty where the notes don't say; `due_said`
    are the words the day was read from, also where they name none, such as “soon”.
    """

    promise: Fact
    text: str = Field(min_length=1)
    owner: str = ""
    due: date | None = None
    due_said: str = ""


class ActionItems(Value):
    """What was promised in a session, for both to look over; `to_settle` are the questions that are left."""

    items: tuple[PromisedAction, ...] = Field(min_length=1)
    to_settle: tuple[str, ...] = ()


class DraftedChapter(Value):
    """A chapter of the playbook: how the practice is meant (proposed), how it is done here, what the guides say of it,
    and what the community has yet to settle (proposed)."""

    key: ChapterKey
    title: str
    opening: str = Field(min_length=1)
    here: tuple[Fact, ...] = ()
    guides: tuple[Fact, ...] = ()
    to_settle: tuple[str, ...] = ()


class PlaybookText(Value):
    """The playbook, or some of its ten chapters, in their order."""

    chapters: tuple[DraftedChapter, ...] = Field(min_length=1, max_length=10)


RunSheetPart = Literal["host", "speaker", "questions", "everybody"]
"""Who has the word or the work in a box; `questions` is whoever looks after what people ask."""


class RunSheetBox(Value):
    """A part of an event: who does what in it, what to say word for word where that matters, and which questions."""

    title: str = Field(min_length=1)
    minutes: int = Field(ge=1)
    who: RunSheetPart
    does: str = Field(min_length=1)
    say: str = ""
    questions: tuple[Fact, ...] = ()


class RunSheet(Value):
    """How an event goes from the first minute to the last. `minutes` of all boxes add up to its length.

    `at` is the clock on the wall where it is held; `known` are facts of it, and everything else is proposed.
    """

    title: str = Field(min_length=1)
    at: NaiveDatetime
    minutes: int = Field(ge=1)
    known: tuple[Fact, ...] = ()
    before: tuple[str, ...] = Field(min_length=3)
    boxes: tuple[RunSheetBox, ...] = Field(min_length=3)
    if_nobody_asks: str = Field(min_length=1)
    if_one_talks: str = Field(min_length=1)
    afterwards: tuple[str, ...] = Field(min_length=1)
    reading: tuple[Fact, ...] = ()


Form = (
    GoalPlan
    | Agenda
    | Recognition
    | AgreementText
    | RoleCharter
    | SponsorshipBrief
    | ActionItems
    | PlaybookText
    | RunSheet
)
FORMS: dict[DraftKind, type[Form]] = {
    DraftKind.GOAL_PLAN: GoalPlan,
    DraftKind.AGENDA: Agenda,
    DraftKind.RECOGNITION: Recognition,
    DraftKind.AGREEMENT: AgreementText,
    DraftKind.CHARTER: RoleCharter,
    DraftKind.BRIEF: SponsorshipBrief,
    DraftKind.ACTIONS: ActionItems,
    DraftKind.PLAYBOOK: PlaybookText,
    DraftKind.RUN_SHEET: RunSheet,
}


class CheckResult(Value):
    """Whether a draft passed one check, and why not."""

    name: str
    passed: bool
    reason: str = ""


class Version(Value):
    """An earlier text of an edited draft."""

    at: datetime
    by: str
    markdown: str


class Draft(Record):
    """Words offered: offered → edited → approved or discarded.

    `owners` may read and change it; `about` is the member it is about. `usage` is what a chat model took, also for
    tries that were refused.
    """

    id: str = Field(min_length=1, serialization_alias="draft")
    kind: DraftKind
    state: Literal["offered", "edited", "approved", "discarded"] = "offered"
    writer: str
    about: str
    relationship: str = ""
    owners: frozenset[str] = frozenset()
    made_by: str
    facts: tuple[Fact, ...] = ()
    proposals: tuple[str, ...] = ()
    body: dict[str, Any] = {}
    markdown: str
    citations: tuple[Citation, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    inputs: dict[str, str] = {}
    prompt: str = ""
    remark: str = ""
    usage: Usage = Usage()
    versions: tuple[Version, ...] = ()
    reason: str = ""
    created: datetime

    @property
    def consent(self) -> str:
        """`asked` or `given` by the member it is about; empty where nobody but its owners is meant to read it."""
        return self.inputs.get("consent", "")

    @property
    def publishable(self) -> bool:
        """Whether its words may leave its owners: approved, and agreed to by the member where that was asked."""
        return self.state == "approved" and self.consent != "asked"
