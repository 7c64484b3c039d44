"""A rationale's claims as the seeker is told them: `your goal`, `their wish`; quoted words stay as they are."""

from __future__ import annotations

import re

from copilot.domain.matches import MatchRole, Suggestion
from copilot.services.matching.reasons.role_words import WORDS, sentence

_QUOTED = re.compile(r"(“[^”]*”)")
_OF_MANY = {"is": "are", "has": "have", "brings": "bring", "was": "were"}
_VERB = r"(?P<verb> (?:is|has|brings|was|ranked)\b)?"


def told(claim: str, role: MatchRole) -> str:
    """A claim about seeker and partner, in the words of somebody who talks with the seeker about the partner."""
    words = WORDS[role]
    plain = words.partner.replace("the ", "this ", 1)
    parts = _QUOTED.split(claim)
    for at in range(0, len(parts), 2):
        parts[at] = _instead(parts[at], words.seeker, "you", "your", "you")
        for partner in (words.partner, plain):
            parts[at] = _instead(parts[at], partner, "they", "their", "them")
    return sentence("".join(parts))


def as_need(topic: str) -> str:
    """What somebody wants to learn, as the name of it: `to present` as `presenting`.

    Names of crafts find those who have them better than sentences about learning do (tried on the sample community).
    """
    found = re.match(r"(?:how\s+)?to\s+(?P<verb>[a-z]+)\b(?P<rest>.*)", topic, re.IGNORECASE | re.DOTALL)
    return f"{_doing(found['verb'].lower())}{found['rest']}" if found else topic


def _doing(verb: str) -> str:
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if len(verb) > 2 and verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return f"{verb[:-1]}ing"
    doubled = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb)
    return f"{verb}{verb[-1]}ing" if doubled else f"{verb}ing"


def speaks_to_it(suggestion: Suggestion, seeker: str) -> bool:
    """Whether something that the partner offers is named as an answer to the seeker's need."""
    cited = {one.n: one for one in suggestion.rationale.citations if one.kind == "profile"}
    for claim in suggestion.rationale.for_:
        about = [(cited[n].member, cited[n].field) for n in claim.evidence if n in cited]
        needs = any(member == seeker and field.startswith("goals") for member, field in about)
        if needs and any(member == suggestion.member for member, _ in about):
            return True
    return False


def _instead(text: str, called: str, subject: str, owner: str, thing: str) -> str:
    """`the mentor's` → `their`, `the mentor brings` → `they bring`, any other `the mentor` → `them`."""
    text = re.sub(rf"\b{called}'s\b", owner, text, flags=re.IGNORECASE)

    def said(found: re.Match[str]) -> str:
        verb = (found["verb"] or "").strip()
        return f"{subject} {_OF_MANY.get(verb, verb)}" if verb else thing

    return re.sub(rf"\b{called}\b{_VERB}", said, text, flags=re.IGNORECASE)


"""Words in -ing that name a field: one learns about them."""
