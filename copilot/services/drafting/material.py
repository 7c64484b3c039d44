"""What a draft is made of and judged by: its form, the brief, the numbered citations and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from copilot.domain.briefs import Brief
from copilot.domain.citations import Citation
from copilot.domain.drafts import DraftKind, Form


@dataclass(frozen=True)
class Gathered:
    """A brief with the citation behind each of its numbered sources.

    `texts` holds the whole text each quotation was taken from. `hidden` are texts the draft must not repeat, such as
    the private notes of the other side. `questions` is what to ask where something is missing, `remark` what the
    person should know of what was left out.
    """

    brief: Brief
    citations: Mapping[int, Citation]
    texts: Mapping[int, str]
    hidden: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""


@dataclass(frozen=True)
class Material:
    """A filled form with all that the checks need; `names` maps the id of everyone in the community to a name.

    `mentioned` are the ids of those whom the draft may name.
    """

    kind: DraftKind
    form: Form
    gathered: Gathered
    names: Mapping[str, str] = field(default_factory=dict)
    mentioned: frozenset[str] = frozenset()

    @property
    def brief(self) -> Brief:
        """The brief the form was filled from."""
        return self.gathered.brief
