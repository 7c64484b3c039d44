"""The same as `answers`, over handbooks that others wrote; for who has them at hand (`evals.handbooks`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from evals.handbooks import handbooks_home
from evals.suites.answers import Examined, cases, examined
from evals.tasks import Task
from knowledge.ports import Progress


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Examined]]:
    """Questions the handbooks answer, and questions they don't."""
    with handbooks_home(progress) as copilot:
        yield examined("answers_handbooks", copilot, cases("handbooks.jsonl", "handbooks-unanswerable.jsonl"))
