"""Posts on their way to webhooks: which fit, which is next, and what becomes of each.

A delivery is claimed in one transaction, sent outside of it, and what came of it is noted in another. Whoever claims it
says until when nobody else may (`LEASE`): two processes never send one post at the same time. Where a process is
killed between sending and noting, the claim runs out and the post is sent once more: it arrives at least once. A
message seen twice does less harm than one that nobody has seen.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from traceback import extract_tb

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.messages import Message, Sent
from copilot.domain.records import Value, new_id
from copilot.domain.spaces import Delivery, Post, PostKind, Webhook
from copilot.domain.wording import day_in_words
from copilot.errors import Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork, Webhooks
from copilot.services.spaces.belonging import place_of
from copilot.services.spaces.visible import for_everybody_in_it

log = logging.getLogger(__name__)
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""After the first try, the second, and so on; after the fifth it is given up."""
LEASE = timedelta(minutes=2)
MOST_REFUSALS = 3
MOST_AT_ONCE = 50
"""Posts to one webhook in one round; the others go with the next."""
SECONDS_EACH = 5.0
"""Of a round for each webhook; what was begun within them is ended."""
BOARD = "the board of opportunities"
THE_COMMUNITY = "the community"
WAITING, SENT, FAILED = "waiting", "sent", "failed"


class Round(Value):
    """What one round did: posts sent, put off to a later round, and given up; webhooks that were paused by it."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    paused: tuple[str, ...] = ()


class Outbox:
    """Sends what waits.

    Args:
        webhooks: who sends.
        address: where people find the web app; empty where it has no address of its own.
        seconds: a clock for how long something took.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        clock: Clock,
        webhooks: Webhooks,
        address: str = "",
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._units = units
        self._clock = clock
        self._webhooks = webhooks
        self._address = address
        self._seconds = seconds

    def round(self, asker: Asker, webhook_ids: Collection[str]) -> Round:
        """Make ready what is new and send what is due, to each of these webhooks in the order of the posts.

        They take turns, a post each: who answers slowly holds nobody up for longer than her own few seconds.
        """
        for webhook_id in webhook_ids:
            self._make_ready(webhook_id)
        outcomes = self._taking_turns(asker, webhook_ids)
        with self._units.reading() as unit:
            rests = {each.id for each in unit.webhooks.all(id=set(webhook_ids)) if not each.active}
        return Round(
            sent=outcomes.count(SENT),
            put_off=outcomes.count(WAITING),
            given_up=outcomes.count(FAILED),
            paused=tuple(sorted(rests)),
        )

    def _make_ready(self, webhook_id: str) -> None:
        """Keep a delivery for each new post. The reading comes first: mostly there is nothing to write."""
        now = self._clock.now()
        with self._units.reading() as unit:
            if not _new(unit, webhook_id, now):
                return
        try:
            with self._units() as unit:
                unit.deliveries.add(*_new(unit, webhook_id, now))
                unit.commit()
        except Conflict:
            return  # another process kept them in the meantime

    def _taking_turns(self, asker: Asker, webhook_ids: Collection[str]) -> list[str]:
        outcomes: list[str] = []
        left = dict.fromkeys(webhook_ids, SECONDS_EACH)
        for _ in range(MOST_AT_ONCE):
            for webhook_id in tuple(left):
                began = self._seconds()
                state = self._send_the_next(asker, webhook_id)
                left[webhook_id] -= self._seconds() - began
                outcomes += [state] if state else []
                if not state or left[webhook_id] <= 0:
                    del left[webhook_id]
        return outcomes

    def _send_the_next(self, asker: Asker, webhook_id: str) -> str:
        """What became of it; empty where nothing is due."""
        claimed = self._claimed(webhook_id)
        if claimed is None:
            return ""
        webhook, delivery, message = claimed
        return self._noted(asker, delivery, self._sent(webhook, message))

    def _sent(self, webhook: Webhook, message: Message) -> Sent:
        try:
            return self._webhooks.send(webhook.address, webhook.channel, message)
        except Exception as fault:  # noqa: BLE001  # what one receiver sets off must not end everybody's round
            where = extract_tb(fault.__traceback__)[-1]
            # Its words may hold the address, which is a secret.
            log.error("Webhook %s: %s at %s:%s", webhook.id, type(fault).__name__, where.name, where.lineno)
            return Sent(outcome="later", fault="Something here failed at what it answered.")

    def _claimed(self, webhook_id: str) -> tuple[Webhook, Delivery, Message] | None:
        """The next delivery of this webhook, nobody else's until the lease ends; None where nothing is due.

        What waits behind one that is put off waits with it: posts arrive in their order, and who asked us to come
        later is left alone until then.
        """
        now = self._clock.now()
        with self._units.reading() as unit:
            if not unit.deliveries.count(webhook=webhook_id, state=WAITING):
                return None
        with self._units() as unit:
            webhook = unit.webhooks.find(webhook_id)
            if webhook is None or not webhook.active:
                return None
            waiting = unit.deliveries.all(webhook=webhook_id, state=WAITING)
            if any(each.tries and each.next_try > now for each in waiting):
                return None
            delivery = _first(unit, webhook, waiting, now)
            if delivery is None:
                unit.commit()
                return None
            message = message_of(unit, unit.posts.get(delivery.post), self._address)
            try:
                kept = unit.deliveries.save(delivery.changed(tries=delivery.tries + 1, next_try=now + LEASE))
            except Conflict:
                return None
            unit.commit()
        return webhook, kept, message

    def _noted(self, asker: Asker, delivery: Delivery, sent: Sent) -> str:
        """The delivery's new state; what was removed while it was sent, or taken up by another process, is left."""
        now = self._clock.now()
        settled = settled_as(delivery, sent, now)
        try:
            with self._units() as unit:
                unit.deliveries.save(settled)
                webhook = unit.webhooks.get(delivery.webhook)
                changed = _after(webhook, sent)
                if changed != webhook:
                    unit.webhooks.save(changed)
                if webhook.active and not changed.active:
                    unit.audit_log.add(paused_by_itself(asker, changed, now, "refused"))
                unit.commit()
        except (Conflict, NotFound):
            return settled.state
        return settled.state


def settled_as(delivery: Delivery, sent: Sent, now: datetime) -> Delivery:
    """What becomes of a delivery that was tried: sent, given up, or tried again when its time comes."""
    if sent.outcome == "sent":
        return delivery.changed(state=SENT, fault="", next_try=now)
    if sent.outcome == "refused" or delivery.tries > len(WAITS):
        return delivery.changed(state=FAILED, fault=sent.fault, next_try=now)
    asked = timedelta(seconds=sent.wait) if sent.wait is not None else WAITS[delivery.tries - 1]
    return delivery.changed(fault=sent.fault, next_try=now + max(asked, timedelta(seconds=1)))


def fits(webhook: Webhook, post: Post, now: datetime) -> bool:
    """Whether a post goes to this webhook now: of a kind it takes, newer than it, and for all who may read there.

    Answers stay where they were given. A story goes out only where it is for the whole community and everybody in it
    has agreed; a shout-out where she whom it praises agrees; an opportunity until its last day is over.
    """
    if post.parent or post.kind not in webhook.kinds or post.space != webhook.space:
        return False
    if post.at <= (webhook.since or webhook.created) or not for_everybody_in_it(post, post):
        return False
    if post.kind is PostKind.STORY:
        return post.public
    return post.closes is None or post.closes >= now.date()


def message_of(unit: UnitOfWork, post: Post, address: str = "") -> Message:
    """A post as it leaves. Of whoever wrote it stands the name that her space shows."""
    author = unit.members.find(post.author)
    if post.space:
        place = place_of(unit, post.space, post.at.date())
        where, page = place.space.name if place else "", f"/spaces?space={post.space}"
    elif post.kind is PostKind.SHOUT_OUT:
        where, page = THE_COMMUNITY, "/leaderboard"
    else:
        where, page = BOARD, f"/board?opportunity={post.id}"
    return Message(
        text=post.text,
        title=post.title,
        author=author.name if author else "",
        where=where,
        what=_in_few_words(post),
        link=post.link,
        url=f"{address}{page}" if address else "",
    )


def _in_few_words(post: Post) -> str:
    kind = post.offer or ("" if post.kind is PostKind.POST else post.kind.value)
    until = f"until {day_in_words(post.closes)}" if post.closes else ""
    return ", ".join(part for part in (kind.capitalize(), until) if part)


def _new(unit: UnitOfWork, webhook_id: str, now: datetime) -> list[Delivery]:
    webhook = unit.webhooks.find(webhook_id)
    if webhook is None or not webhook.active or not _is_open(unit, webhook, now):
        return []
    posts = unit.posts.all(space=webhook.space, kind=sorted(webhook.kinds), parent="")
    known = {each.post for each in unit.deliveries.all(webhook=webhook.id)}
    return [
        Delivery(id=f"{webhook.id}:{post.id}", webhook=webhook.id, post=post.id, next_try=now)
        for post in posts
        if post.id not in known and fits(webhook, post, now)
    ]


def _is_open(unit: UnitOfWork, webhook: Webhook, now: datetime) -> bool:
    """The board always is; a space until nobody can write there any more, or it is gone."""
    place = place_of(unit, webhook.space, now.date()) if webhook.space else None
    return not webhook.space or (place is not None and not place.shut)


def _first(unit: UnitOfWork, webhook: Webhook, waiting: list[Delivery], now: datetime) -> Delivery | None:
    """The one whose post is oldest. What fits no longer (removed, a consent taken back) is forgotten."""
    posts = {post.id: post for post in unit.posts.all(id={each.post for each in waiting})}
    fitting: list[tuple[datetime, str, Delivery]] = []
    for each in waiting:
        post = posts.get(each.post)
        if post is None or not _still_fits(webhook, post, now):
            unit.deliveries.remove(each.id)
        elif each.next_try <= now:
            fitting.append((post.at, post.id, each))
    return min(fitting, key=lambda one: one[:2])[2] if fitting else None


def _still_fits(webhook: Webhook, post: Post, now: datetime) -> bool:
    """As when it was made ready; that the webhook was paused and resumed meanwhile changes nothing."""
    return fits(webhook.changed(since=None), post, now)


def _after(webhook: Webhook, sent: Sent) -> Webhook:
    """A webhook that refuses several posts one after the other rests until somebody has looked."""
    if sent.outcome == "sent":
        return webhook.changed(refusals=0, fault="")
    if sent.outcome == "later":
        return webhook.changed(fault=sent.fault)
    refusals = webhook.refusals + 1
    return webhook.changed(
        refusals=refusals, fault=sent.fault, active=webhook.active and refusals < MOST_REFUSALS
    )


def paused_by_itself(asker: Asker, webhook: Webhook, now: datetime, because: str) -> AuditEntry:
    """The line of the log for a webhook that nobody paused: why it rests."""
    return AuditEntry(
        id=new_id("a"),
        at=now,
        by=asker.name_in_log,
        verb="pause",
        kind="webhook",
        record=webhook.id,
        detail={"space": webhook.space, "because": because},
    )
