"""How a draft is written down: what came from data is escaped, facts carry their marks, sources are listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copilot.domain.citations import Citation, GuideCitation, ProfileCitation
from copilot.domain.drafts import Fact

PROPOSED = "*Proposed*"


def plain(text: str) -> str:
    """Text that Markdown shows as it is: no link, picture, heading or markup can come out of it."""
    one_line = " ".join(text.split())
    escaped = re.sub(r"([\\`*_\[\]<>|~])", r"\\\1", one_line)
    return re.sub(
        r"^(#{1,6}\s|[-+]\s|\d+[.)]\s)",
        lambda found: f"\\{found[0]}" if found[0][0] in "#-+" else found[0],
        escaped,
    )


def unescaped(text: str) -> str:
    """Text as it was before `plain` escaped it."""
    return re.sub(r"\\([\\`*_\[\]<>|~#+-])", r"\1", text)


def marked(fact: Fact) -> str:
    """A fact with the numbers of its sources."""
    return f"{plain(fact.text)}{marks(fact.evidence)}"


def listed(facts: Sequence[Fact], title: str) -> Iterator[str]:
    """A section with an entry a fact; nothing where there are none."""
    if facts:
        yield from ("", f"## {title}", "")
        yield from (f"- {marked(fact)}" for fact in facts)


def listed_ideas(ideas: Sequence[str], title: str) -> Iterator[str]:
    """A section with an entry an idea; nothing where there are none."""
    if ideas:
        yield from ("", f"## {title}", "")
        yield from (f"- {plain(idea)}" for idea in ideas)


def sources(citations: Sequence[Citation]) -> Iterator[str]:
    """The section that says where every number comes from."""
    if citations:
        yield from ("", "## Sources", "")
        yield from (f"{one.n}. {_where(one)}: “{plain(one.quote)}”" for one in citations)


def marks(evidence: Sequence[int]) -> str:
    """` [1][2]`, nothing without evidence."""
    return " " + "".join(f"[{n}]" for n in evidence) if evidence else ""


def _where(citation: Citation) -> str:
    if isinstance(citation, GuideCitation):
        section = f", {citation.section}" if citation.section else ""
        return plain(f"Guide {citation.path}{section}")
    if isinstance(citation, ProfileCitation):
        return plain(f"Profile, {_field(citation.field)}")
    return plain(f"{citation.kind.capitalize()}, {citation.field}")


def _field(name: str) -> str:
    """`goals[0]` as people count: `goals, entry 1`."""
    found = re.fullmatch(r"(\w+)\[(\d+)\]", name)
    return f"{found[1]}, entry {int(found[2]) + 1}" if found else name
