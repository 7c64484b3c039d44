"""How an installation is, and what chat models took today."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from copilot.domain.checks import Check
from copilot.services.installation import Setting, Spending
from ui.web.views.pieces import NOTHING, badge, empty, listed, meter, notice, piece

A_CENT = 0.01


def models(settings: Sequence[Setting]) -> Markup:
    """Which models do the work, in two lines."""
    value = {one.name: one.value for one in settings if one.value != "not set"}
    chat = value.get("local_model") or ("openai_api_key" in value or "openai_base_url" in value)
    said = (
        value.get("local_model") or value.get("chat_model", "")
        if chat
        else "none: the embedded writer does every job"
    )
    return piece(
        '<section class="card"><h2>Models</h2><dl class="facts"><div><dt>Encoder, which reads and searches</dt>'
        "<dd>{}</dd></div><div><dt>Chat model, which finds words</dt><dd>{}</dd></div></dl></section>",
        value.get("encoder", "the best that is installed"), said,
    )  # fmt: skip


def spent_today(spent: Spending) -> Markup:
    """The day's tokens beside its allowance, and between which bounds they cost."""
    bar = NOTHING
    if spent.a_day:
        percent = 100 * spent.tokens / spent.a_day
        bar = piece(
            '<div class="bar-row">{}<span class="number">{:,} of {:,}</span></div>',
            meter(percent, "Tokens of today’s allowance"), spent.tokens, spent.a_day,
        )  # fmt: skip
    return piece(
        '<section class="card"><h2>Tokens today</h2><p>{}</p>{}<p class="small">{} Days are UTC.</p></section>',
        _taken(spent), bar, _budget(spent),
    )  # fmt: skip


def no_checks() -> Markup:
    """Before anything was looked at."""
    return empty(
        "Nothing has been checked yet.",
        "A check looks at the home, the encoder, the index of the guides, the signposts and the chat model.",
    )


def checks(found: Sequence[Check]) -> Markup:
    """Each check with what was found, and the cure where something is wrong."""
    wrong = sum(not one.ok for one in found)
    said = f"{wrong} of {len(found)} need you." if wrong else f"All {len(found)} are as they should be."
    rows = listed([_check(one) for one in found], "plain verdicts")
    return notice(said, "care" if wrong else "good") + piece(
        '<section class="card section">{}</section>', rows
    )


def _check(one: Check) -> Markup:
    cure = piece('<p class="cure">{}</p>', one.cure) if one.cure else NOTHING
    mark = badge("in order", "good") if one.ok else badge("needs you", "care")
    return piece(
        '<div class="verdict">{}<div><h3>{}</h3><p>{}</p>{}</div></div>',
        mark, one.name[:1].upper() + one.name[1:], _sentence(one.detail), cure,
    )  # fmt: skip


def _taken(spent: Spending) -> str:
    if not spent.tokens:
        return "Chat models have taken none."
    if spent.least is None or spent.most is None:
        return f"Chat models have taken {spent.tokens:,}. What they cost is unknown: no prices are set."
    if spent.most < A_CENT:
        return f"Chat models have taken {spent.tokens:,}, for less than a cent."
    return f"Chat models have taken {spent.tokens:,}, for ${spent.least:.2f} to ${spent.most:.2f}."


def _budget(spent: Spending) -> str:
    if not spent.a_day:
        return "There is no limit: MENTORING_CHAT_TOKENS_A_DAY sets one."
    if spent.tokens >= spent.a_day:
        return "Nothing is left: until tomorrow the embedded writer does every job."
    return f"{spent.a_day - spent.tokens:,} are left for today."


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
