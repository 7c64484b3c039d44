"""Nudges are sent: everything that is due and may go now, each at most once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.messages import Letter, Posted
from copilot.domain.nudges import OutgoingNudge
from copilot.domain.records import new_id
from copilot.errors import Unavailable
from copilot.ports import Clock, UnitOfWork, UnitsOfWork, Webhooks
from copilot.ports.outside import Post
from copilot.services.nudges.carrying import Carrier, WordsOf
from copilot.services.nudges.claiming import Claims
from copilot.services.nudges.due import Due
from copilot.services.nudges.lanes import SECONDS, Lanes
from copilot.services.nudges.outbox import NudgeOutbox
from copilot.services.nudges.round_told import NudgeRound, NudgeTold
from copilot.services.nudges.settings import Community
from copilot.services.policy import Action, Policy
from copilot.services.trials import require_room_for_a_test

STOP = "/nudges/stop/"
"""Where a stop link leads, below the web app's address."""

FindDue = Callable[[UnitOfWork, datetime], list[Due]]


class NudgeSendingService:
    """Sends nudges, for whoever runs the installation.

    Args:
        due: finds what is due.
        words_of: finds the words of a nudge, or that it is no longer true.
        post: who sends letters; raises BadInput where e-mail is half set up.
        webhooks: who sends to members' own webhooks.
        begin: what a round begins with; it closes what nobody answered in time.
        seconds: a clock for how long something took.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        policy: Policy,
        clock: Clock,
        community: Community,
        due: FindDue,
        words_of: WordsOf,
        post: Callable[[], Post],
        webhooks: Callable[[], Webhooks],
        begin: Callable[[Asker], object] = lambda asker: None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock
        self._community = community
        self._due = due
        self._post = post
        self._begin = begin
        self._seconds = seconds
        begins = f"{community.address}{STOP}" if community.address else ""
        self._outbox = NudgeOutbox(units, clock, community)
        self._claims = Claims(units, clock, community, begins)
        self._carrier = Carrier(units, clock, words_of, post, webhooks)

    def send(
        self, asker: Asker, seconds: float = SECONDS, going_on: Callable[[], bool] = lambda: True
    ) -> NudgeRound:
        """Send what is due and may go now.

        Args:
            asker: who has it sent.
            seconds: after so long nothing further is begun.
            going_on: says whether to go on with the next one.
        """
        self._policy.require(asker, Action.NUDGES_SEND)
        by_post = self._post().is_set_up
        ways = {"webhook", "e-mail"} if by_post else {"webhook"}
        self._begin(asker)
        self._outbox.tidy()
        with self._units.reading() as unit:
            due = self._due(unit, self._clock.now())
        new = self._outbox.keep(due, ways)
        done = self._sent(Lanes(ways, seconds, self._seconds), going_on)
        return self._told(done, new, by_post)

    def _sent(self, lanes: Lanes, going_on: Callable[[], bool]) -> list[OutgoingNudge]:
        """Member after member, a nudge each, until nobody has one that may go: who answers slowly comes to an end."""
        done: list[OutgoingNudge] = []
        members = self._outbox.members_waiting()
        while members:
            again = []
            for member in members:
                if not lanes.open or not going_on():
                    return done
                settled = self._one(member, lanes)
                if settled:
                    done.append(settled)
                    again.append(member)
            members = again
        return done

    def _one(self, member: str, lanes: Lanes) -> OutgoingNudge | None:
        claimed = self._claims.claim(member, lanes.ways)
        if claimed is None:
            return None
        began = self._seconds()
        posted = self._carrier.carry(claimed)
        lanes.count(claimed.way, posted, self._seconds() - began)
        return self._outbox.settle(claimed.nudge, posted)

    def _told(self, done: list[OutgoingNudge], new: int, by_post: bool) -> NudgeRound:
        states = Counter(each.state for each in done)
        with self._units.reading() as unit:
            waiting = unit.outgoing_nudges.count(state="waiting")
        return NudgeRound(
            by_mail=by_post,
            new=new,
            sent=states["sent"],
            put_off=states["waiting"],
            failed=states["failed"],
            unsure=states["unsure"],
            dropped=states["dropped"],
            waiting=waiting,
            nudges=tuple(
                NudgeTold(
                    nudge=each.id,
                    member=each.member,
                    kind=each.kind,
                    state=each.state,
                    fault=each.fault,
                )
                for each in done
            ),
        )

    def test(self, asker: Asker, to: str) -> Posted:
        """Send one letter that says it is a test, at once; what came of it is told, and kept nowhere."""
        self._policy.require(asker, Action.NUDGES_SEND)
        post = self._post()
        if not post.is_set_up:
            raise Unavailable(
                "E-mail is not set up.",
                place="MENTORING_SMTP_HOST",
                cure="Set it and MENTORING_SMTP_FROM; docs/nudges.md says how.",
            )
        with self._units() as unit:
            require_room_for_a_test(unit, asker, "nudge", self._clock.now(), "nudge test")
            # Whom it goes to is not written down: the log is read by others, and knows ids alone.
            unit.audit_log.add(
                AuditEntry(
                    id=new_id("a"),
                    at=self._clock.now(),
                    by=asker.name_in_log,
                    verb="test",
                    kind="nudge",
                    record="test",
                )
            )
            unit.commit()
        return post.send(
            Letter(
                to=to,
                subject="A test: Mentoring Copilot can send e-mail",
                text="This is a test. Nudges will come from this address, rarely, and each says how to stop it.\n",
                message_id=f"test.{new_id('t')}",
            )
        )
