"""Grounded: every quotation stands word for word in its source, and a fact says nothing its sources don't."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.citations import GuideCitation, ProfileCitation, RecordCitation
from copilot.domain.drafts import CheckResult, Fact, GoalPlan
from copilot.domain.wording import day_in_words, numbers, proper_names, sentences, shortened, stems
from copilot.services.drafting.checks.invented import claims_not_known
from copilot.services.drafting.checks.verdict import verdict
from copilot.services.drafting.material import Material
from copilot.services.drafting.parts import facts_of

OF_A_PROFILE = "the profile names and lists this among the"
"""Words that say only where something stands."""
ENOUGH_SUPPORT = 0.6
"""The share of a fact's meaningful words that must occur in its sources; below it something was added."""

ENOUGH_OF_A_CLAUSE = 0.34
FEWEST_OF_A_CLAUSE = 3
_BETWEEN_CLAUSES = re.compile(r",\s+(?:and|but|so|while|which|who|because)\s+|[;:–—]\s+|,\s+(?=and )")
_MONTH = re.compile(
    r"\b(January|February|March|April|June|July|August|September|October|November|December)\b", re.IGNORECASE
)
_BOTH = re.compile(r"\b(?:the|these|those|us|them|you) two\b", re.IGNORECASE)
"""Two people are no figure."""
_QUOTED = re.compile(r"“([^“”]+(?:“[^”]*”[^“”]*)*)”")


def grounded(material: Material) -> CheckResult:
    """Pass where each fact has evidence that exists, quotations are exact, and no number or name is new."""
    return verdict("grounded", _faults(material))


def _faults(material: Material) -> Iterator[str]:
    facts = facts_of(material.form)
    for n in sorted({n for fact in facts for n in fact.evidence}):
        yield _citation_fault(material, n)
    for fact in facts:
        if all(n in material.gathered.citations for n in fact.evidence):
            yield from _fact_faults(material, fact)
    yield from claims_not_known(material)
    yield from _objective_faults(material)


def _objective_faults(material: Material) -> Iterator[str]:
    """A plan names an objective in the community's own words, or the goal's; it makes none up."""
    form, brief = material.form, material.brief
    if not isinstance(form, GoalPlan):
        return
    known = {_plain(each) for each in (*brief.objectives, *(goal.objective for goal in brief.goals))}
    for goal in form.goals:
        if goal.objective and _plain(goal.objective) not in known:
            yield f"The community has no objective “{shortened(goal.objective)}”."


def _citation_fault(material: Material, n: int) -> str:
    citation = material.gathered.citations.get(n)
    if citation is None:
        return f"There is no source number {n}."
    text = material.gathered.texts.get(n, "")
    stands = (
        text[citation.start : citation.end] == citation.quote
        if isinstance(citation, GuideCitation)
        else citation.quote in text
    )
    return "" if stands and citation.quote else f"“{shortened(citation.quote)}” does not stand in source {n}."


def _fact_faults(material: Material, fact: Fact) -> Iterator[str]:
    evidence = _evidence_words(material, fact)
    for quote in _QUOTED.findall(fact.text):
        if _plain(quote) not in _plain(evidence):
            yield f"“{shortened(quote)}” is given as a quotation, but does not stand in its source."
    for number in sorted(numbers(_BOTH.sub("both", fact.text)) - numbers(evidence)):
        yield f"The number {number} in “{shortened(fact.text)}” is not in its source."
    known = evidence + " " + material.brief.about + " " + material.brief.partner
    for name in sorted(proper_names(fact.text)):
        if not re.search(rf"\b{re.escape(name)}", known, re.IGNORECASE):
            yield f"The name {name} in “{shortened(fact.text)}” is not in its source."
    for month in sorted(_months(fact.text) - _months(evidence)):
        yield f"“{month}” in “{shortened(fact.text)}” is not in its source."
    everything = f"{known}\n{_cited(material)}"
    yield _support_fault(fact.text, everything, ENOUGH_SUPPORT)
    for clause in _clauses(fact.text):
        yield _support_fault(clause, everything, ENOUGH_OF_A_CLAUSE)
    yield from _idle_sources(material, fact)


def _cited(material: Material) -> str:
    """All that the draft cites: a sentence may take a word of the one before it up again."""
    numbers_cited = {n for fact in facts_of(material.form) for n in fact.evidence}
    known = [material.gathered.citations[n] for n in numbers_cited if n in material.gathered.citations]
    return "\n".join(one.quote for one in known if not isinstance(one, GuideCitation))


def _support_fault(text: str, known: str, enough: float) -> str:
    meant = stems(text)
    missing = meant - stems(known)
    if meant and len(missing) / len(meant) > 1 - enough:
        return f"“{shortened(text)}” says more than its source does."
    return ""


def _clauses(text: str) -> list[str]:
    """The parts of a fact that say something of their own: what is added to a true sentence is false all the same.

    Around a quotation the words only lead up to it.
    """
    if "“" in text:
        return []
    parts = [part for sentence in sentences(text) for part in _BETWEEN_CLAUSES.split(sentence)]
    return [part for part in parts if len(stems(part)) >= FEWEST_OF_A_CLAUSE]


def _idle_sources(material: Material, fact: Fact) -> Iterator[str]:
    """A source that gives a fact not one word is the wrong one."""
    said = stems(fact.text) | numbers(fact.text)
    for n in fact.evidence:
        text = f"{material.gathered.citations[n].quote} {_said_there(material, n)}"
        given = stems(text) | numbers(text)
        if said and given and not said & given:
            yield f"“{shortened(fact.text)}” has nothing of source {n}."


def _months(text: str) -> set[str]:
    return {found.capitalize() for found in _MONTH.findall(text)}


def _evidence_words(material: Material, fact: Fact) -> str:
    """What the sources of a fact say, with what the records say about them: the day, whose, until when."""
    brief = material.brief
    sources, due = brief.sources(), {action.source.n: action for action in brief.actions}
    words: list[str] = []
    for n in fact.evidence:
        words += [material.gathered.citations[n].quote, _said_there(material, n)]
        words.append(sources[n].label if n in sources else "")
        if n in due:
            action = due[n]
            words.append(f"{action.owner} {day_in_words(action.due) if action.due else ''}")
    return "\n".join(words)


def _said_there(material: Material, n: int) -> str:
    """What a source says: of a guide the passage, of a record all that is quoted of it, of a profile the field."""
    citations, texts = material.gathered.citations, material.gathered.texts
    citation = citations[n]
    if isinstance(citation, RecordCitation):
        same = [m for m, each in citations.items() if getattr(each, "record", "") == citation.record]
        return "\n".join(texts.get(m, "") for m in same)
    if isinstance(citation, ProfileCitation):
        return f"{texts.get(n, '')}\n{OF_A_PROFILE}"
    return citation.quote


def _plain(text: str) -> str:
    return " ".join(text.split())
