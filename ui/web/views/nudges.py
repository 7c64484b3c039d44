"""Nudges as pictures: what holds for me, what is due, what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from markupsafe import Markup

from copilot.services.nudges.telling import Coming, Got, Mine, SettingsTold
from ui.web.views.pieces import NOTHING, badge, empty, listed, piece, section

_STATES = {
    "sent": NOTHING,
    "sending": badge("on its way", "quiet"),
    "unsure": badge("may have arrived", "quiet"),
}
_NOT_SENT = badge("could not be sent", "care")


def standing(told: SettingsTold) -> Markup:
    """In a few sentences: how nudges come to her, and when not."""
    if told.off:
        return piece(
            '<div class="card"><p><b>You get no nudges.</b> {}</p></div>', "What is due stands on “Today”."
        )
    ways = {
        "e-mail": "They come by e-mail",
        "webhook": f"They come to your own webhook in {(told.channel or '').title()}",
        "": "They can’t reach you: there is no e-mail address of yours here",
    }
    by_itself = (
        NOTHING
        if told.sends
        else piece(
            '<p class="small">{}</p>', "Just now they are sent only when whoever runs this asks for it."
        )
    )
    return piece(
        '<div class="card"><p>{}, <b>at most {} in seven days</b>. {}</p>{}</div>',
        ways[told.way], told.a_week, _never(told), by_itself,
    )  # fmt: skip


def due_now(mine: Mine, zone: tzinfo | None) -> Markup:
    """What is due for her, with why, and why not now."""
    if not mine.coming:
        return section(
            "What is due", empty("Nothing is due.", "Good. A nudge comes only when there is a reason.")
        )
    return section("What is due", listed([_coming(each, zone) for each in mine.coming], "plain over"))


def what_came(got: Sequence[Got], zone: tzinfo | None) -> Markup:
    """What was sent to her, the latest first."""
    if not got:
        return section(
            "What was sent to me",
            empty("Nothing yet.", "Each nudge will stand here, with the day it was sent."),
        )
    return section("What was sent to me", listed([_got(each, zone) for each in got], "plain over"))


def _coming(one: Coming, zone: tzinfo | None) -> Markup:
    said = {
        "now": badge("goes next", "good"),
        "later": badge(f"waits until {_when(one.at, zone)}" if one.at else "waits", "quiet"),
        "never": badge("is not sent", "quiet"),
    }[one.says]
    reason = f" {_to_her(one.reason)}" if one.reason else ""
    return piece(
        '<div class="over-line"><span>{}</span>{}</div><p class="small">Why: {}{}</p>',
        one.short, said, one.why, reason,
    )  # fmt: skip


def _got(one: Got, zone: tzinfo | None) -> Markup:
    state = _NOT_SENT if one.state == "failed" else _STATES.get(one.state, NOTHING)
    return piece(
        '<div class="over-line"><span>{}</span>{}<span class="small">{}</span></div>',
        one.what, state, _when(one.at, zone),
    )  # fmt: skip


def _never(told: SettingsTold) -> str:
    weekends = "" if told.weekends else "at weekends"
    quiet = f"from {told.quiet_from}:00 until {told.quiet_until}:00 ({told.time_zone})"
    times = [each for each in ("" if told.quiet_from == told.quiet_until else quiet, weekends) if each]
    return f"Never {' or '.join(times)}." if times else "At any hour."


def _when(at: datetime, zone: tzinfo | None) -> str:
    local = at.astimezone(zone or UTC)
    return f"{local.day} {local:%B}, {local:%H:%M}"


def _to_her(reason: str) -> str:
    """The rules speak of her; here they speak to her."""
    words = {"She got": "You got", "She is": "You are", "She wants": "You want", "She stopped": "You stopped",
             "She did": "You did", "She gets": "You get", "she is": "you are", "of hers": "of yours",
             "of her own": "of your own", "she asked": "you asked"}  # fmt: skip
    for hers, yours in words.items():
        reason = reason.replace(hers, yours)
    return reason.replace("You are paused, and gets", "You are paused, and get")
