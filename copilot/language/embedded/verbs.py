"""English verbs as goals use them: is this a wish that starts with one, and what is its -ing form."""

from __future__ import annotations

import re

from knowledge.wording import STOP_WORDS

_BASE_TEXT = """
accept achieve acquire adapt address advance advocate analyse analyze answer apply appreciate arrange
articulate ask assert attend automate avoid balance be become begin being break bring broaden build
celebrate challenge change choose clarify close coach collaborate communicate complete conduct connect
consolidate contribute control convince cope create cut deal debug decide deepen define delegate deliver
demonstrate deploy design develop direct discover discuss draft drive earn embrace empower enable encourage
engage enjoy ensure enter establish evaluate execute expand expose exchange explain explore express
facilitate feel figure find finish fix focus follow form foster found fundraise gain get give go grow guide
handle have help hire hold host identify implement improve increase influence innovate inspire integrate
interview introduce invest join keep know land launch lead learn let level leverage listen maintain make
manage market master mediate mentor migrate model motivate move navigate negotiate network obtain open
operate organise organize overcome own participate pass persuade pick pitch pivot plan practise practice
prepare present prioritise prioritize progress promote propose prove publish push qualify raise reach read
receive recover recruit reduce refine reflect relax relocate represent research resolve respond retrain
return review run save say scale secure see sell serve set shadow shape share shift ship show simplify solve
speak specialise specialize sponsor stand start state stay step stop strengthen structure study submit
succeed supervise support survive switch take talk teach tell tackle think trade train transfer transition
translate travel trust try turn understand update upskill use value visit volunteer win work write admit
assess assist audit bake believe belong borrow calm care chair check clean climb collect combine compare
compete compose concentrate confront contradict convert cook count dance dare defend depend dig document
double draw dream eat educate escape excel exercise experiment fight fill forgive free hear hike imagine
inform insist install invent invite juggle lift live look lose love map matter meet memorise memorize
moderate name notice observe offer orient outline paint pay perform play post praise predict prevent protect
question quit realise realize recognise recognize record redesign rely remain remember repair replace rest
rewrite ride sail sell sing sit skip sleep smile sort spend spread steer struggle suggest swim test thank
thrive tidy touch track treat wait walk watch
"""
BASE = frozenset(_BASE_TEXT.split())
_NOUN_NEXT_TEXT = """
skills skill abilities techniques experience knowledge strategy strategies management development system
systems design process processes tools methods training work science engineering planning analysis and
practice culture
"""
_NOUN_NEXT = frozenset(_NOUN_NEXT_TEXT.split())
_ALSO_NOUNS_TEXT = """
design network research market model project review lead sponsor mentor practice work support time plan
study volunteer level value structure influence focus state form pitch change control balance trade travel
chair check care cook count dance document dream exercise experiment fight look love map matter name notice
offer paint pay play post praise question record rest sleep smile struggle test touch track walk watch
"""
_ALSO_NOUNS = frozenset(_ALSO_NOUNS_TEXT.split())
_DOUBLING_TEXT = """
get set let put cut run plan stop win begin step ship debug chat swim dig sit skip quit transfer permit
submit prefer refer
"""
_DOUBLING = frozenset(_DOUBLING_TEXT.split())
_DETERMINERS = frozenset("a an the my our your their this these it them him people".split())
_TO_BASE = {
    "being": "be",
    "becoming": "become",
    "getting": "get",
    "making": "make",
    "having": "have",
    "giving": "give",
}


def starts_with_verb(phrase: str) -> bool:
    """Whether a phrase is something to do: `lead a team`, `learning to code`, but not `design systems knowledge`."""
    words = re.findall(r"[a-z’'-]+", phrase.lower())
    if not words:
        return False
    words = words[1:] if words[0] in _ADVERBS and len(words) > 1 else words
    if words[0] not in BASE and _base_of(words[0]) not in BASE:
        return _looks_like_a_verb(words)
    if words[0] not in _ALSO_NOUNS:
        return True
    return len(words) > 1 and words[1] not in _NOUN_NEXT


_ADVERBS_TEXT = """
better actually finally successfully confidently effectively clearly truly not consistently
"""
_ADVERBS = frozenset(_ADVERBS_TEXT.split())


def _looks_like_a_verb(words: list[str]) -> bool:
    """`hand the newsletter`: an unknown word before an article or a pronoun is most likely something to do."""
    first = words[0]
    unlikely = (
        first in STOP_WORDS
        or first.endswith(("s", "ed", "ly", "ion", "ity", "ness", "ment"))
        or len(first) < 3
    )
    return len(words) > 1 and words[1] in _DETERMINERS and not unlikely


def gerund(verb: str) -> str:
    """`make` → `making`, `run` → `running`, `be` → `being`."""
    if verb.endswith("ing") and len(verb) > 5:
        return verb
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb in _DOUBLING:
        return f"{verb}{verb[-1]}ing"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return f"{verb[:-1]}ing"
    return f"{verb}ing"


def gerund_phrase(phrase: str) -> str:
    """`build and lead a team` → `building and leading a team`; only verbs that head the phrase change."""
    words = phrase.split()
    words[0] = _gerund_with_mark(words[0])
    for at in range(2, len(words)):
        joined = words[at - 1].lower() in {"and", "or"} and words[at].lower().strip(",;") in BASE
        if joined and (at == 2 or words[at].lower() not in _ALSO_NOUNS):
            words[at] = _gerund_with_mark(words[at])
    return " ".join(words)


def _gerund_with_mark(word: str) -> str:
    bare = word.rstrip(",;")
    return gerund(bare.lower()) + word[len(bare) :]


def base_phrase(phrase: str) -> str:
    """`becoming a lead` → `become a lead`."""
    first, _, rest = phrase.partition(" ")
    return f"{_base_of(first.lower())} {rest}".strip()


def _base_of(word: str) -> str:
    if not word.endswith("ing") or (word in BASE and word != "being"):
        return _TO_BASE.get(word, word)
    if word in _TO_BASE:
        return _TO_BASE[word]
    stem = word[:-3]
    candidates = (stem, f"{stem}e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem)
    return next((candidate for candidate in candidates if candidate in BASE), word)
