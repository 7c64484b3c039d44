"""Each channel's payload, by the rules it publishes; whatever a post holds, nobody is called and nothing hidden."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.messages import Message
from copilot.domain.spaces import Channel
from copilot.sending.payloads import encoded, payload
from copilot.sending.plain import cut, plain, utf16, without_calls

MESSAGE = Message(
    text="Who would like to try the **opening** on Thursday? [Slides](https://slides.example.org/a_b?x=1&y=2)\n\n"
    "- five minutes\n- no notes",
    title="Rehearsal & feedback",
    author="Ada Moreau",
    where="Speaking in public",
    what="Resource",
    link="https://example.org/rehearse",
    url="https://mentoring.example.org/spaces?space=sp1",
)
TRICKS = """@everyone @here @channel @all @Channel, @ada <!channel> <!here> <!everyone> <@U024BE7LH> <@&123>
<#C024BE7LR> <!subteam^SAZ94GDB8> <https://evil.example|https://good.example> [https://good.example](https://evil.example)
[ada@good.example](mailto:eve@evil.example) ![@here](https://evil.example/track.png) <at>Ada</at>
`@channel` \\@here @\u200bhere @\u202ehere ＠here &lt;!channel&gt; <mailto:eve@evil.example|ada@good.example>
https://evil.example|https://good.example javascript:alert(1) [x](javascript:alert(1)) a@channel é@here"""


NO_WORDS = {"$schema", "type", "selectAction"}


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, each in value.items() if key not in NO_WORDS for text in strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) else []


def check_slack(said: Any) -> None:
    """Block Kit: at most 50 blocks, 3,000 characters a text, `&`, `<` and `>` only as entities or around an address."""
    assert set(said) == {"text", "blocks", "unfurl_links", "unfurl_media"}
    assert 0 < len(said["blocks"]) <= 50
    assert said["unfurl_links"] is said["unfurl_media"] is False
    for block in said["blocks"]:
        assert block["type"] in {"section", "context"}
        texts = [block["text"]] if block["type"] == "section" else block["elements"]
        assert 0 < len(texts) <= 10
        for text in texts:
            assert (text["type"], text["verbatim"]) == ("mrkdwn", True)
            assert 1 <= utf16(text["text"]) <= 3_000
    for text in [said["text"], *(text for block in said["blocks"] for text in strings(block))]:
        bare = re.sub(r"<https?://[^<>|\s]+(\|Read it in Mentoring Copilot)?>", "", text)
        assert "<" not in bare
        assert ">" not in bare
        assert not re.search(r"&(?!amp;|lt;|gt;)", bare)


def check_teams(said: Any) -> None:
    """A message with one Adaptive Card of version 1.4, 28 KB in all, of text runs, which know no Markdown."""
    assert said["type"] == "message"
    (attachment,) = said["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    assert set(card) <= {"$schema", "type", "version", "body", "actions"}
    assert len(encoded(said)) <= 28_000
    assert "msteams" not in card, "mentions would stand there"
    for element in card["body"]:
        assert element["type"] == "RichTextBlock"
        assert element["inlines"]
        for run in element["inlines"]:
            assert run["type"] == "TextRun"
            assert run["text"]
            assert set(run) <= {"type", "text", "weight", "size", "isSubtle", "selectAction"}
            if action := run.get("selectAction"):
                assert action == {"type": "Action.OpenUrl", "url": run["text"]}
    assert all(action["type"] == "Action.OpenUrl" and action["title"] for action in card.get("actions", []))


def check_discord(said: Any) -> None:
    """Content up to 2,000; one embed: title 256, description 4,096, 6,000 in all; nobody may be mentioned."""
    assert said["allowed_mentions"] == {"parse": []}
    assert utf16(said["content"]) <= 2_000
    (embed,) = said["embeds"]
    assert set(embed) <= {"title", "description", "url", "footer"}
    title, description = embed.get("title", ""), embed["description"]
    footer = embed.get("footer", {}).get("text", "")
    assert utf16(title) <= 256
    assert utf16(description) <= 4_096
    assert utf16(footer) <= 2_048
    assert utf16(title + description + footer) <= 6_000
    assert not re.search(r"(?<!\\)(?:\\\\)*<[@#!:]", title + description + said["content"])
    assert not re.search(r"(?<!\\)(?:\\\\)*\]\(", description), "no label before an address"


def check_mattermost(said: Any) -> None:
    """At most 16,383 characters; no sign of Slack's, which Mattermost would turn into a mention or a link."""
    assert set(said) == {"text"}
    assert 0 < len(said["text"]) <= 16_383
    assert "<" not in said["text"]
    bare = re.sub(r"\n\n\[Read it in Mentoring Copilot\]\(https://\S+\)$", "", said["text"])
    assert not re.search(r"(?<!\\)(?:\\\\)*\]\(", bare), "no label before an address"


CHECKS = {
    Channel.SLACK: check_slack,
    Channel.TEAMS: check_teams,
    Channel.DISCORD: check_discord,
    Channel.MATTERMOST: check_mattermost,
}
CALL = re.compile(r"@(?:channel|here|everyone|all)\b|(?<![A-Za-z0-9_.+-])@[A-Za-z]", re.IGNORECASE)


def check(channel: Channel, message: Message) -> Any:
    said = payload(channel, message)
    CHECKS[channel](said)
    for text in strings(said):
        assert not CALL.search(text), text
    return json.loads(encoded(said))


@pytest.mark.parametrize("channel", Channel)
def test_a_post_in_each_format(channel: Channel) -> None:
    whole = " ".join(strings(check(channel, MESSAGE)))
    for part in ("Ada Moreau in Speaking in public", "Rehearsal", "no notes", "https://example.org/rehearse",
                 "https://mentoring.example.org/spaces?space=sp1", "Read it in Mentoring Copilot"):  # fmt: skip
        assert part in whole
    assert "**opening**" not in whole


@pytest.mark.parametrize("channel", Channel)
def test_tricks_call_nobody_and_hide_nothing(channel: Channel) -> None:
    tricky = MESSAGE.model_copy(update={"text": TRICKS, "title": TRICKS[:150], "author": "<!channel>",
                                        "where": "@everyone", "link": ""})  # fmt: skip
    whole = " ".join(strings(check(channel, tricky)))
    assert "\u202e" not in whole
    # Where a label would show another address, both are read.
    assert re.search(r"<?https://good\.example>?\s+\(", whole)
    assert re.search(r"\(\s*<?https://evil\.example", whole)
    assert "eve@evil.example" in whole


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize(
    "text", ["word " * 4_000, "ä" * 20_000, "&<>" * 6_666, "👩🏽‍🚀" * 4_000, "a\n" * 10_000, "_*`" * 6_000]
)
def test_a_long_post_is_cut_and_fits(channel: Channel, text: str) -> None:
    said = strings(check(channel, MESSAGE.model_copy(update={"text": text})))
    # Slack takes the whole of the longest post, in pieces.
    assert channel is Channel.SLACK or text[0] != "ä" or any("…" in each for each in said)


def test_a_long_post_is_cut_at_a_word() -> None:
    said = check(Channel.DISCORD, Message(text="mentoring " * 2_000, author="Ada"))
    assert said["embeds"][0]["description"].endswith("mentoring …")


def test_slack_hears_the_whole_of_the_longest_post_in_pieces() -> None:
    words = [f"w{n}" for n in range(3_000)]
    said = check(Channel.SLACK, Message(text=" ".join(words)))
    heard = " ".join(block["text"]["text"] for block in said["blocks"] if block["type"] == "section")
    assert heard.split() == words


@pytest.mark.parametrize("channel", Channel)
def test_a_post_of_which_nothing_can_be_seen_still_makes_a_message(channel: Channel) -> None:
    check(channel, Message(text="\u200b[x]: https://example.org", title="\u200b", author="Ada", where="Here"))


PIECES = ["@here", "<!channel>", "[a](https://e.example)", "\n\n- ", "<", "|", "https://x.org/", "`", "\\", "@", "![",
          "](", "&lt;"]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(list(Channel)),
    st.lists(
        st.one_of(st.text(max_size=40), st.sampled_from(PIECES)),
        max_size=30,
    ).map("".join),
    st.text(max_size=60),
)  # fmt: skip
def test_whatever_is_written_the_rules_hold(channel: Channel, text: str, name: str) -> None:
    check(channel, Message(text=text or "x", title=name, author=f"A{name}", where=name))


def test_markdown_reads_as_words() -> None:
    text = "# Plan\n\nFirst *this*,\nthen `that`.\n\n1. one\n2. two\n   - three\n\n> said\n\n```\ncode\n```\n<b>raw</b>"
    assert (
        plain(text)
        == "Plan\n\nFirst this,\nthen that.\n\n1. one\n2. two\n  • three\n\nsaid\n\ncode\n\n<b>raw</b>"
    )


@pytest.mark.parametrize(
    ("markdown", "read"),
    [
        ("[here](https://e.example)", "here (https://e.example)"),
        ("[https://e.example](https://e.example)", "https://e.example"),
        ("<https://e.example>", "https://e.example"),
        ("[a@b.org](mailto:a@b.org)", "a@b.org"),
        ("[a@b.org](mailto:eve@e.org)", "a@b.org (eve@e.org)"),
        ("![a picture](https://e.example/p.png)", "a picture (https://e.example/p.png)"),
        ("![](https://e.example/p.png)", "https://e.example/p.png"),
        ("[](https://e.example)", "https://e.example"),
    ],
)
def test_behind_a_label_stands_where_it_leads(markdown: str, read: str) -> None:
    assert plain(markdown) == read


@pytest.mark.parametrize("channel", Channel)
def test_a_link_is_whole_in_every_channel(channel: Channel) -> None:
    linked = MESSAGE.model_copy(update={"link": "https://en.example.org/wiki/Talk_(speech)?by=@ada*"})
    whole = " ".join(strings(check(channel, linked)))
    assert "https://en.example.org/wiki/Talk_%28speech%29?by=%40ada%2A" in whole


def test_an_e_mail_address_stays_one() -> None:
    assert (
        without_calls("write to ada.moreau@example.org, not @ada")
        == "write to ada.moreau@example.org, not @\u200bada"
    )


@given(st.text(max_size=300), st.integers(10, 200))
def test_a_cut_text_fits_and_begins_as_the_whole(text: str, most: int) -> None:
    kept = cut(text, most)
    assert len(kept) <= most
    assert kept == text or text.startswith(kept.removesuffix(" …"))
