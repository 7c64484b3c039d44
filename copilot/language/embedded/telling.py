"""Logged words made into sentences: situation, behaviour and impact, with the name as their subject."""

from __future__ import annotations

import re

from copilot.domain.briefs import MomentTold

_JOINS_A_CLAUSE = re.compile(
    r"^(?:when|while|after|before|as|since|because|once|although|whenever)\b", re.IGNORECASE
)
_JOINS_A_NOUN = re.compile(
    r"^(?:during|in|at|on|with|throughout|over|under|between|for|despite|within|last|early|late|"
    r"after|before)\b",
    re.IGNORECASE,
)
_IRREGULAR = (
    "was|were|had|did|got|gave|took|ran|made|kept|went|stood|wrote|built|led|found|brought|held|sat|spoke|told|taught|"
    "came|put|set|saw|began|spent|drew|read|stayed|let|left|met|said|caught|rebuilt|rewrote|sent|fought|won|chose|grew|"
    "shut|cut|bought|sang|understood|noticed|threw|paid|lent|heard|felt|thought|knew|lost|broke|fell|rose|became"
)
PAST = re.compile(
    rf"^(?:(?:\w+ly|never|always|also|then|first|patiently|just|even)\s+)?(?:\w{{2,}}ed|{_IRREGULAR})\b",
    re.IGNORECASE,
)
FINITE = re.compile(rf"\b(?:is|are|has|have|can|could|would|will|{_IRREGULAR}|\w{{3,}}ed)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?P<who>she|he|they)\s+(?P<verb>\w+)", re.IGNORECASE)
_SINGULAR = {"were": "was", "have": "has", "are": "is", "do": "does"}


def moment_told(moment: MomentTold, first: str) -> str:
    """Situation, behaviour and impact in two or three sentences."""
    done, told_as_clause = done_by(moment.behaviour.text, first)
    text = scene(moment.situation.text, done, told_as_clause)
    return f"{text} {led_to(moment.impact.text)}" if moment.impact else text


def scene(situation: str, done: str, told_as_clause: bool) -> str:
    """`When the release slipped, Ana stayed.` or two sentences where the situation is one of its own."""
    situation = situation.strip()
    one = situation.rstrip(".").count(".") == 0
    opens = _JOINS_A_CLAUSE.match(situation) or (
        _JOINS_A_NOUN.match(situation) and not FINITE.search(situation)
    )
    if opens and one and told_as_clause:
        return f"{capital(situation.rstrip(' .,;'))}, {done}"
    if FINITE.search(situation):
        return f"{ended(capital(situation))} {capital(done)}"
    return f"It was {lowered(ended(situation))} {capital(done)}"


def done_by(behaviour: str, first: str) -> tuple[str, bool]:
    """What was done, with the name as its subject, and whether it may follow a comma."""
    behaviour = behaviour.strip()
    # A whole word: the next letters of “Ed edited” and “Jo joined” are the same.
    if re.match(rf"{re.escape(first)}\b", behaviour, re.IGNORECASE):
        return ended(behaviour), True
    if PAST.match(behaviour):
        return ended(f"{first} {lowered(behaviour)}"), True
    pronoun = _PRONOUN.search(behaviour)
    if pronoun and (pronoun.start() == 0 or behaviour[: pronoun.start()].rstrip().endswith(",")):
        verb = (
            _SINGULAR.get(pronoun["verb"].lower(), pronoun["verb"])
            if pronoun["who"].lower() == "they"
            else pronoun["verb"]
        )
        told = f"{behaviour[: pronoun.start()]}{first} {verb}{behaviour[pronoun.end() :]}"
        return ended(told), pronoun.start() == 0
    return ended(f"What {first} did: {lowered(behaviour)}"), False


def led_to(impact: str) -> str:
    """What came of it, as a sentence of its own."""
    impact = re.sub(
        r"^(?:so that|so|and|which meant(?: that)?|as a result,?|because of (?:this|that),?|thanks to "
        r"(?:this|that),?)\s+",
        "",
        impact.strip(),
        flags=re.IGNORECASE,
    )
    if PAST.match(impact):
        return ended(f"That {lowered(impact)}")
    return ended(capital(impact)) if FINITE.search(impact) else f"The result: {lowered(ended(impact))}"


def ended(text: str) -> str:
    """The text with a full stop, unless it ends already."""
    text = text.strip().rstrip(",;")
    return text if text.endswith((".", "!", "?", "…", "”")) else f"{text}."


def capital(text: str) -> str:
    """The text with a capital to begin with."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """Start in lower case, unless the first word is a name, `I` or an abbreviation."""
    first = text.split(" ", 1)[0]
    keep = (
        first == "I"
        or any(letter.isupper() or letter.isdigit() for letter in first[1:])
        or not _common(first)
    )
    return text if keep else text[:1].lower() + text[1:]


def _common(word: str) -> bool:
    """Whether a capitalised first word is an ordinary one: a verb in the past, an article, an adverb."""
    return bool(
        re.fullmatch(
            rf"(?:the|a|an|at|in|on|with|during|this|that|our|all|every|each|no|new|some|\w+ly|\w+ed|\w+ing|{_IRREGULAR}|two|three|four|five|six|more|fewer|less|people|everyone|nobody)",
            word,
            re.IGNORECASE,
        )
    )
