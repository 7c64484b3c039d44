"""The same as `retrieval`, over handbooks that others wrote; for who has them at hand (`evals.handbooks`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from evals.handbooks import handbooks_home
from evals.suites.retrieval import Solved, examined
from evals.tasks import Task
from knowledge.ports import Progress


@contextmanager
def suite(progress: Progress) -> Iterator[Task[Solved]]:
    """The questions over the handbooks."""
    with (
        handbooks_home(progress) as copilot,
        examined("retrieval_handbooks", copilot, "handbooks.jsonl") as task,
    ):
        yield task
