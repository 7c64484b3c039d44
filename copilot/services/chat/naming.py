"""Who is named in an utterance: somebody the asker knows, or whoever stands where a person would.

Whether a stranger is on the roster must not show, so her name is read as a name that nobody bears.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from copilot.services.pseudonyms import Roster

Span = tuple[int, int]

_LEADS = (
    r"with|w/|met|meet|meeting|seeing|see|seen|(?:me|us|I) and|between|(?:kudos|thanks|talk|talked|spoke|speak) to|"
    r"thank|nominate|recogni[sz]e|celebrate|shout[- ]?out (?:for|to)|(?:session|meeting|talk|agenda|agreement)s? of"
)
_BESIDE_A_PERSON = re.compile(rf"(?:\b(?:{_LEADS})|(?<!\S)w/)\s+(?=[^\W\d_])")
_BESIDE_ANYTHING = re.compile(
    rf"(?:\b(?:{_LEADS}|for|to|about|of|from|on|is|did|does|has)|(?<!\S)w/)\s+(?=[^\W\d_])"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PARTICLES = frozenset("de da di do dos du van von der den del la le bin al el ter".split())
_NO_NAMES = frozenset(
    """i my our your his her the a an this that what which how monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december english""".split()
)
_SHORTEST_IN_CAPITALS = 4
"""`HR` and `CEO` are no names; `GRACE` is one."""


def person_in(text: str, known: Roster, *, anywhere: bool = False) -> str:
    """The first name of somebody in the text, in its own words; empty where there is none.

    Args:
        text: what somebody typed.
        known: the people she may know of.
        anywhere: also after `for`, `about` and the like, where topics stand too.
    """
    for start, end in (*_known(text, known), *_strange(text, anywhere)):
        return text[start:end]
    return ""


def without_names(text: str, known: Roster) -> str:
    """Who is meant tells no job: names are read as `somebody`."""
    spans = _known(text, known)
    taken = [*spans, *(one for one in _strange(text, False) if not _within(one, spans))]
    for start, end in sorted(taken, reverse=True):
        text = f"{text[:start]}somebody{text[end:]}"
    return text


def _known(text: str, known: Roster) -> list[Span]:
    return [(one.start, one.end) for one in known.people_in(text)]


def _strange(text: str, anywhere: bool) -> Iterator[Span]:
    """Words with a capital where a person would stand."""
    for lead in (_BESIDE_ANYTHING if anywhere else _BESIDE_A_PERSON).finditer(text):
        words = list(takewhile(lambda word: _goes_on(word), _side_by_side(text, lead.end())))
        while words and words[-1].group() in _PARTICLES:
            words.pop()
        if words and _is_a_name(words[0].group()):
            yield words[0].start(), words[-1].start() + len(_bare(words[-1].group()))


def _side_by_side(text: str, at: int) -> Iterator[re.Match[str]]:
    """The words from here on that only a space divides; none after one in the possessive."""
    while word := _WORD.match(text, at):
        yield word
        at = word.end() + 1
        if word.group() != _bare(word.group()) or text[word.end() : at] != " ":
            return


def _goes_on(word: re.Match[str]) -> bool:
    said = word.group()
    return said in _PARTICLES or (said[0].isupper() and _bare(said).lower() not in _NO_NAMES)


def _is_a_name(said: str) -> bool:
    return said[0].isupper() and not (said.isupper() and len(said) < _SHORTEST_IN_CAPITALS)


def _bare(word: str) -> str:
    return re.sub(r"['’]s$", "", word)


def _within(span: Span, spans: list[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)
