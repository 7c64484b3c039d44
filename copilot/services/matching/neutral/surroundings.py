"""What the words around a capital say it is: a person, a place, or only a word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from copilot.services.matching.neutral import place_words
from copilot.services.matching.neutral.words_in_names import TITLES, VERBS_OF_A_PERSON

_BACK = 48
_BEFORE = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_AFTER = re.compile(r"[ -]([^\W\d_][\w-]*)")
_ENDS = re.compile(r"[.,!?:;•·–—\n|/()]")
IS_SOMEBODY = re.compile(
    r"[’']s\b|(?:,? who)?\s+(?:(?:always|never|often|once|also|first|later|then|[a-z]+ly)\s+)?"
    rf"(?:{'|'.join(sorted(VERBS_OF_A_PERSON))})(?:n[’']t)?\b"
)
"""What follows somebody who does something, or has something."""

_ADDRESSED = frozenset(
    """asked ask asking told tell telling thanked thank thanking met meeting helped help helping shadowed
    shadowing coached coaching mentored mentoring convinced persuaded invited hired followed admire
    admired emailed phoned advised advising mr mrs ms miss dr prof professor""".split()
)
"""Only people are asked and told: whoever follows is somebody."""
_KNOWN_AS = frozenset(
    """with by alongside under named called boss manager mentor mentee colleague friend sponsor director
    predecessor successor coach buddy joined join joining know knew trained managed supported
    replaced backed paired owe sister brother partner daughter son supervisor lead like""".split()
)
_SAYING = frozenset(
    """report reports reported reporting spoke speak speaking talk talked talking listened listen wrote
    write thanks grateful credit out owe next introduced handed present presented due explained""".split()
)
_HEARING = frozenset(
    "learn learned learnt learning heard feedback advice took note call help inherited support letter".split()
)
_OWING = frozenset("because friend fan mentee help advice thanks guidance supervision wing patience".split())
HAS_OR_GIVES = re.compile(
    r"[’']s (?:team|advice|feedback|help|notes|patience|story|mentoring|coaching|guidance|mentor|manager|boss)\b"
    r"| and I\b|,? who\b| (?:is|was) my\b"
)
_TRUSTING = frozenset("believe believed believes confide confided trusted faith confidence".split())
_DETERMINERS = frozenset(
    "the a an our my your his her its their this that these those each every no any some".split()
)


class Meant(Enum):
    """What a capital stands for, as far as its neighbours tell."""

    ADDRESSED = "somebody, beyond doubt"
    PERSON = "somebody, probably"
    PLACE = "a place"
    TERM = "a word of a longer term, or a thing"
    UNTOLD = "nothing tells"


@dataclass(frozen=True)
class Neighbours:
    """Up to four words before, nearest first, in small letters; the next word as it stands."""

    before: tuple[str, str, str, str]
    after: str


def neighbours(text: str, start: int, end: int) -> Neighbours:
    """The words of the same sentence around `text[start:end]`."""
    behind = _ENDS.split(text[max(0, start - _BACK) : start])[-1]
    words = [word.casefold() for word in _BEFORE.findall(behind)[-6:]][::-1]
    while len(words) > 1 and words[0] in place_words.BEFORE_A_PLACE and words[0] != "of":
        words.pop(0)
    next_word = _AFTER.match(text, end)
    one, two, three, four = [*words, "", "", "", ""][:4]
    return Neighbours((one, two, three, four), next_word[1] if next_word else "")


def meant_by(text: str, start: int, end: int) -> Meant:
    """Read the sentence around a capital; nothing here depends on which name it is."""
    near = neighbours(text, start, end)
    first, second, third, _ = near.before
    if first in _ADDRESSED or first in TITLES:
        return Meant.ADDRESSED
    if (first == "to" and second in _SAYING) or (first == "from" and _HEARING.intersection(near.before[1:])):
        return Meant.ADDRESSED
    if (first == "in" and second in _TRUSTING) or HAS_OR_GIVES.match(text, end):
        return Meant.PERSON
    if (first == "of" and second in _OWING) or (first == "as" and third == "as"):
        return Meant.PERSON
    if _is_where(near):
        return Meant.PLACE
    if IS_SOMEBODY.match(text, end):
        return Meant.PERSON
    return Meant.PERSON if first in _KNOWN_AS else Meant.UNTOLD


def _is_where(near: Neighbours) -> bool:
    first, second, third, _ = near.before
    if near.after in place_words.HAS_A_PLACE or near.after == "based" or first in place_words.WHERE:
        return True
    if (first, second) == ("of", "out"):
        return True
    if first in ("from", "to"):
        return second in place_words.MOVES or third in place_words.MOVES
    return first == "of" and second in place_words.PARTS_OF_A_PLACE


def is_a_term(text: str, start: int, end: int) -> bool:
    """Whether a capital is a word rather than a name: after an article, or beside other capitals (“Power BI”)."""
    behind = text[max(0, start - _BACK) : start]
    last = re.search(r"([^\W\d_]+)[ -]$", behind)
    if last and last[1].casefold() in _DETERMINERS:
        return True
    if re.match(r"[ -](?!I\b)[A-Z]\w*|[ ]of\b|-\w", text[end : end + 24]):
        return True
    return bool(last and last[1][0].isupper() and not begins_a_sentence(text, start - len(last[0])))


def begins_a_sentence(text: str, at: int) -> bool:
    """Whether the word at this place is the first of its sentence, or of a list's entry."""
    before = text[:at].rstrip(" \t\"'“‘(")
    return not before or before[-1] in ".!?:;•–—\n|/"
