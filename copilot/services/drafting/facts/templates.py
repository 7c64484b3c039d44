"""What a programme brings into its drafts: its own wordings of an agreement, and the parts its sessions have."""

from __future__ import annotations

import re
from datetime import date
from typing import get_args

from copilot.domain.briefs import PartTold, WordingTold
from copilot.domain.drafts import AgreedTopic
from copilot.domain.programmes import LONGEST_WORDING, Programme
from copilot.services.agreements import agreed_terms
from copilot.services.drafting.facts.numbering import Numbering

_MINUTES = re.compile(r"\b(\d{2,3})[ -]minutes?\b", re.IGNORECASE)
_HOUR = re.compile(r"\b(?:an|one|1) hour\b", re.IGNORECASE)
SHORTEST, LONGEST = 15, 240


def wordings(programme: Programme | None, numbering: Numbering) -> tuple[WordingTold, ...]:
    """The programme's wordings by topic, each with its citation; one that can't be quoted whole is left out."""
    found = []
    for topic in get_args(AgreedTopic):
        text = programme.agreement.get(topic, "").strip() if programme else ""
        if programme and text and numbering.quotable_whole(text, LONGEST_WORDING):
            words = numbering.record(
                "programme",
                programme.id,
                f"agreement.{topic}",
                text,
                "wording of the programme",
                LONGEST_WORDING,
            )
            found += [WordingTold(topic=topic, words=words)] if words else []
    return tuple(found)


def session_parts(programme: Programme | None, numbering: Numbering) -> tuple[PartTold, ...]:
    """The parts that sessions have here, each title with its citation, in their order."""
    found = []
    for n, part in enumerate(programme.agenda if programme else ()):
        words = numbering.record(
            "programme", programme.id if programme else "", f"agenda[{n}]", part.title, "part of a session"
        )
        if words:
            found.append(PartTold(words=words, share=part.share, purpose=part.purpose))
    return tuple(found)


def agreed_cadence(programme: Programme | None, otherwise: tuple[int, int], on: date) -> tuple[int, int]:
    """Weeks between two meetings and their minutes: as the programme's wording says, as far as it says them."""
    wording = programme.agreement.get("cadence", "") if programme else ""
    weeks = agreed_terms(wording, on).weeks if wording else None
    said = _MINUTES.search(wording)
    minutes = int(said[1]) if said else 60 if _HOUR.search(wording) else otherwise[1]
    return min(weeks or otherwise[0], 13), min(max(minutes, SHORTEST), LONGEST)
