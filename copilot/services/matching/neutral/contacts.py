"""E-mail addresses, links, handles, phone numbers and stated pronouns go."""

from __future__ import annotations

import re

_TOP_LEVELS = (
    "com|org|net|edu|gov|io|me|eu|co|dev|app|ai|uk|de|fr|pt|es|it|nl|be|ch|at|pl|se|no|dk|fi|ie|in|br|jp|au"
)
MAY_BE_A_CONTACT = re.compile(r"[@/]|\d[\d ().\-/]{5}|[Ww]{3}\.")
_CONTACTS = re.compile(
    r"(?P<email>\b[\w.+%-]+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?P<url>(?:https?://|www\.)\S+|\b(?:[\w-]+\.)+(?:{_TOP_LEVELS})/[\w~%-]\S*)"
    r"|(?P<handle>(?<![\w@])@\w{2,}(?:[.-]\w+)*)"
    r"|(?P<phone>(?<![\w.])(?:\+|\(\+?|0)\d[\d ().\-/]{5,}\d(?!\w)|(?<!\w)\d{3}[-. ]\d{3}[-. ]\d{4}(?!\w))"
    r"|(?P<pronouns>\(?\b(?:she|he|they|her|his|him)\s*/\s*(?:hers?|him|his|them|theirs?|they|she|he)"
    r"(?:\s*/\s*(?:hers?|his|theirs?|they|him|them))?\b\)?)",
    re.IGNORECASE,
)


def without_contacts(text: str) -> str:
    """The text without ways to reach somebody; years and large numbers stay."""
    return _CONTACTS.sub(_without_contact, text)


def _without_contact(match: re.Match[str]) -> str:
    return "" if match.lastgroup != "phone" or _is_a_phone_number(match.group()) else match.group()


def _is_a_phone_number(digits_and_marks: str) -> bool:
    groups = re.findall(r"\d+", digits_and_marks)
    years = all(re.fullmatch(r"(?:19|20)\d\d", group) for group in groups)
    return not years and sum(map(len, groups)) >= (7 if "+" in digits_and_marks else 9)
