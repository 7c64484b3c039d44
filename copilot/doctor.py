"""Whether everything an installation needs is there and agrees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from copilot.app import Copilot
from copilot.domain.checks import Check
from copilot.errors import CopilotError, KeyMissing
from copilot.language.chat_examination import examined
from copilot.language.openai_encoder import OPENAI
from copilot.ports import Progress
from copilot.services.log_chain import in_words
from copilot.settings import Settings
from copilot.stores.encrypting import SqlEncryption
from copilot.stores.keyring import missing


def examine(copilot: Copilot, progress: Progress | None = None) -> list[Check]:
    """Look at the home, the encoder, the index and the chat model, each on its own."""
    looks: dict[str, Callable[[Copilot], str]] = {
        "home": _home,
        "encryption": _encryption,
        "audit log": _audit_log,
        "encoder": _encoder,
        "guides index": _guides_index,
        "signposts": _signposts,
        "chat model": _chat_model,
    }
    if _has_to_do_with_mail(copilot.settings):
        looks["e-mail"] = _mail
    if copilot.settings.oidc_issuer or copilot.settings.oidc_client_id or copilot.settings.oidc_only:
        looks["sign-in elsewhere"] = lambda copilot: copilot.elsewhere.check()
    checks = []
    for done, (name, look) in enumerate(looks.items()):
        if progress:
            progress(done, len(looks), name)
        checks.append(_check(name, look, copilot))
    return checks


def locked_out(missing: KeyMissing) -> list[Check]:
    """All that can be said of a home that doesn't open for want of a key."""
    return [Check(name="encryption", ok=False, detail=missing.message, cure=missing.cure)]


def _check(name: str, look: Callable[[Copilot], str], copilot: Copilot) -> Check:
    try:
        return Check(name=name, ok=True, detail=look(copilot))
    except CopilotError as error:
        return Check(name=name, ok=False, detail=error.message, cure=error.cure)


def _home(copilot: Copilot) -> str:
    with copilot.units.reading() as unit:
        return f"{copilot.home.folder} holds {unit.members.count()} members"


def _audit_log(copilot: Copilot) -> str:
    found = copilot.log_chain.verify(copilot.askers.identify(""))
    if found.fault:
        raise CopilotError(
            f"{found.fault.what} {found.fault.meaning}",
            cure="See docs/privacy.md, “When the chain is broken”; keep the database as it is until you have.",
        )
    return in_words(found)


def _encoder(copilot: Copilot) -> str:
    vectors = copilot.encoder.encode(["A mentor listens."])
    asked = copilot.settings.encoder.startswith(f"{OPENAI}:")
    checked = "asked over the network" if asked else "weights as released"
    return f"{copilot.encoder.name}, {vectors.shape[1]} dimensions, {checked}"


def _guides_index(copilot: Copilot) -> str:
    agrees, sentence = copilot.library.agrees()
    if not agrees:
        raise CopilotError(sentence, cure="Run `mentoring guides rebuild`.")
    return sentence


def _signposts(copilot: Copilot) -> str:
    if copilot.posts.faults:
        raise CopilotError(
            " ".join(copilot.posts.faults), cure="Mend the file; until then the words that ship are used."
        )
    return f"{len(copilot.posts.by_kind)} kinds of questions have their words"


def _chat_model(copilot: Copilot) -> str:
    if copilot.chat_client is None:
        return "none is configured; the embedded writer does every job"
    return f"{examined(copilot.chat_client)}{_allowance(copilot)}"


def _allowance(copilot: Copilot) -> str:
    left, a_day = copilot.allowance.left(), copilot.allowance.a_day
    return "" if left is None else f"; {left:,} of {a_day:,} tokens are left for today"


def _encryption(copilot: Copilot) -> str:
    status = SqlEncryption(copilot.home.engine).status()
    if status.damaged:
        raise CopilotError(
            f"What is kept can't be opened in {len(status.damaged)} records: {', '.join(status.damaged[:5])}.",
            cure="Restore these from a backup; everything else can be read.",
        )
    if lost := sorted(status.lost):
        raise missing(lost, str(copilot.home.folder))
    if not status.key:
        return "no key is set; what people write in confidence is kept as they wrote it"
    file = copilot.settings.encryption_key_file
    if file and Path(file).expanduser().resolve().is_relative_to(copilot.home.folder.resolve()):
        raise CopilotError(
            "The file of the encryption keys lies in the home: whoever takes the home takes the key with it.",
            cure="Move it elsewhere, and say where in MENTORING_ENCRYPTION_KEY_FILE.",
        )
    if status.plain + status.outdated:
        raise CopilotError(
            f"{status.plain:,} texts aren't encrypted yet, {status.outdated:,} are with an older key.",
            cure="Run `mentoring encryption apply`.",
        )
    return f"{status.encrypted:,} texts are encrypted with the key {status.key}"


def _has_to_do_with_mail(settings: Settings) -> bool:
    """Whether anything of it is set; who has set nothing is not told of what she doesn't use."""
    return bool(settings.smtp_host or settings.smtp_from or settings.smtp_user)


def _mail(copilot: Copilot) -> str:
    told = copilot.mail.check()
    if told.outcome != "sent":
        raise CopilotError(
            told.fault, cure="Look at MENTORING_SMTP_… and at the server; nudges wait until then."
        )
    signed_in = ", with a sign-in" if copilot.settings.smtp_user else ""
    return f"{copilot.settings.smtp_host} takes letters ({copilot.settings.smtp_security}{signed_in}); none was sent"
