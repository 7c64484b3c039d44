"""What a year of mentoring leaves behind, as plain records that know nothing of how they are stored."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Programme:
    """A frame with dates, and the members who run it."""

    id: str
    name: str
    purpose: str
    starts: date
    ends: date
    manager_ids: tuple[str, ...]


@dataclass(frozen=True)
class Enrolment:
    """A member's place in a programme."""

    programme_id: str
    member_id: str
    on: date


@dataclass(frozen=True)
class Relationship:
    """An accepted match. role: the partner's, mentor, sponsor or peer; state: active, paused or closed."""

    id: str
    programme_id: str
    role: str
    seeker_id: str
    partner_id: str
    need: str
    state: str
    started_on: date
    ended_on: date | None
    reason: str
    rhythm_days: int
    minutes: int


@dataclass(frozen=True)
class Goal:
    """What the seeker works towards: `said` in her profile's words, `text` as the two agreed it; progress 0 to 100."""

    id: str
    relationship_id: str
    member_id: str
    said: str
    text: str
    set_on: date
    due: date
    progress: int


@dataclass(frozen=True)
class Milestone:
    """A step towards a goal, in order from 1; reached_on is None until it is reached."""

    id: str
    goal_id: str
    position: int
    text: str
    due: date
    reached_on: date | None


@dataclass(frozen=True)
class Session:
    """A meeting. state: held, cancelled or planned; ratings 1 to 5, None where somebody gave none."""

    id: str
    relationship_id: str
    number: int
    on: date
    minutes: int
    state: str
    topic: str
    seeker_rating: int | None
    partner_rating: int | None


@dataclass(frozen=True)
class Note:
    """What one of the two wrote down: for both (shared), or for nobody else."""

    id: str
    session_id: str
    author_id: str
    shared: bool
    text: str


@dataclass(frozen=True)
class ActionItem:
    """What somebody promised in a session; done_on is None while it is open."""

    id: str
    session_id: str
    owner_id: str
    text: str
    due: date
    done_on: date | None


@dataclass(frozen=True)
class Feedback:
    """What one side says about the relationship, with a rating 1 to 5."""

    id: str
    relationship_id: str
    by_id: str
    on: date
    rating: int
    text: str


@dataclass(frozen=True)
class Moment:
    """Something worth recognising: who did it, who saw it, situation, behaviour and impact."""

    id: str
    member_id: str
    by_id: str
    on: date
    situation: str
    behaviour: str
    impact: str


@dataclass(frozen=True)
class DeclaredGroup:
    """What a member declared for the audit, apart from her profile; without consent it may not be used."""

    member_id: str
    attribute: str
    value: str
    consent: bool


@dataclass(frozen=True)
class History:
    """Everything together; ids are unique within their kind, and each list is in the order of time or roster."""

    programmes: list[Programme]
    enrolments: list[Enrolment]
    relationships: list[Relationship]
    goals: list[Goal]
    milestones: list[Milestone]
    sessions: list[Session]
    notes: list[Note]
    actions: list[ActionItem]
    feedback: list[Feedback]
    moments: list[Moment]
    groups: list[DeclaredGroup]
