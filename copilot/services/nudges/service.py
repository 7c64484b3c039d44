"""Nudges as somebody chooses them for herself, and as those who send them look at them beforehand."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Literal

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.members import Member
from copilot.domain.messages import Message, Sent
from copilot.domain.nudges import NudgeKind, NudgeSettings
from copilot.domain.records import new_id
from copilot.domain.spaces import Channel
from copilot.errors import BadInput, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork, Webhooks
from copilot.services.making import made
from copilot.services.nudges.previewing import Weighed, weighed
from copilot.services.nudges.rules import GOT_OR_MAY_HAVE, NOW, Verdict
from copilot.services.nudges.settings import Community, wishes_of
from copilot.services.nudges.telling import (
    Coming,
    Mine,
    Planned,
    Preview,
    SettingsTold,
    got,
    settings_told,
)
from copilot.services.nudges.words import DigestOf, Words, words_of
from copilot.services.policy import Action, Policy
from copilot.services.trials import require_room_for_a_test

if TYPE_CHECKING:
    from copilot.services.matching.service import MatchingService

"""An hour, of her own webhook."""
MOST_SHOWN = 50
Number = int | Literal["community"] | None
"""Her own number, the community's again, or as it was."""

NO_MAIL = Verdict(says="later", reason="E-mail is not set up here; it waits until it is.")


class NudgesService:
    """Each member says how she is nudged, and nobody else does; those who send nudges see beforehand what would go.

    Args:
        units: units of work over the records.
        policy: who may do what.
        clock: what time it is.
        community: what holds for who chose nothing.
        webhooks: gives what sends to webhooks, when it is first needed.
        matching: gives the service that closes what nobody answered.
        digest: finds a manager's digest; without it there is none.
    """

    def __init__(
        self,
        units: UnitsOfWork,
        policy: Policy,
        clock: Clock,
        community: Community,
        webhooks: Callable[[], Webhooks],
        matching: Callable[[], MatchingService],
        digest: DigestOf | None = None,
    ) -> None:
        self._units, self._policy, self._clock = units, policy, clock
        self._community, self._digest = community, digest
        self._webhooks, self._matching = webhooks, matching

    def settings(self, asker: Asker) -> SettingsTold:
        """How the asker is nudged."""
        with self._units.reading() as unit:
            return self._told(unit, asker, self._own(unit, asker))

    def choose(
        self,
        asker: Asker,
        *,
        off: bool | None = None,
        stopped: Collection[NudgeKind] | None = None,
        digest: bool | None = None,
        a_week: Number = None,
        quiet_from: Number = None,
        quiet_until: Number = None,
        weekends: bool | None = None,
        channel: Channel | None = None,
        webhook: str | None = None,
    ) -> SettingsTold:
        """Say how one is nudged; what is None stays as it is.

        Args:
            asker: whose nudges they are.
            off: none at all.
            stopped: the kinds she does not want, all of them together.
            digest: the week of her programmes; BadInput for who manages none.
            a_week: the most in seven days, 0 to 14; `community` for the community's number again.
            quiet_from: the hour of her day from which nothing comes, 0 to 23.
            quiet_until: the hour until which nothing comes; the same hour as `quiet_from` for no quiet hours.
            weekends: whether nudges may come on Saturday and Sunday.
            channel: what her own webhook leads to.
            webhook: its address; empty for none any more. It is looked at here, never shown again.
        """
        if digest and not asker.manages:
            raise BadInput(
                "The digest tells of the programmes somebody manages, and you manage none.",
                place="digest",
                cure="Ask whoever manages your programme; what is yours stands on “Today”.",
            )
        address = webhook.strip() if webhook is not None else None
        if address:
            self._webhooks().check(address)
        given: dict[str, Any] = {"off": off, "digest": digest, "weekends": weekends, "channel": channel}
        given |= {"webhook": address, "stopped": None if stopped is None else frozenset(stopped)}
        changes = {name: value for name, value in given.items() if value is not None}
        numbers = {"most_a_week": a_week, "quiet_from": quiet_from, "quiet_until": quiet_until}
        changes |= {
            name: None if value == "community" else value
            for name, value in numbers.items()
            if value is not None
        }
        if address == "":
            changes["channel"] = None
        with self._units() as unit:
            kept = self._kept(unit, asker, changes)
            unit.commit()
            return self._told(unit, asker, kept)

    def stop(self, asker: Asker, kind: NudgeKind | None = None) -> SettingsTold:
        """Get no more nudges of this kind; of any kind where none is named."""
        with self._units() as unit:
            own = self._own(unit, asker)
            changes = {"off": True} if kind is None else {"stopped": own.stopped | {kind}}
            kept = self._kept(unit, asker, changes)
            unit.commit()
            return self._told(unit, asker, kept)

    def want(self, asker: Asker, kind: NudgeKind) -> SettingsTold:
        """Get a kind of nudges again; the digest too, for who manages. Whether there are any at all stays as it is."""
        own = self.settings(asker)
        stopped = {each.kind for each in own.kinds if each.stopped} - {kind}
        return self.choose(asker, stopped=stopped, digest=True if kind is NudgeKind.DIGEST else None)

    def mine(self, asker: Asker) -> Mine:
        """What the asker got, and what is due for her now, with what the rules say of it."""
        with self._units.reading() as unit:
            own = self._own(unit, asker)
            every = unit.outgoing_nudges.all(member=own.id, state={*GOT_OR_MAY_HAVE, "failed"})
            now = self._clock.now()
            due = list(weighed(unit, now, self._community, only=own.id))
            coming = [self._coming(each, self._words(unit, each)) for each in due]
        latest = sorted((got(each) for each in every), key=lambda each: (each.at, each.id), reverse=True)
        return Mine(got=tuple(latest[:MOST_SHOWN]), coming=tuple(each for each in coming if each.short))

    def test(self, asker: Asker) -> Sent:
        """Send a line that says it is a test to one's own webhook, once and at once."""
        with self._units() as unit:
            own = self._own(unit, asker)
            if not own.webhook or own.channel is None:
                raise NotFound(
                    "You have no webhook of your own.",
                    place="webhook",
                    cure="Set one up: the page “Nudges”, or `nudge settings --webhook`.",
                )
            require_room_for_a_test(unit, asker, "nudge", self._clock.now(), "webhook")
            self._log(unit, asker, "test", own.id)
            unit.commit()
        message = Message(
            text="This is a test. Your nudges will come here from now on.",
            title="Mentoring Copilot is connected",
        )
        return self._webhooks().send(own.webhook, own.channel, message)

    def preview(self, asker: Asker) -> Preview:
        """A dry run: what would be sent to whom now, in which words, and what would not and why. Nothing is sent.

        The words, which hold days and first names, are told to the operator; admins see of relationships their status
        only. Nor do they see whom a survey waits for: that would tell who has answered.
        """
        self._policy.require(asker, Action.NUDGES_SEND)
        to_close = self._matching().unanswered(asker)
        with self._units.reading() as unit:
            now = self._clock.now()
            planned = [
                self._planned(unit, each) if asker.operator else self._planned(unit, each, told=False)
                for each in weighed(unit, now, self._community)
                if asker.operator or each.nudge.kind is not NudgeKind.SURVEY_DUE
            ]
        return Preview(now=now, nudges=tuple(each for each in planned if each), to_close=to_close)

    def close_unanswered(self, asker: Asker) -> tuple[str, ...]:
        """Close matches that waited 21 days for somebody's yes; which ones. Each round begins with it."""
        return self._matching().close_unanswered(asker)

    def _planned(self, unit: UnitOfWork, one: Weighed, *, told: bool = True) -> Planned | None:
        """None where it is no longer true; without its words where they are not `told`."""
        verdict = one.verdict
        if verdict == NOW and one.wishes.way == "e-mail" and not self._community.mails:
            verdict = NO_MAIL
        words = self._words(unit, one) if verdict.says != "never" else None
        if words is None and verdict.says != "never":
            return None
        words = words if told else None
        return Planned(
            id=one.id,
            member=one.member.id,
            kind=one.nudge.kind,
            says=verdict.says,
            at=verdict.at,
            reason=verdict.reason,
            way=one.wishes.way,
            subject=words.subject if words else "",
            short=words.short if words else "",
            text=words.text if words else "",
        )

    def _coming(self, one: Weighed, words: Words | None) -> Coming:
        verdict = one.verdict
        return Coming(
            kind=one.nudge.kind,
            says=verdict.says,
            at=verdict.at,
            reason=verdict.reason,
            short=words.short if words else "",
            why=words.why if words else "",
        )

    def _words(self, unit: UnitOfWork, one: Weighed) -> Words | None:
        return words_of(unit, one.nudge, self._clock.now(), self._community, digest=self._digest)

    def _own(self, unit: UnitOfWork, asker: Asker) -> NudgeSettings:
        self._policy.require(asker, Action.NUDGES_OWN, owners=(asker.member,))
        return unit.nudge_settings.find(asker.member) or NudgeSettings(id=asker.member)

    def _kept(self, unit: UnitOfWork, asker: Asker, changes: dict[str, Any]) -> NudgeSettings:
        own = self._own(unit, asker)
        changed = made(NudgeSettings, **{**dict(own), **changes})
        if changed.webhook and changed.channel is None:
            raise BadInput(
                "It isn't said what the webhook leads to.",
                place="channel",
                cure=f"Choose {', '.join(Channel)}.",
            )
        if unit.nudge_settings.find(own.id):
            return unit.nudge_settings.save(changed)
        unit.nudge_settings.add(changed)
        return changed

    def _told(self, unit: UnitOfWork, asker: Asker, chosen: NudgeSettings) -> SettingsTold:
        member: Member = unit.members.get(asker.member)
        wishes = wishes_of(member, chosen, self._community)
        return settings_told(chosen, wishes, self._community, manages=bool(asker.manages))

    def _log(self, unit: UnitOfWork, asker: Asker, verb: str, record: str) -> None:
        now = self._clock.now()
        unit.audit_log.add(
            AuditEntry(id=new_id("a"), at=now, by=asker.name_in_log, verb=verb, kind="nudge", record=record)
        )
