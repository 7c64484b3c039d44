"""All that differs between two installations, read from the environment (`MENTORING_…`)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from copilot.domain.elsewhere import is_issuer, roles_by_group
from copilot.domain.events import is_known
from copilot.domain.members import Role
from copilot.domain.retention import limits_of
from copilot.domain.usage import Prices
from copilot.services.matching.scores.weights import MatchingWeights

SHORTEST_TOKEN = 20


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
    encryption_keys: SecretStr = Field(
        SecretStr(""),
        description="keys that words written in confidence are encrypted with, the one in use first, then older ones",
    )
    encryption_key_file: str = Field("", description="a file with these keys instead, one a line")
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
    oidc_issuer: str = Field(
        "",
        description="the OpenID provider at which members sign in, such as https://sso.example.org/realms/main; "
        "empty: none",
    )
    oidc_client_id: str = Field("", description="what the provider calls this installation")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="the secret it shares with it, if any")
    oidc_name: str = Field(
        "your organisation", min_length=1, max_length=60, description="what the button says one signs in with"
    )
    oidc_scopes: str = Field("openid email profile", description="what the provider is asked for")
    oidc_member_claim: Literal["email", "sub", "preferred_username"] = Field(
        "email", description="what names a member at her first sign-in: a verified e-mail, or her id here"
    )
    oidc_roles_claim: str = Field(
        "", description="the claim that holds groups, such as groups or realm_access.roles; empty: none"
    )
    oidc_roles: str = Field(
        "", description="which groups stand for which roles here, such as mentoring-managers=manager"
    )
    oidc_only: bool = Field(
        False, description="whether members sign in there alone, and passwords open nothing"
    )
    smtp_host: str = Field("", description="the server that sends e-mail; empty: none is sent")
    smtp_port: int = Field(0, ge=0, le=65_535, description="its port; 0: 587, 465 with tls, 25 with none")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="how the way to it is protected; none only for a server on this machine"
    )
    smtp_user: str = Field("", description="whom to sign in as at that server; empty: nobody")
    smtp_password: SecretStr = Field(SecretStr(""), description="the password for it")
    smtp_from: str = Field("", description="whom e-mail comes from, such as mentoring@example.org")
    retention: str = Field(
        "",
        description="how long what is kept, such as: chats 12 months, uploads 7 days; what isn't named is kept",
    )
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
    log_format: Literal["text", "json"] = Field(
        "text", description="how the web app writes its log: for people, or a JSON object a line for programs"
    )
    log_level: Literal["", "debug", "info", "warning", "error"] = Field(
        "", description="from which level on it writes; empty: info with json, warning with text"
    )
    metrics_token: SecretStr = Field(
        SecretStr(""),
        description="who gives it may read /metrics from elsewhere; empty: only this machine, not through a proxy",
    )
    otlp_endpoint: str = Field(
        "",
        description="address of an OTLP/HTTP collector for traces, such as http://127.0.0.1:4318; empty: none",
    )
    matching: MatchingWeights = Field(
        MatchingWeights(), description="how matching weighs what it knows; else matching.yaml in the home"
    )

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer_is_reached_safely(cls, issuer: str) -> str:
        if issuer and not is_issuer(issuer):
            raise ValueError(f"“{issuer}” is no issuer; write it as https://sso.example.org/realms/main")
        return issuer

    @field_validator("oidc_scopes")
    @classmethod
    def _openid_is_asked_for(cls, scopes: str) -> str:
        if "openid" not in scopes.split():
            raise ValueError("“openid” is not among the scopes; without it nobody is signed in")
        return scopes

    @field_validator("oidc_roles")
    @classmethod
    def _groups_stand_for_roles(cls, said: str) -> str:
        roles_by_group(said)
        return said

    @field_validator("retention")
    @classmethod
    def _limits_can_be_read(cls, said: str) -> str:
        limits_of(said)
        return said

    @field_validator("webhook_hosts")
    @classmethod
    def _ports_are_named(cls, hosts: str) -> str:
        """A private host is opened at one port: beside a chat there may stand what nobody is to write to."""
        for word in hosts.replace(",", " ").replace(";", " ").split():
            if not re.fullmatch(r"(?:[^:\[\]]+|\[[^\[\]]+\]):\d{1,5}", word):
                raise ValueError(f"“{word}” names no port; write it as chat.example.internal:443")
        return hosts

    @field_validator("metrics_token")
    @classmethod
    def _token_is_long(cls, token: SecretStr) -> SecretStr:
        said = token.get_secret_value()
        if said and (
            len(said) < SHORTEST_TOKEN or not said.isascii() or any(each.isspace() for each in said)
        ):
            raise ValueError(
                f"it needs {SHORTEST_TOKEN} characters without spaces, so that nobody guesses it"
            )
        return token

    @field_validator("otlp_endpoint")
    @classmethod
    def _endpoint_is_an_address(cls, address: str) -> str:
        if address and not re.fullmatch(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?", address):
            raise ValueError("it is not an address such as http://127.0.0.1:4318")
        return address

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
    def claimed_roles(self) -> dict[str, Role]:
        """Which groups of the provider stand for which roles."""
        return roles_by_group(self.oidc_roles)

    @property
    def private_webhook_hosts(self) -> frozenset[str]:
        """Each `host:port` in `webhook_hosts`, in lower case."""
        return frozenset(self.webhook_hosts.lower().replace(",", " ").replace(";", " ").split())

    @property
    def prices(self) -> Prices:
        """What a chat model's tokens cost, as far as it is known."""
        return Prices(input=self.chat_price_input, output=self.chat_price_output)
