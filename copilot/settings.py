"""All that differs between two installations, read from the environment (`MENTORING_…`)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from copilot.domain.events import is_known
from copilot.domain.usage import Prices
from copilot.services.matching.scores.weights import MatchingWeights


class Settings(BaseSettings):
    """One installation.

    Empty text means: not set. A chat model is used only where `local_model`, `openai_api_key` or `openai_base_url` is
    set; the first of them goes first.
    """

    model_config = SettingsConfigDict(env_prefix="MENTORING_", extra="ignore", populate_by_name=True)

    home: Path = Field(
        default_factory=lambda: user_data_path("mentoring-copilot", appauthor=False),
        description="folder with the database, the indexes and the community's own files",
    )
    database_url: str = Field(
        "", description="PostgreSQL for the records; empty: the SQLite file in the home"
    )
    chroma_url: str = Field(
        "",
        description="a Chroma server for the vectors; empty: the folder in the home, one process at a time",
    )
    encoder: str = Field(
        "",
        description="minilm, mpnet, the folder of a sentence-transformers model, or openai: and the name of a model "
        "there; empty: the best installed",
    )
    reranker: str = Field(
        "", description="folder of a cross-encoder that re-ranks what was found; empty: none"
    )
    signposts: str = Field(
        "", description="the community's signposts; empty: signposts.yaml in the home, if any"
    )
    encoder_dtype: Literal["auto", "float32", "bfloat16"] = Field(
        "auto", description="how exactly the encoder reckons; auto: whatever is fastest on this machine"
    )
    openai_api_key: SecretStr = Field(
        SecretStr(""),
        validation_alias=AliasChoices("MENTORING_OPENAI_API_KEY", "OPENAI_API_KEY"),
        description="key of the chat model's provider",
    )
    openai_base_url: str = Field(
        "",
        validation_alias=AliasChoices("MENTORING_OPENAI_BASE_URL", "OPENAI_BASE_URL"),
        description="address of the chat model's server; empty: OpenAI, where a key is set",
    )
    chat_model: str = Field("gpt-5-mini", description="name of the chat model at that server")
    local_model: str = Field("", description="a GGUF file that is run in this process; empty: none")
    local_model_threads: int = Field(0, ge=0, description="processor threads for it; 0: as many as are good")
    chat_timeout_seconds: float = Field(
        30, gt=0, description="given up after so long without a word, over all tries together"
    )
    chat_patience_seconds: float = Field(
        300, gt=0, description="given up after so long, though it keeps writing"
    )
    chat_price_input: float | None = Field(
        None, ge=0, description="US dollars for a million tokens read; unset: unknown"
    )
    chat_price_output: float | None = Field(
        None, ge=0, description="US dollars for a million tokens written; unset: unknown"
    )
    chat_tokens_a_day: int = Field(
        0, ge=0, description="tokens that chat models may take in a day; 0: no limit"
    )
    contact: str = Field("your programme's manager", description="whom to ask where the guides don't say")
    community: str = Field(
        "",
        max_length=200,
        description="what the community is called in the badges it signs; empty: its host, or “A mentoring community”",
    )
    hosts: str = Field(
        "",
        description="the names under which the web app is reached from elsewhere, such as mentoring.example.org",
    )
    behind_proxy: str = Field(
        "",
        description="addresses of the proxy that ends TLS before the web app, such as 127.0.0.1; empty: none",
    )
    webhook_hosts: str = Field(
        "",
        description="webhooks' hosts that may be private, with their ports, such as chat.example.internal:443",
    )
    smtp_host: str = Field("", description="the server that sends e-mail; empty: none is sent")
    smtp_port: int = Field(0, ge=0, le=65_535, description="its port; 0: 587, 465 with tls, 25 with none")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="how the way to it is protected; none only for a server on this machine"
    )
    smtp_user: str = Field("", description="whom to sign in as at that server; empty: nobody")
    smtp_password: SecretStr = Field(SecretStr(""), description="the password for it")
    smtp_from: str = Field("", description="whom e-mail comes from, such as mentoring@example.org")
    nudges: bool = Field(
        False,
        description="whether the web app sends nudges by itself; without it only `mentoring nudge send` does",
    )
    nudges_a_week: int = Field(
        2, ge=0, le=14, description="how many nudges a member gets in seven days at most"
    )
    quiet_from: int = Field(
        20, ge=0, le=23, description="hour of a member's own day from which nothing is sent to her"
    )
    quiet_until: int = Field(8, ge=0, le=23, description="hour of her day until which nothing is sent to her")
    time_zone: str = Field("UTC", description="the time zone of members who gave none, such as Europe/Lisbon")
    matching: MatchingWeights = Field(
        MatchingWeights(), description="how matching weighs what it knows; else matching.yaml in the home"
    )

    @field_validator("webhook_hosts")
    @classmethod
    def _ports_are_named(cls, hosts: str) -> str:
        """A private host is opened at one port: beside a chat there may stand what nobody is to write to."""
        for word in hosts.replace(",", " ").replace(";", " ").split():
            if not re.fullmatch(r"(?:[^:\[\]]+|\[[^\[\]]+\]):\d{1,5}", word):
                raise ValueError(f"“{word}” names no port; write it as chat.example.internal:443")
        return hosts

    @field_validator("time_zone")
    @classmethod
    def _zone_is_known(cls, name: str) -> str:
        if not is_known(name):
            raise ValueError(f"“{name}” is not an IANA time zone such as Europe/Lisbon")
        return name

    @property
    def chat_model_wanted(self) -> bool:
        """Whether a chat model is configured."""
        return bool(self.local_model or self.openai_api_key.get_secret_value() or self.openai_base_url)

    @property
    def address(self) -> str:
        """Where people find the web app, without a slash at the end; empty where only this machine reaches it."""
        names = sorted(self.hosts.lower().replace(",", " ").replace(";", " ").split())
        return f"https://{names[0].rstrip('.')}" if names and self.behind_proxy.strip() else ""

    @property
    def private_webhook_hosts(self) -> frozenset[str]:
        """Each `host:port` in `webhook_hosts`, in lower case."""
        return frozenset(self.webhook_hosts.lower().replace(",", " ").replace(";", " ").split())

    @property
    def prices(self) -> Prices:
        """What a chat model's tokens cost, as far as it is known."""
        return Prices(input=self.chat_price_input, output=self.chat_price_output)
