"""What happens on the chat page: a conversation opened, something said, a reply stopped, a conversation deleted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

from copilot.domain.asking import Asker
from copilot.domain.chat import Conversation, NextStep, Turn
from copilot.domain.drafts import Draft
from copilot.domain.records import new_id
from copilot.errors import BadInput, NotFound
from ui.web.desk import Desk
from ui.web.examples import examples_for
from ui.web.replies import Replies
from ui.web.views.chat import Growing, Talk

MOST_STEPS = 6


@dataclass(frozen=True)
class Scene:
    """What the page shows.

    `typed` is what the box is to hold, None where it is to be left alone. `steps` are the sentences offered as
    buttons. `growing` is the reply that is being written, None where none is. `told` is a sentence about what was done.
    """

    talk: Talk = field(default_factory=Talk)
    steps: tuple[NextStep, ...] = ()
    growing: Growing | None = None
    typed: str | None = None
    told: str = ""


class Talking:
    """The conversations of whoever is signed in; all permissions are the services'."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._replies = Replies()

    def every(self, asker: Asker) -> list[Conversation]:
        """Her conversations, the latest first."""
        return self._desk.copilot.chat.every(asker)

    def opened(self, asker: Asker, thread: str = "", draft: str = "") -> Scene:
        """A conversation of hers to go on with, a draft open below it; without a name an empty one."""
        talk = self._talk(asker, thread, draft)
        told = "There is no such draft that you may see." if draft and not talk.open else ""
        return Scene(talk, _steps(asker, talk.turns), told=told)

    def latest(self, asker: Asker, draft: str = "") -> Scene:
        """The conversation she was in last."""
        found = self.every(asker)
        return self.opened(asker, found[0].id if found else "", draft)

    def said(self, asker: Asker, visit: str, thread: str, typed: str) -> Iterator[Scene]:
        """The page while a reply is written, and after it. What she typed comes back where there is no reply.

        `visit` tells two pages of hers apart: in each one reply at a time is written.
        """
        words = typed.strip()
        if not words:
            raise BadInput("There is nothing to answer yet.", cure="Write what you would like, then send it.")
        thread = thread or new_id("t")
        chat = self._desk.copilot.chat
        with self._replies.begun(
            (asker.member, visit), lambda wanted: chat.stream(asker, words, thread, wanted)
        ) as reply:
            before, growing = self._talk(asker, thread), Growing(words)
            yield Scene(before, growing=growing, typed="")
            for events in reply:
                growing = growing.after(events)
                yield Scene(before, growing=growing)
        if reply.error:
            yield replace(self.opened(asker, thread), typed=typed)
            raise reply.error
        yield self._stopped(asker, thread, typed) if reply.stopped else self._replied(asker, thread)

    def stop(self, asker: Asker, visit: str) -> None:
        """Stop the reply that is being written in this visit."""
        self._replies.stop((asker.member, visit))

    def forgotten(self, asker: Asker, thread: str) -> Scene:
        """The page after a conversation was deleted."""
        self._desk.copilot.chat.forget(asker, thread)
        return replace(self.latest(asker), told="Deleted, with everything said in it.")

    def _replied(self, asker: Asker, thread: str) -> Scene:
        scene = self.opened(asker, thread)
        offers = scene.talk.turns[-1].offers if scene.talk.turns else ()
        return replace(scene, talk=replace(scene.talk, open=offers[-1] if offers else "", fresh=True))

    def _stopped(self, asker: Asker, thread: str, typed: str) -> Scene:
        told = "Stopped. Nothing of it was kept; your words are in the box again."
        return replace(self.opened(asker, thread), typed=typed, told=told)

    def _talk(self, asker: Asker, thread: str, draft: str = "") -> Talk:
        turns = self._turns(asker, thread)
        quoted = {getattr(one, "member", "") for turn in turns for one in turn.citations} - {""}
        offers = dict.fromkeys(offer for turn in turns for offer in turn.offers)
        drafts = {offer: found for offer in offers if (found := self._draft(asker, offer))}
        visible = draft if draft and self._draft(asker, draft) else ""
        people = self._desk.people(asker, quoted)
        return Talk(thread if turns else "", turns, drafts, people, open=visible)

    def _turns(self, asker: Asker, thread: str) -> tuple[Turn, ...]:
        """Empty where the conversation has not begun, or was deleted on another page."""
        with suppress(NotFound):
            return tuple(self._desk.copilot.chat.turns(asker, thread)) if thread else ()
        return ()

    def _draft(self, asker: Asker, draft: str) -> Draft | None:
        with suppress(NotFound):
            return self._desk.copilot.drafting.show(asker, draft)
        return None


def _steps(asker: Asker, turns: tuple[Turn, ...]) -> tuple[NextStep, ...]:
    """What the last reply offers to do next; examples where nothing was said yet."""
    return turns[-1].steps[:MOST_STEPS] if turns else examples_for(asker)
