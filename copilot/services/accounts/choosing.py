"""Which passwords may be chosen: long ones that are not among the first a guesser tries.

After NIST SP 800-63B (2024), 5.1.1.2: length counts, composition rules do not, common and own words are refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

from copilot.domain.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD
from copilot.domain.members import Member
from copilot.errors import BadInput

FEWEST_KINDS = 5
"""Different characters that a password must have."""
FEWEST_LEFT = 5
"""Letters and digits that must be left when common and own words are taken out."""
SHORTEST_OWN_WORD = 3
OF_THE_PROGRAMME = ("mentoring", "copilot", "mentor", "mentee", "sponsor")
_NO_SIGNS = re.compile(r"[\W_]+")


def as_typed_anywhere(password: str) -> str:
    """The same text, whatever keyboard or system it was typed at (Unicode NFKC)."""
    return unicodedata.normalize("NFKC", password)


def require_good(password: str, member: Member) -> None:
    """Raise BadInput, with the reason, where this member should not use this password."""
    if len(password) < SHORTEST_PASSWORD:
        raise _refused(f"A password has at least {SHORTEST_PASSWORD} characters.")
    if len(password) > LONGEST_PASSWORD:
        raise _refused(f"A password has at most {LONGEST_PASSWORD:,} characters.")
    bare = _bare(password)
    if len(set(password)) < FEWEST_KINDS or _left_of(bare, _commonest()) < FEWEST_LEFT:
        raise _refused("That is one of the passwords that are guessed first.")
    if _left_of(bare, (*own_words(member), *_commonest())) < FEWEST_LEFT:
        raise _refused("That is too close to your own name, e-mail or id.")


def own_words(member: Member) -> tuple[str, ...]:
    """What anybody who knows the member would try: her name's parts, her e-mail's, her id, the programme's words."""
    said = (member.name, member.email, member.id, *OF_THE_PROGRAMME)
    words = {_bare(word) for each in said for word in [each, *_NO_SIGNS.split(each)]}
    return tuple(word for word in words if len(word) >= SHORTEST_OWN_WORD)


@cache
def _commonest() -> tuple[str, ...]:
    file = resources.files("copilot.services.accounts") / "commonest.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


def _bare(text: str) -> str:
    return _NO_SIGNS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _left_of(bare: str, words: Iterable[str]) -> int:
    """How many characters are left without these words; all of them where none of the words is in it."""
    left = bare
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return len(left) if left != bare else max(len(bare), FEWEST_LEFT)


def _refused(why: str) -> BadInput:
    return BadInput(
        why,
        place="password",
        cure="Take a few words that only you would put together, such as four random ones.",
    )
