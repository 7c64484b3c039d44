"""What reads and writes words: the encoder, the index, a chat model where one is configured, and matching over them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from copilot.choosing import SystemClock, area_vectors_for, chat_client_of, encoder_of, talker_over
from copilot.language.chat_client import ChatClient
from copilot.language.chat_model import ChatModelWriter
from copilot.language.embedded.writer import EmbeddedWriter
from copilot.language.encoder import CachedEncoder, LazyEncoder
from copilot.language.match_reader import ChatModelReader
from copilot.language.models import languages_of
from copilot.language.rephraser import ChatModelRephraser
from copilot.language.reranker import CrossEncoderReranker
from copilot.over_records import OverRecords
from copilot.ports import Allowance, Encoder, Library, MatchReader, Rephraser, Reranker, Talker, Writer
from copilot.services.auditing.service import AuditService
from copilot.services.matching.areas.catalogue import OWN_FILE
from copilot.services.matching.areas.vectors import AreaVectors
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.scores.weights_file import read_weights
from copilot.services.matching.service import MatchingService
from copilot.services.policy import Policy
from copilot.services.signposting import Posts, Signposts, read_posts, signposts_file
from copilot.settings import Settings
from copilot.stores.allowance import SqlAllowance
from copilot.stores.home import Home
from copilot.stores.profile_index import ChromaProfileIndex
from copilot.stores.tally import TallyInMemory
from copilot.stores.unit_of_work import SqlUnitsOfWork
from copilot.stores.vector_store import SqlVectorStore


class OverModels(OverRecords):
    """Each part is heavy, and made when it is first asked for."""

    def __init__(self, settings: Settings, home: Home) -> None:
        self.settings, self.home = settings, home
        super().__init__(SqlUnitsOfWork(home.engine), Policy(), SystemClock())
        self.tally = TallyInMemory(self.clock)

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
    def area_vectors(self) -> AreaVectors:
        """The catalogue of areas, the community's own among them, for this encoder."""
        return area_vectors_for(self.encoder, self.home.folder / OWN_FILE)

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
    def posts(self) -> Posts:
        """Whom to turn to in heavy matters, as the community has set it."""
        return read_posts(signposts_file(self.settings.signposts, self.home.folder), self.settings.contact)

    @cached_property
    def signposts(self) -> Signposts:
        """The same with the ear for oblique speech."""
        return Signposts(self.posts, self.encoder, self.profile_encoder)

    @cached_property
    def embedded(self) -> Writer:
        """The writer that needs no model."""
        return EmbeddedWriter(self.encoder)

    @cached_property
    def writer(self) -> Writer:
        """Who finds the words: a chat model where one is configured, else the embedded writer."""
        return ChatModelWriter(self.chat_client, self.embedded) if self.chat_client else self.embedded

    @cached_property
    def talker(self) -> Talker | None:
        """A chat model that talks with people, where one is configured."""
        return talker_over(self.chat_client, self.clock) if self.chat_client else None
