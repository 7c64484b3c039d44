"""Which sentences stay out of a text that others will read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from copilot.services.pseudonyms import Roster

_HEALTH = (
    r"sick leave|burn-?out|chemotherapy|miscarriage|menopaus\w+|"
    r"\b(?:my|her|his|their|your) (?:illness|health|diagnosis|disability|therapy|depression|anxiety|recovery|"
    r"surgery)|"
    r"\b(?:was|were|been|am|fell|being) (?:ill|sick|depressed|diagnosed)|"
    r"\b(?:since|after|before) (?:my|the) (?:illness|operation|diagnosis)"
)
_FAMILY = (
    r"pregnan\w+|\b(?:on|after|from|during|my|her|his|their) (?:maternity|paternity|parental|carer['’]?s) leave\b|"
    r"\bdivorced?\b|\bschool run\b|"
    r"\b(?:my|her|his|their|your) (?:\w+ )?(?:husband|wife|spouse|girlfriend|boyfriend|child(?:ren)?|kids?|"
    r"sons?|daughters?|"
    r"mother|father|parents?|bab(?:y|ies)|twins|family|marriage)\b|"
    r"\b(?:single|young|working) (?:mother|father|parent|mum|dad)"
)
_AGE_AND_ORIGIN = (
    r"\b(?:aged|turned|I am|I['’]m|careers? at) \d{2}\b|"
    r"\b\d{2} years? old\b|\btoo (?:young|old)\b|\bmy age\b|\bpension\b|\bvisa\b|\basylum\b|"
    r"\bresidence permit\b|\bmy (?:faith|religion|church|mosque|accent|party)\b|\bcoming out\b"
)
_CONFLICT = (
    r"\b(?:harass\w+|bull(?:ied|ying) me)|\bmy (?:complaint|grievance|lawyer|salary|pay)\b|"
    r"\b(?:other|another|outside) offer\b|"
    r"\b(?:applying|applied) elsewhere\b|\bhand in my notice\b|"
    r"\bleav(?:e|ing) (?:the|this) (?:company|organisation|job)\b"
)
PERSONAL: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("health", re.compile(_HEALTH, re.IGNORECASE)),
    ("family", re.compile(_FAMILY, re.IGNORECASE)),
    ("age, origin or belief", re.compile(_AGE_AND_ORIGIN, re.IGNORECASE)),
    ("pay, conflict or other plans", re.compile(_CONFLICT, re.IGNORECASE)),
)
"""What a sponsor leaves out even where it would win sympathy; read for plain cases, and a person reads the rest."""


def names_somebody(names: Mapping[str, str], but: str = "") -> Callable[[str], bool]:
    """Which sentences name a member; `but` is the id of the one who may be named."""
    roster = Roster(names)
    own = {names.get(but, ""), *names.get(but, "").split()}

    def named(sentence: str) -> bool:
        people = roster.people_in(sentence)
        return any(one.member != but and sentence[one.start : one.end] not in own for one in people)

    return named


def personal_matter(text: str) -> str:
    """What in a text belongs to her alone, such as `health`; empty where nothing does."""
    return next((what for what, pattern in PERSONAL if pattern.search(text)), "")
