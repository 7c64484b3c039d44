"""What a person believes, where her family is from and whom she lives with goes; work about it stays work."""

from __future__ import annotations

import re

_FAITH = (
    r"muslim|christian|jewish|hindu|sikh|buddhist|catholic|protestant|orthodox|mormon|atheist"
    r"|agnostic|evangelical"
)
_FAITHFUL = (
    r"muslims?|christians?|jews?|hindus?|sikhs?|buddhists?|catholics?|protestants?|mormons?"
    r"|atheists?|agnostics?|evangelicals?"
)
_ETHNIC = (
    r"black|white|brown|asian|south[- ]asian|east[- ]asian|latin[aox]|latine|hispanic"
    r"|african[- ]american|asian[- ]american|arab|"
    r"caucasian|indigenous|native[- ]american|aboriginal|m[aā]ori|romani|mixed[- ]race|biracial"
    r"|afro[- ]\w+|bame|bipoc|kurdish|tamil|"
    r"yoruba|igbo|hausa|zulu|han|berber"
)
_LOVE = r"gay|lesbian|bisexual|trans(?:gender)?|queer|non-?binary|straight|lgbt\w*\+?|lgbtqia?\+?"
_OTHER = (
    r"married|single|divorced|widowed|unmarried|engaged|first[- ]generation|immigrant|hijabi"
    r"|practi[sc]ing|devout|observant|proud"
)
_KIND = rf"(?:{_FAITH}|{_ETHNIC}|{_LOVE}|{_OTHER})"
_PERSON = (
    r"(?:wom[ae]n|m[ae]n|person|people|lady|ladies|guys?|girls?|boys?|mothers?|fathers?|parents?"
    r"|mums?|moms?|dads?|"
    r"professionals?|leaders?|engineers?|managers?|founders?|colleagues?|immigrants?|families"
    r"|family|couples?|developers?|"
    r"designers?|analysts?|scientists?|teachers?|nurses?|lawyers?|executives?|directors?|students?"
    r"|employees?|mentors?|mentees?)"
)
_FEW = r"(?:\d+|one|two|three|four|five|six|seven)"
_CHILDREN = (
    r"(?:young |small |little |grown |teenage )?(?:kids?|children|sons?|daughters?|boys?|girls?"
    r"|toddlers?|teenagers?|twins)"
)
_BELONGING = re.compile(
    rf"(?P<network>\b(?:(?:the|an?|our)\s)?(?:{_FAITH}|{_ETHNIC}|{_LOVE}|pride)(?:\s(?:and"
    rf"|&)\s(?:{_FAITH}|{_ETHNIC}|{_LOVE}))?"
    rf"(?:\s(?:employees?|staff|colleagues|professionals|resource|workers?|women|members))*[’']?\s?"
    rf"(?P<group>networks?|resource groups?|erg|chapter|society|association|forum)\b)"
    rf"|(?P<described>\b(?:(?P<article>an?)\s)?(?:{_KIND}(?:,?\s(?:and\s)?|-))+(?={_PERSON}\b))"
    r"|(?P<as>\b(?P<lead>as|i am|i[’']m|am|being|raised|brought up|grew up|identify as"
    r"|identifying as|identifies as)\s(?:an?\s)?(?:proud(?:ly)?\s|practi[sc]ing\s|devout\s)?"
    rf"(?:{_FAITHFUL}|{_FAITH}|{_ETHNIC}|{_LOVE}|immigrant|hijabi)(?:\sand\s(?:{_FAITH}|{_ETHNIC}"
    rf"|{_LOVE}))?"
    rf"(?=\s*(?:[.,;:!?)–—]|$)|\s(?:and|i|who|in|at|from|with|but|or|my|we|on|of|to)\b))"
    rf"|(?P<of>\b{_PERSON} of colou?r\b)"
    r"|(?P<with>,?\s*(?:\band\s)?\b(?:(?:i am|i[’']m|am|happily|recently|newly|been)\s)*(?:married"
    r"|divorced|widowed|unmarried)(?:\s(?:to\s(?:my|a|an)\s\w+|with"
    rf"|and)(?:\s(?:an?\s)?{_FEW})?(?:\s{_CHILDREN})?)?(?!\s\w*(?:data|with|tables|couples"
    r"|into))\b)"
    r"|(?P<parent>\b(?P<whose>mothers?|fathers?|parents?|mums?|moms?|dads?) (?:of"
    rf"|to) (?:an? )?{_FEW}(?: {_CHILDREN})?\b)",
    re.IGNORECASE,
)
BELONGING_WORDS = frozenset(
    """muslim muslims christian christians jewish jew jews hindu hindus sikh sikhs buddhist buddhists
    catholic catholics protestant protestants orthodox mormon mormons atheist atheists agnostic
    evangelical black white brown asian latina latino latinx latine hispanic african arab caucasian
    indigenous native aboriginal maori māori romani mixed biracial afro bame bipoc kurdish tamil
    yoruba igbo hausa zulu han berber gay lesbian bisexual trans transgender queer nonbinary non
    lgbt lgbtq lgbtqia lgbtq+ straight pride married single divorced widowed unmarried engaged first
    immigrant hijabi practising practicing devout observant proud color colour mother mothers father
    fathers parent parents mum mums mom moms dad dads""".split()
)
"""A text without any of these words, in small letters, tells nothing of the kind."""


def without_belonging(text: str) -> str:
    """Faith, ethnicity, love and marriage of a person go; “founded the LGBTQ+ network” is “the employee network”."""
    return _BELONGING.sub(_instead, text)


def _instead(match: re.Match[str]) -> str:
    if match["network"]:
        return _network(match)
    if match["described"]:
        article = match["article"]
        return f"{article[0]} " if article else ""
    if match["as"]:
        return (
            f"{match['lead']} a person"
            if match["lead"].casefold() not in ("raised", "brought up", "grew up")
            else match["lead"]
        )
    if match["of"]:
        return match["of"].split()[0]
    return match["whose"] if match["parent"] else ""


def _network(match: re.Match[str]) -> str:
    article = re.match(r"the |our |an? ", match["network"], re.IGNORECASE)
    lead = article.group() if article else ""
    lead = "an " if lead.casefold() in ("a ", "an ") else lead
    return f"{lead}employee {match['group']}"
