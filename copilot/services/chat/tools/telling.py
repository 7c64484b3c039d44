"""A rationale's claims as the seeker is told them: `your goal`, `their wish`; quoted words stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping

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
    """What somebody wants to learn, said as people say it in their goals: a topic alone is nobody's sentence."""
    first = topic.split(maxsplit=1)[0].lower()
    if first in {"i", "i'd", "my"}:
        return topic
    if first in {"to", "how"}:
        return f"I would like to learn {topic}"
    if first.endswith("ing") and first not in _NO_DOING:
        return f"I would like to get better at {topic}"
    return f"I would like to learn about {topic}"


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


_NO_DOING: Mapping[str, None] = dict.fromkeys(
    ("marketing", "engineering", "accounting", "pricing", "something")
)
"""Words in -ing that name a field: one learns about them."""
