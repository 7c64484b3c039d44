"""Sentences of the services that say “the mentee” and “the mentor”, as they are read by somebody."""

from __future__ import annotations

import re
from collections.abc import Callable

from copilot.domain.matches import MatchRole
from copilot.services.matching.reasons.role_words import WORDS
from ui.web.people import People

Named = Callable[[str], str]

_QUOTED = re.compile(r"(“[^”]*”)")
_AFTER_YOU = {" has": " have", " is": " are", " brings": " bring"}


def named(role: MatchRole, seeker: str, partner: str, people: People, me: str = "") -> Named:
    """Puts a first name in place of each role, outside quotations; `me`, the one who reads, is spoken to as “you”.

    What is said of two whose names aren't known, or are alike, stays as it is.
    """
    words = WORDS.get(role)
    first = {seeker: people.first(seeker), partner: people.first(partner)}
    known = seeker in people.introduced and partner in people.introduced
    if words is None or not known or first[seeker] == first[partner]:
        return lambda sentence: sentence
    who = {words.seeker: seeker, words.partner: partner}
    either = "|".join(sorted(who, key=len, reverse=True))
    spoken_of = re.compile(rf"\b({either})\b('s)?({'|'.join(_AFTER_YOU)})?\b", re.IGNORECASE)

    def name(found: re.Match[str]) -> str:
        member, verb = who[found[1].lower()], found[3] or ""
        if member != me:
            return f"{first[member]}{found[2] or ''}{verb}"
        you = "your" if found[2] else f"you{_AFTER_YOU.get(verb, '')}"
        after = verb if found[2] else ""
        return (you.capitalize() if found[1][0].isupper() else you) + after

    def say(sentence: str) -> str:
        pieces = _QUOTED.split(sentence)
        return "".join(each if each.startswith("“") else spoken_of.sub(name, each) for each in pieces)

    return say
