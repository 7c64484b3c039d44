"""Safe: no link, address, number to call, markup or instruction that came out of somebody's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from copilot.domain.drafts import CheckResult
from copilot.services.drafting.checks.verdict import verdict
from copilot.services.drafting.material import Material
from copilot.services.drafting.parts import own_words, said_by_members
from copilot.services.pseudonyms import every_text

_UNSAFE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an e-mail address", re.compile(r"\b[\w.+-]+\s*(?:@|\(at\)|\[at\])\s*[\w-]+(?:\.|\s*\(dot\)\s*|"
                                     r"\s*\[dot\]\s*)\w+", re.I)),
    ("a link", re.compile(r"\b(?:https?|ftp|javascript|mailto|tel)\s*:\s*/{0,2}\S|"
                          r"\b(?:data|file)\s?:\S|\bwww\.\S|\bhxxps?\b", re.I)),
    ("a link", re.compile(
        r"\b[A-Za-z0-9-]{2,}(?:\.[A-Za-z0-9-]+)*\.(?:(?:com|org|net|io|dev|app|ai|info|biz|ru|cn|xyz|top|"
        r"site|online|click|"
        r"link|gg|eu|uk|de|fr)\b(?!\.\w)|[a-z]{2,6}[/?#]\S)")),
    ("a link or picture in Markdown", re.compile(r"!?\[[^\]]*\]\s*\([^)]*\)|^\s*\[[^\]]+\]:\s*\S", re.M)),
    ("a telephone number", re.compile(r"(?<![\d-])(?:\+\d[\d\s().-]{7,}\d|"
                                      r"\(?0\d{2,4}\)?[\s./-]?\d{3,}(?:[\s.-]?\d{2,})*|"
                                      r"\d{3}[\s.-]\d{3}[\s.-]\d{4})(?!\d)")),
    ("markup", re.compile(r"<\s*/?\s*(?:script|img|iframe|a|svg|style|link|object|embed|form|input|html|"
                          r"body|meta|base|div|span)\b", re.I)),
    ("an account", re.compile(r"(?<![\w@])@\w[\w.]{2,}|"
                              r"\b(?:telegram|whatsapp|signal|discord|wechat)\b[^.\n]{0,20}[@+\d]", re.I)),
    ("a role marker", re.compile(
        r"<\|\s*\w+|\|>|\[/?INST\]|<</?SYS>>|^\s*#{0,3}\s*(?:system|assistant|user|tool|"
        r"developer)\s*(?:message|prompt)?\s*:|"
        r"</?(?:system|assistant|user|tool|instructions?|function_calls?|data)>", re.I | re.M)),
    ("an instruction to the copilot", re.compile(
        r"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:instructions?|prompts?|rules?|"
        r"guidelines|system|above|previous|prior)\b|"
        r"\byou are now\b|\b(?:new|updated) (?:system )?(?:instructions?|prompt)\b|\bsystem prompt\b|"
        r"\b(?:act|respond|behave) as (?:if you|an? (?:admin|"
        r"administrator|system|unrestricted|dan))\b|\bjailbreak|\bdo anything now\b|\b(?:reveal|print|show|"
        r"repeat|output) (?:your|the) "
        r"(?:system|hidden|prompt|instructions)|\bas the admin(?:istrator)?\b|\bdeveloper mode\b|\bsend "
        r"(?:all|every|the) (?:data|members|notes|profiles)\b",
        re.I)),
    ("hidden characters", re.compile(
        r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f\x00-\x08\x0b\x0c\x0e-\x1f]")),
    ("encoded text", re.compile(r"\b[A-Za-z0-9+/]{48,}={0,2}(?![A-Za-z0-9+/])|(?:\\x[0-9a-f]{2}){4,}|"
                                r"(?:%[0-9a-f]{2}){4,}", re.I)),
)  # fmt: skip

_UNSAFE_OF_OURS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("markup", re.compile(r"<\s*/?\s*(?:p|b|i|u|em|strong|br|hr|ul|ol|li|h[1-6]|table|tr|td|code|pre)\b", re.I)),
    ("markup", re.compile(r"\*\*\S|__\w|```|~~\S|^\s*#{1,6}\s|^\s*[-*+]\s+\S.*\n\s*[-*+]\s", re.M)),
    ("a writer that speaks of itself or its orders", re.compile(
        r"\bas an? (?:ai|assistant|language model|chatbot)\b|\bI(?:'m| am) (?:now )?(?:an? )?(?:ai|assistant|"
        r"language model)\b|\bI (?:will |shall )?(?:comply|obey)\b|\bas (?:I was |you |ye )?(?:instructed|commanded|"
        r"ordered)\b|\b(?:told|orders?|ordered|instructed|commanded) me to\b|\bmy (?:earlier|previous|former|own) "
        r"(?:rules|instructions)|\byou are (?:a|an|the) (?:\w+ )?(?:assistant|model|ai)\b|\bto the (?:model|ai|"
        r"assistant|system)\b|\b(?:override|access|unlock) (?:confirmed|granted)\b|\b(?:counts?|marked?|is|are) "
        r"(?:as )?(?:already )?(?:approved|checked)\b(?! by)|\bstop being\b|\bwithout (?:limits|restrictions)\b|"
        r"\bpirate mode\b", re.I)),
)  # fmt: skip
"""What members may write, and people in a text they edit, but no writer of the copilot's."""


def safe(material: Material) -> CheckResult:
    """Pass where no text of the draft could lead a reader or another program somewhere."""
    hers = said_by_members(material)
    ours = [
        f"It contains {what}." for text in own_words(material.form) if (what := unsafe_of_ours(text, hers))
    ]
    return verdict("safe", [*unsafe_parts(every_text(material.form)), *ours])


def what_is_unsafe(text: str) -> str:
    """What in a text must not be passed on, such as `a link`; empty where nothing is."""
    return next((what for what, pattern in _UNSAFE if pattern.search(text)), "")


def unsafe_of_ours(text: str, hers: str = "") -> str:
    """What of the copilot's own words must not be passed on, such as markup or orders; empty where nothing is.

    What stands in `hers` was taken from members' words, and is shown as they wrote it.
    """
    for what, pattern in _UNSAFE_OF_OURS:
        found = pattern.search(text)
        if found and found.group().lower() not in hers:
            return what
    return ""


def unsafe_parts(texts: Iterable[str]) -> Iterator[str]:
    """A sentence for each text with something that must not be passed on."""
    for text in texts:
        what = what_is_unsafe(text)
        if what:
            yield f"It contains {what}."
