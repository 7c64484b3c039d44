"""Promises as entries of a list: “- [ ] Ana: slides”, “→ T. sends link”, “TODO (Tomás): …”, all under “Actions”."""

from __future__ import annotations

import re
from typing import NamedTuple

from copilot.domain.promises.parties import NOBODY_YET, Parties


class Entry(NamedTuple):
    """Who is to do what; the whole entry is one thing to do."""

    who: str
    act: str


_TAG = re.compile(
    r"^(?:(?i:action(?:\s+(?:item|point))?s?|to[- ]?dos?|task|follow[- ]?up|agreed|decided|next\s+step|promised?)"
    r"|AP|AI)(?=\s*[:–—(-]|\s+[^\s:]+\s*[:–—)-])"
)
_HEADING = re.compile(
    r"#*\s*\**(?:(?:open\s+)?(?:actions?|action\s+(?:items|points)|to[- ]?dos?|tasks)|next\s+steps|follow[- ]?ups?"
    r"|promises|(?:what\s+)?(?:we\s+)?(?:have\s+)?(?:agreed|promised)|who\s+does\s+what)\**\s*:?\**",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"(?:nothing|none|no one|nobody|n/a|no)\b|[\W_]*$", re.IGNORECASE)
_MY_OWN = re.compile(r"\b(?:my|myself)\b", re.IGNORECASE)
_SUBJECTLESS_REFUSAL = re.compile(r"^(?:not\b|no\b|never\b|won['’]t|didn['’]t)", re.IGNORECASE)


def is_heading(line: str) -> bool:
    """Whether a line announces a list of promises, such as `Next steps:`"""
    return _HEADING.fullmatch(line.strip()) is not None


def entry_in(line: str, mark: str, parties: Parties, *, listed: bool) -> Entry | None:
    """What an entry asks of whom; None where the line is no such entry.

    Args:
        line: without its bullet or box.
        mark: what stood before it, as a NoteLine has it.
        parties: whom the note may speak of.
        listed: whether it stands under a heading such as `Actions`.
    """
    tag = _TAG.match(line)
    rest = line[tag.end() :] if tag else line
    given = _giver(parties, with_tag=tag is not None).match(rest)
    explicit = tag or mark in {"box", "arrow"} or (listed and mark) or (mark and given and given["arrow"])
    if mark == "ticked" or not explicit:
        return None
    act = (rest[given.end() :] if given else rest).strip(" :–—-(")
    if _NOTHING.match(act) or _SUBJECTLESS_REFUSAL.match(act):
        return None
    who = parties.meant_by(given["who"]) if given else None
    if who is None:
        who, act = _whose(act, parties, own=mark == "arrow" or (tag is not None and _is_own(tag)))
    return Entry(who, act)


def _whose(act: str, parties: Parties, *, own: bool) -> tuple[str, str]:
    """Whose an entry is that names nobody first: a name's at its end, else the writer's where it is her own note."""
    after = re.search(rf"[\s,]*(?:[(–—-]\s*|,\s*)@?({parties.named})\)?(?=\s*(?:,|$|\())", act)
    if after:
        return parties.meant_by(after[1]) or NOBODY_YET, act[: after.start()] + act[after.end() :]
    return (parties.author if own or _MY_OWN.search(act) else NOBODY_YET), act


def _is_own(tag: re.Match[str]) -> bool:
    """“TODO” is what one writes for oneself; an action item may be anybody's."""
    return tag.group().lower().replace("-", " ").startswith(("to do", "todo", "next step", "promise"))


def _giver(parties: Parties, *, with_tag: bool) -> re.Pattern[str]:
    """A name or a pronoun at the start, with what leads from it to the act."""
    names = f"{parties.named}|{parties.initials}|(?:the )?(?:mentor|mentee|sponsor|sponsee)"
    pronouns = r"me|I|you|both(?:\s+of\s+us)?|we|all"
    lead = r"(?:[\s(:–—-]*)" if with_tag else r"\s*"
    then = (
        r"(?:\)?\s*(?P<arrow>→|->|=>)\s*|\)?\s*[:–—]\s*|\)?\s+-\s+|\)\s*|\s+to\s+"
        r"|(?:\s?['’]ll|\s+will|\s+shall)\s+|\s+(?=\w))"
    )
    return re.compile(rf"{lead}@?(?P<who>(?i:{names})|(?i:{pronouns}))(?!['’]s|\w){then}")
