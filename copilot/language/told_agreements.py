"""What every writer of an agreement tells alike: who said what that bears on a point, and when both look again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from copilot.domain.briefs import Brief, SaidOfSelf
from copilot.domain.drafts import AgreedPoint, AgreedTopic, AgreementText, Fact
from copilot.domain.wording import first_name
from copilot.language.told import frame, passage

LONGEST_UNTIL_REVIEW = timedelta(days=91)
SUNDAY_IN = 7


def agreement_of(points: Iterable[AgreedPoint], brief: Brief) -> AgreementText:
    """The whole agreement around its points: the time there is, and the rhythm that the hours allow."""
    return AgreementText(
        points=tuple(_as_the_programme_has_it(point, brief) for point in points),
        minutes=brief.minutes,
        weeks_between=brief.weeks_between,
        starts=brief.starts,
        ends=brief.ends,
        review=review_day(brief.starts, brief.ends),
        reading=tuple(map(passage, brief.passages)),
    )


def _as_the_programme_has_it(point: AgreedPoint, brief: Brief) -> AgreedPoint:
    """The programme's own wording of a point, where it has one: it was decided on, so that nothing else is proposed."""
    for wording in brief.wordings:
        if wording.topic == point.topic:
            return point.model_copy(update={"proposed": wording.words.text, "evidence": (wording.words.n,)})
    return point


def review_day(starts: date, ends: date) -> date:
    """Half of the way, three months at most; a weekend moves to the Monday after where that is not too late."""
    day = starts + min((ends - starts) // 2, LONGEST_UNTIL_REVIEW)
    monday = day + timedelta(days=(SUNDAY_IN - day.weekday()) % SUNDAY_IN) if day.weekday() > 4 else day
    return min(monday, ends)


def said_on(topic: AgreedTopic, brief: Brief) -> tuple[Fact, ...]:
    """What each said that bears on a point, as cited facts."""
    if topic == "aims":
        owner = first_name(brief.about)
        return tuple(
            Fact(text=f"{owner}’s goal: “{goal.words.text}”", evidence=(goal.words.n,))
            for goal in brief.goals
        )
    if topic == "cadence":
        return _selves(brief, "hours_per_month", "time_zone", "languages")
    if topic == "feedback":
        return _selves(brief, "working_style")
    return frame(brief)[:1] if topic == "ending" else ()


def _selves(brief: Brief, *fields: str) -> tuple[Fact, ...]:
    chosen = [said for field in fields for said in brief.selves if said.field == field]
    return tuple(Fact(text=_told(said), evidence=(said.words.n,)) for said in chosen)


def _told(said: SaidOfSelf) -> str:
    first, words = first_name(said.who), said.words.text
    return {
        "hours_per_month": f"{first} has {words} hours a month.",
        "time_zone": f"The time zone of {first}: {words}.",
        "languages": f"{first} speaks {words}.",
        "working_style": f"The working style of {first}: “{words}”",
    }[said.field]
