"""Who is meant by “I”, “you”, “she”, a name or a role, in a note that one of them wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property

from copilot.domain.wording import first_name

NOBODY_YET = ""
"""Where the words leave open who of them it is, as in “we will”."""
_OPEN = frozenset("we us both everyone everybody all each together".split())
_ROLES = {
    "mentor": ("mentee", "mentor"),
    "sponsor": ("sponsee", "sponsor"),
}
"""What the seeker and the partner are called in each role; in the others the words could mean either."""


class Parties:
    """Those a note may speak of.

    Args:
        people: their names, the seeker first.
        author: the name of who wrote the note, empty where nobody knows.
        role: what the partner is to the seeker, such as `mentor`.
    """

    def __init__(self, people: Sequence[str], author: str = "", role: str = "") -> None:
        self.people = tuple(people)
        self.author = author
        self._role = role

    @property
    def other(self) -> str:
        """Whom the author calls “you”: the other one, where there are two."""
        others = [name for name in self.people if name != self.author]
        return others[0] if len(others) == 1 and self.author in self.people else NOBODY_YET

    def meant_by(self, words: str, last_named: str | None = None) -> str | None:
        """The full name, empty where it is open who of them, None where it is none of them.

        Args:
            words: such as `I`, `the mentor`, `@Ana`, `T.`
            last_named: of whom the note spoke before, for “she”; None where that was somebody else.
        """
        said = _folded(
            re.sub(r"^(?:the|my|our|your)\s+|['’]s$", "", words.strip(" @.:"), flags=re.IGNORECASE)
        )
        if said in {"i", "me", "myself"}:
            return self.author or NOBODY_YET
        if said == "you":
            return self.other
        if said in {"he", "she", "they"}:
            return last_named
        if said in _OPEN or " and " in said:
            return NOBODY_YET
        return self._names.get(said)

    def last_named(self, text: str) -> str | None:
        """The one named last in a text, none where nobody is."""
        found = [*re.finditer(rf"(?<!\w)(?:{self.named})(?!\w)", text)]
        return self.meant_by(found[-1].group()) if found else None

    @cached_property
    def named(self) -> str:
        """A pattern for each name of theirs, accents or not, the longest first."""
        forms = {form for name in self.people for form in (name, first_name(name))}
        both = {*forms, *map(_without_accents, forms)}
        return "|".join(map(re.escape, sorted(both, key=lambda form: (-len(form), form)))) or r"(?!)"

    @cached_property
    def initials(self) -> str:
        """A pattern for the initials that only one of them has, such as `T.`"""
        own = [form for form in self._names if len(form) == 1]
        return "|".join(rf"{form.upper()}\." for form in own) or r"(?!)"

    @cached_property
    def _names(self) -> dict[str, str]:
        """What each may be called, folded; what two of them are called is nobody's."""
        called: dict[str, set[str]] = {}
        for name in self.people:
            for form in {name, first_name(name), name[:1]}:
                called.setdefault(_folded(form), set()).add(name)
        for form, name in zip(_ROLES.get(self._role, ()), self.people, strict=False):
            called.setdefault(form, set()).add(name)
        return {
            form: next(iter(names)) if len(names) == 1 else NOBODY_YET
            for form, names in called.items()
            if len(names) == 1 or len(form) > 1
        }


def _folded(text: str) -> str:
    return _without_accents(text).casefold()


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
