"""An agreement from authored wordings, fitted to the hours, time zones, languages, goals and styles that both named."""

from __future__ import annotations

import re
from typing import Any, get_args

from copilot.domain.briefs import Brief
from copilot.domain.drafts import AgreedPoint, AgreedTopic, AgreementText
from copilot.domain.wording import day_in_words, first_name
from copilot.language.embedded.areas import pattern_file
from copilot.language.embedded.choosing import chosen
from copilot.language.embedded.goal_words import read_goal
from copilot.language.told_agreements import agreement_of, said_on

RHYTHMS = {1: "every week", 2: "every two weeks", 3: "every three weeks", 4: "every four weeks"}
FEW_HOURS = 3.0
"""From fewer working hours in common a day on, the hour is worth fixing."""
MOST_STYLES = 1
"""Of one person: a second one might say the opposite."""


def agreement(brief: Brief, attempt: int = 0) -> AgreementText:
    """All six points. Another `attempt` picks other wordings."""
    patterns = pattern_file("agreement")
    topics: tuple[AgreedTopic, ...] = get_args(AgreedTopic)
    return agreement_of((_point(topic, patterns[topic], brief, attempt) for topic in topics), brief)


def _point(topic: AgreedTopic, words: dict[str, Any], brief: Brief, attempt: int) -> AgreedPoint:
    proposed = " ".join(filter(None, (_wording(words, brief, attempt), *_fitted(topic, words, brief))))
    asks: list[str] = _to_settle(topic, words, brief)
    key = topic, str(brief.hours_per_month), brief.role, str(attempt)
    return AgreedPoint(
        topic=topic,
        said=said_on(topic, brief),
        proposed=_filled(proposed, brief),
        to_settle=_filled(chosen(asks, *key), brief),
    )


def _wording(words: dict[str, Any], brief: Brief, attempt: int) -> str:
    """The wording for the role where there is one of its own, else for everybody."""
    kind = "circle" if brief.circle else brief.role
    bare = not brief.goals and "without_goals" in words
    options: list[str] = words["without_goals"] if bare else words.get(kind) or words["wordings"]
    return chosen(options, kind, str(brief.weeks_between), str(len(brief.goals)), str(attempt))


def _fitted(topic: AgreedTopic, words: dict[str, Any], brief: Brief) -> list[str]:
    """Sentences for what these two said."""
    if topic == "cadence":
        known = any(said.field == "hours_per_month" for said in brief.selves)
        return [words["hours"] if known else "", words["overlap"][_overlap(brief.hours_in_common)]]
    if topic == "feedback":
        return _styles(words["styles"], brief)
    return [words["programme"]] if topic == "ending" and brief.programme else []


def _overlap(hours: float | None) -> str:
    if hours is None:
        return "unknown"
    return "none" if hours < 1 else "few" if hours < FEW_HOURS else "enough"


def _styles(styles: list[dict[str, str]], brief: Brief) -> list[str]:
    """What suits each one's style of working, as far as its words say."""
    fitting: list[str] = []
    for said in (one for one in brief.selves if one.field == "working_style"):
        found = [one["then"] for one in styles if re.search(one["says"], said.words.text, re.IGNORECASE)]
        fitting += [text.replace("{name}", first_name(said.who)) for text in found[:MOST_STYLES]]
    return fitting


def _to_settle(topic: AgreedTopic, words: dict[str, Any], brief: Brief) -> list[str]:
    if topic != "cadence":
        return list(words["to_settle"])
    spoken = [set(said.words.text.split(", ")) for said in brief.selves if said.field == "languages"]
    common = sorted(set.intersection(*spoken)) if len(spoken) > 1 else None
    if common is not None and len(common) != 1:
        choice = " or ".join(common) if common else "a language that all of us speak"
        return [words["language"].replace("{languages}", choice)]
    return list(words["to_settle"])


def _filled(text: str, brief: Brief) -> str:
    seeker, pair = first_name(brief.about), not brief.circle
    partner = first_name(brief.partner) if pair else "the others"
    said = {
        "focus": _focus(brief, seeker),
        "ends": day_in_words(brief.ends),
        "minutes": str(brief.minutes),
        "rhythm": RHYTHMS.get(brief.weeks_between, f"every {brief.weeks_between} weeks"),
        "hours": f"{brief.hours_per_month:g} hour{'' if brief.hours_per_month == 1 else 's'}",
        "overlap": f"{brief.hours_in_common or 0:g}",
        "seeker": seeker if pair else "whoever brings a topic",
        "partner": partner,
        "either": "either of us" if pair else "any of us",
        "neither": "Neither of us" if pair else "None of us",
        "both": "both of us" if pair else "all of us",
        "other": "the other" if pair else "the others",
    }
    filled = re.sub(r"\{(\w+)\}", lambda found: said[found[1]], text)
    filled = filled.replace("the others asks", "the others ask").replace("the others does", "the others do")
    return re.sub(r"(^|[.!?] )([a-z])", lambda found: found[1] + found[2].upper(), filled)


def _focus(brief: Brief, seeker: str) -> str:
    """What the first goal is about, said of her and not to her."""
    if not brief.goals:
        return ""
    focus = read_goal(brief.goals[0].words.text).focus
    return re.sub(r"\byour\b", f"{seeker}’s", re.sub(r"\byou\b", seeker, focus))
