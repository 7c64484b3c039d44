"""What the two of a match are called in a sentence; faces put the names in."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.domain.matches import MatchRole


@dataclass(frozen=True)
class RoleWords:
    """`seeker` and `partner` in the middle of a sentence; `partners` for many."""

    seeker: str
    partner: str
    partners: str


WORDS: dict[MatchRole, RoleWords] = {
    MatchRole.MENTOR: RoleWords("the mentee", "the mentor", "mentors"),
    MatchRole.SPONSOR: RoleWords("the seeker", "the sponsor", "sponsors"),
    MatchRole.PEER: RoleWords("the first peer", "the second peer", "peers"),
    MatchRole.REVERSE: RoleWords("the seeker", "the reverse mentor", "reverse mentors"),
}


def sentence(text: str) -> str:
    """With a capital at the beginning."""
    return text[:1].upper() + text[1:]


def listed(things: list[str]) -> str:
    """`a, b and c`."""
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"


def number(count: int) -> str:
    """Small numbers in words."""
    small = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return small[count] if 0 <= count < len(small) else str(count)


def all_of(count: int) -> str:
    """`Both`, `All three`: the beginning of a sentence about two and more."""
    return "Both" if count == 2 else f"All {number(count)}"


_NUMBER_WORDS = frozenset(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million
    millions billion dozen dozens once twice thrice third fourth fifth sixth seventh eighth ninth tenth quarter half
    couple several""".split()
)


def is_a_number(word: str) -> bool:
    """Whether a word only counts: two people who both say “eleven” have nothing in common."""
    return word.casefold() in _NUMBER_WORDS or word.rstrip("+").isnumeric()


def many(count: int, thing: str) -> str:
    """`one level`, `two levels`."""
    return f"{number(count)} {thing}{'' if count == 1 else 's'}"
