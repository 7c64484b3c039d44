"""A write-up from logged moments: situation, behaviour, impact, in the words they were logged with."""

from __future__ import annotations

from copilot.domain.briefs import Brief, MomentTold
from copilot.domain.drafts import Fact, Recognition
from copilot.domain.wording import day_in_words, first_name
from copilot.errors import NothingToSay
from copilot.language.embedded.areas import pattern_file
from copilot.language.embedded.choosing import chosen
from copilot.language.embedded.telling import moment_told

MOMENTS_FOR = {"shout-out": 1, "newsletter": 2, "nomination": 5}


def recognition(brief: Brief, attempt: int = 0) -> Recognition:
    """The latest moments, as many as the tone takes. Another `attempt` picks another closing."""
    if not brief.moments:
        raise NothingToSay(
            "No moment has been logged.", place="moments", cure="Log what was seen, with its day."
        )
    latest = sorted(brief.moments, key=lambda moment: moment.on)[-MOMENTS_FOR[brief.tone] :]
    words = pattern_file("tones")[brief.tone]
    first = first_name(brief.about)
    # By the day, not by the words: those hold the name or a pronoun, and thanks must not differ by either.
    closing = chosen(words["closings"], latest[-1].on.isoformat(), str(len(latest)), str(attempt))
    return Recognition(
        tone=brief.tone,
        title=words["title"].format(name=brief.about, first=first),
        paragraphs=tuple(_paragraph(moment, first, brief.tone) for moment in latest),
        closing=closing.format(name=brief.about, first=first),
    )


def _paragraph(moment: MomentTold, first: str, tone: str) -> Fact:
    parts = (moment.situation, moment.behaviour, moment.impact)
    text = moment_told(moment, first)
    if tone == "nomination":
        text = f"{day_in_words(moment.on)}. {text}"
    return Fact(text=text, evidence=tuple(part.n for part in parts if part))
