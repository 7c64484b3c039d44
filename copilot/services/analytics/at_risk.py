"""What is said of a relationship that is fading or stuck: the reason, from what carried the chance, and one step.

A manager reads dates and a step of hers; whoever is in the relationship reads the same dates, and a kind step of hers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from copilot.domain.records import Value
from copilot.domain.wording import day_in_words
from copilot.services.analytics.evidence import Evidence
from copilot.services.analytics.fading import LAST_PLANS, Chance, Model, shipped

FINE, FADING, STUCK = "fine", "fading", "stuck"


class Reading(Value):
    """Where one can read more: a section of a guide that ships."""

    path: str
    section: str


@dataclass(frozen=True)
class Step:
    """One step for a manager of the programme, one for those in it, and what both can read."""

    manager: str
    member: str
    for_managers: Reading
    for_members: Reading


_SILENT = "relationships/when-it-goes-silent.md"
_FROM_ABOVE = Reading(path=_SILENT, section="For programme managers: silence seen from above")
_AGREEMENTS = Reading(
    path="relationships/agreements-and-boundaries.md",
    section="How to agree the agreement without awkwardness",
)
_FIRST = Reading(path="sessions/first-meeting.md", section="What the first meeting has to achieve")
_UNDONE = Reading(path="sessions/notes-and-action-items.md", section="When an action item wasn't done")
_THIRD = Reading(path=_SILENT, section="The third cancellation in a row")
_FLAT = Reading(
    path="circles/facilitating-a-circle.md",
    section="What a facilitator does when a mentoring circle goes flat or hot",
)

CALLED_OFF_OFTEN = 2
"""So many sessions called off since the last meeting are told before the silence itself."""

STEPS: dict[str, Step] = {
    "silence": Step(
        "Ask each of them, apart from the other, whether they want to go on; then offer a date, or a good ending.",
        "Send two lines and two dates. If it has come to its end for you, say so: that is fine, too.",
        _FROM_ABOVE,
        Reading(path=_SILENT, section="Day 10: the second message, which is easy to answer"),
    ),
    "never_met": Step(
        "Ask both what keeps them from a first meeting, and put a date and a first agenda before them.",
        "Offer two dates for a first meeting of half an hour; nothing needs to be prepared.",
        _FIRST,
        _FIRST,
    ),
    "called_off": Step(
        "Ask what gets in the way of their dates; a shorter meeting or another rhythm may hold where this one doesn't.",
        "Agree on a date that will hold, even if it is shorter or later than planned.",
        _THIRD,
        _THIRD,
    ),
    "left_open": Step(
        "Ask them to note whether they met: perhaps all is well and only the record is behind.",
        "Note whether you met. If you did not, offer a new date.",
        _FROM_ABOVE,
        Reading(path=_SILENT, section="If you are the one who went quiet"),
    ),
    "unsigned": Step(
        "Offer them ten minutes over the agreement: an aim and a rhythm are enough to begin with.",
        "Take ten minutes of the next meeting for the agreement: an aim and a rhythm are enough.",
        _AGREEMENTS,
        _AGREEMENTS,
    ),
    "late_share": Step(
        "Suggest that they begin the next meeting with what was promised: keep, shrink or drop each item.",
        "Begin the next meeting with what was promised: keep, shrink or drop each item.",
        _UNDONE,
        _UNDONE,
    ),
    "called_off_share": Step(
        "Ask what gets in the way of their dates; a shorter meeting or another rhythm may hold where this one doesn't.",
        "Half an hour that holds is worth more than an hour that falls: plan the next one shorter, or by telephone.",
        _THIRD,
        _THIRD,
    ),
    "circle": Step(
        "Ask whose turn it is to chair, and offer that person a date and an opening round.",
        "Offer the circle two dates, and ask who would chair.",
        _FLAT,
        _FLAT,
    ),
}
"""What fits each reason. That the sections exist is a test."""


def status_of(chance: Chance, model: Model | None = None) -> str:
    """The one word: fading, stuck or fine."""
    model = model or shipped()
    if chance.fading >= model.fading_from:
        return FADING
    return STUCK if chance.stuck >= model.stuck_from else FINE


def cause_of(evidence: Evidence, chance: Chance, status: str) -> str:
    """The fact that carried it, of those that can be told by themselves; that nothing is planned is said beside it."""
    if status == STUCK:
        return next(iter(chance.stuck_by), "unsigned")
    if evidence.last is None:
        return "never_met"
    told = [each for each in chance.fading_by if each in ("silence", "called_off", "left_open")]
    cause = told[0] if told else "silence"
    # Who keeps making dates need not be asked whether they want to go on.
    often = len(evidence.called_off_since()) >= CALLED_OFF_OFTEN
    return "called_off" if cause == "silence" and often else cause


def step_of(cause: str, *, circle: bool) -> Step:
    """The step that fits; in a circle that falls silent somebody has to chair."""
    return STEPS["circle" if circle and cause in ("silence", "never_met") else cause]


def reason_in_words(evidence: Evidence, cause: str, status: str) -> str:
    """A sentence of dates and counts, such as “They met every two weeks until 3 October 2026; …”."""
    if status == STUCK:
        return _of_stuck(evidence, cause)
    sentence = f"{_met_until(evidence)}; {_since(evidence, cause)}"
    return f"{sentence}, {_planned(evidence)}."


def _met_until(evidence: Evidence) -> str:
    days = evidence.meetings
    if not days:
        return f"They were brought together on {day_in_words(min(evidence.started, evidence.today))}"
    last = day_in_words(evidence.since)
    if len(days) == 1:
        return f"They met once, on {last}"
    return f"They met {rhythm_in_words(evidence)} until {last}"


def rhythm_in_words(evidence: Evidence) -> str:
    """How often they met, from the middle one of their gaps."""
    days = evidence.meetings
    gap = median((later - earlier).days for earlier, later in pairwise(days))
    for most, told in (
        (10, "every week"),
        (17, "every two weeks"),
        (24, "every three weeks"),
        (38, "once a month"),
    ):
        if gap <= most:
            return f"about {told}" if len(days) < 4 else told
    return f"every {round(gap / 7)} weeks or so"


def _since(evidence: Evidence, cause: str) -> str:
    off, open_ = len(evidence.called_off_since()), len(evidence.left_open_since())
    if cause == "left_open":
        return f"of {_counted(open_, 'session')} planned since nobody has said how it went"
    long = weeks_in_words((evidence.today - evidence.since).days)
    silent = f"{long} later they have not met" if evidence.last is None else f"since then {long} without"
    return f"{silent}: {_counted(off, 'session')} {_was(off)} called off" if off else silent


def _planned(evidence: Evidence) -> str:
    if not evidence.ahead:
        return "and nothing is planned"
    return f"though a session is planned for {day_in_words(min(evidence.ahead))}"


def _of_stuck(evidence: Evidence, cause: str) -> str:
    if cause == "unsigned":
        age = weeks_in_words((evidence.today - evidence.started).days)
        return f"They began {age} ago, and not everybody has signed an agreement."
    if cause == "late_share":
        items = evidence.done + evidence.late
        late = f"{evidence.late} of {items} action items {_is(evidence.late)} late"
        return late + ("." if evidence.done else ", and none has been ticked.")
    fell, of = plans_that_fell(evidence)
    return f"Of their last {_counted(of, 'session')} {fell} {_was(fell)} called off."


def plans_that_fell(evidence: Evidence) -> tuple[int, int]:
    """How many of how many of their last sessions were called off."""
    days: list[tuple[date, bool]] = [(day, False) for day in evidence.held]
    days += [(day, True) for day in evidence.cancelled if day <= evidence.today]
    last = sorted(days)[-LAST_PLANS:]
    return sum(fell for _, fell in last), len(last)


def weeks_in_words(days: int) -> str:
    """“7 weeks”; days where it isn't two weeks."""
    return _counted(days // 7, "week") if days >= 14 else _counted(days, "day")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
