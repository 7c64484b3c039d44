"""Whether everything an installation needs is there and agrees."""

from __future__ import annotations

from collections.abc import Callable

from copilot.app import Copilot
from copilot.domain.checks import Check
from copilot.errors import CopilotError
from copilot.language.chat_examination import examined
from copilot.language.openai_encoder import OPENAI
from copilot.ports import Progress
from copilot.settings import Settings


def examine(copilot: Copilot, progress: Progress | None = None) -> list[Check]:
    """Look at the home, the encoder, the index and the chat model, each on its own."""
    looks: dict[str, Callable[[Copilot], str]] = {
        "home": _home,
        "encoder": _encoder,
        "guides index": _guides_index,
        "signposts": _signposts,
        "chat model": _chat_model,
    }
    if _has_to_do_with_mail(copilot.settings):
        looks["e-mail"] = _mail
    checks = []
    for done, (name, look) in enumerate(looks.items()):
        if progress:
            progress(done, len(looks), name)
        checks.append(_check(name, look, copilot))
    return checks


def _check(name: str, look: Callable[[Copilot], str], copilot: Copilot) -> Check:
    try:
        return Check(name=name, ok=True, detail=look(copilot))
    except CopilotError as error:
        return Check(name=name, ok=False, detail=error.message, cure=error.cure)


def _home(copilot: Copilot) -> str:
    with copilot.units.reading() as unit:
        return f"{copilot.home.folder} holds {unit.members.count()} members"


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
