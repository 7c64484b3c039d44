"""The pen that writes every member's own words, and the member it writes for."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from copilot.demo.content import Career, Function, Place, texts
from copilot.demo.staffing import Seat
from copilot.demo.wording import Deck, Fragment, Scribe


@dataclass(frozen=True)
class Member:
    """Somebody to be described; `tags` say what she could say of herself (newcomer, foreign, changer…)."""

    seat: Seat
    place: Place
    gender: str
    career: Career
    voice: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    tags: frozenset[str]
    length: str  # thin, usual or long

    @property
    def level(self) -> int:
        """Level 1 to 10."""
        return self.seat.level

    @property
    def function(self) -> Function:
        """Her function."""
        return self.seat.function


class Pen:
    """Writes fragments out; remembers what it has used, so that texts rarely come twice."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.scribe = Scribe(rng)
        self.decks: dict[str, Deck] = {}

    def draw(
        self, name: str, cards: Callable[[], Iterable[Fragment]], suits: Callable[[Fragment], bool]
    ) -> Fragment | None:
        """The least used card that suits from the deck of this name, which is made when first asked for."""
        if name not in self.decks:
            self.decks[name] = Deck(cards(), self.rng)
        return self.decks[name].draw(suits)

    def say(self, text: str, member: Member) -> str:
        """Write a text out for this member."""
        return self.scribe.write(text, _words_of(member, self.rng), avoid=member.place.city)

    def said_once(self, text: str) -> bool:
        """Whether nobody else has said just this."""
        return self.scribe.written[text] == 1


def suits(card: Fragment, member: Member, level: int | None = None) -> bool:
    """Fits level and tags, and doesn't boast of languages she hasn't got."""
    speaks = len(member.languages) >= 3 or "languages" not in card.text
    return card.fits(level or member.level, member.tags) and speaks


def _words_of(member: Member, rng: random.Random) -> Callable[[str], str]:
    """The words that {slots} ask for, as this member would fill them."""
    shared = texts("words")

    def nearby(name: str) -> str:
        if "single" in member.tags:
            return _at_home(name, member, rng)
        region = member.place.region if rng.random() < 0.9 else rng.choice(sorted(shared[name]))
        return str(rng.choice(shared[name][region]))

    own = [language for language in member.languages if language != "English"] or ["English"]
    answers: dict[str, Callable[[], str]] = {
        "town": lambda: rng.choice(member.place.towns),
        "venue": lambda: nearby("venue"),
        "market": lambda: nearby("market"),
        "port": lambda: str(rng.choice(shared["port"][member.place.region])),
        "product": lambda: rng.choice(shared["product"]),
        "venues": lambda: rng.choice(shared["venues"]),
        "year": lambda: str(2025 - rng.randint(1, 3 + member.level)),
        "origin": lambda: str(shared["origin"][member.career.id]),
        "tongue": lambda: own[0],
        "language": lambda: own[0],
        "learned": lambda: member.languages[-1],
    }
    return lambda name: answers[name]()


def _at_home(name: str, member: Member, rng: random.Random) -> str:
    """Who speaks only the language of the place works with those who speak it too."""
    if name == "market":
        return member.place.country
    kinds = (
        "municipal museum",
        "theatre",
        "cinema",
        "children's museum",
        "zoo",
        "swimming lake",
        "puppet theatre",
    )
    return f"the {rng.choice(kinds)} in {rng.choice(member.place.towns)}"
