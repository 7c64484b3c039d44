"""What speaks with the world outside: letters, webhooks, nudges, badges that strangers check, sign-in elsewhere."""

from __future__ import annotations

from functools import cached_property

from copilot.choosing import post_of, provider_of, seals
from copilot.over_models import OverModels
from copilot.ports import BadgeKeys, Seals, Webhooks
from copilot.ports.outside import Post
from copilot.services.accounts.elsewhere import ElsewhereService, Rules
from copilot.services.analytics.digest_letters import DigestLetters
from copilot.services.badges.served import BadgeAddresses
from copilot.services.badges.service import BadgesService
from copilot.services.nudges.due import due_now
from copilot.services.nudges.sending import NudgeSendingService
from copilot.services.nudges.service import NudgesService
from copilot.services.nudges.settings import Community
from copilot.services.nudges.stopping import NudgeStoppingService
from copilot.services.nudges.words import words_of
from copilot.services.webhooks import WebhooksService
from copilot.stores.accounts import SqlAddresses
from knowledge.tracks import titles


class OverTheWire(OverModels):
    """A door is opened when something first goes through it."""

    @cached_property
    def sending(self) -> Webhooks:
        """Messages out to other systems; its parts come when something is first sent."""
        from copilot.sending.webhooks import HttpWebhooks

        return HttpWebhooks(self.settings.private_webhook_hosts)

    @cached_property
    def mail(self) -> Post:
        """Letters out to people, by e-mail; BadInput where the settings are half given."""
        return post_of(self.settings)

    @cached_property
    def elsewhere(self) -> ElsewhereService:
        """The door of those who sign in at an OpenID provider; BadInput where the settings are half given."""
        settings = self.settings
        return ElsewhereService(
            self.units,
            SqlAddresses(self.home.engine),
            self.clock,
            provider_of(settings, self.clock),
            Rules(
                name=settings.oidc_name.strip(),
                claim=settings.oidc_member_claim,
                roles=settings.claimed_roles,
                only=settings.oidc_only,
            ),
        )

    @cached_property
    def badge_keys(self) -> BadgeKeys:
        """The keys that badges are signed with, in the home."""
        from copilot.stores.badge_keys import FileBadgeKeys

        return FileBadgeKeys(self.home.folder / "badge-keys")

    @cached_property
    def seals(self) -> Seals:
        """Reads what was signed."""
        return seals()

    @cached_property
    def badges(self) -> BadgesService:
        """Badges that anyone can check."""
        return BadgesService(
            self.units,
            self.policy,
            self.clock,
            self.badge_keys,
            self.seals,
            titles,
            self.settings.address,
            self.settings.community.strip(),
        )

    @cached_property
    def badge_addresses(self) -> BadgeAddresses:
        """What strangers need to check a badge, and the badges that are shown to them."""
        return BadgeAddresses(
            self.units,
            self.clock,
            self.badge_keys,
            self.seals,
            self.settings.address,
            self.settings.community.strip(),
        )

    @cached_property
    def webhooks(self) -> WebhooksService:
        """Posts sent on to channels of other systems."""
        return WebhooksService(self.units, self.policy, self.clock, self.sending, self.settings.address)

    @cached_property
    def nudge_community(self) -> Community:
        """How members who chose nothing are nudged."""
        settings = self.settings
        return Community(
            a_week=settings.nudges_a_week,
            quiet_from=settings.quiet_from,
            quiet_until=settings.quiet_until,
            time_zone=settings.time_zone,
            address=settings.address,
            contact=settings.contact,
            sends=settings.nudges,
            mails=bool(settings.smtp_host),
        )

    @cached_property
    def _digest_letters(self) -> DigestLetters:
        return DigestLetters(self.units, self.digest, self.nudge_community)

    @cached_property
    def nudges(self) -> NudgesService:
        """How members are nudged, and what would be sent."""
        return NudgesService(
            self.units,
            self.policy,
            self.clock,
            self.nudge_community,
            webhooks=lambda: self.sending,
            matching=lambda: self.matching,
            # Who looks at a dry run may not read what the manager may.
            digest=lambda member, now: self._digest_letters.announced(member, now),
        )

    @cached_property
    def nudge_sending(self) -> NudgeSendingService:
        """Nudges on their way."""
        community = self.nudge_community
        return NudgeSendingService(
            self.units,
            self.policy,
            self.clock,
            community,
            due=lambda unit, now: due_now(unit, now, community),
            words_of=lambda unit, nudge, now, stop: words_of(
                unit, nudge, now, community, stop=stop, digest=self._digest_letters.letter
            ),
            post=lambda: self.mail,
            webhooks=lambda: self.sending,
            begin=self.nudges.close_unanswered,
        )

    @cached_property
    def nudge_stopping(self) -> NudgeStoppingService:
        """Nudges stopped by the link in one of them."""
        return NudgeStoppingService(self.units)
