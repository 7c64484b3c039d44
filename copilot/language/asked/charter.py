"""A role charter as a chat model is asked for it."""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import BaseModel, Field

from copilot.domain.briefs import Brief
from copilot.domain.drafts import CharterRole, RoleCharter
from copilot.language.told import frame, passage

Entry = Annotated[str, Field(min_length=1, max_length=400)]


class AskedCharter(BaseModel):
    """What a community expects of a role; each entry is one sentence or two."""

    purpose: str = Field(min_length=1, max_length=800)
    does: list[Entry] = Field(min_length=3, max_length=8)
    leaves: list[Entry] = Field(min_length=2, max_length=6, description="what the role leaves to others")
    time: str = Field(min_length=1, max_length=400)
    may_expect: list[Entry] = Field(min_length=1, max_length=6)
    first_month: list[Entry] = Field(min_length=1, max_length=6)
    to_settle: list[Entry] = Field(
        default_factory=list, max_length=6, description="what the community decides"
    )
    reading: list[int] = Field(default_factory=list, description="the numbers of the passages worth reading")


def charter_from(asked: AskedCharter, brief: Brief) -> RoleCharter:
    """The charter, with the programme's frame that every writer tells alike."""
    passages = {source.n: source for source in brief.passages}
    role: CharterRole = next(role for role in get_args(CharterRole) if role == brief.role)
    return RoleCharter(
        role=role, frame=frame(brief), purpose=asked.purpose, does=tuple(asked.does), leaves=tuple(asked.leaves),
        time=asked.time, may_expect=tuple(asked.may_expect), first_month=tuple(asked.first_month),
        to_settle=tuple(asked.to_settle),
        reading=tuple(passage(passages[n]) for n in dict.fromkeys(asked.reading) if n in passages),
    )  # fmt: skip


def asked_charter(form: RoleCharter) -> AskedCharter:
    """The same charter as a model would have filled it in."""
    return AskedCharter(
        purpose=form.purpose, does=list(form.does), leaves=list(form.leaves), time=form.time,
        may_expect=list(form.may_expect), first_month=list(form.first_month), to_settle=list(form.to_settle),
        reading=[fact.evidence[0] for fact in form.reading],
    )  # fmt: skip
