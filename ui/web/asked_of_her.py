"""What the community asks of somebody: to speak, to agree to a story, to confirm what was done for her, to chair."""

from __future__ import annotations

from collections.abc import Iterator

from copilot.app import Copilot
from copilot.domain.asking import Asker
from copilot.domain.wording import day_in_words
from copilot.services.sponsorship.shapes import SponsorshipView
from ui.web.views.home import Waiting
from ui.web.views.pieces import counted, shortened
from ui.web.views.spaces import STORIES, address

LONGEST = 60
MOST_EVENTS = 40


def asked_of_her(copilot: Copilot, asker: Asker) -> list[Waiting]:
    """Each with the page on which she answers; nothing where nobody asks."""
    return [
        *_to_speak(copilot, asker),
        *_to_agree(copilot, asker),
        *_to_look_at(copilot, asker),
        *_to_take(copilot, asker),
        *_to_answer(copilot, asker),
        *_of_sponsorships(copilot, asker),
        *_to_chair(copilot, asker),
    ]


def _to_speak(copilot: Copilot, asker: Asker) -> Iterator[Waiting]:
    for view in copilot.events.for_me(asker, MOST_EVENTS):
        event = view.event
        if asker.member in set(event.speakers) - event.agreed - event.declined:
            yield Waiting(
                f"You are asked to speak: {shortened(event.title, LONGEST)}",
                "Say yes or no; you may change your mind until it begins.",
                f"/events?event={event.id}",
            )


def _to_agree(copilot: Copilot, asker: Asker) -> Iterator[Waiting]:
    for _ in copilot.stories.every(asker).asked[:1]:
        yield Waiting(
            "A story about you waits for your yes", "Nobody else reads it before you agree.", address(STORIES)
        )


def _to_look_at(copilot: Copilot, asker: Asker) -> Iterator[Waiting]:
    for pointed in copilot.opportunities.pointed(asker):
        if pointed.member == asker.member and pointed.state == "pointed":
            yield Waiting(
                f"Somebody thought of you: {shortened(pointed.opportunity.title, LONGEST)}",
                "Say that you are interested, or not now; the latter is told to nobody.",
                "/board",
            )


def _to_take(copilot: Copilot, asker: Asker) -> Iterator[Waiting]:
    for request in copilot.help_requests.every(asker):
        if request.member == asker.member and request.state == "open" and request.offers:
            yield Waiting(
                f"{counted(len(request.offers), 'offer')} for: {shortened(request.text, LONGEST)}",
                "Take one, and say thank you when it is done.",
                "/requests",
            )


def _to_answer(copilot: Copilot, asker: Asker) -> Iterator[Waiting]:
    for badge in copilot.badges.every(asker, asker.member):
        if badge.state == "offered":
            yield Waiting(
                f"A badge is offered to you: {shortened(badge.name, LONGEST)}",
                "Say yes or no; nothing is signed or shown before.",
                f"/badges?badge={badge.id}",
            )


def _of_sponsorships(copilot: Copilot, asker: Asker) -> Iterator[Waiting]:
    for view in copilot.sponsorship.every(asker):
        yield from _to_confirm(view) if view.mine == "sponsored" else _to_keep(view)


def _to_confirm(view: SponsorshipView) -> Iterator[Waiting]:
    """What was done for her counts once she says that it was so."""
    open_ = [one for one in view.advocacy if one.confirmed is None]
    if open_:
        where = shortened(open_[0].room, LONGEST)
        yield Waiting(
            f"You were spoken for: {where}" if len(open_) == 1 else f"You were spoken for {len(open_)} times",
            "Was it so? Only you can say.",
            f"/sponsorship?sponsorship={view.id}",
        )


def _to_keep(view: SponsorshipView) -> Iterator[Waiting]:
    late = [one for one in view.pledges if one.overdue]
    if late:
        yield Waiting(
            f"The day of your pledge is over: {shortened(late[0].what, LONGEST)}"
            if len(late) == 1
            else f"The day of {len(late)} pledges of yours is over",
            "Keep it, give it another day, or give it up: each of the three is fine.",
            f"/sponsorship?sponsorship={view.id}",
        )


def _to_chair(copilot: Copilot, asker: Asker) -> Iterator[Waiting]:
    for circle in copilot.circles.every(asker).circles:
        planned = circle.next_planned if circle.inside and circle.state == "active" else None
        if planned is not None and circle.chair == asker.member:
            about = f": {shortened(circle.theme, LONGEST)}" if circle.theme else ""
            yield Waiting(
                f"You chair the circle of {day_in_words(planned)}{about}",
                "Have an agenda drafted, or pass the turn on; no reason is asked for.",
                f"/circles?circle={circle.id}",
            )
