"""A draft as Markdown that a person would use as it stands: facts with their marks, ideas marked as proposed."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.domain.briefs import Brief
from copilot.domain.citations import Citation
from copilot.domain.drafts import Form
from copilot.services.drafting.kinds import kind_of
from copilot.services.drafting.markdown import plain, sources

__all__ = ["plain", "to_markdown"]


def to_markdown(form: Form, citations: Sequence[Citation], brief: Brief) -> str:
    """The whole draft with its sources; everything that came from data is escaped."""
    return "\n".join([*kind_of(form).lines(form, brief), *sources(citations)]).strip() + "\n"
