"""What each kind of nudge says. Each is found anew from the records; None where it is no longer true."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from copilot.domain.events import EventKind, clock_of
from copilot.domain.matches import Match, MatchRole, MatchState
from copilot.domain.nudges import NudgeKind
from copilot.domain.programmes import MatchingMode
from copilot.domain.relationships import Relationship
from copilot.domain.surveys import SurveyPoint, survey_id
from copilot.domain.wording import day_in_words, listed_in_words
from copilot.services.circles.records import kept
from copilot.services.matching.verbs.waiting import DAYS_TO_ANSWER
from copilot.services.nudges.finding.own_things import is_near
from copilot.services.nudges.settings import zone_of
from copilot.services.nudges.words import Said, Told
from copilot.services.surveys.windows import closing_days, open_window

AHEAD = timedelta(hours=48)
"""A session farther away than this was put off since."""
_EVENTS = {
    EventKind.AMA: "question-and-answer hour",
    EventKind.CIRCLE: "circle",
    EventKind.OFFICE_HOURS: "office hour",
}
_SEEKERS_WORDS = {
    MatchRole.MENTOR: "mentoring",
    MatchRole.SPONSOR: "sponsorship",
    MatchRole.PEER: "a peer match",
    MatchRole.REVERSE: "reverse mentoring",
}


def session_soon(told: Told) -> Said | None:
    """A session tomorrow."""
    session = told.unit.sessions.find(told.nudge.about)
    relationship = told.unit.relationships.find(session.relationship) if session else None
    if session is None or relationship is None or relationship.state != "active":
        return None
    if session.state != "planned" or not told.now < session.at <= told.now + AHEAD:
        return None
    when = told.when(session.at)
    people = "your circle" if relationship.role is MatchRole.CIRCLE else _with(told, relationship.members)
    return Said(
        subject=f"Your session {when}",
        short=f"You meet {people} {when}, for {session.minutes} minutes.",
        why="a session of yours is planned.",
        page="calendar",
    )


def event_soon(told: Told) -> Said | None:
    """An event she registered for."""
    registration = told.unit.registrations.find(told.nudge.about)
    event = told.unit.events.find(registration.event) if registration else None
    if registration is None or registration.state != "registered":
        return None
    if event is None or event.state != "planned" or event.starts <= told.now:
        return None
    name, when = _EVENTS.get(event.kind, event.kind.value), told.when(event.starts)
    return Said(
        subject=f"The {name} you registered for begins {when}",
        short=f"The {name} you registered for begins {when}, and takes {_lasting(event.minutes)}. "
        "If you can’t come, cancel your place: somebody may wait for it.",
        why="you registered for this event, and its hosts chose when to remind.",
        page="events",
    )


def answer_waiting(told: Told) -> Said | None:
    """Her answer is waited for."""
    match = told.unit.matches.find(told.nudge.about)
    if match is None or match.state is not MatchState.APPROVED:
        return None
    if told.member.id not in match.people or told.member.id in match.accepted_by:
        return None
    if match.role is MatchRole.CIRCLE:
        return Said(
            subject="A circle waits for your answer",
            short=f"You are invited to a circle of {len(match.people)}. It begins when everybody has said yes; a no "
            "is fine too, and nobody asks why.",
            why="the invitation has had no answer from you for a while.",
            page="circles",
        )
    others = _with(told, match.people)
    asked = bool(match.accepted_by)
    return Said(
        subject=f"{others} {'waits' if asked else 'was suggested to you, and waits'} for your answer",
        short=f"{'You were asked for' if asked else 'There is a match for'} {_SEEKERS_WORDS[match.role]} with "
        f"{others}. Say yes or no: a no is fine too, and nobody asks why. After {DAYS_TO_ANSWER} days it is closed.",
        why="a match has had no answer from you for a while.",
    )


def request_closed(told: Told) -> Said | None:
    """Nobody answered in time; what she can do next."""
    match = told.unit.matches.find(told.nudge.about)
    if match is None or match.state is not MatchState.EXPIRED:
        return None
    who = "your circle" if match.role is MatchRole.CIRCLE else f"your match with {_with(told, match.people)}"
    return Said(
        subject="Nobody answered in time, and here is what you can do",
        short=f"Not everybody said yes to {who} within {DAYS_TO_ANSWER} days, so it is closed. That says nothing about "
        f"you: people are busy. {_what_next(told, match)}",
        why="you waited for this answer.",
        page="partners" if told.member.id in match.seekers else "",
    )


def action_due(told: Told) -> Said | None:
    """All her action items that are due, in one."""
    today = told.now.astimezone(clock_of(zone_of(told.member, told.community))).date()
    near = [
        each
        for each in told.unit.actions.all(owner=told.member.id, done=False)
        if each.due and is_near(each.due, today)
    ]
    active = {
        each.id: each
        for each in told.unit.relationships.all(id={item.relationship for item in near}, state="active")
    }
    days = sorted(each.due for each in near if each.due and each.relationship in active)
    if not days:
        return None
    first = _day(days[0], today)
    if len(days) == 1:
        subject = f"An action item of yours {'was' if days[0] < today else 'is'} due {first}"
        said = subject
    else:
        subject = f"{len(days)} action items of yours are due or soon will be"
        late = sum(day < today for day in days)
        said = f"{subject}, the first {first}" + (f"; {late} of them overdue" if late else "")
    return Said(
        subject=subject,
        short=f"{said}. Tick off what is done; what no longer matters can go, too.",
        why="you promised this in a session, with a day.",
        page=_sessions_page(told, active.values()),
    )


def milestone_due(told: Told) -> Said | None:
    """All her milestones of one day."""
    day = date.fromisoformat(told.nudge.about)
    goals = told.unit.goals.all(member=told.member.id, state="open")
    due = [step for goal in goals for step in goal.milestones if step.due == day and not step.done]
    if not due:
        return None
    today = told.now.astimezone(clock_of(zone_of(told.member, told.community))).date()
    what = "A milestone of yours is" if len(due) == 1 else f"{len(due)} milestones of yours are"
    return Said(
        subject=f"{what} due {_day(day, today)}",
        short=f"{what} due {_day(day, today)}. If the day no longer fits, move it: a plan may change.",
        why="you gave a goal of yours this day.",
        page="goals",
    )


def survey_due(told: Told) -> Said | None:
    """A survey she has not answered."""
    of, _, named = told.nudge.about.rpartition(":")
    relationship, point = told.unit.relationships.find(of), SurveyPoint(named)
    if relationship is None or told.unit.survey_answers.find(survey_id(of, point, told.member.id)):
        return None
    programme = told.unit.programmes.find(relationship.programme) if relationship.programme else None
    closed = closing_days(told.unit, {of}) if relationship.state == "closed" else {}
    window = open_window(relationship, programme, closed.get(of), told.now.date())
    if window is None or window.point is not point or told.member.id not in relationship.members:
        return None
    people = "your circle" if relationship.role is MatchRole.CIRCLE else _with(told, relationship.members)
    return Said(
        subject="A few questions, two minutes",
        short=f"How is it going with {people}? A short survey is open until {day_in_words(window.until)}. Managers see "
        "numbers of five people and more; your words are yours.",
        why="it is one of the set points at which both sides are asked.",
        page="surveys",
    )


def next_session(told: Told) -> Said | None:
    """Nothing is planned."""
    relationship = told.unit.relationships.find(told.nudge.about)
    if relationship is None or relationship.state != "active":
        return None
    own = told.unit.sessions.all(relationship=relationship.id)
    if any(each.state == "planned" and each.at > told.now for each in own):
        return None
    last = max((each.at for each in own if each.state == "held"), default=None)
    if last and told.now - last < timedelta(weeks=1):
        return None
    circle = relationship.role is MatchRole.CIRCLE
    people = "your circle" if circle else _with(told, relationship.members)
    return Said(
        subject=f"Nothing is planned with {people}",
        short=f"{_last_met(told, last, people)} and nothing is planned. Shall you find a day? If it is over, say "
        "so: that is fine, too.",
        why="it is longer than you agreed, or than six weeks, since you met.",
        page="circles" if circle else _sessions_page(told, [relationship]),
    )


def circle_turn(told: Told) -> Said | None:
    """Her turn to chair."""
    session = told.unit.sessions.find(told.nudge.about)
    relationship = told.unit.relationships.find(session.relationship) if session else None
    if session is None or relationship is None or relationship.state != "active":
        return None
    circle = kept(told.unit, relationship, told.now)
    if circle.next is None or circle.next.session.id != session.id or circle.chair != told.member.id:
        return None
    return Said(
        subject=f"It is your turn to chair your circle {told.when(session.at)}",
        short=f"It is your turn to chair your circle {told.when(session.at)}. If you would rather not, pass the turn "
        "on: no reason is asked.",
        why="the turns of your circle have come to you.",
        page="circles",
    )


def _with(told: Told, ids: tuple[str, ...]) -> str:
    return listed_in_words(told.first_names(ids)) or "somebody who has left"


def _last_met(told: Told, last: datetime | None, people: str) -> str:
    if last is None:
        return f"You and {people} have not met yet,"
    local = last.astimezone(clock_of(zone_of(told.member, told.community)))
    return f"You last met {people} on {local.day} {local:%B},"


def _what_next(told: Told, match: Match) -> str:
    """Who asked is helped on: whom else she ranked, where to look, whom to ask."""
    contact = f"ask {told.community.contact}"
    if match.role is MatchRole.CIRCLE or told.member.id not in match.seekers:
        return f"Your place is free again. If you have a question, {contact}."
    programme = told.unit.programmes.find(match.programme) if match.programme else None
    if programme is None or programme.matching not in (MatchingMode.SELF, MatchingMode.SUGGESTED):
        return f"The next matching looks for somebody again; if you would rather not wait, {contact}."
    choices = told.unit.choices.all(member=told.member.id, role=match.role)
    others = {one for choice in choices for one in choice.ranked} - set(match.people)
    here = sum(told.unit.members.find(one) is not None for one in others)
    ranked = {0: "", 1: "You ranked somebody else, too. "}.get(here, f"You ranked {here} others, too. ")
    step = "ask her" if programme.matching is MatchingMode.SELF and here == 1 else "choose anew"
    return f"{ranked}Look at “Find a mentor” and {step}, or {contact}."


def _sessions_page(told: Told, relationships: Iterable[Relationship]) -> str:
    """Where her sessions and action items stand: what she is to the others decides."""
    seeks = any(each.seeker == told.member.id or each.role is MatchRole.PEER for each in relationships)
    return "sessions" if seeks else "mentees"


def _day(day: date, today: date) -> str:
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((day - today).days)
    return near or f"on {day:%A}, {day.day} {day:%B}"


def _lasting(minutes: int) -> str:
    return f"{minutes} minutes" if minutes < 120 or minutes % 60 else f"{minutes // 60} hours"


SAYINGS: dict[NudgeKind, Callable[[Told], Said | None]] = {
    NudgeKind.SESSION_SOON: session_soon,
    NudgeKind.EVENT_SOON: event_soon,
    NudgeKind.ANSWER_WAITING: answer_waiting,
    NudgeKind.REQUEST_CLOSED: request_closed,
    NudgeKind.ACTION_DUE: action_due,
    NudgeKind.MILESTONE_DUE: milestone_due,
    NudgeKind.SURVEY_DUE: survey_due,
    NudgeKind.NEXT_SESSION: next_session,
    NudgeKind.CIRCLE_TURN: circle_turn,
}
"""How each kind finds its words; the digest's come from elsewhere."""
