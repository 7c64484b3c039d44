"""The stages of a relationship (Kram, Mentoring at Work, 1985), and what is due at each, read from the records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from copilot.domain.asking import Asker
from copilot.domain.programmes import ClosingReview, Programme
from copilot.domain.records import Value
from copilot.domain.relationships import Goal, Relationship, Session, Stage
from copilot.domain.wording import day_in_words
from copilot.errors import Conflict
from copilot.ports import UnitOfWork
from copilot.services.agreements import agreed_terms
from copilot.services.drafting.facts.standing import ENDING, stage_on
from copilot.services.known_relationships import known_relationship
from copilot.services.policy import Action
from copilot.services.programmes.records import ProgrammeRecords

FIRST_SESSION = timedelta(weeks=2)
SETTLED = timedelta(weeks=4)
"""So long after the start an agreement is signed and a goal shared, in good time."""
RHYTHM = timedelta(weeks=6)
"""Between two meetings where the agreement names no rhythm: longer counts as quiet, as in a programme's health."""
HALFWAY = timedelta(weeks=13)
"""From the start to a look back, where no last day says when half of the time has passed."""
AROUND_HALFWAY = timedelta(weeks=3)
LAST_SESSION = timedelta(weeks=2)
"""Before the end: time enough to find another day for it."""
LAST_LOOK = timedelta(weeks=1)
NEXT_STEP = timedelta(weeks=2)
"""After the end."""
ORDER = tuple(Stage)


class Due(Value):
    """One thing of a stage: until when, whether it is done or late, and a sentence to the two."""

    stage: Stage
    what: str
    day: date
    done: bool
    late: bool
    sentence: str


class StagesStanding(Value):
    """What the members of a relationship see. `stage` is what they said themselves; `suggested` what comes next, if
    the records say that it has been reached, with a sentence why.
    """

    relationship: str
    stage: Stage
    due: tuple[Due, ...]
    suggested: Stage | None = None
    because: str = ""


class StagesStatus(Value):
    """What managers see: the stage, and how many things are done, open, late; never which."""

    relationship: str
    stage: Stage
    done: int
    open: int
    late: int
    next_day: date | None


class Stages(ProgrammeRecords):
    """The verbs of the stages."""

    def due(self, asker: Asker, relationship_id: str) -> StagesStanding | StagesStatus:
        """What is due in a relationship, for those in it; for others who may know of it, numbers and days alone."""
        with self._units.reading() as unit:
            relationship = known_relationship(unit, self._policy, asker, relationship_id)
            inside = self._policy.allows(asker, Action.RELATIONSHIP_READ, owners=relationship.members)
            records = _Records(unit, relationship, self._today())
        if inside:
            return _standing(records, asker.member)
        return _status(records)

    def move_stage(self, asker: Asker, relationship_id: str, stage: Stage) -> StagesStanding:
        """Say that the next stage has begun; by either of the two. Conflict where that stage lies behind them."""
        with self._units() as unit:
            relationship = known_relationship(unit, self._policy, asker, relationship_id)
            self._policy.require(asker, Action.RELATIONSHIP_WRITE, owners=relationship.members)
            _check_forwards(relationship, stage)
            moved = unit.relationships.save(relationship.changed(stage=stage))
            records = _Records(unit, moved, self._today())
            unit.commit()
        return _standing(records, asker.member)


def stages_ahead(stage: Stage, *, closed: bool = False) -> list[Stage]:
    """Where those in a relationship may go next. Who has ended finds a new form; who has not comes apart before."""
    ahead = list(ORDER[ORDER.index(stage) + 1 :])
    if closed:
        return [each for each in ahead if each is Stage.REDEFINITION]
    return [each for each in ahead if each is not Stage.REDEFINITION or stage is Stage.SEPARATION]


def _check_forwards(relationship: Relationship, stage: Stage) -> None:
    closed = relationship.state == "closed"
    if closed and stage is not Stage.REDEFINITION:
        raise Conflict(
            "This relationship is closed.",
            place=relationship.id,
            cure="Only redefinition comes after the end: what becomes of it.",
        )
    if ORDER.index(stage) <= ORDER.index(relationship.stage):
        where = "has begun already" if stage is relationship.stage else "lies behind you"
        raise Conflict(
            f"{stage.value.capitalize()} {where}: you are in {relationship.stage.value}.",
            place=relationship.id,
            cure="Stages go forwards; a new beginning is a new agreement, or another match.",
        )
    if stage not in stages_ahead(relationship.stage, closed=closed):
        raise Conflict(
            f"Redefinition comes after separation, and you are in {relationship.stage.value}.",
            place=relationship.id,
            cure="Say first that separation has begun.",
        )


class _Records:
    """What is read of one relationship: dates and states, what its goals are called, who looked back; no notes."""

    def __init__(self, unit: UnitOfWork, relationship: Relationship, today: date) -> None:
        self.relationship, self.today = relationship, today
        self.programme: Programme | None = (
            unit.programmes.find(relationship.programme) if relationship.programme else None
        )
        sessions = unit.sessions.all(relationship=relationship.id)
        self.sessions: Sequence[Session] = sorted(
            [each for each in sessions if each.state != "cancelled"], key=lambda each: each.at
        )
        self.every_goal: Sequence[Goal] = unit.goals.all(relationship=relationship.id)
        """Those that were dropped too: to drop one is to have looked at it."""
        self.goals = [each for each in self.every_goal if each.state != "dropped"]
        self.looked_back = sorted(
            {each.on for each in unit.feedback.all(relationship=relationship.id)}
            | {each.at.date() for each in self.held if each.ratings}
        )
        reviews = unit.closing_reviews.all(programme=relationship.programme, member=set(relationship.members))
        self.reviews: dict[str, ClosingReview] = (
            {each.member: each for each in reviews} if relationship.programme else {}
        )

    @property
    def held(self) -> list[Session]:
        return [each for each in self.sessions if each.state == "held"]

    @property
    def days_held(self) -> list[date]:
        return [each.at.date() for each in self.held]

    @property
    def days_planned(self) -> list[date]:
        return [
            each.at.date()
            for each in self.sessions
            if each.state == "planned" and each.at.date() >= self.today
        ]

    @property
    def started(self) -> date:
        return self.relationship.started

    @property
    def ends(self) -> date | None:
        """The last day, where a programme has one."""
        return self.programme.ends if self.programme else None

    @property
    def signed(self) -> bool:
        agreement = self.relationship.agreement
        signers = {each.member for each in agreement.signatures} if agreement else set()
        return set(self.relationship.members) <= signers

    @property
    def rhythm(self) -> timedelta:
        agreement = self.relationship.agreement
        weeks = agreed_terms(agreement.text, self.started).weeks if agreement and self.signed else None
        return timedelta(weeks=weeks) if weeks else RHYTHM

    @property
    def halfway(self) -> date:
        return self.started + ((self.ends - self.started) / 2 if self.ends else HALFWAY)


def _everything(records: _Records, whose: Sequence[str]) -> list[Due]:
    """All that is due in a relationship, in order; what depends on a last day only where there is one.

    Once it has ended, nothing of its first two stages is due any more.
    """
    over = records.relationship.state == "closed"
    things = [] if over else [*_initiation(records), *_cultivation(records)]
    if records.ends:
        things += [*_separation(records, records.ends, whose), *_redefinition(records, records.ends, whose)]
    return things


def _initiation(records: _Records) -> list[Due]:
    first = records.started + FIRST_SESSION
    settled = records.started + SETTLED
    return [
        _thing(records, Stage.INITIATION, "first session", first, bool(records.held),
               "You have met for the first time.", "Meet for the first time by {day}."),
        _thing(records, Stage.INITIATION, "agreement", settled, records.signed,
               "Both of you have signed your agreement.",
               "Agree on how you work together, and sign it, by {day}."),
        _thing(records, Stage.INITIATION, "shared goal", settled, bool(records.goals),
               "You share a goal.", "Share a goal to work on by {day}."),
    ]  # fmt: skip


def _cultivation(records: _Records) -> list[Due]:
    last = max(records.days_held, default=records.started)
    ahead = [day for day in records.days_planned if day <= last + records.rhythm]
    next_one = last + records.rhythm
    half = records.halfway
    looked = any(half - AROUND_HALFWAY <= day for day in records.looked_back)
    return [
        _thing(records, Stage.CULTIVATION, "rhythm", next_one, bool(records.held) and _kept(records, ahead),
               "You keep your rhythm.", "Meet again by {day}, to keep your rhythm."),
        _thing(records, Stage.CULTIVATION, "look back", half, looked,
               "You have looked back at halfway.",
               "Half of the time has passed on {day}: say how it goes, and what you would change."),
    ]  # fmt: skip


def _kept(records: _Records, ahead: Sequence[date]) -> bool:
    """Whether the last meeting is not longer ago than the rhythm, or the next stands in the calendar in time."""
    return bool(ahead) or records.today <= max(records.days_held) + records.rhythm


def _separation(records: _Records, ends: date, whose: Sequence[str]) -> list[Due]:
    last = [day for day in (*records.days_held, *records.days_planned) if day >= ends - ENDING]
    settled = bool(records.every_goal) and all(
        goal.state in ("reached", "dropped") or (goal.due is not None and goal.due > ends)
        for goal in records.every_goal
    )
    written = all(_has_written(records, member) for member in whose)
    return [
        _thing(records, Stage.SEPARATION, "closing session", ends - LAST_SESSION, bool(last),
               "Your last session stands in the calendar.", "Plan your last session by {day}."),
        _thing(records, Stage.SEPARATION, "goals reviewed", ends - LAST_LOOK, settled,
               "Each of your goals is reached or dropped, or goes on with a day of its own.",
               "Look at each goal you share by {day}: reached, dropped, or to go on until a later day."),
        _thing(records, Stage.SEPARATION, "closing review", ends, written,
               "You have written your closing review.", "Write your closing review by {day}."),
    ]  # fmt: skip


def _redefinition(records: _Records, ends: date, whose: Sequence[str]) -> list[Due]:
    chosen = all(member in records.reviews for member in whose)
    return [
        _thing(records, Stage.REDEFINITION, "next step", ends + NEXT_STEP, chosen,
               "You have chosen what comes next for you.", "Choose what comes next for you by {day}."),
    ]  # fmt: skip


def _has_written(records: _Records, member: str) -> bool:
    review = records.reviews.get(member)
    return bool(review and (review.went_well or review.would_change))


def _thing(
    records: _Records, stage: Stage, what: str, day: date, done: bool, said_done: str, said_open: str
) -> Due:
    return Due(
        stage=stage, what=what, day=day, done=done, late=not done and day < records.today,
        sentence=said_done if done else said_open.replace("{day}", day_in_words(day)),
    )  # fmt: skip


def _standing(records: _Records, member: str) -> StagesStanding:
    """For one of them: what each wrote at the end is her own, so that her own review alone counts for her."""
    due = _everything(records, [member])
    suggested, because = _suggested(records, due)
    return StagesStanding(
        relationship=records.relationship.id,
        stage=records.relationship.stage,
        due=tuple(due),
        suggested=suggested,
        because=because,
    )


def _suggested(records: _Records, due: Sequence[Due]) -> tuple[Stage | None, str]:
    """The stage that the records say has been reached, though the two have not said so; only ever a later one."""
    now = records.relationship.stage
    if records.relationship.state == "closed":
        return None, ""
    coming_apart = stage_on(records.today, now, records.programme) is Stage.SEPARATION
    if records.ends and coming_apart and ORDER.index(now) < ORDER.index(Stage.SEPARATION):
        return Stage.SEPARATION, f"The programme ends on {day_in_words(records.ends)}: time to close well."
    follows = dict(pairwise(ORDER)).get(now)
    own = [each for each in due if each.stage is now]
    if follows and now is not Stage.CULTIVATION and own and all(each.done for each in own):
        return follows, f"All that belongs to {now.value} is done."
    return None, ""


def _status(records: _Records) -> StagesStatus:
    due = _everything(records, records.relationship.members)
    ahead = [each.day for each in due if not each.done and each.day >= records.today]
    return StagesStatus(
        relationship=records.relationship.id,
        stage=records.relationship.stage,
        done=sum(each.done for each in due),
        open=sum(not each.done for each in due),
        late=sum(each.late for each in due),
        next_day=min(ahead, default=None),
    )
