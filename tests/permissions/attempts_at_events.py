"""How the verbs about events are tried."""

from __future__ import annotations

from copilot.domain.events import EventKind
from tests.permissions.attempts import At, look_for
from tests.permissions.community import OFFERED, PARTNER, SPRING
from tests.permissions.given_events import SOON, TOLD


def _add(at: At, programme: str) -> None:
    host = at.asker.member or PARTNER
    at.copilot.events.add(
        at.asker, kind=EventKind.WEBINAR, title="Slides that breathe", at=SOON, time_zone="UTC", hosts=[host],
        programme=programme,
    )  # fmt: skip


def events_add(at: At) -> None:
    _add(at, "")


def events_add__in_a_programmes_name(at: At) -> None:
    _add(at, SPRING)


def events_update(at: At) -> None:
    at.copilot.events.update(at.asker, at.id("e"), title="Ask us anything")


def events_cancel(at: At) -> None:
    at.copilot.events.cancel(at.asker, at.id("e"), "The room is flooded.")


def events_hold(at: At) -> None:
    at.copilot.events.hold(at.asker, at.id("was"))


def events_speak(at: At) -> None:
    at.copilot.events.speak(at.asker, at.id("spot"), yes=True)


def events_every(at: At) -> None:
    look_for(at.id("e"), {view.event.id for view in at.copilot.events.every(at.asker)})


def events_every__inside(at: At) -> None:
    """What is for the members of spring alone."""
    look_for(at.id("inside"), {view.event.id for view in at.copilot.events.every(at.asker)})


def events_show(at: At) -> None:
    at.copilot.events.show(at.asker, at.id("e"))


def events_show__who_comes(at: At) -> None:
    """Names, and not numbers alone."""
    look_for(OFFERED, {each.member for each in at.copilot.events.show(at.asker, at.id("e")).coming or ()})


def events_show__not_agreed_to(at: At) -> None:
    """A spotlight on the owner, who hasn't said yes."""
    at.copilot.events.show(at.asker, at.id("spot"))


def events_for_me(at: At) -> None:
    at.copilot.events.for_me(at.asker)


def registrations_register(at: At) -> None:
    at.copilot.registrations.register(at.asker, at.owner, at.id("free"))


def registrations_cancel(at: At) -> None:
    at.copilot.registrations.cancel(at.asker, at.owner, at.id("place"))


def registrations_mine(at: At) -> None:
    at.copilot.registrations.mine(at.asker, at.owner)


def registrations_coming(at: At) -> None:
    at.copilot.registrations.coming(at.asker, at.id("e"))


def registrations_attend(at: At) -> None:
    at.copilot.registrations.attend(at.asker, at.id("was"), [OFFERED])


def recurring_repeat(at: At) -> None:
    at.copilot.recurring.repeat(at.asker, at.id("e"), "week", count=2)


def recurring_show(at: At) -> None:
    at.copilot.recurring.show(at.asker, at.id("y"))


def recurring_skip(at: At) -> None:
    at.copilot.recurring.skip(at.asker, at.id("weekly"))


def event_questions_ask(at: At) -> None:
    at.copilot.event_questions.ask(at.asker, at.owner, at.id("place"), "Would you do it again?")


def event_questions_take_back(at: At) -> None:
    at.copilot.event_questions.take_back(at.asker, at.id("q"))


def event_questions_every(at: At) -> None:
    at.copilot.event_questions.every(at.asker, at.id("place"))


def event_questions_every__who_asks(at: At) -> None:
    """The owner's name beside her question."""
    groups = at.copilot.event_questions.every(at.asker, at.id("place"))
    look_for(at.owner, {each.by for group in groups for each in (group.leads, *group.others)})


def event_questions_answer(at: At) -> None:
    at.copilot.event_questions.answer(at.asker, [at.id("asked")])


def event_feedback_say(at: At) -> None:
    at.copilot.event_feedback.say(at.asker, at.owner, at.id("there"), 5, "Again, please")


def event_feedback_own(at: At) -> None:
    at.copilot.event_feedback.own(at.asker, at.owner, at.id("there"))


def event_feedback_told(at: At) -> None:
    look_for(TOLD, at.copilot.event_feedback.told(at.asker, at.id("was")).words)
