"""Private: nobody else's name, and nothing of the other side's private notes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise

from copilot.domain.drafts import CheckResult
from copilot.domain.wording import shingles
from copilot.services.drafting.checks.verdict import verdict
from copilot.services.drafting.material import Material
from copilot.services.drafting.parts import facts_of, for_others
from copilot.services.pseudonyms import Roster, every_text

LONGEST_CHANCE = 5
"""Six words in a row that also stand in a private note are no chance."""


def private(material: Material) -> CheckResult:
    """Pass where the draft names only those it is about, and repeats no note its reader may not see."""
    return verdict("private", [*_names(material), *_notes(material)])


def _names(material: Material) -> Iterator[str]:
    texts = _texts(material)
    quoted = [] if for_others(material.form) else [material.brief.topic, *_quotations(material)]
    yield from names_of_others(texts, material.names, material.mentioned, quoted)
    if any("Person " in text and _unrestored(text) for text in texts):
        yield "A pseudonym was left in the text."


def names_of_others(
    texts: Iterable[str], names: Mapping[str, str], mentioned: Collection[str], quoted: Iterable[str]
) -> Iterator[str]:
    """A sentence for each name of somebody who is not `mentioned`; those she named herself in `quoted` may stand."""
    roster = Roster(names)
    # The whole name too: somebody else may bear the same.
    own = {part for member in mentioned for part in (names.get(member, ""), *names.get(member, "").split())}
    said = "\n".join(quoted)
    allowed = own | {said[one.start : one.end] for one in roster.mentions(said)}
    for text in texts:
        for one in roster.people_in(text):
            name = text[one.start : one.end]
            if one.member not in mentioned and name not in allowed:
                yield f"“{name}” is the name of another member."


def _notes(material: Material) -> Iterator[str]:
    """The reason says nothing of notes: whoever shapes a draft could learn from it what somebody noted."""
    allowed = set().union(*(shingles(quote, LONGEST_CHANCE + 1) for quote in _quotations(material)))
    said = set().union(*(shingles(text, LONGEST_CHANCE + 1) for text in _texts(material)))
    for note in material.gathered.hidden:
        kept = {run for run in shingles(note, LONGEST_CHANCE + 1) if len(run) > LONGEST_CHANCE}
        if (kept & said) - allowed:
            yield "It uses words that this draft may not use."


def _texts(material: Material) -> list[str]:
    """What is judged: all but the topic, which the asker typed herself and so knows already."""
    topic = material.brief.topic.strip(" .")
    if not topic:
        return list(every_text(material.form))
    typed = re.compile(rf"(?<!\w){re.escape(topic)}(?!\w)", re.IGNORECASE)
    return [typed.sub("…", text) for text in every_text(material.form)]


def _quotations(material: Material) -> list[str]:
    used = {n for fact in facts_of(material.form) for n in fact.evidence}
    return [citation.quote for n, citation in material.gathered.citations.items() if n in used]


def _unrestored(text: str) -> bool:
    words = text.replace("’", " ").replace(",", " ").replace(".", " ").split()
    return any(one == "Person" and other.isupper() and len(other) <= 3 for one, other in pairwise(words))
