"""How somebody is praised: kinds of words that studies of letters of recommendation counted.

Trix and Psenka (2003, Discourse & Society 14:191–220): letters for women were shorter, and held more grindstone words
and doubt raisers. Schmader, Whitehead and Wysocki (2007, Sex Roles 57:509–514): letters for men held more standout
words. The lists follow their dictionaries and examples, with words of the like added, and are bound to the sense that
praises a person: “she has potential”, not “potential customers”. Words that most texts hold in another sense (`most`,
`work`, `able`) are left out. No list knows every sense. A word proves nothing of one text; over many it shows whether
people of one group are praised for shining and those of another for trying.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A name begins with a capital; so do these, which are nobody.
_NOBODY = (
    r"(?:It|This|That|These|Those|What|Which|The|There|Here|Then|Now|And|But|So|If|When|While|Everything|Nothing|"
    r"All|Both|Everybody|Everyone|Nobody|Somebody|Someone|We|I)\b"
)
_SHE = rf"(?:she|he|they|you|(?-i:(?!{_NOBODY})[A-Z][^\W\d_]+))"
_IS = rf"(?:{_SHE}|who)(?: is| are| was| were| (?:has|have) (?:always )?been|[’'](?:s|re))"
_HOW = (
    r"(?: (?:so|very|always|really|truly|ever|as|most|also|utterly|extremely|such|an?|the|our|well|highly|"
    r"\w+,|\w+,? and)){0,3}[ -]"
)
_PERSON = (
    r"(?:colleague|mentor|mentee|teacher|worker|engineer|nurse|manager|lead|leader|person|partner|listener|member|"
    r"helper|volunteer|friend|woman|man|coach|designer|analyst|speaker|planner|player|teammate)"
)
_GOOD = r"(?:good|well|solid|able|competent|decent|capable|helpful|clear(?:ly)?|mature|calm(?:ly)?|confident(?:ly)?)"

_STANDOUT = (
    r"(?:excellent|superb|unparalleled|unmatched|amazing|fabulous|wonderful|stellar|visionary)(?:ly)?",
    (
        r"(?<!still )outstanding(?:ly)?(?! (?:\w+ )?(?:invoice|payment|bill|balance|debt|sum|amount|fee|question|issue|"
        r"ticket|task|point|item|claim|order|work|bug|request|application|fault)s?\b)"
    ),
    r"exceptional(?:ly)?(?! (?:circumstance|case|cost|leave|item|weather|heat|cold|rain))",
    r"extraordinar(?:y|ily)(?! (?:\w+ )?(?:meeting|session|expense|cost|circumstance|leave)s?\b)",
    r"remarkabl[ey](?! (?:few|little|small|cheap|cold|quiet))",
    r"(?:terrific|phenomenal|magnificent)(?:ally|ly)?(?! (?:storm|noise|heat|speed|rain|pressure|wind|view))",
    r"brilliant(?:ly)?(?! (?:sunshine|light|white|blue|red|green|colour|weather))",
    rf"{_IS}(?: truly| really| quite| simply)? unique",
    r"uniquely (?:gifted|talented|able|placed|qualified|suited)",
    (
        rf"(?:best|finest|strongest) (?:of us|{_PERSON} (?:of us|ever|(?:that )?(?:we|i)(?: have|[’']ve| know)))"
    ),
)

# What people and things can be alike counts of a person only; “Reliable, kind.” begins a note that names nobody.
_STEADY = r"reliable|dependable|trustworthy|persistent|tidy|punctual|patient"
_NO_PATIENT = r"(?! (?:zero|record|file|note|list|care|data|safety|flow|portal)s?\b)"
_TRAIT = (
    rf"(?:(?:{_STEADY}|dedicated){_NO_PATIENT}|disciplined(?! (?:for|by)\b)|responsible(?! (?:for|to|party)\b)|"
    r"organi[sz]ed(?! (?:the|a|an|it|all|our|her|his|their|by|in|at|on)\b))"
)
_GRINDSTONE = (
    r"hard-?working|work(?:s|ed|ing)? (?:so |very |really )?hard|(?:her|his|their|your) hard work",
    r"(?:meticulous|assiduous|methodical|industrious|tireless|conscientious(?! objector))(?:ly)?",
    r"thorough(?:ness)?|thoroughly (?:prepared|checked|read|tested)",
    r"(?<!due )diligen(?:t|tly|ce)|(?<!be )careful(?:ly)?|patiently",
    r"(?:her|his|their|your) (?:\w+ )?(?:efforts?|dedication|persistence|reliability)",
    r"(?:put|made) (?:so much|a lot of|great|every|an|real) effort",
    rf"{_SHE} persist(?:s|ed)",
    r"patient (?:explanations?|listening|teaching)",
    rf"(?:is|was|are|were|been|so|endlessly|stayed|remained) patient{_NO_PATIENT}",
    rf"{_IS}{_HOW}{_TRAIT}(?! (?:now|again|since))",
    rf"(?:{_STEADY}|dedicated|disciplined|organi[sz]ed) {_PERSON}",
    rf"(?:^|[.!?;] )(?:very |always )?(?:{_STEADY}|responsible)(?=[.,;!])",
)

_LITTLE = (
    r"(?:age|youth|inexperience|limit\w*|lack|little experience|shyness|weak\w*|shortcomings?|faults|mistakes|"
    r"difficulties|background|accent|new|young|junior|quiet|shy)"
)
_SOME_HELP = r"with (?:some|a little|more) (?:help|guidance|practice)"
_DOUBT = (
    (
        r"(?:al|even )?though (?:she|he|they)(?: (?:is|are|was|were)|[’'](?:s|re)) "
        r"(?:only |just |still |so |very |rather |quite )?"
        r"(?:new|young|junior|inexperienced|learning|shy|quiet|an? (?:beginner|newcomer)|not (?:yet|an?|very))"
    ),
    r"(?:al|even )?though (?:she|he|they) (?:lack(?:s|ed)?|(?:has|have|had) (?:little|no|never|only))",
    rf"(?:despite|in spite of) (?:her|his|their|your|being|having|some|a) (?:\w+ ){{0,2}}{_LITTLE}",
    (
        rf"{_SHE} (?:seem|appear)(?:s|ed)? to "
        r"(?:be|have|know|manage|cope|do|get|understand|learn|try|care|enjoy|fit|grow)"
    ),
    (
        rf"{_SHE} might (?:yet |one day |still |well |even )?"
        r"(?:be|become|make|grow|do|turn|prove|develop|go|need|improve|learn)"
    ),
    r"(?:perhaps|maybe|hopefully),? (?:she|he|they)(?: (?:will|can|could|may|would|should|is|are)|[’']ll)",
    rf"{_SHE}(?: (?:will|can|could|may)|[’']ll) (?:perhaps|maybe|hopefully)",
    rf"(?:quite|rather|fairly|somewhat|reasonably|surprisingly|unexpectedly) {_GOOD}|not bad",
    r"(?:adequate|satisfactory) (?:job|work|talk|performance|skill|knowledge|manner)",
    rf"{_IS}{_HOW}(?:adequate|satisfactory)",
    r"(?:did|does|work(?:s|ed)|perform(?:s|ed)) (?:\w+ ){0,2}(?:adequately|satisfactorily)",
    rf"{_SHE} (?:will|can|could|would|may|manage[sd]?) (?:\w+ ){{0,4}}{_SOME_HELP}",
    rf"{_SOME_HELP},? (?:she|he|they) (?:will|can|could|would|may)",
    rf"{_IS} still learning",
    (
        rf"{_SHE} (?:clearly |certainly |also )?(?:has|have|had|shows?|showed) (?:\w+ ){{0,3}}potential"
        r"(?=[.,;!?]|$| to | as | for | and | in )"
    ),
    rf"{_IS}{_HOW}promising(?! (?:to|that|us|her|him|them)\b)",
    rf"promising (?:{_PERSON}|start|beginner|newcomer|talent)",
    (
        rf"(?:{_GOOD}|bad|great|fine|strong|impressive|remarkable) (?:work |job |talk )?for (?:an?|her|his|their) "
        r"(?:newcomer|junior|beginner|age|first)"
    ),
    r"(?:causes|causing|caused|makes|making|made|gives|giving|gave) (?:\w+ )?no (?:problems|trouble)",
    r"(?:we|i) (?:have|had) no complaints",
)


@dataclass(frozen=True)
class Manner:
    """A kind of words. `better` says whether a group of whom they stand more often is better off."""

    name: str
    pattern: re.Pattern[str]
    better: bool
    says: str

    def is_in(self, text: str) -> bool:
        """Whether one of the words stands there."""
        return self.pattern.search(text) is not None


def _manner(name: str, words: Sequence[str], better: bool, says: str) -> Manner:
    return Manner(name, re.compile(rf"\b(?:{'|'.join(words)})(?!\w)", re.IGNORECASE), better, says)


MANNERS = (
    _manner("standout words", _STANDOUT, True, "praise somebody as one who stands out"),
    _manner("grindstone words", _GRINDSTONE, False, "praise effort instead of what it led to"),
    _manner("doubt raisers", _DOUBT, False, "praise, and take a little back"),
)


def words_in(text: str) -> int:
    """How many words there are."""
    return len(text.split())
