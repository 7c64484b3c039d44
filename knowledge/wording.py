"""Words of a question: those that carry meaning, and their stems."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
MOST_WORDS = 40  # of a question; what comes after adds noise and time

COMMON = """
a about above actually after again against all almost already also although always am an and any anybody anyone
anything are aren as at away be became because been before being below between both bit but by came can cannot
could couldn day did didn do does doesn doing don done down during each either else especially even ever every
for from further get gets getting go goes going gone got had hadn has hasn have haven having he hello hers her
here herself hey hi him himself his how however i if im in instead into is isn it its itself ive just know like
little ll lot made make makes making many may maybe me might mine more most much must my myself nor not now of
often oh ok on one only onto or other others otherwise our ours ourselves out over own perhaps please put quite
rather re really see seem seems several shall she should shouldn since so some somebody somehow someone
something sometimes soon still such sure than thanks that the their theirs them themselves then there these they
thing things think this those though through thus to together too toward towards two under until up upon us use
used uses using ve very via want wanted wants was wasn way ways we went were weren what whatever when whenever
where whether which while who whoever whole whom whose why will with within without won would wouldn yes yet you
your yours yourself
"""
STOP_WORDS = frozenset(COMMON.split())

ENDINGS = (
    ("ational", "ate"), ("fulness", "ful"), ("ousness", "ous"), ("iveness", "ive"), ("ization", "ize"),
    ("isation", "ize"), ("ising", "ize"), ("ised", "ize"), ("ises", "ize"), ("izing", "ize"), ("ized", "ize"),
    ("izes", "ize"), ("ise", "ize"), ("ations", "ate"), ("ation", "ate"), ("ities", "ity"), ("nesses", ""),
    ("ness", ""), ("ments", ""), ("ment", ""), ("ies", "y"), ("ied", "y"), ("ingly", ""), ("edly", ""), ("ings", ""),
    ("ing", ""), ("ers", ""), ("er", ""), ("ors", ""), ("or", ""), ("ees", ""), ("ee", ""), ("ships", ""),
    ("ship", ""), ("sses", "ss"), ("ed", ""), ("es", ""), ("ly", ""), ("s", ""), ("e", ""),
)  # fmt: skip


def words(text: str) -> list[str]:
    """Every word in lower case, in order."""
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


def content_words(text: str, most: int | None = MOST_WORDS) -> list[str]:
    """The words that carry meaning, each once, in order; at most forty of a question, all where `most` is None."""
    bare = (part for word in words(text) for part in word.split("'"))
    kept = dict.fromkeys(
        word for word in bare if word not in STOP_WORDS and (len(word) > 1 or not word.isascii())
    )
    return list(kept)[:most]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What forms of an English word share: mentor, mentors, mentored, mentoring and mentee become `ment`."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def stems(text: str) -> set[str]:
    """The stems of all words of a text."""
    return {stem(part) for word in words(text) for part in word.split("'")}


def overlap(one: Iterable[str], other: Iterable[str]) -> float:
    """Jaccard's index of two sets of words, 0 to 1."""
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first or second else 1.0
