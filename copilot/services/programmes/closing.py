"""How a programme closes: a look back by everybody who wants, what was learned, and nothing lost."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date

from copilot.domain.asking import Asker
from copilot.domain.programmes import TAKING_PART, ClosingReview, NextStep, Programme
from copilot.domain.records import Value
from copilot.domain.wording import day_in_words
from copilot.errors import Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.auditing.disclosure import FEWEST_IN_A_CELL
from copilot.services.making import made
from copilot.services.policy import Action
from copilot.services.programmes.parting import Parting, open_relationships
from copilot.services.programmes.records import ProgrammeRecords, check_not_closed
from copilot.services.programmes.taking_part import Relationships

HAS_CLOSED = "The programme has closed."


class ReviewTold(Value):
    """What somebody gave to the managers, without her name, and without her next step: those are counted apart."""

    went_well: str
    would_change: str


class Reviews(Value):
    """What managers read of the reviews that were given to them.

    `told` is empty and `next_steps` too before the programme has closed, and where fewer than five gave one; `remark`
    says so. A next step that fewer than five chose has no number.
    """

    programme: str
    told: tuple[ReviewTold, ...] = ()
    next_steps: dict[NextStep, int | None] = {}
    remark: str = ""


class Closed(Value):
    """What closing did: how many completed, whose relationships ended or go on, and who still waited."""

    programme: Programme
    completed: int
    relationships: int
    became: Relationships
    waited: int


class Closing(ProgrammeRecords):
    """The verbs of the end."""

    def review(
        self,
        asker: Asker,
        programme_id: str,
        next_step: NextStep,
        *,
        went_well: str = "",
        would_change: str = "",
        for_managers: bool = False,
    ) -> ClosingReview:
        """Look back, for oneself, or for the managers too where that is said; to do it again replaces the first.

        By whoever takes or took part, before the programme is closed or after. NotFound where she never did.
        """
        self._policy.require(asker, Action.REVIEW_WRITE, owners={asker.member})
        with self._units() as unit:
            _check_was_there(unit, asker, programme_id)
            review = made(
                ClosingReview, id=f"{programme_id}:{asker.member}", programme=programme_id, member=asker.member,
                on=self._today(), went_well=went_well.strip(), would_change=would_change.strip(),
                next_step=next_step, for_managers=for_managers,
            )  # fmt: skip
            if unit.closing_reviews.find(review.id):
                unit.closing_reviews.remove(review.id)
            unit.closing_reviews.add(review)
            unit.commit()
        return review

    def own_review(self, asker: Asker, programme_id: str) -> ClosingReview | None:
        """What the asker wrote herself; None where she has not."""
        self._policy.require(asker, Action.REVIEW_WRITE, owners={asker.member})
        with self._units.reading() as unit:
            unit.programmes.get(programme_id)
            return unit.closing_reviews.find(f"{programme_id}:{asker.member}")

    def reviews(self, asker: Asker, programme_id: str) -> Reviews:
        """What members gave to the managers, once it has closed; others who see analytics get numbers alone.

        In fives, from the day after they were given: nobody reads one more than yesterday, and knows whose it is.
        """
        self._policy.require(asker, Action.ANALYTICS_READ, programme=programme_id)
        with self._units.reading() as unit:
            programme = unit.programmes.get(programme_id)
            given = _released(
                unit.closing_reviews.all(programme=programme_id, for_managers=True), self._today()
            )
        if not programme.closed:
            return Reviews(
                programme=programme_id,
                remark="Reviews are shown once the programme has closed, and at least five were given by then.",
            )
        if not given:
            return Reviews(
                programme=programme_id,
                remark=f"Fewer than {FEWEST_IN_A_CELL} gave you a review until yesterday: too few to show them without "
                "naming anybody.",
            )
        # As with profiles: what people say of themselves is for the managers, not for every admin.
        reads = self._policy.allows(asker, Action.PROFILE_READ, programme=programme_id)
        return Reviews(
            programme=programme_id,
            told=_told(given) if reads else (),
            next_steps=_counted(given),
        )

    def close(
        self,
        asker: Asker,
        programme_id: str,
        *,
        relationships: Relationships = "close",
        lessons: str = "",
        early: bool = False,
    ) -> Closed:
        """Close it: who takes part has completed it, proposals are withdrawn, relationships end or go on outside.

        Nothing is deleted. Conflict where it is closed already, or its last day lies ahead and `early` does not say
        that this is meant.
        """
        self._policy.require(asker, Action.PROGRAMMES_WRITE, programme=programme_id)
        with self._units() as unit:
            programme = unit.programmes.get(programme_id)
            check_not_closed(programme)
            self._check_time(programme, early)
            enrolments = unit.enrolments.all(programme=programme_id)
            taking_part = [each for each in enrolments if each.state in TAKING_PART]
            waiting = [each for each in enrolments if each.state == "waiting"]
            for each in taking_part:
                unit.enrolments.save(each.changed(state="completed", until=None))
            for each in waiting:
                unit.enrolments.save(each.changed(state="left", took_part=each.has_taken_part))
            parted = self._end_them(unit, asker, programme_id, relationships)
            said = {"lessons": lessons.strip()} if lessons.strip() else {}
            kept = unit.programmes.save(
                made(Programme, **{**dict(programme), **said, "closed": self._today()})
            )
            self._log(
                unit, asker, "close", programme_id, completed=str(len(taking_part)),
                relationships=f"{relationships} {parted}",
            )  # fmt: skip
            unit.commit()
        return Closed(
            programme=kept, completed=len(taking_part), relationships=parted, became=relationships,
            waited=len(waiting),
        )  # fmt: skip

    def _end_them(self, unit: UnitOfWork, asker: Asker, programme: str, relationships: Relationships) -> int:
        parting = Parting(unit, self._clock.now(), asker.name_in_log)
        parting.withdraw(unit.matches.all(programme=programme), HAS_CLOSED)
        at_work = open_relationships(unit, programme)
        for each in at_work:
            if relationships == "keep":
                parting.keep_outside(each)
            else:
                parting.close(each, HAS_CLOSED)
        return len(at_work)

    def _check_time(self, programme: Programme, early: bool) -> None:
        if programme.ends > self._today() and not early:
            raise Conflict(
                f"{programme.name} runs until {day_in_words(programme.ends)}.",
                place=programme.id,
                cure="Close it then; or say --early, if it really is to end before.",
            )


def _check_was_there(unit: UnitOfWork, asker: Asker, programme: str) -> None:
    unit.programmes.get(programme)
    own = unit.enrolments.all(programme=programme, member=asker.member)
    if not any(each.has_taken_part for each in own):
        raise NotFound(
            "You have not taken part in this programme.",
            place=programme,
            cure="A review is by those who did; `programmes list` shows the programmes.",
        )


def _released(given: Sequence[ClosingReview], today: date) -> list[ClosingReview]:
    """The first five, ten, … of the days that are over: these stay the same, whoever writes today."""
    over = sorted((each for each in given if each.on < today), key=lambda each: (each.on, each.id))
    return over[: len(over) // FEWEST_IN_A_CELL * FEWEST_IN_A_CELL]


def _told(given: Sequence[ClosingReview]) -> tuple[ReviewTold, ...]:
    """In an order that says nothing of who wrote them."""
    told = [ReviewTold(went_well=each.went_well, would_change=each.would_change) for each in given]
    return tuple(sorted(told, key=lambda one: hashlib.sha256(one.model_dump_json().encode()).digest()))


def _counted(given: Sequence[ClosingReview]) -> dict[NextStep, int | None]:
    """How many chose each; one hidden number alone could be told from the rest, so that the next smallest goes too."""
    counts = Counter(each.next_step for each in given)
    hidden = {step for step, count in counts.items() if count < FEWEST_IN_A_CELL}
    if len(hidden) == 1 and len(counts) > 1:
        hidden.add(min(counts.keys() - hidden, key=lambda step: (counts[step], step)))
    return {step: None if step in hidden else counts[step] for step in NextStep if counts[step]}
