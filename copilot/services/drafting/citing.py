"""Citations numbered in reading order: what a draft doesn't use is left out."""

from __future__ import annotations

from collections.abc import Mapping

from copilot.domain.citations import Citation
from copilot.domain.drafts import Form
from copilot.services.drafting.parts import facts_of


def renumbered(form: Form, citations: Mapping[int, Citation]) -> tuple[Form, tuple[Citation, ...]]:
    """The form and its citations, counted from 1 in the order they are first used."""
    used = dict.fromkeys(n for fact in facts_of(form) for n in fact.evidence if n in citations)
    new = {old: n for n, old in enumerate(used, start=1)}
    kept = tuple(citations[old].model_copy(update={"n": n}) for old, n in new.items())
    return type(form).model_validate(_with_numbers(form.model_dump(), new)), kept


def _with_numbers(value: object, new: Mapping[int, int]) -> object:
    if isinstance(value, dict):
        return {
            key: tuple(new[n] for n in each if n in new) if key == "evidence" else _with_numbers(each, new)
            for key, each in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_with_numbers(each, new) for each in value]
    return value
