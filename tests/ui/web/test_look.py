"""The palette, held to WCAG 2.2: 4.5 to 1 for text (success criterion 1.4.3)."""

from __future__ import annotations

import re

import pytest

from ui.web.look import HEAD, STATIC

CSS = (STATIC / "look.css").read_text(encoding="utf-8")
LIGHT, DARK = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)) for part in CSS.split("@media", 2)[:2])
PAIRS = [
    *((text, ground) for text in ("ink", "muted") for ground in ("paper", "surface", "sunk")),
    *(("ink", ground) for ground in ("accent-soft", "care-soft", "mark")),
    ("muted", "accent-soft"),
    *(("accent", ground) for ground in ("paper", "surface", "sunk")),
    ("accent-strong", "accent-soft"),
    ("care", "care-soft"),
    ("care", "surface"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
]


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(scheme: dict[str, str], text: str, ground: str) -> None:
    assert _contrast(scheme[text], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edge_of_a_field_can_be_seen(scheme: dict[str, str]) -> None:
    """3 to 1 for the parts of controls (success criterion 1.4.11)."""
    assert _contrast(scheme["edge"], scheme["surface"]) >= 3


def test_nothing_is_fetched_from_outside() -> None:
    for text in (CSS, HEAD, *(file.read_text("utf-8") for file in STATIC.glob("*.js"))):
        assert not re.search(r"https?://|url\(|@import|@font-face", text)
