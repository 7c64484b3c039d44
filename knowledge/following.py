"""Follow-ups: what a question means after the ones before it, decided by its form, and what is then searched.

“and if she is my boss?” says nothing to an index. A question leans on what came before where it begins like one,
where a pronoun stands for nothing in it, or where it has hardly a word of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.wording import content_words, words

MOST_LEANING = 3  # follow-ups that are read together with the question they began from
LONGEST = 300  # characters: a longer question tells its own story
FRAGMENT = 3  # words: a shorter question is a piece of one
FEW = 3  # content words: with more, a question has enough of its own to be searched alone
TERSE = 4  # the same where a pronoun says that it refers back …
WORDY = 6  # … and where it begins with a link besides

_SPEAKS_ON = re.compile(
    r"\A(?:(?:so|well|ok(?:ay)?|right|fine|great|good|yes|no|hm+|thanks?(?: you)?|sorry|now)\b[\s,.!:–—-]*)+",
    re.I,
)
_LEANS_ALWAYS = re.compile(
    r"(?:(?:and |but |so )?(?:what|how) about\b|why not\b|why(?: is| was|’s|'s)? that\b|how so\b|how come\b|such as\b"
    r"|like what\b|for (?:example|instance)\b|in that case\b|(?:and |but )?if (?:so|not)\b|(?:and |but )?then what\b"
    r"|what (?:then|next|else|now)\b|(?:please )?(?:tell|say|explain|show)(?: me| us)? (?:a bit |a little )?more\b"
    r"(?! (?:about|on) (?!that|this|these|those|it|them)\w)|more (?:about|on) (?:that|this|it)\b"
    r"|go on\b|same (?:question|for|with)\b|meaning\b)",
    re.I,
)
_LINKS = re.compile(
    r"(?:and|but|or|also|what if|even if|only if|if|unless|with|without|by|in|on|at|for|from|before|after|because)\b",
    re.I,
)
_ASKS_FOR_MORE = re.compile(
    r"\b(?:an?(?:other)?|some|any|more|the) (?:\w+ )?(?:examples?|details?)\b(?! (?:of|for)\b)", re.I
)
_PART_OF_SOMETHING = re.compile(
    r"\b(?:each|every|which|the)(?: (?!meeting|session|time)\w+)? "
    r"(?:parts?|steps?|stages?|phases?|letters?|points?|pieces?|ones?|rest|others?|exceptions?|differences?)\b"
    r"(?! (?:of|between|in|for)\b)",
    re.I,
)
_ELSEWHERE = re.compile(r"\b(?:else|instead|otherwise|either|neither)\b|\b(?:too|as well)\s*[?.!]*$", re.I)
_KNOWN_ALREADY = re.compile(r"^(?:\w+\W+){2,6}the \w+(?: be| go| look| sound| take| work)?\W*$", re.I)

_PERSONS = frozenset("he him his she her hers they them their theirs".split())
_THINGS = frozenset("it its this these those".split())
_NAMES_SOMEBODY = frozenset("someone somebody anyone anybody everyone everybody people person".split())
_DETERMINERS = frozenset("a an the my our your some any every each no another".split())
_TIMES = frozenset(
    "time day days week weeks month months year years morning afternoon evening quarter".split()
)
_POINTS_WITH_THAT = re.compile(
    r"\b(?:is|was|does|do|did|would|could|should|can|will|about|of|like|with|from|after|before|say|do|mean|for|on|to)"
    r" that\b(?! (?:i|you|we|he|she|they|it|the|an?|my|our|your|there|people|nobody|somebody)\b)|^that\b"
    r"|\bthat (?:up|out|off|down|over|across|with|to|from|at|by)\b|\bthat\s*[?.!,]*$",
    re.I,
)
_SAYS_NOTHING = re.compile(
    r"\b(?:is|isn’t|isn't|was|be|does|doesn’t|doesn't|would|will|may|did|how)\s+it\b(?:\s+[\w’'-]+){1,4}?\s+"
    r"(?:to|that|if|whether|when|for)\b|\bit(?:’s|'s)? worth\b"
    r"|\bit(?:’s|'s| is) (?:\w+ ){1,3}(?:to|that|if|whether|when|for)\b",
    re.I,
)


def leans(question: str) -> bool:
    """Whether a question can only be understood from what was asked before it."""
    asked = _SPEAKS_ON.sub("", " ".join(question.split()), count=1) or question
    if len(asked) > LONGEST:
        return False
    carried = len(content_words(asked))
    linked = bool(_LINKS.match(asked))
    if not carried or _LEANS_ALWAYS.match(asked):
        return any(letter.isalnum() for letter in question)
    if carried <= (WORDY if linked else TERSE) and _refers_back(asked):
        return True
    return carried <= FEW and (linked or _is_short_of_something(asked))


def understood(question: str, earlier: Sequence[str]) -> str:
    """What is searched: the question, and where it leans on `earlier` ones (oldest first), their content words too.

    Its own words stand at both ends, so that they weigh more than those it inherits: of sixteen ways to put the two
    together this found most (`evals/suites/followups.py`).
    """
    background = leant_on(question, earlier)
    if not background:
        return question
    return " ".join((question, *content_words(" ".join(background)), question))


def leant_on(question: str, earlier: Sequence[str]) -> list[str]:
    """The earlier questions that a follow-up is understood from, oldest first; none where it stands on its own.

    Back to the last one that stands on its own: a new topic hides the ones before it.
    """
    background: list[str] = []
    for before in reversed(earlier[-MOST_LEANING:] if leans(question) else ()):
        background.insert(0, before)
        if not leans(before):
            break
    return background


def _refers_back(asked: str) -> bool:
    """Whether a pronoun stands there before anything it could stand for."""
    told = words(asked)
    plain = _SAYS_NOTHING.sub(" ", asked)
    # “that’s all” holds the word too, in one with what follows.
    that = next((at for at, word in enumerate(told) if word.split("'")[0] == "that"), len(told))
    if _POINTS_WITH_THAT.search(asked) and not _speaks_of_a_thing(told, that):
        return True
    persons = next((at for at, word in enumerate(told) if word in _PERSONS), None)
    if persons is not None and not _speaks_of_somebody(told[:persons]):
        return True
    left = words(plain)
    things = next((at for at, word in enumerate(left) if word in _THINGS and not _is_a_time(left, at)), None)
    return things is not None and not _speaks_of_a_thing(left, things)


def _is_a_time(told: Sequence[str], at: int) -> bool:
    return at + 1 < len(told) and told[at + 1] in _TIMES


def _speaks_of_somebody(before: Sequence[str]) -> bool:
    return any(word in _NAMES_SOMEBODY or word in _DETERMINERS for word in before)


def _speaks_of_a_thing(told: Sequence[str], at: int) -> bool:
    return any(word in _DETERMINERS for word in told[:at]) or len(content_words(" ".join(told[:at]))) >= 2


def _is_short_of_something(asked: str) -> bool:
    """Whether it names a part, a comparison or a thing known already, without saying of what; or is no sentence."""
    signs = (_ASKS_FOR_MORE, _PART_OF_SOMETHING, _ELSEWHERE, _KNOWN_ALREADY)
    return any(sign.search(asked) for sign in signs) or _is_fragment(asked)


def _is_fragment(asked: str) -> bool:
    told = words(asked)
    return len(told) <= FRAGMENT and told[:1] not in (["what"], ["who"], ["define"])
