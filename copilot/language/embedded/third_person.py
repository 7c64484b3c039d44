"""What somebody wrote of herself, said by another: put into the third person where that is safe, else quoted."""

from __future__ import annotations

import re

from copilot.domain.briefs import MomentTold, Source
from copilot.domain.drafts import Fact
from copilot.domain.wording import day_in_words, sentences
from copilot.language.embedded.telling import FINITE, PAST, ended, lowered, moment_told

_SELF = re.compile(
    r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself|[Ww]e|us|Us|[Oo]urs?|[Oo]urselves|[Yy]ours?|[Yy]ou)\b"
)
_NOT_A_DEED_TEXT = """
advanced applied associated automated based bilingual certified chartered committed dedicated detailed distributed
embedded experienced gifted interested licensed mixed motivated need qualified registered related retired seasoned seed
skilled speed feed specialised specialized talented used varied self-taught
"""
_NOT_A_DEED = frozenset(_NOT_A_DEED_TEXT.split())
_SHOWS_A_DEED = re.compile(
    r"^(?:a|an|the|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|\d[\d,.]*|\w{3,}s)\b",
    re.I,
)


def in_third_person(source: Source, first: str) -> Fact:
    """`Led the rollout` → `Ana led the rollout.`; what speaks in the first person is given in her own words."""
    said = " ".join(source.text.split())
    sentence = sentences(said)[0] if said else said
    if _is_a_deed(sentence):
        return Fact(text=ended(f"{first} {lowered(_first_clause(sentence))}"), evidence=(source.n,))
    return Fact(text=f"In {first}’s own words: “{said}”", evidence=(source.n,))


def seen_by_others(moment: MomentTold, first: str) -> Fact:
    """A logged moment with its day; quoted part by part where whoever logged it speaks of themselves."""
    parts = [part for part in (moment.situation, moment.behaviour, moment.impact) if part]
    evidence = tuple(part.n for part in parts)
    day = day_in_words(moment.on)
    if any(_SELF.search(part.text) for part in parts):
        quotes = " ".join(f"“{part.text}”" for part in parts)
        return Fact(text=f"Seen and written down on {day}: {quotes}", evidence=evidence)
    return Fact(text=f"{moment_told(moment, first)} ({day})", evidence=evidence)


def _is_a_deed(sentence: str) -> bool:
    """Whether a sentence without a subject says what was done, in the past."""
    if _SELF.search(sentence) or not PAST.match(sentence):
        return False
    verb, _, rest = sentence.partition(" ")
    if verb.lower() in _NOT_A_DEED:
        return False
    return bool(_SHOWS_A_DEED.match(rest)) if verb.lower() == "trained" else bool(rest)


def _first_clause(sentence: str) -> str:
    """Without a tail after a semicolon that is no sentence: `…; thesis on map tiles`."""
    head, mark, tail = sentence.partition(";")
    return sentence if mark and FINITE.search(tail) else head
