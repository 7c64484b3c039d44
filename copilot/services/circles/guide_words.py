"""What the guide on facilitating a circle says to each finding about one: the section, and its words."""

from __future__ import annotations

from enum import StrEnum

GUIDE = "circles/facilitating-a-circle.md"


class About(StrEnum):
    """What a finding is about."""

    RHYTHM = "rhythm"
    SILENCE = "silence"
    NEXT = "next"
    UNSAID = "unsaid"
    ATTENDANCE = "attendance"
    MISSED = "missed"
    CHAIR = "chair"
    SMALL = "small"
    LARGE = "large"


QUOTES: dict[About, tuple[str, str]] = {
    About.RHYTHM: (
        "Before the circle meets: size, roles and three promises",
        "We come, or we say beforehand that we won't.",
    ),
    About.SILENCE: (
        "What a facilitator does when a mentoring circle goes flat or hot",
        "ask the circle whether to change the hour, the theme or the membership, or to stop with thanks.",
    ),
    About.NEXT: (
        "Minutes 50 to 60: closing the circle with promises",
        "Choose the next facilitator and case-giver before anyone leaves.",
    ),
    About.ATTENDANCE: (
        "What a facilitator does when a mentoring circle goes flat or hot",
        "ask the circle whether to change the hour, the theme or the membership, or to stop with thanks.",
    ),
    About.MISSED: (
        "The member who hardly speaks",
        'Between meetings ask, "Is the circle giving you what you came for?" and accept a yes.',
    ),
    About.CHAIR: (
        "Before the circle meets: size, roles and three promises",
        "Give out three roles and rotate them",
    ),
    About.SMALL: (
        "Before the circle meets: size, roles and three promises",
        "With three, one absence ends the meeting; with nine, somebody goes home unheard.",
    ),
    About.LARGE: (
        "Before the circle meets: size, roles and three promises",
        "With three, one absence ends the meeting; with nine, somebody goes home unheard.",
    ),
}
"""Section and words of the guide on facilitating a circle that bear on each."""
