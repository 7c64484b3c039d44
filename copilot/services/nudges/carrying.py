"""A claimed nudge on its way: by e-mail, or to the webhook she set up herself."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from traceback import extract_tb

from copilot.domain.members import Member
from copilot.domain.messages import Letter, Message, Posted, Sent
from copilot.domain.nudges import NudgeSettings, OutgoingNudge
from copilot.ports import Clock, UnitOfWork, UnitsOfWork, Webhooks
from copilot.ports.outside import Post
from copilot.services.nudges.claiming import Claimed
from copilot.services.nudges.words import Words

log = logging.getLogger(__name__)
FAILED_HERE = "Something here failed while it was sent; it may have arrived."
FAILED_BEFORE = "Something here failed while its words were found; nothing was sent, and it is tried again."
NO_WAY = "The way by which she is reached has changed; it was not sent."

WordsOf = Callable[[UnitOfWork, OutgoingNudge, datetime, str], Words | None]
"""A nudge, and the address that stops such nudges → its words now; None where it is no longer true."""


class Carrier:
    """Sends what was claimed, once.

    Args:
        words_of: finds the words of a nudge, or that it is no longer true.
        post: who sends letters.
        webhooks: who sends to members' own webhooks.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        words_of: WordsOf,
        post: Callable[[], Post],
        webhooks: Callable[[], Webhooks],
    ) -> None:
        self._units = units
        self._clock = clock
        self._words_of = words_of
        self._post = post
        self._webhooks = webhooks

    def carry(self, claimed: Claimed) -> Posted | None:
        """Send it, and say what became of it; None where it is no longer true, and nothing was sent.

        What goes wrong before it is on its way loses nothing: it goes later. What goes wrong from then on is no reason
        to send it again.
        """
        try:
            found = self._words(claimed)
            way = self._way(claimed, *found) if found else None
        except Exception as fault:  # noqa: BLE001  # what one nudge sets off must not end everybody's round
            _note(fault)
            return Posted(outcome="later", fault=FAILED_BEFORE, begun=False)
        try:
            return way() if way else None
        except Exception as fault:  # noqa: BLE001  # nor must what one receiver sets off
            _note(fault)
            return Posted(outcome="unsure", fault=FAILED_HERE)

    def _words(self, claimed: Claimed) -> tuple[Words, Member, NudgeSettings | None] | None:
        """Looked at once more, right before a word leaves; outside of any transaction that others wait for."""
        with self._units.reading() as unit:
            member = unit.members.find(claimed.nudge.member)
            if member is None or unit.outgoing_nudges.find(claimed.nudge.id) is None:
                return None
            words = self._words_of(unit, claimed.nudge, self._clock.now(), claimed.stop)
            return (words, member, unit.nudge_settings.find(member.id)) if words else None

    def _way(
        self, claimed: Claimed, words: Words, member: Member, own: NudgeSettings | None
    ) -> Callable[[], Posted] | None:
        """What sends it when called; None where she has stopped it since it was claimed."""
        if own and (own.off or claimed.nudge.kind in own.stopped):
            return None
        hers = own.webhook if own else ""
        if claimed.way == "e-mail":
            post, letter = self._post(), letter_of(claimed, words, member.email)
            return lambda: post.send(letter)
        if not own or not own.channel or not hers:
            return lambda: Posted(outcome="later", fault=NO_WAY, begun=False)
        hooks, channel, message = self._webhooks(), own.channel, message_of(words, claimed.stop)
        return lambda: as_posted(hooks.send(hers, channel, message))


def _note(fault: Exception) -> None:
    """Where it happened, and nothing more: its words may hold an address."""
    where = extract_tb(fault.__traceback__)[-1]
    log.error("A nudge: %s at %s:%s", type(fault).__name__, where.name, where.lineno)


def letter_of(claimed: Claimed, words: Words, to: str) -> Letter:
    """A nudge as an e-mail."""
    return Letter(
        to=to,
        subject=words.subject,
        text=words.text,
        html=words.html,
        message_id=message_id_of(claimed.nudge.id),
        stop=claimed.stop,
    )


def message_of(words: Words, stop: str) -> Message:
    """A nudge as a message in a chat: what it is, why, and how to stop such ones."""
    way = f"[Stop such reminders]({stop})" if stop else ""
    text = "\n\n".join(part for part in (words.short, f"Why you get this: {words.why}", way) if part)
    return Message(title=words.subject, text=text, url=words.link)


def message_id_of(nudge_id: str) -> str:
    """The same for every try of one nudge, and nothing of the member can be read in it."""
    return f"nudge.{hashlib.sha256(nudge_id.encode()).hexdigest()[:40]}"


def as_posted(sent: Sent) -> Posted:
    """What may have arrived at a webhook is unsure: a nudge is not sent twice."""
    if sent.outcome == "later" and sent.may_have_arrived:
        return Posted(outcome="unsure", fault=sent.fault)
    return Posted(outcome=sent.outcome, fault=sent.fault)
