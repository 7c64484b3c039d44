"""What a member has done: headline, experience and skills, in her voice and fitting her way into the trade."""

import re
from collections.abc import Iterable

from copilot.demo.content import Function, texts
from copilot.demo.pen import Member, Pen, suits
from copilot.demo.wording import Fragment

VOICES = {"terse": 20, "warm": 20, "story": 16, "wry": 16, "bullets": 14, "formal": 14}
FACTUAL = ("terse", "bullets", "formal")
SHORTEST = 8
# From this level on people head several teams, so that a headline names none.
HEADS = 7
PAST = re.compile(
    r"(?:\w+ed|Wrote|Built|Led|Ran|Cut|Took|Kept|Brought|Made|Sold|Taught|Held|Sat|Won|Found|Put|Set|Drew|Grew|Gave|"
    r"Chose|Told|Got|Split|Bought|Spent|Drove|Did|Flew|Lit|Left|Lent) "
)


def headline(pen: Pen, member: Member) -> str:
    """One line: a plain title in the factual voices, an authored sentence in the others."""
    if member.length == "thin":
        return pen.rng.choice(("", member.function.name, title(pen, member)))
    card = None
    if member.voice not in FACTUAL:
        deck, cards = f"headline {member.function.name}", lambda: _headlines(member.function)
        card = pen.draw(deck, cards, lambda card: card.key == member.voice and suits(card, member))
    said = pen.say(card.text, member) if card else ""
    return said if pen.said_once(said) else _plain_headline(pen, member)


def _headlines(function: Function) -> list[Fragment]:
    return [
        Fragment(card.text, card.lowest, card.highest, card.tags, key=voice)
        for voice, cards in function.headlines.items()
        for card in cards
    ]


def title(pen: Pen, member: Member) -> str:
    """A job title that fits the level."""
    level = max(level for level in member.function.titles if level <= member.level)
    return _capital(pen.rng.choice(member.function.titles[level]))


def _plain_headline(pen: Pen, member: Member) -> str:
    named, city = title(pen, member), member.place.city
    scope = city if member.level >= HEADS else pen.rng.choice(member.function.teams)
    if member.voice == "bullets":
        tag = _small(pen.say(member.career.tag, member))
        return pen.rng.choice((f"{named} · {city} · {tag}", f"{named} | {scope} | {tag}"))
    if member.voice == "formal":
        return _formal(pen, member, named, scope)
    return pen.rng.choice((f"{named}, {scope}.", f"{_capital(scope)}. {named}."))


def _formal(pen: Pen, member: Member, named: str, scope: str) -> str:
    if member.level == 1:
        season = pen.rng.choice(("spring", "autumn", "summer"))
        return pen.rng.choice((f"{named}, {scope}, first year", f"{named}, {scope}, since last {season}"))
    field = pen.rng.choice(texts("words")["fields"][member.function.name])
    years = round(member.level * 1.5) + pen.rng.randint(1, 4)
    shapes = (f"{named} with {years} years in {field}", f"{named}, {scope}; {years} years in {field}")
    return pen.rng.choice(shapes)


def experience(pen: Pen, member: Member) -> list[str]:
    """The newest first; what came before the present trade last."""
    cards = _steps(pen, member) + _beginnings(pen, member)
    told = [pen.say(card.text, member) for card in cards]
    backwards = len(told) - 1 if cards and cards[-1] in member.career.before else -1
    return [
        _voiced(pen, text, position == 0, position == backwards, member) for position, text in enumerate(told)
    ]


def _count(pen: Pen, member: Member) -> int:
    if member.length == "thin":
        return pen.rng.choice((0, 0, 0, 1))
    if member.length == "long":
        return pen.rng.randint(4, 6)
    return pen.rng.randint(1 if member.level < 4 else 2, min(4, member.level))


def _steps(pen: Pen, member: Member) -> list[Fragment]:
    steps: list[Fragment] = []
    for step in range(_count(pen, member)):
        steps += _step(pen, member, max(1, round(member.level - 1.3 * step)), steps)
    return steps


def _step(pen: Pen, member: Member, level: int, before: Iterable[Fragment]) -> list[Fragment]:
    """What somebody of this level does there, and not again what she has already told."""
    told = list(before)
    card = pen.draw(
        f"experience {member.function.name}",
        lambda: member.function.experience,
        lambda card: suits(card, member, level) and card not in told,
    )
    return [card] if card else []


def _beginnings(pen: Pen, member: Member) -> list[Fragment]:
    likely = 0.92 if member.career.changed else 0.6
    if member.length == "thin" or pen.rng.random() > likely:
        return []
    deck, cards = f"{member.function.name} {member.career.id}", lambda: member.career.before
    found = [pen.draw(deck, cards, lambda card: suits(card, member))]
    if member.length == "long":
        found.append(pen.draw(deck, cards, lambda card: suits(card, member) and card != found[0]))
    return [card for card in found if card]


def _voiced(pen: Pen, text: str, newest: bool, backwards: bool, member: Member) -> str:
    """As this voice would put it: facts alone, a line, or a sentence that begins with "I"."""
    if member.voice in FACTUAL:
        return shortened(text)
    if member.voice in ("warm", "story") and PAST.match(text) and (newest or backwards):
        opening = "I " if newest else _looking_back(pen, member)
        return f"{opening}{text[:1].lower()}{text[1:]}." if opening else f"{text}."
    return f"{text}."


def _looking_back(pen: Pen, member: Member) -> str:
    if not member.career.changed:
        return pen.rng.choice(("", "Before that I ", "Early on I "))
    return pen.rng.choice(("", "", "Before all this I ", "In an earlier life I ", "Before I came here I "))


def shortened(text: str) -> str:
    """The fact without the remark after it, where enough is left; as people write who leave remarks out."""
    fact = text.split(";")[0]
    return fact if len(fact.split()) >= SHORTEST else text


def skills(pen: Pen, member: Member) -> list[str]:
    """What the function asks for at this level, and something from the life before."""
    if member.length == "thin":
        return pen.rng.choice(([], [], list(member.career.skills[:1])))
    found = list(member.career.skills[: 1 if member.level >= 6 else pen.rng.randint(1, 2)])
    for _ in range(pen.rng.randint(8, 11) if member.length == "long" else pen.rng.randint(3, 7)):
        found += _skill(pen, member, found)
    return found


def _skill(pen: Pen, member: Member, has: Iterable[str]) -> list[str]:
    known = list(has)
    deck, cards = f"skills {member.function.name}", lambda: member.function.skills
    card = pen.draw(deck, cards, lambda card: card.fits(member.level) and card.text not in known)
    return [card.text] if card else []


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """Without the capital a filled text begins with, unless it is an abbreviation."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
