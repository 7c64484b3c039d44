"""What the web app does beside its pages: posts that wait for a webhook are sent on, and nudges that are due.

APScheduler says when. Its jobs are in memory alone: what is to be sent stands in the outboxes of the database, and a
round that was missed is made up for by the next. Each kind of round has a thread of its own, so that none waits for
another; of one kind there is never more than one at a time.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from apscheduler.executors.base import BaseExecutor, run_job
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from copilot.domain.asking import OPERATOR
from copilot.domain.tallies import DELIVERIES, NUDGES, ROUNDS
from copilot.errors import CopilotError

if TYPE_CHECKING:
    from copilot.app import Copilot

log = logging.getLogger(__name__)
SECONDS = 60.0
BETWEEN_NUDGES = 5
"""Rounds of webhooks from one of nudges to the next: nobody needs a reminder to the minute."""
BETWEEN_LOOKS_AT_AGE = 60
"""Rounds of webhooks from one look at what is kept too long to the next; it goes once a day."""
LAST_ROUND = 12.0
"""Seconds that a round under way may still take when the app stops: one message takes ten at most."""


class Rounds:
    """Rounds at set times: webhooks every minute, nudges every five where `nudges`. A fault ends none of them.

    Where `retention`, what is kept long enough goes once a day.
    """

    def __init__(
        self, copilot: Copilot, seconds: float = SECONDS, *, nudges: bool = False, retention: bool = False
    ) -> None:
        self._copilot = copilot
        self._stopping = threading.Event()
        # What it has to say of rounds that took long is no news: they may.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = BackgroundScheduler(timezone=UTC, executors={"default": _OwnThreads()})
        self._add("webhooks", self._deliver, seconds)
        if nudges:
            self._add("nudges", self._nudge, seconds * BETWEEN_NUDGES)
        if retention:
            self._add("retention", self._let_go, seconds * BETWEEN_LOOKS_AT_AGE)

    def _add(self, name: str, work: Callable[[], None], seconds: float) -> None:
        self._scheduler.add_job(
            self._round,
            IntervalTrigger(seconds=seconds, timezone=UTC),
            args=(name, work),
            id=name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begin; the first round of each kind comes after its first pause."""
        self._scheduler.start()

    def stop(self) -> None:
        """Begin no further round. Of what is cut off, posts are sent again by whoever delivers next; nudges never."""
        self._stopping.set()
        self._scheduler.shutdown()

    def _deliver(self) -> None:
        done = self._copilot.webhooks.deliver(OPERATOR)
        for outcome in ("sent", "put_off", "given_up"):
            self._copilot.tally.count(DELIVERIES, outcome, by=getattr(done, outcome))

    def _nudge(self) -> None:
        done = self._copilot.nudge_sending.send(OPERATOR, going_on=lambda: not self._stopping.is_set())
        for outcome in ("sent", "failed", "unsure", "put_off", "dropped"):
            self._copilot.tally.count(NUDGES, outcome, by=getattr(done, outcome))

    def _let_go(self) -> None:
        """Once a day; looking more often makes up for hours in which nobody served."""
        if unfinished := self._copilot.retention.daily(OPERATOR).unfinished:
            log.warning("What was kept long enough went, but not from the files yet: %s", unfinished)

    def _round(self, name: str, work: Callable[[], None]) -> None:
        if self._stopping.is_set():
            return
        try:
            work()
            self._copilot.tally.count(ROUNDS, name, "done")
        except CopilotError as error:
            self._copilot.tally.count(ROUNDS, name, "failed")
            log.warning("What is to be sent (%s) waits for the next round: %s", name, error)
        except Exception as fault:  # noqa: BLE001  # its words may hold an address, and APScheduler would write them
            self._copilot.tally.count(ROUNDS, name, "failed")
            where = extract_tb(fault.__traceback__)[-1]
            log.error("A round ended early: %s at %s:%s", type(fault).__name__, where.name, where.lineno)


class _OwnThreads(BaseExecutor):  # type: ignore[misc]  # APScheduler has no types
    """A thread for each round, which doesn't keep the process when it ends; a pool's threads would."""

    def __init__(self) -> None:
        super().__init__()
        self._threads: set[threading.Thread] = set()

    def _do_submit_job(self, job: Any, run_times: list[datetime]) -> None:
        thread = threading.Thread(target=self._run, args=(job, run_times), daemon=True, name=job.id)
        self._threads = {each for each in self._threads if each.is_alive()} | {thread}
        thread.start()

    def _run(self, job: Any, run_times: list[datetime]) -> None:
        events = run_job(job, job._jobstore_alias, run_times, self._logger.name)
        self._run_job_success(job.id, events)

    def shutdown(self, wait: bool = True) -> None:
        """Wait for rounds under way, but not for long."""
        until = time.monotonic() + LAST_ROUND
        for thread in self._threads if wait else ():
            thread.join(max(until - time.monotonic(), 0))
