"""Schools lose their names and keep their kind: “taught chemistry at a school”."""

from __future__ import annotations

import re
from typing import Literal

from copilot.services.matching.neutral.surroundings import begins_a_sentence

_CAPITAL = r"(?:St\. )?(?:[dlDL][’'])?[^\W\da-zß-öø-ÿ_][\w’'.&-]*(?<![.’'-])"
_LINK = (
    r"(?:of|for|the|de|do|da|dos|das|del|della|di|du|des|la|le|für|zu|degli|van|"
    r"and(?=\s(?:Political|Technology|Science|Management|Design|Commerce|Medicine|Arts?|Business"
    r"|Economics)\b))"
)
_RUN = re.compile(rf"(?<!\w){_CAPITAL}(?:[’']?\s(?:{_LINK}\s){{0,2}}{_CAPITAL})*")
_COMMA_CAMPUS = re.compile(r",\s(?:Berkeley|Irvine|Davis|Los Angeles|San Diego|Austin|Amherst|Nsukka)\b")

_UNIVERSITIES = frozenset(
    """university universidade universidad université universität università universiteit universitet
    uniwersytet universitas college polytechnic politecnico polytechnique politécnico hochschule
    fachhochschule conservatoire conservatory institute-of instituto institut école-sup
    business-school law-school medical-school school-of""".split()
)
_SCHOOLS = frozenset(
    "school lycée liceo liceu collège escola escuela école gymnasium academy high institute".split()
)
_ONLY_WHERE_ONE_STUDIES = frozenset("academy high institute gymnasium".split())
_IN_ENGLISH = frozenset("university college school academy high institute conservatory polytechnic".split())
_HIGHER = frozenset("polytechnique normale centrale supérieure mines économie ponts".split())
_KNOWN = frozenset(
    """Oxbridge Harvard Stanford MIT Yale Cornell UCLA UCSD NYU UCL KCL LSE SOAS INSEAD Caltech Sorbonne
    Makerere Unilag UNILAG UCT IIT IIM NUS NTU HKUST HKU Tsinghua Fudan KAIST POSTECH ETH EPFL RWTH
    KTH DTU NTNU Wharton Kellogg HEC ESADE IESE Bocconi Insper USP Unicamp UNICAMP UFRJ UNAM ITESM""".split()
)
_KNOWN_TOGETHER = (
    "Georgia Tech",
    "Virginia Tech",
    "Carnegie Mellon",
    "Johns Hopkins",
    "Sciences Po",
    "KU Leuven",
    "BITS Pilani",
)
_GENERIC = frozenset(
    """the a an my our at in from of left after before went since while and or but as with for to high
    secondary primary grammar elementary middle business law medical art night sunday summer winter
    evening public boarding online open attended taught studied joined led founded ran built started
    finished was is i we they he she graduated senior junior community technical vocational music
    dance driving film drama cooking circus local national state city head former teaching visited
    coached mentored advised chaired when where during between this that learning now currently
    degree economics management medicine design engineering computer science graduate dean professor
    lecturer student""".split()
)
"""Words of a run of capitals that name no school, such as the first of a sentence."""
_STUDY = re.compile(
    r"\b(?:stud(?:y|ied|ying)|graduat(?:ed|e|ing)|degrees?|alumn(?:us|a|i)|ph\.?d|mba|m\.?sc"
    r"|b\.?sc|b\.?a|m\.?a|llm|llb|diploma|"
    r"masters?|master[’']s|bachelors?|bachelor[’']s|doctorate|student|educated|lectur(?:ed|er|es?)"
    r"|professor|fellow|"
    r"undergraduate|postgraduate|postdoc|thesis|enrolled|read [a-z]+)\b[^.;:!?]{0,60}?\b(?:at"
    r"|from)\s(?:the\s)?$",
    re.IGNORECASE,
)
_PUPIL = re.compile(r"\b(?:at|attended|attending|from|taught at|teacher at|to)\s(?:the\s)?$", re.IGNORECASE)
_AND_ALSO = re.compile(r"\ba (?:university|school)(?:,| and|, and) (?:the )?$")
_ARTICLE = re.compile(r"\b(?P<word>the|an?|my|our|his|her|their|your)\s$", re.IGNORECASE)
_AS_AN_ADJECTIVE = re.compile(
    r"\s(?:graduates?|alumn\w+|degrees?|MBA|PhD|MSc|BSc|students?|professors?|lecturers?"
    r"|researchers?|dropout|courses?|diploma)\b"
)
_SEVERAL = re.compile(r"\b(a university|a school)(?:(?:,| and|, and) \1)+")

TELLS_A_SCHOOL = frozenset(
    {word for word in _UNIVERSITIES | _SCHOOLS if "-" not in word}
    | {name.split()[0].casefold() for name in (*_KNOWN, *_KNOWN_TOGETHER)}
    | set(
        """studied study studying graduated graduate graduating degree degrees alumnus alumna alumni phd mba
    msc bsc ba ma llm llb diploma master masters bachelor bachelors doctorate student educated
    lectured lecturer professor fellow undergraduate postgraduate postdoc thesis enrolled read ecole""".split()
    )
)
"""A text without any of these words, in small letters, names no school."""


def without_schools(text: str) -> str:
    """Every named school or university by its kind; subjects, degrees and departments stay."""
    neutral, at = "", 0
    for run in _RUN.finditer(text):
        start, end, kind = _school(text, run, neutral + text[at : run.start()])
        if kind and start >= at:
            campus = _COMMA_CAMPUS.match(text, end)
            neutral += _with_article(text[at:start], kind, text[end : end + 14])
            at = campus.end() if campus else end
    return _SEVERAL.sub(_plural, neutral + text[at:]) if at else text


def _school(
    text: str, run: re.Match[str], before: str
) -> tuple[int, int, Literal["university", "school", ""]]:
    """Where the school of a run of capitals begins and ends, and its kind."""
    words = list(re.finditer(r"\S+", run.group()))
    named = [word for word in words if word.group().casefold().strip(".,") not in _GENERIC]
    studied = bool(_STUDY.search(before[-90:]) or _AND_ALSO.search(before[-40:]))
    first = _first_word(text, run, words)
    start, whole = run.start() + words[first].start(), run.group()[words[first].start() :]
    if not named:
        return start, start, ""
    kind = _kind(whole, studied or bool(_PUPIL.search(before[-30:] + text[run.start() : start])))
    if kind and _is_named(whole):
        return start, run.end(), kind
    known = _known(whole)
    if known:
        return start, start + len(known), "university"
    return (start, run.end(), "university") if studied and not kind else (start, start, "")


def _first_word(text: str, run: re.Match[str], words: list[re.Match[str]]) -> int:
    """Past the words that only begin a sentence, as in “Attended Lincoln High School”."""
    if not begins_a_sentence(text, run.start()):
        return 0
    leading = 0
    while leading < len(words) - 1 and words[leading].group().casefold() in _GENERIC - {
        "high",
        "law",
        "business",
    }:
        leading += 1
    return leading


def _is_named(name: str) -> bool:
    """“Business School” and “School Partnerships” name none; “University of Lagos” and “Lincoln High School” do."""
    words = name.casefold().split()
    head = next((n for n, word in enumerate(words) if word in _UNIVERSITIES | _SCHOOLS), 0)
    if head == 0 and words[0] in _IN_ENGLISH:
        return len(words) > 2 and words[1] in ("of", "for")
    return any(word not in _GENERIC for n, word in enumerate(words) if n != head)


def _kind(name: str, one_studies_there: bool) -> Literal["university", "school", ""]:
    words = name.casefold().split()
    higher = {"business school", "law school", "medical school", "school of", "institute of"}
    is_higher = any(pair in " ".join(words) for pair in higher)
    if words[-1] == "school" and not is_higher:
        return "school"
    if is_higher or any(word in _UNIVERSITIES for word in words):
        return "university"
    if _HIGHER & set(words) and {"école", "ecole"} & set(words):
        return "university"
    found = _SCHOOLS & set(words)
    return "school" if found - _ONLY_WHERE_ONE_STUDIES or (found and one_studies_there) else ""


def _known(name: str) -> str:
    together = next((each for each in _KNOWN_TOGETHER if name.startswith(each)), "")
    first = re.split(r"[\s’']", name)[0]
    return together or (first if first in _KNOWN else "")


def _with_article(before: str, kind: str, after: str) -> str:
    """“the University of Lagos” is “a university”; “a Harvard graduate” “a university graduate”."""
    article = _ARTICLE.search(before)
    if _AS_AN_ADJECTIVE.match(after):
        return _replaced(before, article, "a ") + kind if article else before + kind
    if article and article["word"].casefold() not in ("the", "a", "an"):
        return before + kind
    begins = not before.strip() or begins_a_sentence(before, len(before))
    return _replaced(before, article, "") + ("A " if begins else "a ") + kind


def _replaced(before: str, article: re.Match[str] | None, instead: str) -> str:
    if article is None or article["word"].casefold() not in ("the", "a", "an"):
        return before
    return before[: article.start()] + instead


def _plural(match: re.Match[str]) -> str:
    return {"a university": "universities", "a school": "schools"}[match[1]]
