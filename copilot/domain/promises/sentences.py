"""Promises within a sentence: “I'll send you the slides”, “Ana agreed to …”, “he said he would …”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from copilot.domain.promises.parties import Parties


class Clause(NamedTuple):
    """A promise as it stands: who (None: the sentence names nobody), the words of what, and where both stand."""

    who: str | None
    act: str
    start: int
    act_start: int
    end: int


_ROLES = r"(?:(?:[Tt]he|[Mm]y|[Oo]ur) )?(?:[Mm]entor|[Mm]entee|[Ss]ponsor|[Ss]ponsee)"
_ADVERBS = (
    r"(?:\s+(?:also|then|both|all|each|now|first|definitely|certainly|gladly|happily|personally|in any case|"
    r"of course|still|even))*"
)
_NAMED_OTHER = r"(?:me|him|her|us|them|you|[A-ZÀ-Þ]\w+)"
_FUTURE = r"(?:\s?['’]ll|\s+will|\s+shall)"
_GOING = r"(?:\s?['’](?:m|re|s)|\s+(?:am|are|is))\s+going\s+to"
_HAS = r"(?:\s?['’](?:ve|s|d)|\s+(?:has|have|had))?"
_BOUND = (
    rf"{_HAS}\s+(?:(?:agreed|promised|offered|volunteered|undertook|undertaken|pledged|decided)(?:\s+{_NAMED_OTHER})?"
    r"\s+to|committed(?:\s+(?:him|her|my|them)sel(?:f|ves))?\s+to)"
)
_SAME_SUBJECT = r"[a-z]+\b(?:\s+[\w’']+){0,5}\s+and\s+(?:will|shall)"
_CARING = (
    r"(?=\s+takes?\s+(?:care\s+of|on|over)\b)"
    r"|(?=(?:\s?['’](?:m|re|s)|\s+(?:am|are|is))\s+(?:responsible\s+for|in\s+charge\s+of)\b)"
)
_SAID = (
    rf"(?P<sayer>SUBJECT){_HAS}\s+(?:said|told\s+{_NAMED_OTHER}|agreed|promised(?:\s+{_NAMED_OTHER})?|offered)"
    r"(?:\s+that)?\s+$"
)

# What follows “will” without being something to do: states, needs, and what one leaves undone.
_NOTHING_TO_DO = re.compile(
    r"^(?:not\b|never\b|n['’]t|hardly\b|probably\b|maybe\b|perhaps\b|always\b|likely\b|no longer\b"
    r"|be\b(?!\s+(?!going\b)\w+ing\b)|have\b(?!\s+(?:an?|the|my|your|his|her|our|\w+ed)\b)|need|know\b|feel\b|remember\b"
    r"|see\b(?=\s+(?:how|what|if|whether|that)\b|[.,;!]|$)|find\s+(?:that|it|this)\b|notice\b|learn\s+that\b|become\b"
    r"|get\s+(?:used|easier|better|worse|there|lost|to\b|my\b|your\b|over\b)|like\b|love\b|miss\b|want\b|wonder\b|manage\b"
    r"|happen\b|remain\b|stay\b|stop\b|wait\b|leave\s+it\b|survive\b|depend\b|meet\s+(?:again|next|on|in|at)\b"
    r"|speak\s+again\b|talk\s+again\b|continue\b|go\s+on\b|say\s+nothing\b|keep\s+[^.]*\bfor\s+good\b|regret\b|enjoy\b|forget\b|apply\s+only\b)",
    re.IGNORECASE,
)
_NOT_TO_MEET = re.compile(
    r"^(?:not\b|leave\b|wait\b|stop\b|(?:meet|speak|talk|see each other)\b|drop\b|disagree\b|be\b)", re.I
)
_HYPOTHETICAL = re.compile(
    r"^(?:have|like|love|prefer|rather|be|not|never|need|want|hate|miss)\b", re.IGNORECASE
)
_LONG_AGO = re.compile(
    r"\b(?:last\s+(?:year|time|month|week|summer|winter|spring|autumn|session)|(?:years?|months?|weeks?|days?)\s+ago"
    r"|back\s+then|in\s+the\s+past|used\s+to|yesterday|once\s+(?:said|told|promised)|in\s+(?:19|20)\d\d"
    r"|and\s+(?:he|she|they|I)\s+did)\b",
    re.IGNORECASE,
)
_UNSURE_BEFORE = re.compile(
    r"(?:\b(?:if|whether|unless|how|what|who|whom|which|where|why|when|because|since|wonders?|doubts?|hopes?|wish(?:es)?|think|thinks|guess"
    r"|as\s+though)|(?:n['’]t|\bnot|\bnever)(?:\s+\w+){0,2})\s+(?:that\s+)?$",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"^(?:and\s+|but\s+)?(?:if|unless|in\s+case|should)\b", re.IGNORECASE)
_ENDS = re.compile(
    r";|\s[–—-]\s|,?\s+(?:because|although|even\s+though|so\s+that|which)\b|,?\s+and\s+(?:have|has|had|is|was|that['’]s)\b|,\s+(?:so|but|as|since|who)\b|[.!?…]+[\"”’)]*$"
)
_JOINED = re.compile(r"[\s,;]*(?:\b(?:and|then|but|so|while|also)\b[\s,]*)*$")


def clauses(sentence: str, parties: Parties, spoken_of: str | None) -> list[Clause]:
    """The promises of a sentence in order; `spoken_of` is who “she” would be."""
    text = _without_speech(sentence)
    if text.rstrip(' "”’)').endswith("?") or _CONDITION.match(text):
        return []
    starts = sorted(_starts(text, parties, spoken_of), key=lambda one: (one[0], -one[1]))
    apart = [one for n, one in enumerate(starts) if n == 0 or one[0] >= starts[n - 1][1]]
    ends = [*(one[0] for one in apart[1:]), *([len(text)] if apart else [])]
    return [
        Clause(who, act, start, act_start, act_start + len(act))
        for (start, act_start, who), end in zip(apart, ends, strict=True)
        if (act := _act(text[act_start:end]))
    ]


def _starts(text: str, parties: Parties, spoken_of: str | None) -> Iterator[tuple[int, int, str | None]]:
    """Where a promise begins, where its act does, and whose it is."""
    for pattern, refused, past in _patterns(parties.named, parties.initials):
        for found in pattern.finditer(text):
            before, act = text[: found.start()], text[found.end() :].lstrip()
            last = parties.last_named(before) or spoken_of
            who = parties.meant_by(found["who"], last)
            if who is None or _UNSURE_BEFORE.search(before) or refused.match(act):
                continue
            if (past and _LONG_AGO.search(text)) or not act:
                continue
            yield found.start(), len(text) - len(act), who
    yield from _reported(text, parties, spoken_of)


def _reported(text: str, parties: Parties, spoken_of: str | None) -> Iterator[tuple[int, int, str | None]]:
    """“Ana said she would call”: hers where one of them said it."""
    would, sayer = _reports(parties.named, parties.initials)
    for found in would.finditer(text):
        said = sayer.search(text[: found.start()])
        act = text[found.end() :].lstrip()
        if said is None or _LONG_AGO.search(text) or _HYPOTHETICAL.match(act):
            continue
        speaker = parties.meant_by(said["sayer"], spoken_of)
        who = parties.meant_by(found["who"], speaker)
        if speaker is not None and who is not None:
            yield said.start(), len(text) - len(act), who


@lru_cache(maxsize=64)
def _patterns(named: str, initials: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str], bool], ...]:
    """Each way to promise, what must not follow, and whether it tells of the past."""
    subject = _subject(named, initials)
    who = rf"(?P<who>{subject})"
    return (
        (re.compile(rf"{who}{_FUTURE}{_ADVERBS}(?=\s)"), _NOTHING_TO_DO, False),
        (re.compile(rf"{who}{_GOING}(?=\s)"), _NOTHING_TO_DO, False),
        (re.compile(rf"{who}\s+(?!{subject}){_SAME_SUBJECT}(?=\s)"), _NOTHING_TO_DO, False),
        (re.compile(rf"{who}{_BOUND}(?=\s)"), _NOT_TO_MEET, True),
        (re.compile(rf"{who}(?:{_CARING})"), re.compile(r"(?!)"), False),
    )


@lru_cache(maxsize=64)
def _reports(named: str, initials: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    subject = _subject(named, initials)
    would = re.compile(rf"(?P<who>{subject})(?:\s?['’]d|\s+would){_ADVERBS}(?=\s)")
    return would, re.compile(_SAID.replace("SUBJECT", subject))


def _subject(named: str, initials: str) -> str:
    """Names of theirs that are not part of another's (“Ana's colleague”, “Grace and Ana” is fine), pronouns, roles."""
    pronouns = r"\bI|\b[Yy]ou|\b[Ww]e(?:\s+both)?|\b[Hh]e|\b[Ss]he|\b[Tt]hey"
    return rf"(?:{pronouns}|\b{_ROLES}|(?<!\w)(?:{named})|(?<!\w)(?:{initials}))"


def _act(text: str) -> str:
    """The words of what is promised: to the end of its clause."""
    end = _ENDS.search(text)
    return _JOINED.sub("", text[: end.start()] if end else text).rstrip(" ,.:")


def _without_speech(sentence: str) -> str:
    """The sentence with what somebody else is quoted to have said blanked out."""
    return re.sub(r"“[^”]*”|\"[^\"]*\"", lambda found: "·" * len(found.group()), sentence)
