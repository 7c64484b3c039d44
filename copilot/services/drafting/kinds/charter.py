"""A role charter: what a community expects of a role, and what the role may expect of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.briefs import Brief
from copilot.domain.drafts import Fact, RoleCharter
from copilot.domain.wording import shortened
from copilot.services.drafting.markdown import PROPOSED, listed, listed_ideas, plain
from copilot.services.drafting.material import Material
from copilot.services.drafting.repeating import repeated

ROLE_NAMES = {
    "mentor": "mentor",
    "mentee": "mentee",
    "sponsor": "sponsor",
    "peer": "peer",
    "manager": "programme manager",
}
FEWEST_WORDS = 5
_WHAT_STAYS = re.compile(
    r"\b(?:confiden\w+|private|secret|stays? (?:between|with)|repeats?|not(?:es)? or chats)\b", re.I
)
_MUST_SAY: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "mentor": (
        ("that no line manager mentors those who report to them", re.compile(r"\bline manager", re.I)),
    ),
    "sponsor": (
        ("that a sponsor asks before using a name", re.compile(r"\b(?:asks?|consent|permission)\b", re.I)),
        ("that no line manager is a sponsor", re.compile(r"\bline manager", re.I)),
    ),
    "manager": (("that the programme manager sees the status only", re.compile(r"\bstatus\b", re.I)),),
}
"""What the design's words ask of a role and a community must not lose by accident."""


class CharterKind:
    """What the service and the checks need to know of charters."""

    for_others = True

    def facts(self, form: RoleCharter) -> Iterator[Fact]:
        yield from (*form.frame, *form.reading)

    def proposals(self, form: RoleCharter) -> Iterator[str]:
        yield from self.own_words(form)

    def own_words(self, form: RoleCharter) -> Iterator[str]:
        yield form.purpose
        yield from (*form.does, *form.leaves, form.time, *form.may_expect, *form.first_month, *form.to_settle)

    def incomplete(self, form: RoleCharter, material: Material) -> Iterator[str]:
        if form.role != material.brief.role:
            yield f"A charter for the role {material.brief.role} was asked for, not for {form.role}."
        cited = {n for fact in form.frame for n in fact.evidence}
        yield from (
            f"It leaves out when the programme {source.label}."
            for source in material.brief.programme
            if source.label.startswith(("starts", "ends")) and source.n not in cited
        )
        if not form.time.strip():
            yield "It does not say how much time the role takes."
        said = " ".join(self.own_words(form))
        if not _WHAT_STAYS.search(said):
            yield "It does not say what stays confidential."
        for what, pattern in _MUST_SAY.get(form.role, ()):
            if not pattern.search(said):
                yield f"It does not say {what}."

    def unspecific(self, form: RoleCharter, material: Material) -> Iterator[str]:
        entries = [*form.does, *form.leaves, *form.may_expect, *form.first_month]
        yield from repeated(entries)
        yield from (
            f"“{shortened(entry)}” does not say what is meant."
            for entry in entries
            if len(entry.split()) < FEWEST_WORDS
        )
        if ROLE_NAMES[form.role].split()[-1] not in " ".join(self.own_words(form)).lower():
            yield f"It never says what a {ROLE_NAMES[form.role]} does."

    def lines(self, form: RoleCharter, brief: Brief) -> Iterator[str]:
        role = ROLE_NAMES[form.role]
        yield from (f"# Charter: the {role}", "")
        yield f"{PROPOSED}: what the community expects of a {role}, and what a {role} may expect."
        yield "Change what doesn't fit."
        yield from listed(form.frame, "The programme")
        yield from ("", f"## What a {role} is for", "", plain(form.purpose))
        yield from listed_ideas(form.does, f"What a {role} does")
        yield from listed_ideas(form.leaves, f"What a {role} leaves to others")
        yield from ("", "## Time", "", plain(form.time))
        yield from listed_ideas(form.may_expect, f"What a {role} may expect")
        yield from listed_ideas(form.first_month, "The first month")
        yield from listed_ideas(form.to_settle, "For the community to settle")
        yield from listed(form.reading, "To read")
