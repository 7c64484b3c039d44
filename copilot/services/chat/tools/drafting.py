"""Tools that offer drafts. Nothing is sent, signed or kept as done until a person approves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from pydantic import BaseModel, Field

from copilot.domain.chat import NextStep, Pending, ToolResult
from copilot.domain.drafts import Draft
from copilot.domain.matches import MatchRole
from copilot.errors import NotFound
from copilot.services.chat.acquaintances import Acquaintance, which
from copilot.services.chat.jobs import Job
from copilot.services.chat.tools.asking import Asking, step
from copilot.services.chat.tools.own_records import next_session
from copilot.services.drafting.questions import QuestionsToAsk

OFFERED = "Here is a draft. It is yours to change, approve or discard; nothing happens until you do."
LOGGED_ELSEWHERE = (
    "Put it down as a moment first, on the page “Recognise” or with `mentoring moments add`; "
    "then ask me again."
)
LEAST_MINUTES, MOST_MINUTES, MINUTES = 10, 480, 60


class NoSlots(BaseModel):
    """No slots."""


class AskedAgenda(BaseModel):
    """The session to plan."""

    person: str = Field("", description="with whom, empty where there is only one")
    minutes: int = Field(MINUTES, description="how long the session is")
    topic: str = Field("", max_length=300, description="what it is to be about, empty for the goal")


class AskedWithPerson(BaseModel):
    """With whom."""

    person: str = Field("", description="the other person's name, empty where there is only one")


class AskedActions(BaseModel):
    """Notes of a session."""

    text: str = Field("", max_length=100_000, description="the notes, word for word")
    person: str = Field("", description="with whom the session was, empty where there is only one")


class AskedRecognition(BaseModel):
    """Whom to recognise, and for what."""

    person: str = Field("", description="who is recognised; `me` for the person who asks")
    tone: Literal["shout-out", "newsletter", "nomination"] = "shout-out"


class AskedCharter(BaseModel):
    """The role."""

    role: Literal["", "mentor", "mentee", "sponsor", "peer", "manager"] = Field(
        "", description="whose expectations"
    )


class AskedBrief(BaseModel):
    """For whom."""

    person: str = Field("", description="who is sponsored, empty for the asker herself")


def goal_plan(asking: Asking, _slots: NoSlots) -> ToolResult:
    """A goal plan from her own words."""
    return _offered(lambda: asking.services.drafting.goal_plan(asking.asker, asking.asker.member))


def agenda(asking: Asking, slots: AskedAgenda) -> ToolResult:
    """The plan of the next session with one of her people."""
    minutes = min(max(slots.minutes, LEAST_MINUTES), MOST_MINUTES)
    told = {"minutes": str(minutes), "topic": slots.topic}
    made = _with_one(
        asking,
        Job.AGENDA,
        slots.person,
        told,
        lambda one: asking.services.drafting.agenda(asking.asker, one.relationship, minutes, slots.topic),
        partial(_when, asking),
    )
    return _to_be_changed(made, Job.AGENDA, {"person": slots.person, **told})


def notes(asking: Asking, slots: AskedActions) -> ToolResult:
    """Action items out of notes she pasted."""
    if not slots.text.strip():
        return ToolResult(
            text="Paste your notes here, as they are. I look for what each of you promised.",
            pending=Pending(job=Job.NOTES, slots={"person": slots.person}, missing="text"),
        )
    return _with_one(
        asking,
        Job.NOTES,
        slots.person,
        {"text": slots.text},
        lambda one: asking.services.drafting.actions(
            asking.asker, _last_session(asking, one), text=slots.text
        ),
    )


def agreement(asking: Asking, slots: AskedWithPerson) -> ToolResult:
    """A mentoring agreement with one of her people."""
    return _with_one(
        asking,
        Job.AGREEMENT,
        slots.person,
        {},
        lambda one: asking.services.drafting.agreement(asking.asker, one.relationship),
    )


def recognition(asking: Asking, slots: AskedRecognition) -> ToolResult:
    """Words of recognition for somebody, from logged moments."""
    if not slots.person.strip():
        return ToolResult(
            text="Whom would you like to recognise?",
            pending=Pending(job=Job.RECOGNITION, slots={"tone": slots.tone}, missing="person"),
        )
    own = slots.person.strip().casefold() in {"me", "myself"}
    meant = [asking.asker.member] if own else asking.acquaintances.members(asking.asker, slots.person)
    if len(meant) > 1:
        return ToolResult(
            text=f"Several people are called {slots.person}. Which one: give the full name, please.",
            pending=Pending(job=Job.RECOGNITION, slots={"tone": slots.tone}, missing="person"),
        )
    member = meant[0] if meant else slots.person
    made = _offered(lambda: asking.services.drafting.recognition(asking.asker, member, slots.tone))
    if made.failed:
        return made.model_copy(update={"text": f"{made.text}\n\n{LOGGED_ELSEWHERE}"})
    return _to_be_changed(made, Job.RECOGNITION, {"person": slots.person, "tone": slots.tone})


def charter(asking: Asking, slots: AskedCharter) -> ToolResult:
    """What a role is expected to do, to adapt."""
    role = slots.role
    if not role:
        roles = ("mentor", "mentee", "sponsor", "peer", "manager")
        return ToolResult(
            text="Of which role?",
            steps=tuple(NextStep(label=name, text=name) for name in roles),
            pending=Pending(job=Job.CHARTER, missing="role"),
        )
    return _offered(lambda: asking.services.drafting.charter(asking.asker, role))


def brief(asking: Asking, slots: AskedBrief) -> ToolResult:
    """What a sponsor may say, where, and on which evidence: for herself, or for whom she sponsors."""
    member = asking.asker.member
    if slots.person.strip():
        meant = asking.acquaintances.meant(asking.asker, slots.person)
        if not meant:
            return _unknown(slots.person)
        sponsored = [one.status.seeker for one in meant if one.status.role is MatchRole.SPONSOR]
        # Who names her own sponsor wants the brief that is about herself.
        member = sponsored[0] if sponsored else member
    return _offered(lambda: asking.services.drafting.brief(asking.asker, member))


def _with_one(
    asking: Asking,
    job: Job,
    person: str,
    told: dict[str, str],
    make: Callable[[Acquaintance], Draft],
    beside: Callable[[Acquaintance], str] | None = None,
) -> ToolResult:
    """A draft for one relationship: the named one, or the only one; otherwise the question which.

    `beside` is what to say with it.
    """
    own = asking.acquaintances.meant(asking.asker, person)
    if not own and person.strip():
        return _unknown(person)
    if not own:
        return ToolResult(
            text="You are in no mentoring relationship yet.", steps=(step(Job.FIND),), failed=True
        )
    if len(own) > 1:
        return which(own, job.value, told, "With whom?")
    return _offered(lambda: make(own[0]), beside(own[0]) if beside else "")


def _when(asking: Asking, one: Acquaintance) -> str:
    """When the two meet next, so that a plan made for another day is noticed."""
    coming = next_session(asking, one)
    if coming is None:
        return f"No session with {one.called} is planned yet."
    return f"Your next session with {one.called} is on {asking.told(coming.at)}."


def _unknown(said: str) -> ToolResult:
    return ToolResult(text=f"You have no relationship with {said} here.", failed=True)


def _last_session(asking: Asking, one: Acquaintance) -> str:
    """The session the notes are of: the last one that has begun. NotFound where there is none."""
    shared = asking.services.relationships.shared(asking.asker, one.relationship)
    begun = [each for each in shared.sessions if each.at <= asking.now and each.state != "cancelled"]
    if not begun:
        raise NotFound(
            f"No session with {one.called} is kept that these could be notes of.", place="session",
            cure="Put the session down first, then paste the notes again.",
        )  # fmt: skip
    return begun[-1].id


def _to_be_changed(made: ToolResult, job: Job, slots: dict[str, str]) -> ToolResult:
    """The next words may say what is to be otherwise about it, without saying again with whom or of whom."""
    if not made.offers:
        return made
    return made.model_copy(update={"pending": Pending(job=job, slots=slots, missing="")})


def _offered(make: Callable[[], Draft], beside: str = "") -> ToolResult:
    """The draft that was made; where too little is known, the questions that would help."""
    try:
        draft = make()
    except QuestionsToAsk as missing:
        questions = "\n".join(f"- {question}" for question in missing.questions)
        return ToolResult(text=f"{missing.message} What would help:\n\n{questions}", failed=True)
    said = filter(None, (OFFERED, beside, draft.remark, draft.markdown))
    return ToolResult(text="\n\n".join(said), citations=draft.citations, offers=(draft.id,))
