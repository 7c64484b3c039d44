"""A message in each channel's own published format.

Slack: incoming webhooks take `text` and Block Kit `blocks`; `&`, `<` and `>` are escaped; 3,000 characters a text and
50 blocks a message (docs.slack.dev, “Formatting message text” and “Block Kit”). Teams: a workflow that starts “when a
Teams webhook request is received” takes a message with one Adaptive Card of at most 28 KB (Microsoft Learn, “Create
incoming webhooks with Workflows”); cards are of version 1.4. Discord: “Execute Webhook” takes 2,000 characters of
content and embeds of 6,000 in all, 256 of them in a title and 4,096 in a description. Mattermost: “Incoming webhooks”
take Markdown, and posts hold 16,383 characters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from copilot.domain.messages import Message
from copilot.domain.spaces import Channel
from copilot.sending.plain import URL, as_link, cut, in_parts, one_line, plain, safe, utf16, without_calls

Payload = dict[str, Any]

SLACK_SECTION = 3_000
SLACK_SECTIONS = 40
SLACK_FALLBACK = 300
DISCORD_CONTENT = 2_000
DISCORD_TITLE = 256
DISCORD_DESCRIPTION = 4_096
DISCORD_EMBED = 6_000
MATTERMOST_TEXT = 16_383
TEAMS_BYTES = 27_000
"""Of 28 KB, whichever thousand Teams means."""
ROOM = 400
"""Characters kept free for what stands around the text."""
READ_ON = "Read it in Mentoring Copilot"
_MARKDOWN = re.compile(r"([\\`*_~\[\]|<])|(?:^|(?<=\n))( *)([#>+\-])")
"""Signs that mean something anywhere, and those that do at the beginning of a line."""
_ENTITY = re.compile(r"&(?=#?\w+;)")


def payload(channel: Channel, message: Message) -> Payload:
    """What is sent, as JSON can hold it."""
    formats: dict[Channel, Callable[[Message], Payload]] = {
        Channel.SLACK: slack,
        Channel.TEAMS: teams,
        Channel.DISCORD: discord,
        Channel.MATTERMOST: mattermost,
    }
    return formats[channel](message)


def encoded(payload: Payload) -> bytes:
    """The bytes that travel: UTF-8, as short as JSON can be."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def slack(message: Message) -> Payload:
    """Blocks, and a line for the notification. `verbatim` keeps Slack from finding names and channels in the text."""
    blocks = [_context(_about(message))] if _about(message) else []
    if title := one_line(message.title):
        blocks.insert(0, _section(f"*{_escaped(cut(title, 500)).replace('*', '∗')}*"))
    blocks += [_section(part) for part in _slack_sections(plain(message.text))]
    if message.link:
        blocks.append(_section(in_parts(as_link(message.link), _escaped, _slack_address)))
    if message.url:
        blocks.append(_context(f"<{_escaped(message.url)}|{READ_ON}>", ready=True))
    said = one_line(message.title) or one_line(plain(message.text))
    notification = " – ".join(part for part in (_who(message), cut(said, SLACK_FALLBACK)) if part)
    return {"text": _escaped(notification), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def teams(message: Message) -> Payload:
    """An Adaptive Card of text runs: unlike text blocks they know no Markdown, so words are what they look like."""
    title = one_line(message.title)

    def card(text: str) -> Payload:
        body = [_line(title, weight="Bolder", size="Medium")] if title else []
        body += [_line(_about(message), isSubtle=True)] if _about(message) else []
        body += [_line(line) for line in text.split("\n") if line.strip()]
        body += [_line(as_link(message.link))] if message.link else []
        content = {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": body,
            **({"actions": [_opens(message.url, READ_ON)]} if message.url else {}),
        }
        kind = "application/vnd.microsoft.card.adaptive"
        return {
            "type": "message",
            "attachments": [{"contentType": kind, "contentUrl": None, "content": content}],
        }

    return card(cut(plain(message.text), TEAMS_BYTES, lambda text: len(encoded(card(text)))))


def discord(message: Message) -> Payload:
    """A line and an embed; `allowed_mentions` with an empty `parse` pings nobody, whatever stands in them."""
    text = plain(message.text)
    if message.link:
        text = f"{text}\n\n{as_link(message.link)}"
    embed: Payload = {"description": _discord_text(text)}
    if title := one_line(message.title):
        embed["title"] = _fitting(title, DISCORD_TITLE)
    if message.url:
        embed["url"] = message.url
        embed["footer"] = {"text": f"{READ_ON}: {message.url}"} if "title" not in embed else {"text": READ_ON}
    return {
        "content": _fitting(_about(message), DISCORD_CONTENT),
        "embeds": [embed],
        "allowed_mentions": {"parse": []},
    }


def mattermost(message: Message) -> Payload:
    """Markdown with every sign escaped; Slack's signs in angle brackets, which Mattermost knows too, are broken."""
    title, about = one_line(message.title), _about(message)
    head = [f"**{_mattermost(cut(title, 500))}**"] if title else []
    head += [f"_{_mattermost(about)}_"] if about else []
    tail = [_mattermost(as_link(message.link))] if message.link else []
    tail += [f"[{READ_ON}]({message.url})"] if message.url else []
    around = sum(len(part) + 2 for part in (*head, *tail))
    text = cut(plain(message.text), MATTERMOST_TEXT - around - 2, lambda text: len(_mattermost(text)))
    return {
        "text": "\n\n".join(
            ["\n".join(head), _mattermost(text), *tail] if head else [_mattermost(text), *tail]
        )
    }


def _who(message: Message) -> str:
    author, where = cut(one_line(message.author), 200), cut(one_line(message.where), 200)
    return f"{author} in {where}" if author and where else author or where


def _about(message: Message) -> str:
    return " · ".join(part for part in (_who(message), one_line(message.what)) if part)


def _escaped(text: str) -> str:
    return without_calls(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _slack_address(url: str) -> str:
    return f"<{url.replace('&', '&amp;')}>"


def _slack_text(text: str) -> str:
    return in_parts(text, _escaped, _slack_address)


def _slack_sections(text: str) -> list[str]:
    """The text in pieces that fit, cut between words."""
    parts: list[str] = []
    while text and len(parts) < SLACK_SECTIONS:
        taken = cut(text, SLACK_SECTION, lambda piece: utf16(_slack_text(piece)))
        whole = taken == text or len(parts) == SLACK_SECTIONS - 1
        piece = taken if whole else taken.removesuffix(" …")
        parts.append(_slack_text(piece))
        text = "" if whole else text[len(piece) :].lstrip()
    return parts


def _section(text: str) -> Payload:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _context(text: str, *, ready: bool = False) -> Payload:
    words = text if ready else _escaped(text)
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": words, "verbatim": True}]}


def _line(text: str, **look: object) -> Payload:
    """A paragraph of runs; an address in it can be opened, and stands there whole."""
    runs: list[Payload] = []
    at = 0
    for found in URL.finditer(text):
        url = safe(found[0])
        runs += [_run(text[at : found.start()], look), {**_run(url, look), "selectAction": _opens(url)}]
        at = found.end()
    runs.append(_run(text[at:], look))
    return {"type": "RichTextBlock", "spacing": "Small", "inlines": [run for run in runs if run["text"]]}


def _run(text: str, look: dict[str, object]) -> Payload:
    return {"type": "TextRun", "text": without_calls(text), **look}


def _opens(url: str, title: str = "") -> Payload:
    return {"type": "Action.OpenUrl", **({"title": title} if title else {}), "url": url}


def _markdown(text: str) -> str:
    return without_calls(_MARKDOWN.sub(lambda sign: f"{sign[2] or ''}\\{sign[1] or sign[3]}", text))


def _discord(text: str) -> str:
    return in_parts(text, _markdown, str)


def _fitting(text: str, most: int) -> str:
    return _discord(cut(text, most, lambda piece: utf16(_discord(piece))))


def _discord_text(text: str) -> str:
    return _fitting(text, min(DISCORD_DESCRIPTION, DISCORD_EMBED - DISCORD_TITLE - ROOM))


def _mattermost(text: str) -> str:
    def written(words: str) -> str:
        return _markdown(_ENTITY.sub("&amp;", words)).replace("\\<", "&lt;").replace("\\>", "&gt;")

    return in_parts(text, written, str)
