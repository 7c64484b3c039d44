"""How alike two biographies are: Jaccard similarity of word shingles.

A. Broder, "On the resemblance and containment of documents" (1997): r(A, B) = |S(A) ∩ S(B)| / |S(A) ∪ S(B)|, where
S is the set of all runs of w neighbouring words. Here w = 3.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

WIDTH = 3
THRESHOLD = 0.5
SAID = ("headline", "experience", "skills", "goals", "working_style", "wishes", "interests")

Row = Mapping[str, object]


def near_duplicates(rows: Sequence[Row], threshold: float = THRESHOLD) -> list[tuple[str, str, float]]:
    """Pairs of members whose biographies are at least this alike (0 to 1), the most alike first.

    Biographies without a single shingle (fewer than three words) resemble nobody.
    """
    shingled = {str(row["id"]): shingles(biography(row)) for row in rows}
    alike = [
        (first, second, shared / (len(shingled[first]) + len(shingled[second]) - shared))
        for (first, second), shared in _shared(shingled).items()
    ]
    found = [pair for pair in alike if pair[2] >= threshold]
    return sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))


def biography(row: Row) -> str:
    """Everything a member says of herself, as one text."""
    return "\n".join(text for key in SAID for text in _texts(row.get(key, "")))


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


def shingles(text: str, width: int = WIDTH) -> frozenset[tuple[str, ...]]:
    """All runs of `width` neighbouring words, lower case, punctuation ignored."""
    words = re.findall(r"\w+(?:['’]\w+)?", text.lower())
    return frozenset(tuple(words[at : at + width]) for at in range(len(words) - width + 1))


def _shared(shingled: Mapping[str, frozenset[tuple[str, ...]]]) -> Counter[tuple[str, str]]:
    """How many shingles each pair has in common; pairs with none don't appear."""
    holders: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for member, own in shingled.items():
        for shingle in own:
            holders[shingle].append(member)
    return Counter(pair for members in holders.values() for pair in _pairs(members))


def _pairs(members: Sequence[str]) -> Iterable[tuple[str, str]]:
    return ((one, other) for at, one in enumerate(members) for other in members[at + 1 :])
