"""The sample community's other programmes: cohorts, one that is over, one that its members run alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from copilot.domain.programmes import (
    AgendaPart,
    ClosingReview,
    Cohort,
    Enrolment,
    MatchingMode,
    NextStep,
    Programme,
)
from copilot.ports import UnitOfWork

DAY = timedelta(days=1)
BRIDGES, LAST_YEAR, TALKS = "bridges", "bridges-last-year", "talks"
MANAGERS = frozenset({"m136", "m148"})
LESSONS = (
    "Whoever had met twice in the first month was still meeting in the last. Whoever had not, mostly was not. "
    "We now write to both in week two, not in week six.\n\n"
    "Three pairs told us too late that it did not fit. A fresh start has to be as easy as a first one."
)
REVIEWS = (
    ("m310", NextStep.GIVE_BACK, True,
     "I was asked a question in March that I am still answering. That is what I will do for somebody else.",
     "A list of what others talk about in the second meeting. Ours was mostly silence and biscuits."),
    ("m318", NextStep.ANOTHER_ROUND, True,
     "Somebody outside my team knew what I was trying to do.", "Six weeks less. We were done in October."),
    ("m322", NextStep.PEERS, True,
     "The agreement. We laughed at it in week one and were glad of it in week nine.",
     "Let us see who else is in it. I would have liked to talk with others who were being mentored."),
    ("m327", NextStep.STAY_IN_TOUCH, True,
     "She told me what the room had thought of my talk, and nobody else had.",
     "Fewer forms at the end."),
    ("m333", NextStep.ANOTHER_ROUND, True,
     "Being late was never a drama.", "Tell mentors that an hour is an hour; mine was often forty minutes."),
    ("m341", NextStep.GIVE_BACK, True,
     "I learned to stop before the third piece of advice.", "A circle of mentors, once a quarter."),
    ("m345", NextStep.REST, False,
     "It was good, and it was a lot beside the night shifts.", "I would start after the summer."),
    ("m352", NextStep.PEERS, False, "We still have lunch.", ""),
)  # fmt: skip
COMPLETED_TOO = ("m356", "m360", "m363", "m367", "m371", "m374")
LEFT = ("m338", "m349")
PARTS = (
    AgendaPart(
        title="Check-in", share=1, purpose="Each says in a sentence what has stayed since the last time."
    ),
    AgendaPart(
        title="Say it aloud", share=4, purpose="One of you speaks, standing, as it will be on the day."
    ),
    AgendaPart(
        title="What I heard",
        share=2,
        purpose="The other says what stayed, then what got lost, in this order.",
    ),
)
TAKE_PART = ("m380", "m384", "m389", "m393", "m397", "m402")
WAIT = ("m408", "m411")


def keep_programme_life(unit: UnitOfWork, now: datetime) -> None:
    """Keep them, where the programme that runs is there and those who take part are on the roster."""
    running, known = unit.programmes.find(BRIDGES), {member.id for member in unit.members.all()}
    if running is None or not known.issuperset((*MANAGERS, *TAKE_PART, *WAIT)):
        return
    _keep_cohorts(unit, running)
    _keep_last_year(unit, running)
    _keep_talks(unit, now)


def _keep_cohorts(unit: UnitOfWork, running: Programme) -> None:
    half = running.starts + (running.ends - running.starts) / 2
    first = Cohort(id="bridges-first", programme=BRIDGES, name="First half", starts=running.starts, ends=half)
    second = Cohort(
        id="bridges-second", programme=BRIDGES, name="Second half", starts=half + DAY, ends=running.ends
    )
    unit.cohorts.add(first, second)
    met = {member for each in unit.relationships.all(programme=BRIDGES) for member in each.members}
    for each in unit.enrolments.all(programme=BRIDGES):
        unit.enrolments.save(each.changed(cohort=first.id if each.member in met else second.id))


def _keep_last_year(unit: UnitOfWork, running: Programme) -> None:
    ends = running.starts - DAY
    starts = ends - (running.ends - running.starts)
    unit.programmes.add(
        Programme(
            id=LAST_YEAR, name=f"Bridges {starts.year}", starts=starts, ends=ends, managers=MANAGERS,
            purpose="The first round: find out whether people who would not meet at work want to.",
            closed=ends, lessons=LESSONS,
        )
    )  # fmt: skip
    there = [member for member, *_ in REVIEWS]
    unit.enrolments.add(
        *_enrolments(LAST_YEAR, (*there, *COMPLETED_TOO), starts, state="completed"),
        *_enrolments(LAST_YEAR, LEFT, starts, state="left"),
    )
    unit.closing_reviews.add(
        *(
            ClosingReview(
                id=f"{LAST_YEAR}:{member}", programme=LAST_YEAR, member=member, on=ends - n * DAY,
                went_well=went_well, would_change=would_change, next_step=step, for_managers=for_managers,
            )
            for n, (member, step, for_managers, went_well, would_change) in enumerate(REVIEWS)
        )
    )  # fmt: skip


def _keep_talks(unit: UnitOfWork, now: datetime) -> None:
    """A short one in which members choose each other, with parts of its own, and more who want it than places."""
    starts = now.date() - 16 * DAY
    unit.programmes.add(
        Programme(
            id=TALKS, name="Talks before autumn" if starts.month < 8 else "Talks before spring", starts=starts,
            ends=starts + 90 * DAY, managers=MANAGERS, capacity=len(TAKE_PART), matching=MatchingMode.SELF,
            purpose="Ten weeks for whoever has to speak in front of others and would rather not.",
            agreement={
                "boundaries": "We talk about the talk. We don’t talk about pay, appraisals or other people’s talks."
            },
            agenda=PARTS,
        )
    )  # fmt: skip
    unit.enrolments.add(
        *_enrolments(TALKS, TAKE_PART, starts),
        *_enrolments(TALKS, WAIT, starts + 3 * DAY, state="waiting"),
    )


def _enrolments(programme: str, members: Iterable[str], on: date, **fields: Any) -> list[Enrolment]:
    """One after the other, an hour apart: a waiting list goes by when they asked."""
    return [
        Enrolment(
            id=f"{programme}:{member}", programme=programme, member=member,
            at=datetime.combine(on, time(8 + n % 12), tzinfo=UTC), **fields,
        )
        for n, member in enumerate(members)
    ]  # fmt: skip
