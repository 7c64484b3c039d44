"""Webhooks: where posts go besides, how each one is, and what went out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from markupsafe import Markup

from copilot.domain.spaces import Channel, Delivery
from copilot.domain.wording import listed_in_words
from copilot.services.outbox import FAILED, SENT
from copilot.services.webhooks_told import LeadingOut, WebhookTold
from ui.web.views.pieces import NOTHING, badge, counted, day, empty, listed, piece, together
from ui.web.views.spaces import does

CHANNELS = {
    Channel.SLACK: "Slack",
    Channel.TEAMS: "Teams",
    Channel.DISCORD: "Discord",
    Channel.MATTERMOST: "Mattermost",
}
WHERE_TO_FIND = {
    Channel.SLACK: "In Slack: the settings of an app of yours, “Incoming webhooks”, “Add new webhook”.",
    Channel.TEAMS: "In Teams: the channel’s menu, “Workflows”, “Send webhook alerts to a channel”.",
    Channel.DISCORD: "In Discord: the channel’s settings, “Integrations”, “Webhooks”, “Copy webhook URL”.",
    Channel.MATTERMOST: "In Mattermost: “Integrations” in the main menu, “Incoming webhooks”, “Add”.",
}
_KINDS = {
    "post": "posts",
    "resource": "resources",
    "story": "success stories",
    "shout-out": "shout-outs",
    "opportunity": "opportunities",
}
_STATES = {SENT: ("arrived", "good"), FAILED: ("given up", "care")}
MOST_SHOWN = 20


def webhooks(found: Sequence[WebhookTold], names: Mapping[str, str]) -> Markup:
    """Every webhook of the spaces she keeps, with how it is and what can be done."""
    if not found:
        return empty(
            "Nothing is sent anywhere.",
            "Some of your people read Slack all day and come here on Fridays. With a webhook, what is posted in a "
            "space appears in a channel there, too. Add one below.",
        )
    return piece('<div class="posts">{}</div>', together([_card(one, names) for one in found]))


def nothing_to_send() -> Markup:
    """What the page says to somebody who keeps no space."""
    return empty(
        "You keep no space.",
        "Whoever keeps a group or manages a programme may send its posts on to Slack, Teams, Discord or Mattermost. "
        "Open a group of your own under “Spaces”.",
    )


def going_out(space: str, leading: Sequence[LeadingOut], *, keeps: bool) -> Markup:
    """In a space: where its posts go besides, for whoever writes there; and the keeper's way to say so."""
    told = [
        piece(
            '<p class="small">{} also go to {} in {}.</p>',
            listed_in_words([_KINDS[kind.value] for kind in one.kinds]).capitalize(), one.name, CHANNELS[one.channel],
        )
        for one in leading
    ]  # fmt: skip
    way = piece(
        '<p class="ways"><a href="/webhooks?{}">Send its posts elsewhere</a></p>', urlencode({"space": space})
    )
    return together([*told, way if keeps else NOTHING])


def where_to_find(channel: Channel) -> Markup:
    """Where the other system shows the address."""
    return piece('<p class="small">{}</p>', WHERE_TO_FIND[channel])


def asks_before(one: WebhookTold) -> Markup:
    """What is lost when it is removed."""
    return piece(
        '<p class="quoted"><b>Remove {}?</b> Its address is forgotten, and what waits is not sent. What arrived there '
        "stays there.</p>",
        one.name,
    )


def what_went_out(one: WebhookTold, found: Sequence[Delivery]) -> Markup:
    """The latest deliveries of one webhook."""
    if not found:
        return empty(f"Nothing went to {one.name} yet.", "What is posted from now on will stand here.")
    lines = [_delivery(each) for each in found[:MOST_SHOWN]]
    return piece('<div class="card"><h3>What went to {}</h3>{}</div>', one.name, listed(lines, "plain over"))


def _card(one: WebhookTold, names: Mapping[str, str]) -> Markup:
    kinds = listed_in_words([_KINDS[kind.value] for kind in one.kinds])
    return piece(
        '<article class="card post"><div class="row"><h3>{} <span class="small">{}</span></h3>{}</div>'
        '<p>{} of <b>{}</b></p><p class="small">{} · {}</p>{}<p class="ways answer">{}</p></article>',
        one.name, CHANNELS[one.channel], _standing(one), kinds.capitalize(), names.get(one.space, one.space),
        one.address, _numbers(one), _fault(one), _ways(one),
    )  # fmt: skip


def _standing(one: WebhookTold) -> Markup:
    if not one.active:
        return badge("stopped" if one.fault else "paused", "care" if one.fault else "quiet")
    return badge("trying again", "care") if one.fault else badge("in order", "good")


def _numbers(one: WebhookTold) -> str:
    said = [counted(one.sent, "post arrived", "posts arrived")]
    said += [f"{one.waiting:,} waiting"] if one.waiting else []
    said += [f"{one.failed:,} given up"] if one.failed else []
    return ", ".join(said)


def _fault(one: WebhookTold) -> Markup:
    return piece('<p class="notice care">{}</p>', one.fault) if one.fault else NOTHING


def _ways(one: WebhookTold) -> Markup:
    turn = ("Pause", f"pause {one.id}") if one.active else ("Send again", f"resume {one.id}")
    ways = (
        ("Send a test", f"test {one.id}"),
        turn,
        ("What went out", f"sent {one.id}"),
        ("Remove", f"remove {one.id}"),
    )
    return together([does(words, what, about=f"({one.name})") for words, what in ways])


def _delivery(one: Delivery) -> Markup:
    words, tone = _STATES.get(one.state, ("waiting", "plain"))
    fault = piece('<p class="small">{}</p>', one.fault) if one.fault else NOTHING
    tries = counted(one.tries, "try", "tries")
    return piece(
        '<div class="over-line"><span>{} <span class="small">{} · {}</span></span>{}</div>{}',
        day(one.next_try), tries, one.post, badge(words, tone), fault,
    )  # fmt: skip
