"""Webhooks: posts of a space, sent on to a channel of Slack, Teams, Discord or Mattermost, by those who keep it."""

from __future__ import annotations

from collections.abc import Collection

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.messages import Message, Sent
from copilot.domain.records import new_id
from copilot.domain.spaces import Channel, Delivery, PostKind, SpaceKind, Webhook
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork, Webhooks
from copilot.services.askers import asker_behind
from copilot.services.making import made
from copilot.services.outbox import Outbox, Round, paused_by_itself
from copilot.services.policy import Action, Policy
from copilot.services.spaces.belonging import Place, is_in, place_of, programme_space
from copilot.services.trials import require_room_for_a_test
from copilot.services.webhooks_told import BOARD, LeadingOut, WebhookTold, counted, told

BETWEEN_THEM = frozenset({SpaceKind.RELATIONSHIP, SpaceKind.CIRCLE})
OF_A_SPACE = frozenset({PostKind.POST, PostKind.RESOURCE})
MOST_TO_A_SPACE = 10
MOST_OF_A_MEMBER = 10
"""Webhooks that are sent to for one member at a time."""
"""An hour, by one member to all of hers."""
SHE_LEFT = (
    "Whoever had it set up may no longer send posts of this space elsewhere. Who resumes it answers for it."
)


class WebhooksService:
    """Where posts of a space are sent. Those who keep it say so; whoever may not, learns of none."""

    def __init__(
        self, units: UnitsOfWork, policy: Policy, clock: Clock, webhooks: Webhooks, address: str = ""
    ) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock
        self._webhooks = webhooks
        self._outbox = Outbox(units, clock, webhooks, address)

    def add(
        self,
        asker: Asker,
        space_id: str,
        channel: Channel,
        name: str,
        address: str,
        *,
        kinds: Collection[PostKind] = (),
    ) -> WebhookTold:
        """Send what is posted in a space from now on to a channel elsewhere.

        Args:
            asker: who keeps the space.
            space_id: a programme's, a topic's or an interest group's; `board` for the board of opportunities.
            channel: which system it is.
            name: what people call the channel there.
            address: the incoming webhook's, a secret.
            kinds: which posts; posts and resources where none is named. Stories and shout-outs have to be named.

        Raises BadInput for the space of a relationship or circle: what is said there stays between them.
        """
        self._webhooks.check(address.strip())
        with self._units() as unit:
            space = self._of(unit, asker, space_id)
            if unit.webhooks.count(space=space) >= MOST_TO_A_SPACE:
                raise Conflict(
                    f"This space has {MOST_TO_A_SPACE} webhooks already.",
                    place=space_id,
                    cure="Remove one that nobody reads.",
                )
            self._check_room(unit, asker)
            webhook = made(
                Webhook,
                id=new_id("w"),
                space=space,
                channel=channel,
                name=" ".join(name.split()),
                address=address.strip(),
                kinds=_kinds(space, kinds),
                by=asker.name_in_log,
                created=self._clock.now(),
            )
            unit.webhooks.add(webhook)
            self._log(unit, asker, "add", webhook)
            unit.commit()
        return told(webhook)

    def every(self, asker: Asker, space_id: str = "") -> list[WebhookTold]:
        """The webhooks of the spaces she keeps, by space; of one of these where it is named."""
        with self._units.reading() as unit:
            webhooks = unit.webhooks.all(**({"space": _kept_as(space_id)} if space_id else {}))
            mine = [each for each in webhooks if self._may(unit, asker, each.space)]
            counts = counted(unit, mine)
        return [
            told(each, counts) for each in sorted(mine, key=lambda each: (each.space, each.name, each.id))
        ]

    def places(self, asker: Asker) -> dict[str, str]:
        """Id → name of everything whose posts she may send elsewhere; the board last."""
        with self._units.reading() as unit:
            programmes = [programme_space(each.id) for each in unit.programmes.all()]
            kept = [each.id for each in unit.spaces.all()]
            found = {space: self._name(unit, asker, space) for space in (*programmes, *kept)}
            board = {BOARD: "The board of opportunities"} if self._may(unit, asker, "") else {}
        return {space: name for space, name in found.items() if name} | board

    def show(self, asker: Asker, webhook_id: str) -> WebhookTold:
        """One webhook."""
        with self._units.reading() as unit:
            webhook = self._hers(unit, asker, webhook_id)
            return told(webhook, counted(unit, [webhook]))

    def pause(self, asker: Asker, webhook_id: str) -> WebhookTold:
        """Send nothing there until it is resumed."""
        with self._units() as unit:
            webhook = self._hers(unit, asker, webhook_id)
            kept = unit.webhooks.save(webhook.changed(active=False, fault=""))
            self._log(unit, asker, "pause", webhook)
            unit.commit()
            return told(kept, counted(unit, [kept]))

    def resume(self, asker: Asker, webhook_id: str) -> WebhookTold:
        """Send again: what waited when it was paused, and what is posted from now on; not what was posted between.

        From then on it is hers who resumed it: it rests once she no longer keeps the space.
        """
        with self._units() as unit:
            webhook = self._hers(unit, asker, webhook_id)
            if webhook.active:
                return told(webhook, counted(unit, [webhook]))
            self._check_room(unit, asker)
            now, by = self._clock.now(), asker.name_in_log
            kept = unit.webhooks.save(webhook.changed(active=True, refusals=0, fault="", since=now, by=by))
            self._log(unit, asker, "resume", webhook)
            unit.commit()
            return told(kept, counted(unit, [kept]))

    def remove(self, asker: Asker, webhook_id: str) -> WebhookTold:
        """Forget it with its address, and what was on its way there. What arrived stays where it arrived."""
        with self._units() as unit:
            webhook = self._hers(unit, asker, webhook_id)
            for delivery in unit.deliveries.all(webhook=webhook.id):
                unit.deliveries.remove(delivery.id)
            unit.webhooks.remove(webhook.id)
            self._log(unit, asker, "remove", webhook)
            unit.commit()
        return told(webhook)

    def test(self, asker: Asker, webhook_id: str) -> Sent:
        """Send a line that says it is a test, once and at once; what came of it is told, and kept nowhere."""
        with self._units() as unit:
            webhook = self._hers(unit, asker, webhook_id)
            where = self._name(unit, asker, webhook.space or BOARD)
            require_room_for_a_test(unit, asker, "webhook", self._clock.now(), "webhooks")
            self._log(unit, asker, "test", webhook)
            unit.commit()
        said = f"This is a test. What is posted in “{where}” will appear here from now on."
        message = Message(text=said, title="Mentoring Copilot is connected", where=where)
        return self._webhooks.send(webhook.address, webhook.channel, message)

    def deliver(self, asker: Asker, webhook_id: str = "") -> Round:
        """Send what waits: to one webhook, or to all of those she keeps. The web app does so every minute."""
        with self._units.reading() as unit:
            chosen = [self._hers(unit, asker, webhook_id)] if webhook_id else unit.webhooks.all(active=True)
            mine = [each for each in chosen if each.active and self._may(unit, asker, each.space)]
            left = {each.id for each in mine if not self._still_hers(unit, each)}
        for each in left:
            self._rest(asker, each)
        # What failed last comes last: who answers at once does not wait for who doesn't.
        mine.sort(key=lambda each: bool(each.fault))
        return self._outbox.round(asker, [each.id for each in mine])

    def deliveries(self, asker: Asker, webhook_id: str, state: str = "") -> list[Delivery]:
        """What is on its way to a webhook, what arrived, and what was given up and why; the latest first."""
        with self._units.reading() as unit:
            webhook = self._hers(unit, asker, webhook_id)
            found = unit.deliveries.all(webhook=webhook.id, **({"state": state} if state else {}))
        return sorted(found, key=lambda each: (each.next_try, each.id), reverse=True)

    def leading_out(self, asker: Asker, space_id: str) -> list[LeadingOut]:
        """Where posts of a space of hers go besides: whoever writes there may know who else reads."""
        with self._units.reading() as unit:
            place = self._place(unit, _kept_as(space_id))
            allowed = is_in(asker, place) if place else self._policy.allows(asker, Action.BOARD_READ)
            active = unit.webhooks.all(space=_kept_as(space_id), active=True) if allowed else []
        return [
            LeadingOut(channel=each.channel, name=each.name, kinds=tuple(sorted(each.kinds)))
            for each in active
        ]

    def _still_hers(self, unit: UnitOfWork, webhook: Webhook) -> bool:
        """Whether she who answers for it may still send posts of the space elsewhere."""
        behind = asker_behind(unit, webhook.by)
        return behind is not None and self._may(unit, behind, webhook.space)

    def _rest(self, asker: Asker, webhook_id: str) -> None:
        """Send nothing there any more; looked at once more, in the transaction that says so."""
        with self._units() as unit:
            webhook = unit.webhooks.find(webhook_id)
            if webhook is None or not webhook.active or self._still_hers(unit, webhook):
                return
            kept = unit.webhooks.save(webhook.changed(active=False, fault=SHE_LEFT))
            unit.audit_log.add(paused_by_itself(asker, kept, self._clock.now(), "left"))
            unit.commit()

    def _check_room(self, unit: UnitOfWork, asker: Asker) -> None:
        if asker.operator or unit.webhooks.count(by=asker.member, active=True) < MOST_OF_A_MEMBER:
            return
        raise Conflict(
            f"{MOST_OF_A_MEMBER} webhooks of yours are sent to.",
            place="webhooks",
            cure="Pause or remove one that nobody reads.",
        )

    def _of(self, unit: UnitOfWork, asker: Asker, space_id: str) -> str:
        """The space as webhooks keep it: the board has no id."""
        space = _kept_as(space_id)
        place = self._place(unit, space)
        if place and place.space.kind in BETWEEN_THEM and (asker.operator or is_in(asker, place)):
            raise BadInput(
                "What people say to each other in a relationship or a circle stays between them.",
                place=space_id,
                cure="Posts of programmes, topics and interest groups can be sent elsewhere.",
            )
        if not self._may(unit, asker, space):
            raise NotFound(
                "There is no such space whose posts you may send elsewhere.",
                place=space_id,
                cure="Those who keep a space may, and the managers of its programme.",
            )
        if place and place.shut:
            raise Conflict(place.shut, place=space_id, cure="Choose a space in which people still write.")
        return space

    def _hers(self, unit: UnitOfWork, asker: Asker, webhook_id: str) -> Webhook:
        webhook = unit.webhooks.find(webhook_id)
        if webhook is None or not self._may(unit, asker, webhook.space):
            raise NotFound(
                "There is no such webhook that you may see.",
                place=webhook_id,
                cure="`webhooks list` shows those of the spaces that you keep.",
            )
        return webhook

    def _may(self, unit: UnitOfWork, asker: Asker, space: str) -> bool:
        """Whoever opens topics keeps the board and every topic; of the rest, the policy's line for webhooks says."""
        if not space:
            return self._policy.allows(asker, Action.TOPICS_OPEN)
        place = self._place(unit, space)
        if place is None:
            # Of a space that is gone nobody is the keeper: whoever runs the installation clears up.
            return self._policy.allows(asker, Action.WEBHOOKS_WRITE)
        if place.space.kind in BETWEEN_THEM:
            return False
        if place.space.kind is SpaceKind.TOPIC and self._policy.allows(asker, Action.TOPICS_OPEN):
            return True
        return self._policy.allows(
            asker, Action.WEBHOOKS_WRITE, owners=place.keepers, programme=place.programme
        )

    def _place(self, unit: UnitOfWork, space: str) -> Place | None:
        return place_of(unit, space, self._clock.now().date()) if space else None

    def _name(self, unit: UnitOfWork, asker: Asker, space_id: str) -> str:
        """The name of what she may send elsewhere; empty where it is gone, shut, or not hers to send."""
        space = _kept_as(space_id)
        place = self._place(unit, space)
        if not self._may(unit, asker, space) or (place and place.shut):
            return ""
        return place.space.name if place else "Opportunities"

    def _log(self, unit: UnitOfWork, asker: Asker, verb: str, webhook: Webhook) -> None:
        unit.audit_log.add(
            AuditEntry(
                id=new_id("a"),
                at=self._clock.now(),
                by=asker.name_in_log,
                verb=verb,
                kind="webhook",
                record=webhook.id,
                detail={"space": webhook.space or BOARD, "channel": webhook.channel.value},
            )
        )


def _kept_as(space_id: str) -> str:
    return "" if space_id == BOARD else space_id or BOARD


def _kinds(space: str, kinds: Collection[PostKind]) -> frozenset[PostKind]:
    of_nowhere = {PostKind.OPPORTUNITY, PostKind.SHOUT_OUT}
    if PostKind.OPPORTUNITY in kinds if space else set(kinds) - of_nowhere:
        raise BadInput(
            "Opportunities stand on the board, and everything but them and shout-outs in spaces.",
            place="--kind",
            cure="For the board name opportunity or shout-out; for a space post, resource, story or shout-out.",
        )
    return frozenset(kinds) or (OF_A_SPACE if space else frozenset({PostKind.OPPORTUNITY}))
