"""All that differs between two installations, read from the environment (`MENTORING_…`)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from copilot.services.matching.scores.weights import MatchingWeights


class Settings(BaseSettings):
    """One installation.

    Empty text means: not set. The chat model is used only where `openai_api_key` or `openai_base_url` is set.
    """

    model_config = SettingsConfigDict(env_prefix="MENTORING_", extra="ignore", populate_by_name=True)

    home: Path = Field(default_factory=lambda: user_data_path("mentoring-copilot", appauthor=False))
    database_url: str = ""
    chroma_url: str = ""
    encoder: str = Field(
        "",
        description="minilm, mpnet, or the folder of a sentence-transformers model; empty: the best installed",
    )
    reranker: str = Field(
        "", description="folder of a cross-encoder that re-ranks what was found; empty: none"
    )
    signposts: str = Field(
        "", description="the community's signposts; empty: signposts.yaml in the home, if any"
    )
    encoder_dtype: Literal["auto", "float32", "bfloat16"] = "auto"
    openai_api_key: SecretStr = Field(
        SecretStr(""), validation_alias=AliasChoices("MENTORING_OPENAI_API_KEY", "OPENAI_API_KEY")
    )
    openai_base_url: str = Field(
        "", validation_alias=AliasChoices("MENTORING_OPENAI_BASE_URL", "OPENAI_BASE_URL")
    )
    chat_model: str = "gpt-5-mini"
    chat_timeout_seconds: float = Field(30, gt=0)
    contact: str = Field("your programme's manager", description="whom to ask where the guides don't say")
    matching: MatchingWeights = MatchingWeights()

    @property
    def chat_model_wanted(self) -> bool:
        """Whether a chat model is configured."""
        return bool(self.openai_api_key.get_secret_value() or self.openai_base_url)
