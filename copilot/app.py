"""Where the parts meet."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from copilot.choosing import SystemClock, area_vectors_for, encoder_of, keyring_of, read_settings
from copilot.domain.checks import Check
from copilot.domain.matches import MatchRole
from copilot.domain.retention import limits_of
from copilot.over_the_wire import OverTheWire
from copilot.ports import Progress
from copilot.services.accounts.signing_in import SignInService
from copilot.services.askers import Askers
from copilot.services.backups import BackupsService
from copilot.services.badges.notices import NoticingService
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
from copilot.services.matching.service import ScoredPair, score_pairs
from copilot.services.members.about_me import AboutMeService
from copilot.services.members.service import members_of
from copilot.services.objectives.service import ObjectivesService
from copilot.services.playbook.service import PlaybookService
from copilot.services.retention.service import RetentionService
from copilot.services.signposting import Signposts
from copilot.settings import Settings
from copilot.settings_told import told
from copilot.stores.accounts import SqlAddresses
from copilot.stores.backups.deletions import DeletionsFile
from copilot.stores.backups.home_backups import HomeBackups
from copilot.stores.conversations import CheckpointedConversations
from copilot.stores.encrypting import SqlEncryption
from copilot.stores.home import Home
from copilot.stores.password_hashes import Argon2Passwords
from copilot.stores.remains import RemainsOfMembers
from copilot.stores.roster_files import read_roster
from knowledge.tracks import titles
from prompts.loading import load

log = logging.getLogger(__name__)


class Copilot(OverTheWire):
    """The services over one home. Heavy parts are made when they are first asked for."""

    def __init__(self, settings: Settings, home: Home) -> None:
        super().__init__(settings, home)
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
    def event_questions(self) -> EventQuestionsService:
        """Questions before events; their words are kept nowhere as vectors."""
        return EventQuestionsService(self.units, self.policy, self.clock, self.encoder)

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
