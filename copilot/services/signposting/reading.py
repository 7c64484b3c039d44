"""What may be read beside a signpost: titles of guides, never a passage of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from copilot.errors import CopilotError
from copilot.services.signposting.posts import Kind
from knowledge.words import Found, Passage

Search = Callable[[str, int], Sequence[Found]]
"""The k passages that answer a text best, as `Library.search` finds them."""

LOOKED_AT = 8
MOST = 3
ON_THE_MATTER = {
    Kind.CRISIS: (
        "whom to turn to in a crisis, in danger, with thoughts of suicide or self-harm",
        re.compile(r"\bcris[ei]s|suicid|self-harm|\bdanger|safeguard|distress", re.IGNORECASE),
    ),
    Kind.HARASSMENT: (
        "how to report harassment, bullying, discrimination or violence",
        re.compile(r"harass|bully|discriminat|violen|safeguard|micro-?aggress|insult|abus", re.IGNORECASE),
    ),
}
"""In these matters the nearest guide to somebody's own words may be one on goals or manners, and its title would hurt:
only guides are named whose title or heading is on the matter."""


def reading(kind: Kind, question: str, search: Search) -> list[Passage]:
    """Up to three passages, each of another guide, the nearest first.

    An index that can't be opened costs the reading, never the signpost.
    """
    text, on_it = ON_THE_MATTER.get(kind, (question, re.compile("")))
    try:
        found = [hit.passage for hit in search(text, LOOKED_AT)]
    except CopilotError:
        return []
    fitting = [passage for passage in found if on_it.search(" ".join((passage.title, *passage.headings)))]
    return _one_a_guide(fitting)[:MOST]


def _one_a_guide(passages: Sequence[Passage]) -> list[Passage]:
    by_guide: dict[str, Passage] = {}
    for passage in passages:
        by_guide.setdefault(passage.path, passage)
    return list(by_guide.values())
