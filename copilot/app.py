"""Where the parts meet: the only module that chooses adapters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from platformdirs import user_cache_path
from pydantic import ValidationError

from copilot.domain.matches import MatchRole
from copilot.errors import BadInput
from copilot.language.chat_model import ChatModelWriter
from copilot.language.embedded.writer import EmbeddedWriter
from copilot.language.encoder import CachedEncoder, LazyEncoder, load_encoder
from copilot.language.match_reader import ChatModelReader
from copilot.language.models import languages_of
from copilot.language.rephraser import ChatModelRephraser
from copilot.language.reranker import CrossEncoderReranker
from copilot.ports import Encoder, Library, MatchReader, Progress, Rephraser, Reranker, Writer
from copilot.services.askers import Askers
from copilot.services.auditing.declaring import DeclaringService
from copilot.services.auditing.service import AuditService
from copilot.services.drafting.service import DraftingService
from copilot.services.goals import GoalsService
from copilot.services.guides import GuidesService
from copilot.services.making import what_is_wrong
from copilot.services.matching.areas.catalogue import OWN_FILE, areas_with
from copilot.services.matching.areas.vectors import AreaVectors, area_vectors
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.scores.weights_file import read_weights
from copilot.services.matching.service import MatchingService, ScoredPair, score_pairs
from copilot.services.members.service import MembersService, members_of
from copilot.services.moments import MomentsService
from copilot.services.policy import Policy
from copilot.services.programmes import ProgrammesService
from copilot.services.relationships import RelationshipsService
from copilot.services.signposting import Posts, Signposts, read_posts, signposts_file
from copilot.settings import Settings
from copilot.stores.home import Home
from copilot.stores.profile_index import ChromaProfileIndex
from copilot.stores.roster_files import read_roster
from copilot.stores.unit_of_work import SqlUnitsOfWork
from copilot.stores.vector_store import SqlVectorStore
from prompts.loading import load


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
        self.members = MembersService(self.units, self.policy, self.clock)
        self.programmes = ProgrammesService(self.units, self.policy, self.clock)
        self.relationships = RelationshipsService(self.units, self.policy, self.clock)
        self.goals = GoalsService(self.units, self.policy)
        self.moments = MomentsService(self.units, self.policy, self.clock)
        self.declaring = DeclaringService(self.units, self.policy, self.clock)

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder, loaded at its first use; it keeps nothing of what it reads."""
        return LazyEncoder(
            lambda: load_encoder(self.settings.encoder, self.settings.encoder_dtype, self.home.encoder_dtype)
        )

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
    def match_reader(self) -> MatchReader | None:
        """A chat model that may read candidates of matches, where one is configured."""
        if not self.settings.chat_model_wanted:
            return None
        return ChatModelReader(
            self.settings.chat_model,
            self.settings.openai_base_url,
            self.settings.openai_api_key.get_secret_value(),
            timeout=self.settings.chat_timeout_seconds,
        )

    @cached_property
    def rephraser(self) -> Rephraser | None:
        """A chat model that may say rationales in its own words, where one is configured and the settings ask."""
        if not (self.settings.chat_model_wanted and self.matching_weights.rephrase):
            return None
        return ChatModelRephraser(
            self.settings.chat_model,
            self.settings.openai_base_url,
            self.settings.openai_api_key.get_secret_value(),
            timeout=self.settings.chat_timeout_seconds,
        )

    @cached_property
    def matching_weights(self) -> MatchingWeights:
        """The settings of matching: from the environment, else from the home's file, else as they come."""
        if "matching" in self.settings.model_fields_set:
            return self.settings.matching
        return read_weights(self.home.folder, self.settings.matching)

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
        if not self.settings.chat_model_wanted:
            return self.embedded
        return ChatModelWriter(
            self.settings.chat_model,
            self.settings.openai_base_url,
            self.settings.openai_api_key.get_secret_value(),
            timeout=self.settings.chat_timeout_seconds,
        )

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

    def close(self) -> None:
        """Give files and connections back."""
        for part in ("library", "profile_index"):
            if part in vars(self):
                vars(self)[part].close()
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


def open_copilot(home: Path | None = None, *, for_writing: bool = True) -> Copilot:
    """A copilot over a home; settings from the environment."""
    settings = read_settings()
    folder = home or settings.home
    return Copilot(settings, Home(folder, database_url=settings.database_url, for_writing=for_writing))


def score_rosters(
    seekers: Path, partners: Path, role: MatchRole, progress: Progress | None = None
) -> Iterator[ScoredPair]:
    """Every pair of two roster files, scored by affinity alone; no home is touched.

    Raises BadInput where a row is wrong.
    """
    settings = read_settings()
    encoder = load_encoder(settings.encoder, settings.encoder_dtype)
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
