"""The eleven practices as `practices.yaml` has them: how a chapter begins, what to settle, and the rules of health."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import Field

from copilot.domain.playbook import KEYS, ChapterKey
from copilot.domain.records import Value

SPONSORSHIP: Literal["sponsorship"] = "sponsorship"
"""The eleventh practice: it has a line in the health check, and its part in the chapters where it differs."""


class Sign(Value):
    """By what one can tell: it holds where the measure of that name is at least so much."""

    measure: str
    at_least: float
    missing: str
    next: str


class PracticeRule(Value):
    """One practice: the words that begin its chapter, its questions, what to read, and its signs."""

    key: ChapterKey | Literal["sponsorship"]
    title: str
    opening: str
    reading: str = ""
    to_settle: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = Field(min_length=1)

    @property
    def chapter(self) -> ChapterKey | None:
        """Its chapter; None for sponsorship."""
        return self.key if isinstance(self.key, ChapterKey) else None


@functools.cache
def practices() -> tuple[PracticeRule, ...]:
    """All eleven in their order."""
    text = (files("copilot.services.playbook") / "practices.yaml").read_text("utf-8")
    return tuple(PracticeRule.model_validate(one) for one in yaml.safe_load(text))


def rule_of(key: ChapterKey) -> PracticeRule:
    """The practice that a chapter tells of."""
    return practices()[KEYS.index(key)]


def title_of(key: ChapterKey) -> str:
    """What the chapter is called, such as “Clear roles and expectations”."""
    return rule_of(key).title


def number_of(key: ChapterKey) -> int:
    """Which of the ten it is, from 1."""
    return KEYS.index(key) + 1
