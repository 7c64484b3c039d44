"""A rationale in other words, and only as far as its evidence goes.

Whatever a chat model says is cut into clauses, and each is held against the claims and quotations whose numbers it
bears. What does not stand is dropped without a word; what speaks against the match and was left out, or did not stand,
is said in the table's own words. Where nothing stands the table speaks for itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from copilot.domain.asking import Asker
from copilot.domain.matches import Claim, Rationale
from copilot.domain.wording import numbers, stems
from copilot.errors import ModelUnavailable
from copilot.ports import Reason, Rephraser
from copilot.services.matching.verbs.records import MatchRecords
from copilot.services.pseudonyms import Pseudonyms
from knowledge.plain_words import is_safe
from knowledge.wording import STOP_WORDS, words

ENOUGH = 0.6
"""The share of a clause's meaningful words that stand in what it cites; each part of it must hold half of its own."""
ENOUGH_OF_A_PART = 0.5
LONGEST = 8_000
"""Characters of a reply that are looked at."""
_MARKS = re.compile(r"((?:\s*\[\d{1,3}(?:\s*,\s*\d{1,3})*\])+)")
_END_BEFORE_MARKS = re.compile(r"([.!?…]+)(\s*(?:\[\d[\d,\s]*\]\s*)+)")
_CLAUSE_END = re.compile(r"(?<=[.!?…])\s+|[;\n]+")
_PART = re.compile(
    r",|\s[–—-]\s|\b(?:and|but|while|although|though|because|so that|which|who)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"[“\"«]([^“”\"«»]{2,})[”\"»]")
_CAPITALISED = re.compile(r"(?<![^\W_])[A-Z][^\W\d_]+")
_DENIES = re.compile(
    r"\b(?:no|not|never|nothing|nobody|none|neither|nor|without|hardly|barely|little|few|lacks?|lacking|unmet|"
    r"misses|missing|only|fails?|unable|\w+n['’]t)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:she|he|her|hers|him|his|herself|himself)\b", re.IGNORECASE)
_PRAISE = frozenset(
    """perfect perfectly ideal ideally best excellent outstanding amazing exceptional guaranteed guarantee guarantees
    certain certainly definitely must should recommend recommended approve decline unique brilliant great wonderful
    fantastic strongly highly never always""".split()
)
"""Words that judge or promise: only the table's own confidence may do that."""


def verified(rephrased: str, rationale: Rationale) -> str:
    """What of a rephrasing the rationale supports, as lines; the table's own words where nothing is left.

    A clause stands if it cites claims by [n], if every number, name and quotation in it stands in what it cites, if it
    denies where these deny, if it neither praises nor calls anybody she or he, and if most of its words are theirs.
    """
    claims = (*rationale.for_, *rationale.against)
    standing = [clause for clause in clauses_of(rephrased[:LONGEST]) if _stands(clause, claims, rationale)]
    if not standing:
        return in_own_words(rationale)
    told = [f"{_ended(text)} {_marks(cited)}" for text, cited in standing]
    left_out = [claim for claim in rationale.against if not _is_told(claim, standing)]
    return "\n".join([*told, *map(_line, left_out)])


def in_own_words(rationale: Rationale) -> str:
    """The claims as the table has them, a line each: what speaks for, then what speaks against."""
    return "\n".join(map(_line, (*rationale.for_, *rationale.against)))


def clauses_of(text: str) -> list[Reason]:
    """Each clause without its marks, and the numbers it cites; a clause ends where its marks do."""
    text = _END_BEFORE_MARKS.sub(r"\2\1 ", text)
    found: list[Reason] = []
    for clause in _CLAUSE_END.split(text):
        ends = [0, *(match.end() for match in _MARKS.finditer(clause)), len(clause)]
        for start, end in pairwise(ends):
            cited = tuple(
                dict.fromkeys(int(n) for n in re.findall(r"\d+", "".join(_MARKS.findall(clause[start:end]))))
            )
            said = _MARKS.sub("", clause[start:end]).strip(" \t-*•.,")
            if said:
                found.append((said, cited))
    return found


def _stands(clause: Reason, claims: Sequence[Claim], rationale: Rationale) -> bool:
    text, cited = clause
    quotes = {each.n: str(getattr(each, "quote", "")) for each in rationale.citations}
    if not cited or not set(cited) <= quotes.keys() or not is_safe(text) or _judges(text):
        return False
    told = [claim.claim for claim in claims if set(cited) & set(claim.evidence)]
    return (
        bool(told)
        and _holds(text, " \n ".join([*told, *(quotes[n] for n in cited)]))
        and _denies_as(text, told)
    )


def _judges(text: str) -> bool:
    bare = _QUOTED.sub(" ", text)
    return bool(_PERSONAL.search(bare)) or bool(_PRAISE & set(words(bare)))


def _holds(text: str, source: str) -> bool:
    """Whether all that could be false in a text stands in its source."""
    there, folded = stems(source), source.casefold()
    names = {name.casefold() for name in _CAPITALISED.findall(text)} - STOP_WORDS
    starts_with = set(words(text)[:1])
    return (
        numbers(text) <= numbers(source)
        and all(name in folded for name in names - starts_with)
        and all(stems(name) <= there for name in names & starts_with)
        and all(quoted.strip(" .,").casefold() in folded for quoted in _QUOTED.findall(text))
        and _shared(text, there) >= ENOUGH
        and all(_shared(part, there) >= ENOUGH_OF_A_PART for part in _PART.split(_QUOTED.sub(" ", text)))
    )


def _shared(text: str, there: set[str]) -> float:
    said = stems(text)
    return len(said & there) / len(said) if said else 1.0


def _denies_as(text: str, told: Sequence[str]) -> bool:
    """Whether it denies where a claim does: what is quoted does not count, for it is somebody else who says it."""
    denies = bool(_DENIES.search(_QUOTED.sub(" ", text)))
    return denies in {bool(_DENIES.search(_QUOTED.sub(" ", claim))) for claim in told}


def _is_told(claim: Claim, standing: Sequence[Reason]) -> bool:
    """Whether a clause that stands says what this claim says: it cites it, and holds most of its words."""
    wanted = stems(claim.claim)
    return any(
        set(cited) & set(claim.evidence)
        and _denies_as(text, [claim.claim])
        and len(stems(text) & wanted) >= ENOUGH_OF_A_PART * len(wanted)
        for text, cited in standing
    )


def _line(claim: Claim) -> str:
    return f"{claim.claim} {_marks(claim.evidence)}".strip()


def _marks(cited: Sequence[int]) -> str:
    return "".join(f"[{n}]" for n in cited)


def _ended(text: str) -> str:
    return text if text[-1] in ".!?…" else f"{text}."


def rephrased(rationale: Rationale, rephraser: Rephraser | None, pseudonyms: Pseudonyms) -> str:
    """The rationale in other words where somebody rephrases and what comes back stands, else in its own.

    The rephraser reads no names; claims without evidence are never given to it, and said as they are.
    """
    if rephraser is None:
        return in_own_words(rationale)
    for each in rationale.citations:
        pseudonyms.hide_text(each.quote)  # a quotation comes back with the very words it had
    hidden = [
        [(pseudonyms.hide_text(claim.claim), claim.evidence) for claim in claims if claim.evidence]
        for claims in (rationale.for_, rationale.against)
    ]
    try:
        said = rephraser.rephrase(*hidden)
    except ModelUnavailable:
        return in_own_words(rationale)
    return verified(pseudonyms.restore_text(said), rationale)


class Rephrasing(MatchRecords):
    """The verb that tells a match in words."""

    def in_words(self, asker: Asker, match_id: str, rephraser: Rephraser | None = None) -> str:
        """Why a match, in sentences with the numbers of their citations; nothing is kept.

        NotFound where there is no such match, or it is not the asker's to see.
        """
        with self._units.reading() as unit:
            match = self._as_seen_by(asker, self._visible(unit, asker, match_id))
            names = {member.id: member.name for member in unit.members.all()} if rephraser else {}
        return rephrased(match.rationale, rephraser, Pseudonyms(names))
