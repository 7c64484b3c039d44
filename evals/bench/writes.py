"""How many confirmed changes a second a database takes, from one writer and from eight at once.

Each is a goal kept through the service, as a page does it: permissions, the unit of work, the journal, the commit on
disk. Run with `python -m evals.bench.writes [DATABASE_URL…]`; SQLite is measured in any case. A database named here is
written to: give it one that is empty and made for this.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from copilot.choosing import SystemClock
from copilot.domain.asking import Asker
from copilot.domain.members import Member, Role
from copilot.over_records import OverRecords
from copilot.services.policy import Policy
from copilot.stores.home import Home
from copilot.stores.unit_of_work import SqlUnitsOfWork
from evals.bench.timing import Line, show

WRITERS = (1, 8)
LASTS = 5.0


def measure(urls: Sequence[str] = ()) -> list[Line]:
    """For SQLite and for each of these databases a line for each number of writers."""
    return [line for url in ("", *urls) for line in _measured(url)]


def _measured(url: str) -> list[Line]:
    with TemporaryDirectory(prefix="mentoring-writes-") as folder:
        home = Home(Path(folder), database_url=url)
        try:
            services = OverRecords(SqlUnitsOfWork(home.engine), Policy(), SystemClock())
            with services.units() as unit:
                unit.members.add(*(_member(n) for n in range(max(WRITERS))))
                unit.commit()
            return [_line(services, home.engine.dialect.name, writers) for writers in WRITERS]
        finally:
            home.close()


def _member(n: int) -> Member:
    return Member(id=f"m{n}", name=f"Member {n}", roles=frozenset({Role.MENTEE}))


def _line(services: OverRecords, database: str, writers: int) -> Line:
    with ThreadPoolExecutor(writers) as threads:
        taken = [
            seconds
            for each in threads.map(lambda n: _written(services, n), range(writers))
            for seconds in each
        ]
    ordered = sorted(taken)
    return Line(
        f"{database}, {writers} at once",
        f"{len(taken) / LASTS:.0f} writes a second; median {1000 * statistics.median(ordered):.1f} ms, "
        f"95 % within {1000 * ordered[int(0.95 * len(ordered))]:.1f} ms",
    )


def _written(services: OverRecords, n: int) -> list[float]:
    asker = Asker(member=f"m{n}", roles=frozenset({Role.MENTEE}))
    taken = []
    until = time.perf_counter() + LASTS
    while (began := time.perf_counter()) < until:
        services.goals.add(asker, asker.member, "Lead my first product launch")
        taken.append(time.perf_counter() - began)
    return taken


if __name__ == "__main__":
    show(measure(sys.argv[1:]))
