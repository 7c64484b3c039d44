"""Fragments of text with choices in them: "Ran {three|four} courses in {town}, {20-40} people each".

`{a|b}` chooses, `{20-40}` and `{200-900:50}` draw a number (with a step), `{town}` asks for a word by name.
A fragment may begin with the levels, and the tags, of those it fits: "(2-5 newcomer) …".
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Word = Callable[[str], str]

HEAD = re.compile(r"^\((\d+)-(\d+)((?: [a-z]+)*)\) ")
INNERMOST = re.compile(r"\{([^{}]*)\}")
NUMBERS = re.compile(r"(\d+)-(\d+)(?::(\d+))?")
# "a 80-seat theatre": vowels, and numbers that are said with one.
VOWEL_SOUND = re.compile(r"\b([Aa]) (?=(?:[aeioAEIO](?!ne\b|uro)|u(?!ni|se|su)|8\d*\b|11\b|18\b))")


@dataclass(frozen=True)
class Fragment:
    """One authored text, the levels it fits (1 to 10), and the tags a member must have to say it."""

    text: str
    lowest: int = 1
    highest: int = 10
    tags: frozenset[str] = frozenset()
    key: str = ""

    def fits(self, level: int, tags: frozenset[str] = frozenset()) -> bool:
        """Whether somebody of this level and with these tags would say it."""
        return self.lowest <= level <= self.highest and self.tags <= tags

    @property
    def need(self) -> str:
        """What a goal's key says before the colon; after it stands the function a change leads to."""
        return self.key.partition(":")[0]


def fragment(line: str, key: str = "") -> Fragment:
    """Read one line of a content file; `key` remembers where it belongs (a need, a career)."""
    head = HEAD.match(line)
    if head is None:
        return Fragment(line, key=key)
    lowest, highest, tags = head.groups()
    return Fragment(line[head.end() :], int(lowest), int(highest), frozenset(tags.split()), key)


def fragments(lines: Iterable[str], key: str = "") -> list[Fragment]:
    """Read the lines of a list in a content file."""
    return [fragment(line, key) for line in lines]


def fill(template: str, rng: random.Random, word: Word, avoid: str = "?") -> str:
    """Decide every choice, innermost first, and put the grammar of "a" and "an" right.

    Choices that mention `avoid` are left out where there are others: nobody visits the city where she lives.
    """

    def decide(match: re.Match[str]) -> str:
        inside = str(match[1])
        if "|" in inside:
            options = inside.split("|")
            return rng.choice([option for option in options if avoid not in option] or options)
        numbers = NUMBERS.fullmatch(inside)
        said = number(numbers, rng) if numbers else word(inside)
        return _capital(said) if match.string[: match.start()].endswith((". ", "! ", "? ")) else said

    while INNERMOST.search(template):
        template = INNERMOST.sub(decide, template)
    return tidy(template)


def number(match: re.Match[str], rng: random.Random) -> str:
    """Draw a number between the two (with the step, where one is given), thousands marked."""
    low, high, step = int(match[1]), int(match[2]), int(match[3] or 1)
    return f"{rng.randrange(low, high + 1, step):,}"


def tidy(text: str) -> str:
    """Capital first letter, and "an" where a vowel follows."""
    text = VOWEL_SOUND.sub(r"\1n ", text)
    return _capital(text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def pattern(template: str) -> re.Pattern[str]:
    """What every filling of the template matches; by it a goal in a roster is traced to the text it came from."""
    pieces = re.split(r"(\{[^{}]*\})", template)
    return re.compile("".join(map(_piece, pieces)), re.IGNORECASE)


def _piece(piece: str) -> str:
    if not piece.startswith("{"):
        return re.sub(r"(?<![A-Za-z])([Aa])\\ $", r"\1n?\\ ", re.escape(piece))
    inside = piece[1:-1]
    return "(?:" + "|".join(map(re.escape, inside.split("|"))) + ")" if "|" in inside else "(?:.+?)"


class Deck:
    """Fragments that are drawn about equally often: the least used of those that fit comes next."""

    def __init__(self, cards: Iterable[Fragment], rng: random.Random) -> None:
        self.cards = list(cards)
        self.drawn = [0] * len(self.cards)
        self.rng = rng

    def draw(self, suits: Callable[[Fragment], bool]) -> Fragment | None:
        """The least used fragment that suits, ties broken by the seed; None where nothing suits."""
        fitting = [at for at, card in enumerate(self.cards) if suits(card)]
        if not fitting:
            return None
        fewest = min(self.drawn[at] for at in fitting)
        chosen = self.rng.choice([at for at in fitting if self.drawn[at] == fewest])
        self.drawn[chosen] += 1
        return self.cards[chosen]


@dataclass
class Scribe:
    """Writes fragments out and tries not to write the same sentence twice."""

    rng: random.Random
    written: Counter[str] = field(default_factory=Counter)

    def write(self, template: str, word: Word, avoid: str = "?", tries: int = 8) -> str:
        """The first filling nobody has yet; after so many tries the least used one."""
        versions = []
        for _ in range(tries):
            text = fill(template, self.rng, word, avoid)
            if not self.written[text]:
                break
            versions.append(text)
        else:
            text = min(versions, key=lambda version: self.written[version])
        self.written[text] += 1
        return text
