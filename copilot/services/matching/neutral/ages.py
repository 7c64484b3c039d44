"""How old somebody is goes; how long she has done something stays."""

from __future__ import annotations

import re
from collections.abc import Set

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty"
_AGE = rf"(?:[1-8]\d|(?:{_TENS})(?:[- ](?:{_ONES}))?|eighteen|nineteen)"
_DECADE = r"(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|teens|[2-8]0[’']?s)"
_HERS = r"(?:my|his|her|their|our)"
_SOMEBODY = (
    r"(?:person|people|professionals?|wom[ae]n|m[ae]n|leaders?|managers?|lady|ladies|guys?"
    r"|employees?|workers?|"
    r"colleagues?|engineers?|parents?|mothers?|fathers?|mum|mom|dad|adults?|graduates?|talents?"
    r"|girls?|boys?|members?)"
)
_GENERATION = (
    r"(?:millennials?|(?:baby[- ])?boomers?|zoomers?|digital[- ]natives?|gen(?:eration)?[- ](?:x|y"
    r"|z|alpha)(?:ers?)?|"
    r"senior citizens?|pensioners?|retirees?|(?:recent|fresh|new|young"
    r"|newly[- ]minted) (?:graduates?|grads?)|youngsters?|oldies|"
    r"twenty[- ]somethings?|thirty[- ]somethings?|forty[- ]somethings?|fifty[- ]somethings?"
    r"|[2-5]0[- ]somethings?)"
)
_NEVER_A_LENGTH = (
    r"(?!\s*(?:%|per ?cent|people|persons|members|countries|years?(?! old)|months|weeks|days|hours"
    r"|minutes|pages|km|points))"
)
_AGES = re.compile(
    rf"(?P<noun>\b(?:(?P<article>an?)\s)?{_GENERATION}\b)"
    rf"|(?P<adjective>\b(?:(?P<older>an?)\s)?(?:{_AGE}[- ]years?[- ]old|young|younger|older|elderly"
    r"|middle[- ]aged|ageing|aging)"
    rf"(?=\s{_SOMEBODY}\b))"
    rf"|(?P<gone>,?\s*\b(?:(?:(?:am|is|was)\s)?(?:now|already|still|just)\s|(?:am|is|was)\s)?(?:"
    rf"(?:aged|age of|at age|age)\s{_AGE}\b|(?:am |[’']m |is |was |turned |turning "
    rf"|at )?{_AGE}[- ]years?[- ](?:old|young)\b"
    rf"|in {_HERS} (?:early |mid[- ]?|late |very )?(?:to late |to mid )?{_DECADE}\b"
    rf"|\bin {_HERS} (?:youth|old age)\b"
    r"|(?:approaching|nearing|close to|near|facing|about to|soon to|before|almost at"
    r"|on the brink of) (?:my |her |his )?retire(?:ment)?\b"
    r"|(?:fresh|straight|just|right) out of (?:university|college|school)\b|of retirement age"
    r"|past retirement"
    rf"|\bborn in (?:the )?(?:19|20)\d\ds?\b|\bborn (?:19|20)\d\d\b|\bin (?:19|20)\d\d,? (?=I was born)"
    rf"|(?:of the )?[Cc]lass of [’']?(?:(?:19|20)\d\d|\d\d)\b|\bsince my {_DECADE}))"
    r"|(?P<am>\bI(?:[’']m| am) (?:now |already |only |just |over |nearly "
    rf"|almost )?{_AGE}\b{_NEVER_A_LENGTH}(?=\s*(?:[.,;!?)–—]|and\b|but\b|$)))"
    rf"|(?P<turned>\b(?:turned|turning|turn) {_AGE}\b{_NEVER_A_LENGTH})"
    rf"|(?P<at>\bat {_AGE}(?=,? I\b)|\bwhen I was {_AGE}\b{_NEVER_A_LENGTH})"
    rf"|(?P<alone>(?<=[,(;])\s*{_AGE}(?=\s*[,);]|\s*$))"
    rf"|(?P<first>^\s*{_AGE},(?=\s[a-z]))"
    rf"|(?P<only>^\s*{_AGE}\s*[.,;]?\s*$)"
    r"|(?P<plain>\b(?:I am|I[’']m|am|being|too|very|so|was) (?:too |very |quite |still )?(?:young"
    r"|old|elderly)\b(?!\s[a-z]+s?\b(?<!enough)))",
    re.IGNORECASE,
)
AGE_WORDS = frozenset(
    """teens twenties thirties forties fifties sixties seventies eighties age aged aging ageing gen
    generation young younger old older oldies elderly youth youngster youngsters millennial
    millennials boomer boomers zoomer zoomers native natives retire retirement retirees retiree
    citizen citizens pensioner pensioners graduate graduates grad grads class out born something
    somethings middle turned turning turn eighteen nineteen twenty thirty forty fifty sixty seventy
    eighty""".split()
)
_AGE_IN_FIGURES = re.compile(
    r"(?:(?:\bI(?:[’']m| am)(?: \w+)?|\bat|\bwas|\bin my|^|[,(;])\s*|\bmy )\d\d|[2-8]0[’']?s\b"
)


def tells_an_age(text: str, words: Set[str]) -> bool:
    """Whether the text may tell an age; `words` are its words in small letters."""
    return not words.isdisjoint(AGE_WORDS) or _AGE_IN_FIGURES.search(text) is not None


def without_ages(text: str) -> str:
    """Words of age go; “as a recent graduate” is “as a person”; “20 years of experience” stays."""
    return _AGES.sub(_instead, text)


def _instead(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if match["noun"]:
        person = "people" if match["noun"].endswith("s") and not match["article"] else "person"
        article = f"{match['article'][0]} " if match["article"] else ""
        return article + (person.capitalize() if not article and match["noun"][0].isupper() else person)
    if match["adjective"]:
        return match["older"][:1] if match["older"] else ""
    return "I am a person" if kind == "am" else ""
