"""Which adapter answers, as the settings say. Nothing heavy is loaded before it is asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from platformdirs import user_cache_path
from pydantic import ValidationError

from copilot.errors import BadInput
from copilot.language.chat_agent import ChatAgent
from copilot.language.chat_client import ChatClient
from copilot.language.encoder import load_encoder
from copilot.language.local_model import LocalModel
from copilot.language.openai_encoder import OPENAI, OpenAIEncoder
from copilot.ports import (
    UNCOUNTED,
    Allowance,
    Clock,
    Encoder,
    Progress,
    Seals,
    Talker,
    Tally,
)
from copilot.ports.identity import IdentityProvider
from copilot.ports.outside import Post
from copilot.services.badges.checking import BadgeChecks
from copilot.services.making import what_is_wrong
from copilot.services.matching.areas.catalogue import areas_with
from copilot.services.matching.areas.vectors import AreaVectors, area_vectors
from copilot.settings import Settings
from copilot.stores.keyring import Keyring, keys_in

MOST_TOKENS_OF_A_REPLY = 800


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present, in UTC."""
        return datetime.now(UTC)


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


def keyring_of(settings: Settings) -> Keyring:
    """The keys that words are encrypted with, none where none are set.

    Raises BadInput, with nothing of a key in it, where one is no key, where the file can't be read, or where both the
    keys and a file are named: which key goes first would be a guess.
    """
    given, file = settings.encryption_keys.get_secret_value(), settings.encryption_key_file
    if given.strip() and file:
        raise BadInput(
            "Both keys and a file of keys are set.",
            place="MENTORING_ENCRYPTION_KEY_FILE",
            cure="Keep one of the two.",
        )
    keys = keys_in(Path(file).expanduser()) if file else given
    return Keyring(keys.replace(",", " ").split(), file or "MENTORING_ENCRYPTION_KEYS")


def post_of(settings: Settings) -> Post:
    """Who sends letters, as the settings say. Raises BadInput where they are half given."""
    from copilot.sending.post import SmtpPost

    return SmtpPost(
        settings.smtp_host,
        settings.smtp_from,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        name=settings.community.strip() or "Mentoring Copilot",
    )


def provider_of(settings: Settings, clock: Clock) -> IdentityProvider | None:
    """At which provider members sign in, as the settings say; None where they name none.

    Raises BadInput where they are half given.
    """
    if not settings.oidc_issuer:
        if settings.oidc_client_id or settings.oidc_only:
            raise BadInput(
                "Members are to sign in elsewhere, but not where.",
                place="MENTORING_OIDC_ISSUER",
                cure="Set it to the provider's address, or leave the other MENTORING_OIDC_… settings out.",
            )
        return None
    if not settings.oidc_client_id:
        raise BadInput(
            "Members are to sign in elsewhere, but what the provider calls this installation is not said.",
            place="MENTORING_OIDC_CLIENT_ID",
            cure="Register this installation there, and set it to the client id that it gives.",
        )
    from copilot.sending.oidc.provider import OidcProvider

    wanted = {"email": ("email", "email_verified"), "sub": ()}
    return OidcProvider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
        clock,
        scopes=settings.oidc_scopes,
        roles_claim=settings.oidc_roles_claim,
        wanted=wanted.get(settings.oidc_member_claim, (settings.oidc_member_claim,)),
    )


def seals() -> Seals:
    """Reads signed badges; it needs no home."""
    from copilot.stores.badge_seals import JoseSeals

    return JoseSeals()


def badge_checks() -> BadgeChecks:
    """Checks badges as a stranger would: with public keys alone, without a home."""
    return BadgeChecks(seals())


def chat_client_of(
    settings: Settings, allowance: Allowance | None = None, tally: Tally = UNCOUNTED
) -> ChatClient | None:
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
        tally=tally,
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


def area_vectors_for(
    encoder: Encoder, own: Path | None = None, progress: Progress | None = None
) -> AreaVectors:
    """The areas that ship, and a community's own, for an encoder.

    Kept in the user's cache: they come from the catalogue alone, and tell nothing of any member."""
    kept_in = user_cache_path("mentoring-copilot", appauthor=False) / "areas"
    return area_vectors(areas_with(own), encoder, kept_in, progress)
