"""Tools that show the asker what is hers: her profile, goals, sessions, promises and dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import BaseModel, Field

from copilot.domain.chat import NextStep, ToolResult
from copilot.domain.members import Member
from copilot.domain.relationships import ActionItem, Goal, Session
from copilot.domain.wording import day_in_words, first_name
from copilot.services.chat.acquaintances import Acquaintance
from copilot.services.chat.jobs import WORDS, Job
from copilot.services.chat.tools.asking import Asking, step
from copilot.services.events.seeing import EventView

MOST_SHOWN = 12
MOST_EVENTS = 6
_AT_EVENTS = {"hosting": "you host it", "speaking": "you speak there", "registered": "you have a place"}


class Nothing(BaseModel):
    """No slots."""


class WithPerson(BaseModel):
    """Of whom."""

    person: str = Field("", description="the other person's name, empty for all of them")


def profile(asking: Asking, _slots: Nothing) -> ToolResult:
    """What is known about the asker, and which empty field would help her matches."""
    member = asking.services.members.show(asking.asker, asking.asker.member)
    lines = ["This is what is known about you:", "", *_profile_lines(member)]
    empty = [name for name, text in _fields(member) if not text]
    if empty:
        lines += ["", f"Nothing yet: {', '.join(empty)}. The more you say, the better your matches."]
    lines += ["", "Managers see your profile and that you meet, never your notes or what you write here."]
    return ToolResult(text="\n".join(lines), steps=(step(Job.GOALS), step(Job.FIND)))


def goals(asking: Asking, _slots: Nothing) -> ToolResult:
    """Her goals with their progress; those of her profile where she keeps none yet."""
    kept = asking.services.goals.of(asking.asker, asking.asker.member)
    if kept:
        text = "\n".join(line for goal in kept for line in _goal_lines(goal))
        return ToolResult(text=text, steps=(step(Job.GOAL_PLAN),))
    said = asking.services.members.show(asking.asker, asking.asker.member).profile.goals
    if not said:
        return ToolResult(
            text="You have named no goal yet. What would you like to be able to do in half a year that you can’t do "
            "today? Say it in your profile, or add a goal.",
            steps=(NextStep(label="How do I set a goal?", text="How do I set a good goal?"),),
        )
    lines = "\n".join(f"- “{goal}”" for goal in said)
    return ToolResult(
        text=f"In your own words:\n\n{lines}\n\nThere are no milestones yet. A goal plan would give them some.",
        steps=(step(Job.GOAL_PLAN),),
    )


def sessions(asking: Asking, slots: WithPerson) -> ToolResult:
    """When she meets next, and when she met last."""
    own = asking.acquaintances.meant(asking.asker, slots.person)
    if not own:
        return _nobody(slots.person)
    lines = [line for one in own[:MOST_SHOWN] for line in _session_lines(asking, one)]
    return ToolResult(text="\n".join(lines), steps=(step(Job.AGENDA), step(Job.ACTIONS)))


def actions(asking: Asking, slots: WithPerson) -> ToolResult:
    """What lies open in her relationships: hers first."""
    own = asking.acquaintances.meant(asking.asker, slots.person)
    if not own:
        return _nobody(slots.person)
    lines = [line for one in own for line in _action_lines(asking, one)]
    if not lines:
        return ToolResult(text="Nothing is open: every promise is kept, or none was written down.")
    return ToolResult(text="\n".join(lines[:60]), steps=(step(Job.AGENDA),))


def events(asking: Asking, _slots: Nothing) -> ToolResult:
    """The dates ahead: her sessions, her open promises, events she may come to, her programmes."""
    today = asking.today
    dated = sorted(_dates_ahead(asking, today))
    if not dated:
        return ToolResult(text="No date is coming up for you: no session is planned and no programme runs.")
    lines = [f"- {day_in_words(day)}: {what}" for day, what in dated[:MOST_SHOWN]]
    return ToolResult(text="\n".join(["Coming up:", "", *lines]), steps=(step(Job.SESSIONS),))


def drafts(asking: Asking, _slots: Nothing) -> ToolResult:
    """Her drafts, the newest first, with what became of each and how to go on."""
    own = asking.services.drafting.list(asking.asker)
    if not own:
        return ToolResult(text="You have no drafts yet.", steps=(step(Job.GOAL_PLAN), step(Job.AGENDA)))
    lines = [
        f"- {one.kind.value.replace('-', ' ')} of {day_in_words(one.created.date())}, {one.state}: {one.id}"
        for one in own[:MOST_SHOWN]
    ]
    told = (
        "To change, approve, discard or export one, open it in the web app, or use `mentoring draft edit`, `approve`, "
        "`discard` or `export` with its id. I can't approve anything for you."
    )
    return ToolResult(text="\n".join(["Your drafts:", "", *lines, "", told]))


def _fields(member: Member) -> Iterator[tuple[str, str]]:
    profile = member.profile
    yield "headline", profile.headline
    yield "experience", "; ".join(profile.experience)
    yield "skills", ", ".join(profile.skills)
    yield "goals", "; ".join(profile.goals)
    yield "interests", ", ".join(profile.interests)
    yield "function", profile.function
    yield "level", str(profile.level or "")
    yield "languages", ", ".join(profile.languages)
    yield "time zone", profile.time_zone
    yield "hours a month", f"{profile.hours_per_month:g}" if profile.hours_per_month else ""
    yield "working style", profile.working_style
    yield "wishes", "; ".join(profile.wishes)


def _profile_lines(member: Member) -> Iterator[str]:
    yield f"- name: {member.name}"
    yield f"- roles: {', '.join(sorted(member.roles))}"
    yield from (f"- {name}: {text}" for name, text in _fields(member) if text)


def _goal_lines(goal: Goal) -> Iterator[str]:
    until = f", by {day_in_words(goal.due)}" if goal.due else ""
    state = f"{goal.progress} % of the way" if goal.state == "open" else goal.state
    yield f"- **{goal.title}** ({state}{until})"
    for milestone in goal.milestones:
        day = f", {day_in_words(milestone.due)}" if milestone.due else ""
        yield f"  - {'done: ' if milestone.done else ''}{milestone.text}{day}"


def next_session(asking: Asking, one: Acquaintance) -> Session | None:
    """The next session that is planned with somebody."""
    shared = asking.services.relationships.shared(asking.asker, one.relationship)
    ahead = (each for each in shared.sessions if each.state == "planned" and each.at >= asking.now)
    return next(ahead, None)


def _session_lines(asking: Asking, one: Acquaintance) -> Iterator[str]:
    shared = asking.services.relationships.shared(asking.asker, one.relationship)
    coming = next_session(asking, one)
    held = [each for each in shared.sessions if each.state == "held"]
    yield f"**{one.called}**, {one.status.role.value}:"
    yield f"- next: {_told(asking, coming) if coming else 'none is planned yet'}"
    yield f"- last: {_told(asking, held[-1]) if held else 'you have not met yet'}" + (
        f"; {len(held)} so far" if held else ""
    )


def _told(asking: Asking, session: Session) -> str:
    about = f", about {session.topic}" if session.topic else ""
    return f"{asking.told(session.at)}, {session.minutes} minutes{about}"


def _action_lines(asking: Asking, one: Acquaintance) -> Iterator[str]:
    shared = asking.services.relationships.shared(asking.asker, one.relationship)
    still = [item for item in shared.actions if not item.done]
    if not still:
        return
    yield f"**With {one.called}:**"
    for item in sorted(still, key=lambda item: (item.owner != asking.asker.member, item.due or date.max)):
        yield f"- {_owner(asking, item)}: {item.text}{_due(item, asking.today)}"


def _owner(asking: Asking, item: ActionItem) -> str:
    if item.owner == asking.asker.member:
        return "you"
    return first_name(asking.acquaintances.names({item.owner}).get(item.owner, "a former member"))


def _due(item: ActionItem, today: date) -> str:
    if item.due is None:
        return ""
    return f" ({'was due' if item.due < today else 'due'} {day_in_words(item.due)})"


def _dates_ahead(asking: Asking, today: date) -> Iterator[tuple[date, str]]:
    for one in asking.acquaintances.of(asking.asker):
        shared = asking.services.relationships.shared(asking.asker, one.relationship)
        for session in shared.sessions:
            if session.state == "planned" and session.at >= asking.now:
                yield asking.day(session.at), f"session with {one.called}"
        for item in shared.actions:
            if not item.done and item.owner == asking.asker.member and item.due and item.due >= today:
                yield item.due, f"due: {item.text}"
    for view in asking.services.events.for_me(asking.asker, MOST_EVENTS):
        yield asking.day(view.starts), _event_told(asking, view)
    for programme in asking.services.programmes.every(asking.asker):
        yield from _days_of(programme.name, programme.starts, programme.ends, today)


def _event_told(asking: Asking, view: EventView) -> str:
    """`workshop “Presenting without notes”, at 16:00: you have a place`."""
    kind = view.event.kind.value.replace("-", " ")
    full = "it is full" if view.free == 0 else "there is room"
    standing = (
        f"you are number {view.line} of those who wait" if view.line else _AT_EVENTS.get(view.mine, full)
    )
    return f"{kind} “{view.event.title}”, at {view.starts.astimezone(asking.zone):%H:%M}: {standing}"


def _days_of(name: str, starts: date, ends: date, today: date) -> Iterable[tuple[date, str]]:
    if starts >= today:
        yield starts, f"the programme {name} begins"
    if ends >= today:
        yield ends, f"the programme {name} ends"


def _nobody(said: str) -> ToolResult:
    if said:
        return ToolResult(text=f"You have no relationship with {said} here.", failed=True)
    label, text = WORDS[Job.FIND]
    return ToolResult(
        text="You are in no mentoring relationship yet.",
        steps=(NextStep(label=label, text=text),),
        failed=True,
    )
