"""Briefs of the sample community, kept with all that the checks need, so that drafts can be judged again on any day.

`cases/briefs.jsonl` holds what each draft was to be made from; drafts of whoever wrote them (a strong writer, real
models, spoiled on purpose) are lines of `{"brief": id, "form": …}` in files of their own.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from pydantic import TypeAdapter

from copilot.domain.briefs import Brief
from copilot.domain.citations import Citation
from copilot.domain.drafts import FORMS, DraftKind, Form
from copilot.services.drafting.material import Gathered, Material

CASES = resources.files("evals") / "cases"
_CITATIONS: TypeAdapter[list[Citation]] = TypeAdapter(list[Citation])


@dataclass(frozen=True)
class KeptBrief:
    """What one draft is made from."""

    id: str
    kind: DraftKind
    gathered: Gathered
    mentioned: frozenset[str]

    def material(self, form: Form) -> Material:
        """A draft made from it, as the checks want it."""
        return Material(self.kind, form, self.gathered, community_names(), self.mentioned)

    def form(self, told: dict[str, Any]) -> Form:
        """A form of its kind, from JSON."""
        return FORMS[self.kind].model_validate(told)


@functools.cache
def kept_briefs() -> dict[str, KeptBrief]:
    """Every kept brief by its id."""
    return {one.id: one for one in map(_brief, lines_of("briefs.jsonl"))}


@functools.cache
def community_names() -> dict[str, str]:
    """The name of everybody in the community the briefs were made in, by id."""
    names: dict[str, str] = json.loads((CASES / "briefs-names.json").read_text("utf-8"))
    return names


def lines_of(name: str) -> Iterator[dict[str, Any]]:
    """The lines of a file beside the cases; none where there is no such file."""
    file = CASES / name
    text = file.read_text("utf-8") if file.is_file() else ""
    return (json.loads(line) for line in text.splitlines() if line.strip())


def _brief(told: dict[str, Any]) -> KeptBrief:
    citations = _CITATIONS.validate_python(told["citations"])
    gathered = Gathered(
        Brief.model_validate(told["brief"]),
        {one.n: one for one in citations},
        {int(n): text for n, text in told["texts"].items()},
        hidden=tuple(told["hidden"]),
    )
    return KeptBrief(told["id"], DraftKind(told["kind"]), gathered, frozenset(told["mentioned"]))
