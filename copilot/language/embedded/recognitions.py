"""A write-up from logged moments: situation, behaviour, impact, in the words they were logged with."""

from __future__ import annotations

import re

from copilot.domain.briefs import Brief, MomentTold
from copilot.domain.drafts import Fact, Recognition
from copilot.domain.wording import day_in_words, first_name
from copilot.errors import NothingToSay
from copilot.language.embedded.areas import pattern_file
from copilot.language.embedded.choosing import chosen

MOMENTS_FOR = {"shout-out": 1, "newsletter": 2, "nomination": 5}

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
_PAST = re.compile(
    rf"^(?:(?:\w+ly|never|always|also|then|first|patiently|just|even)\s+)?(?:\w{{2,}}ed|{_IRREGULAR})\b",
    re.IGNORECASE,
)
_FINITE = re.compile(rf"\b(?:is|are|has|have|can|could|would|will|{_IRREGULAR}|\w{{3,}}ed)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?P<who>she|he|they)\s+(?P<verb>\w+)", re.IGNORECASE)
_SINGULAR = {"were": "was", "have": "has", "are": "is", "do": "does"}


def recognition(brief: Brief, attempt: int = 0) -> Recognition:
    """The latest moments, as many as the tone takes. Another `attempt` picks another closing."""
    if not brief.moments:
        raise NothingToSay(
            "No moment has been logged.", place="moments", cure="Log what was seen, with its day."
        )
    latest = sorted(brief.moments, key=lambda moment: moment.on)[-MOMENTS_FOR[brief.tone] :]
    words = pattern_file("tones")[brief.tone]
    first = first_name(brief.about)
    closing = chosen(words["closings"], latest[-1].behaviour.text, str(attempt))
    return Recognition(
        tone=brief.tone,
        title=words["title"].format(name=brief.about, first=first),
        paragraphs=tuple(_paragraph(moment, first, brief.tone) for moment in latest),
        closing=closing.format(name=brief.about, first=first),
    )


def _paragraph(moment: MomentTold, first: str, tone: str) -> Fact:
    parts = (moment.situation, moment.behaviour, moment.impact)
    behaviour, told_as_clause = _behaviour(moment.behaviour.text, first)
    text = _scene(moment.situation.text, behaviour, told_as_clause)
    if moment.impact:
        text = f"{text} {_impact(moment.impact.text)}"
    if tone == "nomination":
        text = f"{day_in_words(moment.on)}. {text}"
    return Fact(text=text, evidence=tuple(part.n for part in parts if part))


def _scene(situation: str, behaviour: str, told_as_clause: bool) -> str:
    """`When the release slipped, Ana stayed.` or two sentences where the situation is one of its own."""
    situation = situation.strip()
    one = situation.rstrip(".").count(".") == 0
    opens = _JOINS_A_CLAUSE.match(situation) or (
        _JOINS_A_NOUN.match(situation) and not _FINITE.search(situation)
    )
    if opens and one and told_as_clause:
        return f"{_capital(situation.rstrip(' .,;'))}, {behaviour}"
    if _FINITE.search(situation):
        return f"{_ended(_capital(situation))} {_capital(behaviour)}"
    return f"The setting: {_lowered(_ended(situation))} {_capital(behaviour)}"


def _behaviour(behaviour: str, first: str) -> tuple[str, bool]:
    """What was done, with the name as its subject, and whether it may follow a comma."""
    behaviour = behaviour.strip()
    if behaviour.lower().startswith(first.lower()):
        return _ended(behaviour), True
    if _PAST.match(behaviour):
        return _ended(f"{first} {_lowered(behaviour)}"), True
    pronoun = _PRONOUN.search(behaviour)
    if pronoun and (pronoun.start() == 0 or behaviour[: pronoun.start()].rstrip().endswith(",")):
        verb = (
            _SINGULAR.get(pronoun["verb"].lower(), pronoun["verb"])
            if pronoun["who"].lower() == "they"
            else pronoun["verb"]
        )
        told = f"{behaviour[: pronoun.start()]}{first} {verb}{behaviour[pronoun.end() :]}"
        return _ended(told), pronoun.start() == 0
    return _ended(f"What {first} did: {_lowered(behaviour)}"), False


def _impact(impact: str) -> str:
    impact = re.sub(
        r"^(?:so that|so|and|which meant(?: that)?|as a result,?|because of (?:this|that),?|thanks to "
        r"(?:this|that),?)\s+",
        "",
        impact.strip(),
        flags=re.IGNORECASE,
    )
    if _PAST.match(impact):
        return _ended(f"That {_lowered(impact)}")
    return _ended(_capital(impact)) if _FINITE.search(impact) else f"The result: {_lowered(_ended(impact))}"


def _ended(text: str) -> str:
    text = text.strip().rstrip(",;")
    return text if text.endswith((".", "!", "?", "…", "”")) else f"{text}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
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
