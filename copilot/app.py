"""Where the parts meet: the only module that chooses adapters."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path

from platformdirs import user_cache_path
from pydantic import ValidationError

from copilot.domain.checks import Check
from copilot.domain.matches import MatchRole
from copilot.errors import BadInput
from copilot.language.chat_agent import ChatAgent
from copilot.language.chat_client import ChatClient
from copilot.language.chat_model import ChatModelWriter
from copilot.language.embedded.writer import EmbeddedWriter
from copilot.language.encoder import CachedEncoder, LazyEncoder, load_encoder
from copilot.language.local_model import LocalModel
from copilot.language.match_reader import ChatModelReader
from copilot.language.models import languages_of
from copilot.language.openai_encoder import OPENAI, OpenAIEncoder
from copilot.language.rephraser import ChatModelRephraser
from copilot.language.reranker import CrossEncoderReranker
from copilot.ports import (
    Allowance,
    Clock,
    Encoder,
    Library,
    MatchReader,
    Progress,
    Rephraser,
    Reranker,
    Talker,
    Writer,
)
from copilot.services.accounts.service import AccountsService
from copilot.services.accounts.signing_in import SignInService
from copilot.services.agreements import AgreementsService
from copilot.services.askers import Askers
from copilot.services.auditing.declaring import DeclaringService
from copilot.services.auditing.service import AuditService
from copilot.services.chat.routing import Router
from copilot.services.chat.service import ChatService
from copilot.services.chat.tools.asking import Services
from copilot.services.drafting.service import DraftingService
from copilot.services.glances import GlancesService
from copilot.services.goals import GoalsService
from copilot.services.guide_shelf import GuideShelf
from copilot.services.guides import GuidesService
from copilot.services.installation import InstallationService
from copilot.services.log import LogService
from copilot.services.making import what_is_wrong
from copilot.services.matching.areas.catalogue import OWN_FILE, areas_with
from copilot.services.matching.areas.vectors import AreaVectors, area_vectors
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.scores.weights_file import read_weights
from copilot.services.matching.service import MatchingService, ScoredPair, score_pairs
from copilot.services.members.about_me import AboutMeService
from copilot.services.members.service import MembersService, members_of
from copilot.services.moments import MomentsService
from copilot.services.moods import MoodsService
from copilot.services.pausing import PausingService
from copilot.services.policy import Policy
from copilot.services.programme_health import ProgrammeHealthService
from copilot.services.programmes import ProgrammesService
from copilot.services.relationships import RelationshipsService
from copilot.services.roles import RolesService
from copilot.services.signposting import Posts, Signposts, read_posts, signposts_file
from copilot.settings import Settings
from copilot.settings_told import told
from copilot.stores.accounts import SqlAddresses
from copilot.stores.allowance import SqlAllowance
from copilot.stores.conversations import CheckpointedConversations
from copilot.stores.home import Home
from copilot.stores.password_hashes import Argon2Passwords
from copilot.stores.profile_index import ChromaProfileIndex
from copilot.stores.remains import RemainsOfMembers
from copilot.stores.roster_files import read_roster
from copilot.stores.unit_of_work import SqlUnitsOfWork
from copilot.stores.vector_store import SqlVectorStore
from prompts.loading import load

log = logging.getLogger(__name__)
MOST_TOKENS_OF_A_REPLY = 800


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present, in UTC."""
        return datetime.now(UTC)


class Copilot:
    """The services over one home. Heavy parts are made when they are first asked for."""

    def __init__(self, settings: Settings, home: Home) -> None:
        self.settings = settings
        self.home = home
        self.units = SqlUnitsOfWork(home.engine)
        self.policy = Policy()
        self.clock = SystemClock()
        self.askers = Askers(self.units)
        self.accounts = AccountsService(self.units, self.policy, self.clock)
        self.signing_in = SignInService(self.units, SqlAddresses(home.engine), Argon2Passwords(), self.clock)
        self.members = MembersService(self.units, self.policy, self.clock)
        self.programmes = ProgrammesService(self.units, self.policy, self.clock)
        self.programme_health = ProgrammeHealthService(self.units, self.policy, self.clock)
        self.relationships = RelationshipsService(self.units, self.policy, self.clock)
        self.agreements = AgreementsService(self.units, self.policy, self.clock)
        self.goals = GoalsService(self.units, self.policy)
        self.moments = MomentsService(self.units, self.policy, self.clock)
        self.moods = MoodsService(self.units, self.policy, self.clock)
        self.pausing = PausingService(self.units, self.policy, self.clock)
        self.declaring = DeclaringService(self.units, self.policy, self.clock)
        self.roles = RolesService(self.units, self.policy, self.clock)
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
        return chat_client_of(self.settings, self.allowance)

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
    def embedded(self) -> Writer:
        """The writer that needs no model."""
        return EmbeddedWriter(self.encoder)

    @cached_property
    def writer(self) -> Writer:
        """Who finds the words: a chat model where one is configured, else the embedded writer."""
        return ChatModelWriter(self.chat_client, self.embedded) if self.chat_client else self.embedded

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
        )

    @cached_property
    def guides(self) -> GuidesService:
        """Guides added, searched and asked."""
        return GuidesService(self.units, self.library, self.writer, self.policy, self.signposts)

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
                self.home.engine, lambda text: self.profile_encoder.key(text), lambda: self.profile_index
            ),
            lambda asker, member: self.matching.list_matches(asker, member=member),
            self.policy,
            self.clock,
        )

    @cached_property
    def chat(self) -> ChatService:
        """Conversations with members."""
        # The chat quotes the guides itself: a chat model puts its own words around that, and is not asked twice.
        quoting = GuidesService(self.units, self.library, self.embedded, self.policy, self.signposts)
        services = Services(
            members=self.members, goals=self.goals, relationships=self.relationships,
            programmes=self.programmes, moments=self.moments, matching=self.matching, drafting=self.drafting,
            guides=quoting,
        )  # fmt: skip
        return ChatService(
            self.units,
            CheckpointedConversations(self.home.engine),
            services,
            self.policy,
            self.clock,
            Router(self.encoder, self.profile_encoder),
            self.talker,
        )

    def close(self) -> None:
        """Give files and connections back."""
        for part in ("library", "profile_index", "chat_client"):
            if opened := vars(self).get(part):
                opened.close()
        self.home.close()


def read_settings() -> Settings:
    """The settings of this installation. Raises BadInput naming the variable that is wrong."""
    try:
        return Settings()
    except ValidationError as fault:
        field, sentence = what_is_wrong(fault)
        variable = field if field.isupper() else f"MENTORING_{field.upper()}"
        raise BadInput(
            f"{variable} is wrong: {sentence}.", place=variable, cure="Mend it or leave it out."
        ) from fault


def chat_client_of(settings: Settings, allowance: Allowance | None = None) -> ChatClient | None:
    """The chat model that the settings name, not yet started or asked; None where they name none."""
    if not settings.chat_model_wanted:
        return None
    path = Path(settings.local_model).expanduser() if settings.local_model else None
    local = LocalModel(path, settings.local_model_threads) if path else None
    return ChatClient(
        local.name if local else settings.chat_model,
        "" if local else settings.openai_base_url,
        "" if local else settings.openai_api_key.get_secret_value(),
        local=local,
        silence=settings.chat_timeout_seconds,
        patience=settings.chat_patience_seconds,
        prices=settings.prices,
        allowance=allowance,
    )


def talker_over(client: ChatClient, clock: Clock) -> Talker:
    """A chat model that talks with people."""
    open_model = partial(client.open, temperature=0.2, most_tokens=MOST_TOKENS_OF_A_REPLY, whole=False)
    return ChatAgent(client.model, open_model, clock, base_url=client.where)


def encoder_of(settings: Settings, remembered: Path | None = None) -> Encoder:
    """The encoder that the settings name, loaded; `remembered` is the file that keeps its precision.

    Raises ModelUnavailable where its weights are missing.
    """
    kind, _, model = settings.encoder.partition(":")
    if kind != OPENAI:
        return load_encoder(settings.encoder, settings.encoder_dtype, remembered)
    key = settings.openai_api_key.get_secret_value()
    return OpenAIEncoder(model, settings.openai_base_url, key, timeout=settings.chat_timeout_seconds)


def open_copilot(home: Path | None = None, *, for_writing: bool = True) -> Copilot:
    """A copilot over a home; settings from the environment."""
    settings = read_settings()
    folder = home or settings.home
    copilot = Copilot(settings, Home(folder, database_url=settings.database_url, for_writing=for_writing))
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


def area_vectors_for(
    encoder: Encoder, own: Path | None = None, progress: Progress | None = None
) -> AreaVectors:
    """The areas that ship, and a community's own, for an encoder.

    Kept in the user's cache: they come from the catalogue alone, and tell nothing of any member."""
    kept_in = user_cache_path("mentoring-copilot", appauthor=False) / "areas"
    return area_vectors(areas_with(own), encoder, kept_in, progress)
