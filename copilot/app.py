"""Where the parts meet."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from copilot.choosing import (
    SystemClock,
    area_vectors_for,
    chat_client_of,
    encoder_of,
    keyring_of,
    post_of,
    provider_of,
    read_settings,
    seals,
    talker_over,
)
from copilot.domain.checks import Check
from copilot.domain.matches import MatchRole
from copilot.domain.retention import limits_of
from copilot.language.chat_client import ChatClient
from copilot.language.chat_model import ChatModelWriter
from copilot.language.embedded.writer import EmbeddedWriter
from copilot.language.encoder import CachedEncoder, LazyEncoder
from copilot.language.match_reader import ChatModelReader
from copilot.language.models import languages_of
from copilot.language.rephraser import ChatModelRephraser
from copilot.language.reranker import CrossEncoderReranker
from copilot.over_records import OverRecords
from copilot.ports import (
    Allowance,
    BadgeKeys,
    Encoder,
    Library,
    MatchReader,
    Progress,
    Rephraser,
    Reranker,
    Seals,
    Talker,
    Webhooks,
    Writer,
)
from copilot.ports.outside import Post
from copilot.services.accounts.elsewhere import ElsewhereService, Rules
from copilot.services.accounts.signing_in import SignInService
from copilot.services.analytics.digest_letters import DigestLetters
from copilot.services.askers import Askers
from copilot.services.auditing.service import AuditService
from copilot.services.backups import BackupsService
from copilot.services.badges.notices import NoticingService
from copilot.services.badges.served import BadgeAddresses
from copilot.services.badges.service import BadgesService
from copilot.services.chat.routing import Router
from copilot.services.chat.service import ChatService
from copilot.services.chat.tools.asking import Services
from copilot.services.circles.service import CirclesService
from copilot.services.consents.service import ConsentsService
from copilot.services.consents.ways_back import Places
from copilot.services.drafting.service import DraftingService
from copilot.services.encryption import EncryptionService
from copilot.services.events.questions import EventQuestionsService
from copilot.services.glances import GlancesService
from copilot.services.guide_shelf import GuideShelf
from copilot.services.guides import GuidesService
from copilot.services.help_requests.service import HelpRequestsService
from copilot.services.installation import InstallationService
from copilot.services.learning.commenting import Commentator
from copilot.services.learning.service import LearningService
from copilot.services.log import LogService
from copilot.services.matching.areas.catalogue import OWN_FILE
from copilot.services.matching.areas.vectors import AreaVectors
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.scores.weights_file import read_weights
from copilot.services.matching.service import MatchingService, ScoredPair, score_pairs
from copilot.services.members.about_me import AboutMeService
from copilot.services.members.service import members_of
from copilot.services.nudges.due import due_now
from copilot.services.nudges.sending import NudgeSendingService
from copilot.services.nudges.service import NudgesService
from copilot.services.nudges.settings import Community
from copilot.services.nudges.stopping import NudgeStoppingService
from copilot.services.nudges.words import words_of
from copilot.services.objectives.service import ObjectivesService
from copilot.services.playbook.service import PlaybookService
from copilot.services.policy import Policy
from copilot.services.retention.service import RetentionService
from copilot.services.signposting import Posts, Signposts, read_posts, signposts_file
from copilot.services.webhooks import WebhooksService
from copilot.settings import Settings
from copilot.settings_told import told
from copilot.stores.accounts import SqlAddresses
from copilot.stores.allowance import SqlAllowance
from copilot.stores.backups.deletions import DeletionsFile
from copilot.stores.backups.home_backups import HomeBackups
from copilot.stores.conversations import CheckpointedConversations
from copilot.stores.encrypting import SqlEncryption
from copilot.stores.home import Home
from copilot.stores.password_hashes import Argon2Passwords
from copilot.stores.profile_index import ChromaProfileIndex
from copilot.stores.remains import RemainsOfMembers
from copilot.stores.roster_files import read_roster
from copilot.stores.tally import TallyInMemory
from copilot.stores.unit_of_work import SqlUnitsOfWork
from copilot.stores.vector_store import SqlVectorStore
from knowledge.tracks import titles
from prompts.loading import load

log = logging.getLogger(__name__)


class Copilot(OverRecords):
    """The services over one home. Heavy parts are made when they are first asked for."""

    def __init__(self, settings: Settings, home: Home) -> None:
        self.settings = settings
        self.home = home
        super().__init__(SqlUnitsOfWork(home.engine), Policy(), SystemClock())
        self.tally = TallyInMemory(self.clock)
        self.askers = Askers(self.units)
        self.signing_in = SignInService(
            self.units, SqlAddresses(home.engine), Argon2Passwords(), self.clock, issuer=settings.oidc_issuer
        )
        self.help_requests = HelpRequestsService(
            self.units, self.policy, self.clock, self.moments, lambda: self.matching
        )
        self.circles = CirclesService(
            self.units, self.policy, self.clock, lambda: self.library, lambda: self.drafting
        )
        self.noticing = NoticingService(self.units, self.policy, titles)
        self.log = LogService(self.units, self.policy)

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder, loaded at its first use; it keeps nothing of what it reads."""
        return LazyEncoder(lambda: encoder_of(self.settings, self.home.encoder_dtype))

    @cached_property
    def profile_encoder(self) -> CachedEncoder:
        """The same encoder with the vectors of profiles kept, so that an unchanged profile is read once."""
        return CachedEncoder(self.encoder, SqlVectorStore(self.home.engine))

    @cached_property
    def library(self) -> Library:
        """The guides and their index."""
        from knowledge.library import Library as GuideLibrary

        return GuideLibrary(
            self.home.engine,
            self.encoder,
            self.home.guides_index,
            self.settings.chroma_url,
            languages=languages_of(self.settings.encoder),
            reranker=self._reranker,
            contact=self.settings.contact,
        )

    @property
    def _reranker(self) -> Reranker | None:
        folder = self.settings.reranker
        return CrossEncoderReranker(Path(folder).expanduser()) if folder else None

    @cached_property
    def posts(self) -> Posts:
        """Whom to turn to in heavy matters, as the community has set it."""
        return read_posts(signposts_file(self.settings.signposts, self.home.folder), self.settings.contact)

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

    @cached_property
    def event_questions(self) -> EventQuestionsService:
        """Questions before events; their words are kept nowhere as vectors."""
        return EventQuestionsService(self.units, self.policy, self.clock, self.encoder)

    @cached_property
    def signposts(self) -> Signposts:
        """The same with the ear for oblique speech."""
        return Signposts(self.posts, self.encoder, self.profile_encoder)

    @cached_property
    def profile_index(self) -> ChromaProfileIndex:
        """The profiles' vectors."""
        return ChromaProfileIndex(self.encoder, self.home.members_index, self.settings.chroma_url)

    @cached_property
    def matching(self) -> MatchingService:
        """Suggestions, runs, review."""
        return MatchingService(
            self.units,
            self.profile_encoder,
            self.profile_index,
            self.policy,
            self.clock,
            self.matching_weights,
            areas=lambda: self.area_vectors,
            reader=self.match_reader,
        )

    @cached_property
    def allowance(self) -> Allowance:
        """How many tokens chat models may still take today."""
        return SqlAllowance(self.home.engine, self.clock, self.settings.chat_tokens_a_day)

    @cached_property
    def chat_client(self) -> ChatClient | None:
        """The chat model that writer, reader, rephraser and chat share, where one is configured."""
        return chat_client_of(self.settings, self.allowance, self.tally)

    @cached_property
    def match_reader(self) -> MatchReader | None:
        """A chat model that may read candidates of matches, where one is configured."""
        return ChatModelReader(self.chat_client) if self.chat_client else None

    @cached_property
    def rephraser(self) -> Rephraser | None:
        """A chat model that may say rationales in its own words, where one is configured and the settings ask."""
        if self.chat_client is None or not self.matching_weights.rephrase:
            return None
        return ChatModelRephraser(self.chat_client)

    @cached_property
    def matching_weights(self) -> MatchingWeights:
        """The settings of matching: from the environment, else from the home's file, else as they come."""
        if "matching" in self.settings.model_fields_set:
            return self.settings.matching
        return read_weights(self.home.folder, self.settings.matching)

    @cached_property
    def encryption(self) -> EncryptionService:
        """Words kept encrypted, and with which keys."""
        return EncryptionService(self.units, self.policy, self.clock, SqlEncryption(self.home.engine))

    @cached_property
    def installation(self) -> InstallationService:
        """What this installation runs with, and how it is."""
        return InstallationService(
            self.units,
            self.policy,
            self.clock,
            self.home.folder,
            settings=lambda: told(self.settings, self.home.folder, os.environ),
            weights=lambda: self.matching_weights,
            overruled="matching" in self.settings.model_fields_set,
            examine=self._examined,
            allowance=self.allowance,
            prices=self.settings.prices,
            changed=self._forget_weights,
        )

    def _examined(self, progress: Progress | None) -> list[Check]:
        from copilot.doctor import examine

        return examine(self, progress)

    def _forget_weights(self) -> None:
        """What was made with the old weights is made again when it is asked for next."""
        for part in ("matching_weights", "matching", "auditing", "rephraser", "chat"):
            vars(self).pop(part, None)

    @cached_property
    def guide_shelf(self) -> GuideShelf:
        """The community's own guides, kept in the home."""
        return GuideShelf(self.units, self.library, self.policy, self.clock, self.home.folder / "guides")

    @cached_property
    def area_vectors(self) -> AreaVectors:
        """The catalogue of areas, the community's own among them, for this encoder."""
        return area_vectors_for(self.encoder, self.home.folder / OWN_FILE)

    @cached_property
    def auditing(self) -> AuditService:
        """Who gets matches, by groups that members declared themselves."""
        return AuditService(
            self.units,
            self.profile_encoder,
            self.encoder,
            self.policy,
            self.clock,
            self.matching_weights,
        )

    @cached_property
    def consents(self) -> ConsentsService:
        """What members agreed to, and how they take it back."""
        return ConsentsService(
            self.units,
            self.policy,
            lambda: Places(
                units=self.units, declaring=self.declaring, members=self.members, sponsorship=self.sponsorship,
                drafting=self.drafting, moments=self.moments, stories=self.stories, events=self.events,
                leaderboard=self.leaderboard, badges=self.badges, playbook=self.playbook, surveys=self.surveys,
                nudges=self.nudges,
            ).ways_back(),
        )  # fmt: skip

    @cached_property
    def retention(self) -> RetentionService:
        """What is kept long enough, let go."""
        return RetentionService(
            self.units,
            CheckpointedConversations(self.home.engine),
            # Without a look at anybody's words: nothing but the room of what went is given back.
            lambda: RemainsOfMembers(self.home.engine, lambda _: b"", lambda: self.profile_index),
            self.home.uploads,
            limits_of(self.settings.retention),
            self.policy,
            self.clock,
        )

    @cached_property
    def embedded(self) -> Writer:
        """The writer that needs no model."""
        return EmbeddedWriter(self.encoder)

    @cached_property
    def writer(self) -> Writer:
        """Who finds the words: a chat model where one is configured, else the embedded writer."""
        return ChatModelWriter(self.chat_client, self.embedded) if self.chat_client else self.embedded

    @cached_property
    def learning(self) -> LearningService:
        """Guides read, understood and practised; what to learn next. The index is opened when it is needed."""
        return LearningService(
            self.units,
            self.policy,
            self.clock,
            library=lambda: self.library,
            encoder=self.encoder,
            commentator=Commentator(self.encoder),
            certifier=lambda: self.badges,
            signposts=lambda: self.signposts,
            # Patterns only, as for drafts: a goal is no question.
            goal_signposts=lambda: Signposts(self.posts),
        )

    @cached_property
    def objectives(self) -> ObjectivesService:
        """Objectives of the community, and what serves them."""
        return ObjectivesService(self.units, self.policy, self.clock, self.encoder)

    @cached_property
    def drafting(self) -> DraftingService:
        """Goal plans, agendas, recognition."""
        return DraftingService(
            self.units,
            self.library,
            self.writer,
            self.embedded,
            self.policy,
            self.clock,
            self.encoder,
            prompt_version=lambda name: load(name).version,
            # Patterns only: a goal is no question, and most that sound alike are ordinary.
            signposts=Signposts(self.posts),
            weights=lambda: self.matching_weights,
            tally=self.tally,
        )

    @cached_property
    def playbook(self) -> PlaybookService:
        """The community's playbook."""
        return PlaybookService(
            self.units,
            self.policy,
            self.clock,
            guides=lambda: len(self.library.guides()),
            tracks=lambda: len(titles()),
            weights=lambda: self.matching_weights,
        )

    @cached_property
    def guides(self) -> GuidesService:
        """Guides added, searched and asked."""
        return GuidesService(self.units, self.library, self.writer, self.policy, self.signposts, self.tally)

    @cached_property
    def glances(self) -> GlancesService:
        """Relationships at a glance, with what the guides say for the moment each is in."""
        return GlancesService(
            self.units, self.relationships, self.moods, self.library, self.policy, self.clock, self.encoder
        )

    @cached_property
    def talker(self) -> Talker | None:
        """A chat model that talks with people, where one is configured."""
        return talker_over(self.chat_client, self.clock) if self.chat_client else None

    @cached_property
    def about_me(self) -> AboutMeService:
        """What is known about a member: shown, handed out, deleted."""
        return AboutMeService(
            self.units,
            CheckpointedConversations(self.home.engine),
            lambda: RemainsOfMembers(
                self.home.engine,
                lambda text: self.profile_encoder.key(text),
                lambda: self.profile_index,
                self.home.uploads,
            ),
            lambda asker, member: self.matching.list_matches(asker, member=member),
            self.policy,
            self.clock,
            DeletionsFile(self.home.folder),
        )

    @cached_property
    def backups(self) -> BackupsService:
        """The whole home copied."""
        return BackupsService(
            self.units, HomeBackups(self.home), DeletionsFile(self.home.folder), self.policy, self.clock
        )

    @cached_property
    def chat(self) -> ChatService:
        """Conversations with members."""
        # The chat quotes the guides itself: a chat model puts its own words around that, and is not asked twice.
        quoting = GuidesService(
            self.units, self.library, self.embedded, self.policy, self.signposts, self.tally
        )
        services = Services(
            members=self.members, goals=self.goals, relationships=self.relationships,
            programmes=self.programmes, events=self.events, moments=self.moments, matching=self.matching,
            drafting=self.drafting, guides=quoting,
        )  # fmt: skip
        return ChatService(
            self.units,
            CheckpointedConversations(self.home.engine),
            services,
            self.policy,
            self.clock,
            Router(self.encoder, self.profile_encoder),
            self.talker,
            self.tally,
        )

    def close(self) -> None:
        """Give files and connections back."""
        for part in ("library", "profile_index", "chat_client"):
            if opened := vars(self).get(part):
                opened.close()
        self.home.close()


def open_copilot(home: Path | None = None, *, for_writing: bool = True) -> Copilot:
    """A copilot over a home; settings from the environment."""
    settings = read_settings()
    folder = home or settings.home
    keyring = keyring_of(settings)
    kept = Home(folder, database_url=settings.database_url, for_writing=for_writing, keyring=keyring)
    copilot = Copilot(settings, kept)
    # A process may have been killed after it deleted somebody's records and before the files forgot her.
    if unfinished := copilot.about_me.finish():
        log.warning("A deletion is not finished. %s", unfinished)
    return copilot


def score_rosters(
    seekers: Path, partners: Path, role: MatchRole, progress: Progress | None = None
) -> Iterator[ScoredPair]:
    """Every pair of two roster files, scored by affinity alone; no home is touched.

    Raises BadInput where a row is wrong.
    """
    settings = read_settings()
    encoder = encoder_of(settings)
    return score_pairs(
        members_of(read_roster(seekers), str(seekers)),
        members_of(read_roster(partners), str(partners)),
        role,
        encoder=encoder,
        on=SystemClock().now().date(),
        weights=settings.matching,
        areas=lambda: area_vectors_for(encoder, None, progress),
        progress=progress,
    )
