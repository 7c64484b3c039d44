"""A goal sentence taken apart, so that a plan can speak of it in her own words.

People write goals as wishes ("Get better at delegating"), troubles ("I freeze when the directors are in the room",
"I struggle with saying no") or subjects ("Public speaking"). Each form leads to another title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from copilot.domain.wording import sentences, stems
from copilot.language.embedded import verbs

Form = Literal["wish", "when", "trouble", "subject", "statement"]

LONGEST_AIM = 16
LONGEST_FOCUS = 11

_LEAD = re.compile(
    r"^(?:(?:so|well|honestly|ideally|basically|mainly|eventually|one day|this year|currently|at the "
    r"moment)[,:]?\s+)*"
    r"(?:(?:i|we)\s+(?:really |just |also |now )?(?:want|would like|wish|hope|aim|plan|need|intend|am "
    r"trying|am looking|"
    r"have|am hoping|am aiming|dream|am learning|am working|am keen|would love|must)\s+(?:to|how to|"
    r"towards?|on|of)\s+"
    r"|(?:i|we)['’](?:d|m|ve|ll)\s+(?:really |just |also )?(?:like|love|trying|looking|hoping|aiming|keen|"
    r"working|learning|"
    r"want|got)\s+(?:to|how to|on|towards?)\s+"
    r"|(?:i|we)\s+(?:want|need|would like)\s+(?=(?:more|better|a|an|the|my)\b)"
    r"|my (?:main |first |big )?(?:goal|aim|hope|wish|dream|ambition)\s+(?:is|would be)\s+(?:to\s+)?"
    r"|(?:the )?goal:\s*|to be able to\s+|being able to\s+|be able to\s+|to\s+|how (?:to|do i|can i)\s+"
    r"|looking (?:to|for)\s+|help me (?:to |with )?|help with |learning to\s+|(?:learn|find out|understand|"
    r"figure out) how to\s+)",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"^(?:i|we)(?:['’]m| am)?\s+(?:really |often |always |still |sometimes |a bit |very |so |quite |keep |)*"
    r"(?:struggl(?:e|ing) (?:with|to)|(?:have|having) (?:trouble|difficulty|a hard time|problems?)(?: with)?|"
    r"(?:afraid|scared|terrified|nervous|anxious|worried|unsure) (?:of|about|to|how to|when)|"
    r"(?:bad|terrible|hopeless|not good|no good|weak|poor) (?:at|with)|(?:find|finding) it (?:hard|"
    r"difficult) to|"
    r"(?:do not|don['’]t|never) know how to|(?:can ?not|can['’]t|could ?n['’]?t|never manage to)|(?:avoid|"
    r"dread|put off|postpone|hate)|"
    r"uncomfortable (?:with|about))\s+(?P<thing>.+)$",
    re.IGNORECASE,
)
_WISH_INSIDE = re.compile(
    r"(?<!who )(?<!they )\b(?:i )?(?:want|would like|['’]d like|hope|wish|need) to (?P<wish>.+)$",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?P<word>when|whenever|every time|as soon as|while)\s+(?P<clause>[^,.;!?]{6,120})", re.IGNORECASE
)
_WHY = re.compile(
    r"\b(?:because|so that|so i can|in order to|as i want to|since i)\b[^.;!?]{8,200}", re.IGNORECASE
)
_REASON_CUT = re.compile(
    r"\s*(?:[;:(]|\s[–—-]\s|,?\s*\b(?:so that|so i|because|in order to|since i|as i want)\b).*$",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s*(?:[,–—]|\b(?:which|but|before|since|while)\b|\band (?=i\b|then\b|not\b|my\b)).*$", re.IGNORECASE
)
_LAST_CUT = re.compile(
    r"\s+(?:well enough|without|when|who|that|if|until|so|where|as if|instead of)\b.*$", re.IGNORECASE
)
_BETTER_AT = re.compile(
    r"^(?:get|become|be|getting|becoming|being)\s+(?:much |even )?(?:better|good|great|more comfortable|"
    r"comfortable|more confident|confident)\s+"
    r"(?:at|in|with)\s+(?=\S)",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:I|we|they|he|she|it|there|nobody|everybody|everyone|somebody|is|are|was|were|has|have|had|do|does|did|can|"
    r"will|should|would|could|must|may|might|feel|feels|think|thinks|know|knows|keep|keeps|never|gets?|goes|makes|says|"
    r"takes|needs?|wants?|listens?|\w+n['’]t|\w+['’](?:m|d|re|ve|ll))\b"
)
_OTHER_LANGUAGE = re.compile(
    r"\b(?:ich|und|der|das|mein|meine|möchte|je|mon|ma|les|pour|dans|quiero|mi|mis|para|los|el|una|eu|meu|"
    r"minha|het|een|mijn|io|il|della|jag|"
    r"werden|besser|lernen|können|für|mit|sein|devenir|apprendre|mieux|être|mejorar|aprender|ser|como|"
    r"diventare|imparare|worden|bli)\b",
    re.IGNORECASE,
)
_STAYS_CAPITAL_TEXT = """
english french german spanish portuguese italian dutch arabic hindi mandarin chinese japanese korean polish
swahili turkish russian swedish python java rust go kubernetes excel agile scrum
"""
_STAYS_CAPITAL = frozenset(_STAYS_CAPITAL_TEXT.split())
_DEADLINE = re.compile(
    r"\s+(?:by|before|within|in|until|over) (?:the )?(?:end of (?:the )?|next |this |coming )*"
    r"(?:\d{4}|\d+ (?:weeks?|months?|years?)|(?:twelve|six|three|two|one) (?:weeks?|months?|years?)|year|"
    r"summer|spring|autumn|winter|"
    r"christmas|quarter|q[1-4]|january|february|march|april|may|june|july|august|september|october|"
    r"november|december)"
    r"(?: \d{4})?$",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?P<of>(?:the|my|our|your|senior|other|more senior|executive|non-technical|difficult|angry|new|"
    r"junior|large|big|external|"
    r"international|remote)\s+)*"
    r"(?P<who>directors?|board(?: members)?|executives?|execs|leadership team|leaders|managers|(?<=my "
    r")(?:line )?manager|(?<=my )boss|"
    r"customers?|clients?|team|teams|peers|colleagues|coworkers|stakeholders|investors|students|"
    r"pupils|patients|"
    r"volunteers|donors|funders|engineers|developers|contributors|maintainers|users|juniors|seniors|interns|"
    r"audience|audiences|reviewers|"
    r"partners|suppliers|committee|c-suite|vps?|trustees|ministers|journalists)\b",
    re.IGNORECASE,
)
_SECOND_PERSON = (
    (r"\bI am\b", "you are"), (r"\bI['’]m\b", "you're"), (r"\bI was\b", "you were"), (r"\bI['’]ve\b", "you've"),
    (r"\bI['’]d\b", "you'd"), (r"\bI['’]ll\b", "you'll"), (r"\bam I\b", "are you"), (r"\bI\b", "you"),
    (r"\bmyself\b", "yourself"), (r"\bmine\b", "yours"), (r"\bmy\b", "your"), (r"\bMy\b", "Your"), (r"\bme\b", "you"),
)  # fmt: skip


@dataclass(frozen=True)
class GoalWords:
    """What a goal sentence gives: `aim` heads a title, `focus` follows “about”, `people` is an object or empty."""

    said: str
    form: Form
    aim: str
    focus: str
    when: str = ""
    people: str = ""
    why: str = ""


def read_goal(text: str) -> GoalWords:
    """Take a goal apart; what fits no form is quoted whole."""
    said = " ".join(text.split())
    people, why = _people(said), _why(said)
    for sentence in sentences(said)[:3]:
        form, aim, focus, when = _read_sentence(sentence.rstrip(" .!…"))
        if form != "statement":
            return GoalWords(said, form, aim, focus, when, people, why)
    quoted = f"“{_shortened(sentences(said)[0] if said else said)}”"
    return GoalWords(said, "statement", quoted, quoted, "", people, why)


def to_second_person(text: str) -> str:
    """`my team` becomes `your team`: the plan speaks to the person who wrote the goal."""
    for pattern, other in _SECOND_PERSON:
        text = re.sub(pattern, other, text)
    return text


def _read_sentence(sentence: str) -> tuple[Form, str, str, str]:
    trouble = _TROUBLE.match(sentence)
    if trouble and (thing := _trimmed(trouble["thing"], LONGEST_FOCUS)):
        thing = verbs.gerund_phrase(thing) if verbs.starts_with_verb(thing) else thing
        return "trouble", to_second_person(thing), to_second_person(thing), ""
    wish = _wish(sentence)
    if wish:
        return wish
    when = _WHEN.search(sentence)
    if when and _is_trouble_with_a_moment(sentence, when["clause"]):
        clause = to_second_person(_trimmed(when["clause"], LONGEST_AIM) or when["clause"])
        word = "whenever" if when["word"].lower() in {"whenever", "every time"} else "when"
        return (
            "when",
            clause,
            f"the moments {'when' if word == 'whenever' else word} {clause}",
            f"{word} {clause}",
        )
    inside = _WISH_INSIDE.search(sentence)
    wish = _wish(inside["wish"]) if inside else None
    return wish or _subject(sentence)


def _is_trouble_with_a_moment(sentence: str, clause: str) -> bool:
    """`I freeze when the directors are in the room`, but not `I want more confidence when speaking to them`."""
    told = re.match(r"(?:i|we|my)\b", sentence, re.IGNORECASE) and not _LEAD.match(sentence)
    return bool(told) and not clause.split()[0].endswith("ing")


def _wish(sentence: str) -> tuple[Form, str, str, str] | None:
    body, before = sentence, ""
    while before != body:
        before, body = body, _LEAD.sub("", body, count=1)
    if not verbs.starts_with_verb(body):
        return None
    aim = _trimmed(body, LONGEST_AIM)
    if not aim:
        return None
    focus = _BETTER_AT.sub("", _trimmed(body, LONGEST_FOCUS))
    spoken = to_second_person(verbs.base_phrase(aim))
    doing = verbs.gerund_phrase(focus) if verbs.starts_with_verb(focus) else focus
    if not stems(aim):
        return None
    return "wish", spoken, to_second_person(doing) or f"“{_shortened(body)}”", ""


def _subject(sentence: str) -> tuple[Form, str, str, str]:
    body = _LEAD.sub("", sentence, count=1)
    words = body.split()
    subject = _trimmed(body, LONGEST_FOCUS)
    if words and subject and not _FINITE.search(body) and not _OTHER_LANGUAGE.search(body):
        subject = to_second_person(_lowered(subject))
        return "subject", subject, subject, ""
    return "statement", "", "", ""


def _trimmed(text: str, longest: int) -> str:
    """The text without reason and deadline; side clauses go only where it is too long; nothing if it stays so."""
    short = _REASON_CUT.sub("", text).strip() or text.strip()
    for cut in (None, _CUT, _LAST_CUT):
        short = cut.sub("", short) if cut else short
        short = _DEADLINE.sub("", short).strip(" .,;:?")
        if 1 <= len(short.split()) <= longest:
            return short
    return ""


def _shortened(text: str) -> str:
    words = text.strip(" .!").split()
    return " ".join(words) if len(words) <= LONGEST_AIM else " ".join(words[:12]) + " …"


def _lowered(text: str) -> str:
    """Start in lower case, unless the first word is a name or an abbreviation."""
    first, _, rest = text.partition(" ")
    keep = (
        first.lower() in _STAYS_CAPITAL
        or first.isupper()
        or any(letter.isupper() for letter in first[1:])
        or rest[:1].isupper()
    )
    return text if keep else text[:1].lower() + text[1:]


def _people(said: str) -> str:
    found = _PEOPLE.search(said)
    if not found:
        return ""
    words = found.group().strip()
    if not re.match(r"(?:the|my|our|your)\b", words, re.IGNORECASE):
        singular = words.lower() in {
            "team",
            "board",
            "leadership team",
            "committee",
            "manager",
            "boss",
            "audience",
            "c-suite",
        }
        words = (
            f"your {words}"
            if words.lower() in {"manager", "boss", "team"}
            else f"the {words}"
            if singular
            else words
        )
    words = re.sub(r"^(?:my|our)\b", "your", words, flags=re.IGNORECASE)
    return words if words.isupper() else words[:1].lower() + words[1:]


def _why(said: str) -> str:
    found = _WHY.search(said)
    return found.group().strip() if found else ""
