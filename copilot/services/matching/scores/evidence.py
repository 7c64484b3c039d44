"""What a member needs and what she offers, piece by piece, each with the field it stands in."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property

from copilot.domain.members import Member
from copilot.services.matching.neutral.stripping import Stripper
from copilot.services.matching.scores.lexical import terms_of
from copilot.services.matching.scores.thinness import asks_for_nothing, says_nothing
from copilot.services.matching.scores.wishes import Wish, read_wishes

LONGEST_PIECE = 600
"""Characters; an encoder reads some 250 word pieces, and a longer text would be cut in silence."""
MANY_PIECES = 40
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Evidence:
    """One text of a profile: `original` is quoted, `neutral` is encoded. `field` is such as `experience[2]`."""

    field: str
    original: str
    neutral: str

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The words of the neutral text that tell something, without their endings."""
        return tuple(terms_of(self.neutral))


@dataclass(frozen=True)
class Told:
    """What matching reads of a member: nothing in here tells who she is, but `member`, for rules and citations."""

    member: Member
    needs: tuple[Evidence, ...]
    offers: tuple[Evidence, ...]
    skills: tuple[Evidence, ...]
    wishes: tuple[Evidence, ...]
    style: Evidence | None

    @cached_property
    def read_wishes(self) -> tuple[Wish, ...]:
        """Her wishes as far as they can be read."""
        return read_wishes(self.member.profile)

    def read_words(self) -> None:
        """Find the terms of every offer now: the first who is compared with her does not wait for it then."""
        for offer in self.offers:
            _ = offer.terms

    @property
    def free_wishes(self) -> tuple[Evidence, ...]:
        """Her wishes in other words, which are compared by meaning."""
        free = {f"wishes[{wish.n}]" for wish in self.read_wishes if wish.judge is None}
        return tuple(each for each in self.wishes if each.field in free)

    @property
    def rests_on_headline(self) -> bool:
        """Whether she names no need, and her headline stands for one: it says who she is, not what she needs."""
        return bool(self.needs) and self.needs[0].field == "headline"

    @property
    def texts(self) -> tuple[Evidence, ...]:
        """Everything that is encoded; single skills only where one is quoted."""
        return (*self.needs, *self.offers, *self.wishes, *([self.style] if self.style else []))

    @cached_property
    def _content(self) -> str:
        """A hash of all that the score reads of her."""
        profile = self.member.profile
        plain = [profile.function, str(profile.level), profile.time_zone, *sorted(profile.languages)]
        content = "\x1f".join([*plain, *(f"{each.field}={each.neutral}" for each in self.texts)])
        return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()

    def order(self, seed: int) -> bytes:
        """Where she stands among the others: by a hash of the neutral content and the run's seed."""
        digest = hashlib.blake2b(f"{seed}\x1e{self._content}".encode(), digest_size=16).digest()
        # Two profiles of the same words still need an order: their opaque ids, hashed.
        return digest + hashlib.blake2b(f"{seed}\x1e{self.member.id}".encode(), digest_size=8).digest()


def told_by(member: Member, stripper: Stripper) -> Told:
    """Read a profile into evidence.

    Needs are her goals; without goals her interests, and without these her headline, which then counts for less
    (`Told.rests_on_headline`). Offers are each experience, the skills together, and the headline. A text that says
    nothing (`n/a`) is left out, and so are needs without a telling word.
    """
    profile = member.profile
    pieces = _Pieces(member, stripper)
    goals, interests = pieces.of_list("goals", profile.goals), pieces.of_list("interests", profile.interests)
    headline = pieces.of_text("headline", profile.headline)
    skills = pieces.of_text("skills", ", ".join(profile.skills))
    style = pieces.of_text("working_style", profile.working_style)
    return Told(
        member=member,
        needs=(_asking(goals) or _asking(interests) or _asking(headline))[:MANY_PIECES],
        offers=(*pieces.of_list("experience", profile.experience), *skills, *headline)[:MANY_PIECES],
        skills=pieces.of_list("skills", profile.skills),
        wishes=pieces.of_list("wishes", profile.wishes)[:MANY_PIECES],
        style=style[0] if style else None,
    )


def _asking(texts: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The texts, unless not one of them holds a telling word: nobody is matched by “I want to learn more” alone."""
    return () if all(asks_for_nothing(each.neutral) for each in texts) else texts


@dataclass(frozen=True)
class _Pieces:
    member: Member
    stripper: Stripper

    def of_list(self, field: str, texts: tuple[str, ...]) -> tuple[Evidence, ...]:
        return tuple(piece for n, text in enumerate(texts) for piece in self.of_text(f"{field}[{n}]", text))

    def of_text(self, field: str, text: str) -> tuple[Evidence, ...]:
        pieces = (Evidence(field, part, self._neutral(part)) for part in _split(text.strip()))
        return tuple(piece for piece in pieces if not says_nothing(piece.neutral))

    def _neutral(self, text: str) -> str:
        return self.stripper.strip(text, own_name=self.member.name)


def _split(text: str) -> list[str]:
    """The text in pieces of at most LONGEST_PIECE characters, cut between sentences where it can be."""
    if len(text) <= LONGEST_PIECE:
        return [text] if text else []
    cuts = [match.end() for match in _SENTENCE_END.finditer(text, 0, LONGEST_PIECE)]
    space = text.rfind(" ", 1, LONGEST_PIECE)
    cut = cuts[-1] if cuts else (space if space > 0 else LONGEST_PIECE)
    return [text[:cut].strip(), *_split(text[cut:].strip())][:MANY_PIECES]


def quotation(text: str, longest: int = 200) -> str:
    """The beginning of a text, whole words, exactly as it stands there."""
    if len(text) <= longest:
        return text
    return text[: text.rfind(" ", 1, longest) if " " in text[1:longest] else longest]
