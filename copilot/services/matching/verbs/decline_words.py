"""Which kind of reason a manager's words give for a decline."""

from __future__ import annotations

import re

from copilot.domain.matches import DeclineCategory, Match

_SAYS: dict[DeclineCategory, tuple[str, ...]] = {
    DeclineCategory.KNOW_EACH_OTHER: (
        r"know(?:s|n)? (?:each other|one another)",
        r"know\w* .{0,20}(?:already|well)\b",
        r"already (?:work|met|talk|in touch|mentor)",
        r"work\w* (?:too |very |so )?(?:closely|together)",
        r"same team|close friends|too close",
    ),
    DeclineCategory.CONFLICT_OF_INTEREST: (
        r"conflict|fell out|grievance|investigat|competitor",
        r"line manager|reports? to|reporting line|(?:her|his|their) boss",
        r"relatives?\b|married|couple\b",
        r"(?:promotion|appraisal) (?:panel|committee)",
    ),
    DeclineCategory.WRONG_LEVEL: (
        r"\blevels?\b|\brank\b|hierarch",
        r"\b(?:senior|junior|seniority)\b",
        r"too far ahead|experienced enough",
    ),
    DeclineCategory.TOO_LITTLE_OVERLAP: (
        r"overlap|time ?zone|working hours|hours in common|too few hours",
        r"availab|schedul|calendar",
    ),
    DeclineCategory.CAPACITY: (
        r"capacity|overload|no (?:time|room|places?)\b",
        r"\bfull\b|\bbusy\b|too many",
        r"on leave|sabbatical|parental",
    ),
    DeclineCategory.ONE_OF_THEM_ASKED: (
        r"\basked (?:not|for|me|us|to)\b",
        r"\b(?:she|he|they|mentee|mentor|sponsor|seeker|partner) (?:asked|declined|said no)\b",
        r"\bprefers?\b|\bpreferred\b|\brequest|would rather",
        r"do(?:es)?(?:n't|n’t| not) want",
    ),
    DeclineCategory.NEED_NOT_MET: (
        r"\bgoals?\b|\bneeds?\b|\bskills?\b|expertise",
        r"want(?:s|ed)? to learn|(?:can't|can’t|cannot|could not) teach",
        r"knows nothing|no experience|not relevant",
        r"(?:other|wrong) (?:field|topic|craft|subject)|(?:doesn't|doesn’t|does not) fit",
    ),
}
_PATTERNS = {category: re.compile("|".join(phrases), re.IGNORECASE) for category, phrases in _SAYS.items()}


def because_of(reason: str) -> DeclineCategory:
    """The first category above that the words of a reason name; `other` where they name none."""
    found = (category for category, pattern in _PATTERNS.items() if pattern.search(reason))
    return next(found, DeclineCategory.OTHER)


def category_of(match: Match) -> DeclineCategory:
    """What the manager said, or what the reason says where the decline is older than the categories."""
    return match.because or because_of(match.reason)
