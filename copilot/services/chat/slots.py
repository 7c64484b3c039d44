"""What an utterance says beside the job: how long, in which role and tone, about what, and the notes in it."""

from __future__ import annotations

import re

_ONES = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBERS = {
    "a": 1, "an": 1,
    **{word: n for n, word in enumerate(_ONES, 1)}, **{word: 10 * n for n, word in enumerate(_TENS, 2)},
    **{f"{ten} {one}": 10 * tens + ones for tens, ten in enumerate(_TENS, 2) for ones, one in enumerate(_ONES[:9], 1)},
}  # fmt: skip
_SPELLED = "|".join(sorted(_NUMBERS, key=len, reverse=True)).replace(" ", "[- ]")
_NUMBER = rf"\d+(?:[.,]\d+)?|{_SPELLED}"
_HOUR, _MINUTE = r"(?:hours?|hrs?|h)(?:\b|(?=\d))", r"(?:minutes?|minutos?|mins?|m|min\.|['′])(?!\w)"
_HALF = re.compile(r"\b(?:half\s+an?\s+hour|half[- ]hour|half\s+hour)\b", re.I)
_AND_A_HALF = re.compile(rf"\b(?:({_NUMBER})\s+(?:and\s+a\s+half\s+hours?|hours?\s+and\s+a\s+half))\b", re.I)
_AND_QUARTERS = re.compile(rf"\b({_NUMBER})\s+hours?\s+and\s+(a|three)[- ]quarters?\b", re.I)
_QUARTERS = re.compile(r"\b(three[- ]quarters?\s+of\s+an\s+hour|quarter\s+of\s+an\s+hour)\b", re.I)
_HOURS_AND_MINUTES = re.compile(
    rf"\b({_NUMBER})[\s-]*{_HOUR}[\s,]*(?:and\s+)?({_NUMBER})[\s-]*{_MINUTE}", re.I
)
_HOURS = re.compile(rf"\b({_NUMBER})[\s-]*{_HOUR}(?:\s*(\d{{1,2}})\b(?!\s*(?:people|of)))?", re.I)
_MINUTES = re.compile(rf"\b({_NUMBER})[\s-]*{_MINUTE}", re.I)

_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("reverse", re.compile(r"\breverse\b|\bsomeone (?:much )?(?:younger|junior) (?:to|who could) teach me\b", re.I)),
    ("circle", re.compile(r"\bcircles?\b|\b(?:support|peer|small) groups?\b|\bgroup of (?:people|others|peers)\b"
                          r"|\bwhich groups?\b|\bjoin (?:a|any|some) group\b", re.I)),
    ("sponsor", re.compile(r"\bsponsor\w*\b|\b(?:speak|put in a word|vouch|stand)(?: up)? for me\b"
                           r"|\bput (?:my name|me) forward\b|\bopen (?:some )?doors\b", re.I)),
    ("peer", re.compile(r"\bpeers?\b|\bbudd(?:y|ies)\b|\bsparring\b|\b(?:at|on) (?:my|the same) level\b|\bsame boat\b"
                        r"|\bpractice partner\b|\bgoing through (?:it|the same)\b", re.I)),
    ("mentor", re.compile(r"\bmentor\w*\b|\bteach(?:es)? me\b|\bcoach\b|\blearn (?:\w+ )?from\b", re.I)),
)  # fmt: skip
_CHARTER_ROLES = (
    ("mentee", re.compile(r"\bmentees?\b", re.I)),
    ("sponsor", re.compile(r"\bsponsors?\b", re.I)),
    ("peer", re.compile(r"\bpeers?\b|\bbudd(?:y|ies)\b", re.I)),
    ("manager", re.compile(r"\bmanagers?\b|\bcoordinators?\b|\bprogramme leads?\b", re.I)),
    ("mentor", re.compile(r"\bmentors?\b", re.I)),
)
_TONES = (
    ("nomination", re.compile(r"\bnominat\w*\b|\baward\b|\bprize\b|\bput (?:\w+ ){1,3}forward\b", re.I)),
    ("newsletter", re.compile(r"\bnews ?letter\b|\bcolumn\b|\bdigest\b|\bnews piece\b|\barticle\b|\bintranet\b",
                              re.I)),
    ("shout-out", re.compile(r"\bshout[- ]?outs?\b|\bkudos\b|\bthank[- ]?you\b|\bpost\b|\bchannel\b|\bslack\b"
                             r"|\bteams\b", re.I)),
)  # fmt: skip
_TOPIC = re.compile(
    r"\b(?:on the topic of|about|around|regarding|concerning|focus(?:ed|ing)? on|to (?:talk|speak) about|to do with|on)"
    r"\s+(?:the topic of\s+)?(?P<topic>[^.?!;\n]{3,120})",
    re.I,
)
_TO_LEARN = re.compile(
    r"\b(?P<lead>teach me|help me|show me|explain(?: to)?(?: me)?|learn|get better at|better at|good at"
    r"|knows?|experience (?:in|with|of)|who has done|practi[sc]e|understands?|works? in"
    r"|(?:weight|influence|clout|standing|background|expertise|skilled|strong|versed|expert) in)"
    r"\s+(?P<topic>[^.?!;\n]{3,120})",
    re.I,
)
_A_NEW_THING = re.compile(
    r"\b(?:this|all this|these|that)\s+(?:new |whole )?"
    r"(?!(?:new|whole|main|first|right|same|only|next) thing|kind|sort)(?P<topic>[\w-]+(?: [\w-]+)?) things?\b",
    re.I,
)
_CHANGED_TO = re.compile(
    r"\b(?:jump|move[ds]?|switch(?:ed)?|step|transition(?:ed)?|went)\b[^.?!;\n]{0,60}?\b(?:into|to)"
    r"\s+(?P<topic>[^.?!;\n]{3,120})",
    re.I,
)
_MAINLY = re.compile(
    r"\b(?:main (?:thing|point|topic|question|issue)|topic|theme|subject)\s*(?:(?:is|will be|would be)\b|[:=])\s*"
    r"(?P<topic>[^.?!;\n]{3,120})",
    re.I,
)
_GONE_OVER = re.compile(
    r"\b(?:go(?:ing)? (?:over|through|into)|discuss|cover|tackle|talk through)\s+(?P<topic>[^.?!;\n]{3,120})",
    re.I,
)
_A_DAY = (
    r"(?:(?:this|next|on|coming|the)\s+)*(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?s?\b|\b(?:today|tonight|tomorrow|"
    r"tmrw|next week|this week|next month|this (?:morning|afternoon|evening))\b"
)
_ENDS_A_TOPIC = re.compile(
    rf"\s*(?:,|–|—|\(|\b(?:please|pls|thanks?|thx)\b|\bfor (?:{_NUMBER})\s*(?:min|hour|h\b)|\bwith (?-i:[A-Z])"
    rf"|\b(?:{_A_DAY})|\bfor (?:me and|our|the) (?:session|meeting|chat|call)|\b(?:we|i)(?:'ve| have| only)\b)",
    re.I,
)
_TELEGRAM = re.compile(
    rf"^[^,.?!\n]{{3,60}},\s*(?:(?:(?:about |for )?(?:{_NUMBER})[\s-]*(?:{_MINUTE}|{_HOUR})|half an hour"
    rf"|(?:on )?{_A_DAY})"
    r"\s*,\s*)+(?P<topic>[^,.?!\n]{3,60})[.!\s]*$",
    re.I,
)
"""`agenda w/ Jonas, half an hour, feedback`: with nothing but commas, what comes last is the topic."""
_LEADS_IN = re.compile(
    r"^(?:(?:more |something |everything )?about|with|how(?= to\b)|a bit(?: more)? about)\s+", re.I
)
_NO_TOPIC_BEGINS_SO = re.compile(r"^(?:for|in|at|before|after|when|next|from|if|please|pls)\b", re.I)
_NOT_A_TOPIC = re.compile(
    r"^(?:it|this|that|us|me|him|her|them|you|what|paper|file|my (?:phone|list|plate|side)|time"
    r"|the (?:phone|agenda|calendar)|how|whether|record|top|board|an?\b)?$",
    re.I,
)
_DISCUSSED = (_MAINLY, _TOPIC, _GONE_OVER, _TELEGRAM)
_LEARNT = (_A_NEW_THING, _TO_LEARN, _CHANGED_TO, _TOPIC)
_NOTES_FOLLOW = re.compile(r"[:\n]\s*(?P<text>\S.{15,})", re.S)


def minutes_in(text: str) -> int | None:
    """How long something is to take, in minutes; None where nothing is said."""
    if found := _AND_A_HALF.search(text):
        return round(60 * (_number(found[1]) + 0.5))
    if found := _AND_QUARTERS.search(text):
        return round(60 * _number(found[1])) + (15 if found[2].lower() == "a" else 45)
    if found := _QUARTERS.search(text):
        return 45 if found[1].lower().startswith("three") else 15
    if found := _HOURS_AND_MINUTES.search(text):
        return round(60 * _number(found[1]) + _number(found[2]))
    if found := _MINUTES.search(text):
        return round(_number(found[1]))
    if _HALF.search(text):
        return 30
    if found := _HOURS.search(text):
        return round(60 * _number(found[1])) + int(found[2] or 0)
    return None


def role_in(text: str) -> str | None:
    """The role somebody is sought in: mentor, sponsor, peer, reverse or circle."""
    return next((role for role, pattern in _ROLES if pattern.search(text)), None)


def charter_role_in(text: str) -> str | None:
    """The role a charter is wanted of; of several the one named first."""
    found = [(match.start(), role) for role, pattern in _CHARTER_ROLES if (match := pattern.search(text))]
    return min(found)[1] if found else None


def tone_in(text: str) -> str | None:
    """For what words of recognition are meant: shout-out, newsletter or nomination."""
    return next((tone for tone, pattern in _TONES if pattern.search(text)), None)


def topic_in(text: str, to_learn: bool = False) -> str:
    """What something is to be about; with `to_learn`, what somebody is to teach. Empty where nothing is said."""
    found = (match for pattern in (_LEARNT if to_learn else _DISCUSSED) for match in pattern.finditer(text))
    return next(filter(None, map(_topic, found)), "")


def _topic(found: re.Match[str]) -> str:
    """The topic without what leads in or ends it; empty where it is none. Who asks for help names something to do."""
    said = _ENDS_A_TOPIC.split(found["topic"], maxsplit=1)[0].strip(" ,'\"“”-")
    topic = _LEADS_IN.sub("", said)
    if _NOT_A_TOPIC.match(topic) or _NO_TOPIC_BEGINS_SO.match(topic):
        return ""
    lead = (found.groupdict().get("lead") or "").lower()
    return f"to {topic}" if lead == "help me" and topic == said and not topic.startswith("to ") else topic


def notes_in(text: str) -> str:
    """The notes somebody pasted after a colon or on the next line; the whole text where they aren't set apart."""
    found = _NOTES_FOLLOW.search(text)
    return found["text"].strip() if found else text.strip()


def _number(said: str) -> float:
    spelled = " ".join(re.split(r"[-\s]+", said.lower()))
    return float(_NUMBERS.get(spelled, 0) or said.replace(",", "."))
