"""Nothing that came out of data is live in a reply."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from copilot.services.chat.inert import inert

BAIT = (
    "[", "]", "(", ")", "!", "<", ">", "`", "``", "\\", "https://e.example/", "//e.example", "a", "1", " ", "\n", ":",
    "- ", "[1]", "[1]:", "mailto:a@b.example", "img src=x", "</a>", "*", "_", "#", "|", "~", "data:x", "    ", "[ ] ",
    "> ", "\u200b", "\x1b]8;;", "[x](//e.example)", "![x][1]",
)  # fmt: skip


def live(text: str) -> list[str]:
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    every = [inner for token in tokens for inner in (token, *(token.children or ()))]
    return [
        token.type
        for token in every
        if token.type in {"html_inline", "html_block"} or {"href", "src"} & set(token.attrs)
    ]


@given(st.lists(st.sampled_from(BAIT), max_size=14).map("".join))
def test_no_text_gives_a_live_link_a_picture_or_html(text: str) -> None:
    shown = inert(f"about {text}")
    assert live(shown) == []
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u200b]", shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see [the notes](https://e.example/x)", "see the notes (`https://e.example/x`)"),
        ("![progress](https://e.example/p.png)", "progress (`https://e.example/p.png`)"),
        ("at www.e.example/tomas, or a@b.example.", "at `www.e.example/tomas`, or `a@b.example`."),
        ("<img src=x> 3 < 4", "\\<img src=x> 3 < 4"),
        ("[1]: //e.example", "\\[1]: `//e.example`"),
        ("a ` b", "a ' b"),
        ("\x1b]8;;https://e.example\x07open", "]8;;`https://e.exampleopen`"),
    ],
)
def test_what_would_be_live_stays_readable(text: str, shown: str) -> None:
    assert inert(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "**With Tomas:**\n- [ ] send the slide [1][2]\n- [x] done",
        "# A draft\n\n1. *Proposed*: \\[kept\\] as it is, at 10:30 [3].",
        "`mentoring draft approve d1` or edit",
        "Use 3/4 of the time; and/or nothing.",
    ],
)
def test_the_copilots_own_markdown_stays(text: str) -> None:
    assert inert(text) == text
