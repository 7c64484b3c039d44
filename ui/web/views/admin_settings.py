"""What the installation runs with, as an admin reads it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from copilot.services.installation import Setting, WeightsFile
from ui.web.views.pieces import NOTHING, badge, counted, listed, notice, piece, together

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Where things are kept", ("home", "database_url", "chroma_url")),
    ("Reading and searching", ("encoder", "encoder_dtype", "reranker")),
    (
        "The chat model",
        (
            "chat_model", "openai_base_url", "openai_api_key", "local_model", "local_model_threads",
            "chat_timeout_seconds", "chat_patience_seconds", "chat_price_input", "chat_price_output",
            "chat_tokens_a_day",
        ),
    ),
    ("The web app", ("hosts", "behind_proxy")),
    ("People and matching", ("contact", "signposts", "matching")),
)  # fmt: skip
"""Settings by what they are about; one that is new and in no group comes last, under More."""
SPELLED = {"url": "address", "openai": "OpenAI", "api": "API", "dtype": "precision"}


def settings_page(settings: Sequence[Setting]) -> Markup:
    """Every setting in groups, and how one is changed."""
    known = {name for _, names in GROUPS for name in names}
    groups = [
        (title, [one for name in names for one in settings if one.name == name]) for title, names in GROUPS
    ]
    groups.append(("More", [one for one in settings if one.name not in known]))
    how = piece(
        '<div class="notice plain"><p>These are read from the environment when the program starts, and can be '
        "changed only there: set the variable, start again. The weights of matching, at the end of this page, "
        "can be changed here.</p></div>"
    )
    return how + together([_group(title, own) for title, own in groups if own])


def weights_words(file: WeightsFile) -> Markup:
    """What the editor below shows, and what it counts for."""
    if file.overruled:
        return notice(
            "The environment sets the weights (MENTORING_MATCHING), and goes before the file: what is changed here "
            "counts once that variable is gone.",
            "care",
        )
    if file.exists:
        return piece('<p class="under">This is matching.yaml of the home, and matching goes by it.</p>')
    return piece(
        '<p class="under">Matching goes by these weights, as they come with the program. Kept with changes, they '
        "become matching.yaml in the home.</p>"
    )


def weights_changed(differences: Sequence[str]) -> Markup:
    """What is different now."""
    if not differences:
        return notice("Matching goes by the same weights as before.", "plain")
    return notice(f"Kept: {counted(len(differences), 'weight')} changed. The next run goes by it.") + listed(
        [piece("{}", each) for each in differences], "small"
    )


def _group(title: str, settings: Sequence[Setting]) -> Markup:
    rows = listed([_setting(one) for one in settings], "plain settings")
    return piece('<section class="card section"><h2>{}</h2>{}</section>', title, rows)


def _setting(one: Setting) -> Markup:
    tone = "quiet" if one.value == "not set" else "good" if one.secret else "plain"
    lock = piece('<span class="small">a secret: never shown</span>') if one.secret else NOTHING
    return piece(
        '<div class="row"><h3>{}</h3><span class="due">{}{}</span></div><div>{}</div>'
        '<div class="small"><code>{}</code> · {}</div>',
        _called(one.name), lock, badge(one.value, tone), _sentence(one.what), one.variable, one.source,
    )  # fmt: skip


def _called(name: str) -> str:
    words = " ".join(SPELLED.get(word, word) for word in name.split("_"))
    return words[:1].upper() + words[1:]


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""
