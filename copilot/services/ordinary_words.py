"""Words that are names too: where one of them is only the word, and where it must be taken for a name."""

from __future__ import annotations

import re

from copilot.services.matching.neutral.words_in_names import WORDS_AS_NAMES
from knowledge.wording import STOP_WORDS

_ORDINARY_TEXT = """
amber angel april art august autumn bill blue bishop black brown case chance chase christian clay cook dawn day dean
drew earl english faith field fields fisher fox france frank grace grant gray green grey guy hall hill holly hope
house hunter iris ivy jack jade jasmine joy june july justice king knight lake lane law lily little long love major
march mark mason max may melody mercy miles miller moon north page parker pat penny pierce poppy price prince read
reed rich ring river rob robin rose ruby sage sandy short sky smith spring stone story strong summer sunny sue
taylor temple violet wade walker ward west white will win winter wise wood woods york young
ask write say tell hold choose look start van
"""
ORDINARY_WORDS = frozenset(_ORDINARY_TEXT.split()) | STOP_WORDS
"""Names that are words, months or seasons: a capital at the start of a sentence proves nothing."""

_LOWER_CASE_TEXT = """
abbey ace alba alma amal amity anchor arrow ash aspen audio aurora avenue ball band bank bar barn beach bean bear beck
bench birch blaze blossom bolt book booth border bower bowl branch brave brick bright broad brush bull bunny
burn burns butcher butter camp candy canon carbon card care castle cave cedar chamber chapel charity charm cherry
chestnut child china clark clear clever close clover coach coal coast coin colt comfort coral corn cotton couch count
court coward crew crisp crow crown cruise cup curry curve daisy dance dark darling data dear deer delta dew diana
dolores door dove down drake dream drive driver drum duck dust eagle echo elder elm ember emerald fair falcon fall
fern finch finest fish fisherman flag flax fletcher flood fly foot forge forward fountain gala garden
garland gate gem gentle ginger glen glory goose grain guard gunner handy hardy hare harp hart hawk hay helm
helper hero herring hitch holder holiday hollow home honor honour hook horn india israel jay jet jolly
jordan juniper kind kitchen lamb lance landing last lawn lead leaf legend liberty light lima lion lodge lord
lovely lucky luna lyric mace maple marble marin marina marine market marshal marvel master maverick meadows mellow
merchant merry minor mint mist moody mount mountain mustard naval nest new nice night norm nova nurse ocean orchard
otter owl pace pack paradise parsons peach peak pear phoenix pike pilgrim pine pink place plant plum point polite
pound press primrose prior proud purple quick quill ram ranger raven reader regina reward rice ridge root round rust
salt sander santa savage savannah sawyer school sea serena serenity sergeant sharp shell sheriff shore simple skip
slater sol south spark sparrow speak spear speed spice spicer squire stack starling stella steward stock stocks stout
style sugar summers sun sword tempest terra thorn tiger tile tiller tower town trace travel treasure tree trust
tucker turtle valley velvet vera victory vine viola virtue vita waiter wake well wheat whistler wilder willow yard
zion
"""
_LOWER_CASE = frozenset(_LOWER_CASE_TEXT.split()) | WORDS_AS_NAMES | ORDINARY_WORDS
"""Names that are words in some language; in lower case they are left alone, with an s at their end too."""

_DATES = frozenset("march april may june july august spring summer autumn winter".split())
_BEFORE_A_DATE = re.compile(
    r"(?:\d|\b(?:in|by|since|until|till|from|of|during|next|last|early|late|mid|before|after))\s+$",
    re.IGNORECASE,
)
_BEFORE_A_THING = re.compile(
    r"\b(?:an?|the|this|that|these|those|next|last|each|every|one|my|your|our|his|her|their|its|no)\s+$",
    re.IGNORECASE,
)
_BEFORE_A_PERSON = re.compile(
    r"(?:\b(?:(?:me|us|i|he|she|him|her) and|(?:kudos|thanks|talk\w*|speak\w*|spoke|writ\w+|wrote) to|between|with|for|"
    r"from|met|meet|meeting|seeing|thank|nominate)|\bw/)\s+$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?:^|[.!?…:;\n“‘\"(·])[\s*_#>\[\]”’\")-]*$")
_NEXT = re.compile(r"\s+([^\W_]+(?:['’]\w+)?)")
_LOOKED_BACK = 40

_VERBS = frozenset(
    "bill can chase drew grant hope may mark march pat price read rob sue wade ward will win".split()
)
_VERBS_RATHER = frozenset("ask write say tell hold choose look start".split())
_AFTER_A_VERB_TEXT = """
you i we it he she they me him her us them the a an this that these those there your my our his their its each every
one two three four five what how when where which whether why everyone everybody anyone anybody someone somebody
people both all any some no down out up
"""
_AFTER_A_VERB = frozenset(_AFTER_A_VERB_TEXT.split())
_AFTER_A_PERSON = re.compile(
    r"(?:is|was|has|had|does|did|can|could|would|will|may|might|should|and|or|said|told|asked|wrote|came|went|left|"
    r"felt|made|got|gave|took|\w{2,}ed)$"
)


def is_a_word_in_lower_case(word: str) -> bool:
    """Whether a folded word without a capital is an ordinary one: `banks` and `bank` are."""
    return word in _LOWER_CASE or word.removesuffix("s") in _LOWER_CASE


def stands_as_a_name(text: str, start: int, end: int, word: str) -> bool:
    """Whether a folded word without a capital stands where a person would: `kudos to ama`, `grace's achievements`."""
    before, after = text[max(0, start - _LOOKED_BACK) : start], text[end : end + _LOOKED_BACK]
    if word in STOP_WORDS:
        return False
    if re.match(r"['’]s\b", after):
        return not _BEFORE_A_THING.search(before)
    if is_a_word_in_lower_case(word):
        return False
    return bool(
        _BEFORE_A_PERSON.search(before) or re.match(r"\s+and\s+(?:me|i|myself)\b", after, re.IGNORECASE)
    )


def may_be_the_word(text: str, start: int, end: int, word: str) -> bool:
    """Whether `text[start:end]`, written with a capital, may well be the ordinary word: `Will you …`, `in May`.

    What starts a sentence counts as a name unless what follows makes it a word.
    """
    if word not in ORDINARY_WORDS:
        return False
    before, after = text[max(0, start - _LOOKED_BACK) : start], text[end : end + _LOOKED_BACK]
    if re.match(r"\s+\d", after) or (word in _DATES and _BEFORE_A_DATE.search(before)):
        return True
    return bool(_SENTENCE_END.search(before)) and _starts_as_a_word(word, after)


def _starts_as_a_word(word: str, after: str) -> bool:
    found = _NEXT.match(after)
    follows = found[1] if found else ""
    if word in _VERBS:
        return follows.lower() in _AFTER_A_VERB
    if word in _VERBS_RATHER:
        return not _AFTER_A_PERSON.match(follows)
    return word in STOP_WORDS or follows == "of"
