"""Causes every fault and writes the table: `python -m tests.faults`, half an hour; `--kills 20` for a look."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from copilot.services.auditing.rates import wilson
from evals.report_files import Report
from evals.tables import table
from tests.chroma_server import chroma_server
from tests.faults import clocks, disks, servers
from tests.faults.communities import Communities
from tests.faults.killing import Killed, kill_once
from tests.faults.seen import Seen
from tests.postgres import free_port, running

REPORTS = Path(__file__).parents[2] / "evals" / "reports"
LONGEST = 2.0
HOW_TO_READ = """\
Each fault was really caused, to the real parts: SIGKILL, a file system of six megabytes, SIGSTOP to Chroma's server, a
PostgreSQL stopped as by a power cut. *Confirmed* are writes of which somebody was told that they are done; *lost* are
those of them that are gone afterwards. The writer of the first table does every verb of every service that changes
anything (those of the permissions' table, by whoever may), in an order drawn anew each time, and is killed after 0 to 2
seconds of it. Before each commit it says what the whole database will be then (one hash over all rows of all tables).
What is found afterwards has to be exactly what was last confirmed, or what was meant after that: nothing by halves."""


def write_report(kills: int, folder: Path = REPORTS) -> Path:
    """Cause them all and write `DATE-faults.md`; the path."""
    report = Report("When something fails")
    sections = [HOW_TO_READ, "## Killed while writing", *_killed(kills), "## Everything else", _others()]
    return report.keep(folder, "faults", sections)


def _killed(kills: int) -> Iterator[str]:
    rows, between = [], []
    for name in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder, _server(name) as url:
            communities = Communities(Path(folder), url)
            found = list(_kills(communities, kills))
        rows.append(
            [
                name, str(len(found)), str(sum(each.confirmed for each in found)),
                str(sum(each.between for each in found)), str(sum(not each.kept for each in found)),
                f"at most {wilson(sum(not each.kept for each in found), len(found))[1]:.1%}",
                str(sum(each.works for each in found)), str(len(communities.writers)),
                str(len(communities.untouched)),
            ]
        )  # fmt: skip
        between.append(
            f"{name}: {len({each.verb for each in found})} different verbs were the last confirmed."
        )
    yield table(
        ["database", "kills", "verbs confirmed", "killed between meaning and confirming", "broken or lost",
         "with 95 % confidence", "opened, read and wrote again", "verbs that write", "tables no verb wrote"],
        rows,
    )  # fmt: skip
    yield " ".join(between)


def _kills(communities: Communities, kills: int) -> Iterator[Killed]:
    moments = Random(200)
    for seed in range(kills):
        with communities.fresh() as (folder, own):
            yield kill_once(folder, own, communities.writers, seed, moments.uniform(0, LONGEST))
        if (seed + 1) % 20 == 0:
            print(f"{seed + 1} of {kills} kills", file=sys.stderr)


@contextmanager
def _server(name: str) -> Iterator[str]:
    """The address of a PostgreSQL; empty where SQLite is meant."""
    if name == "SQLite":
        yield ""
        return
    with tempfile.TemporaryDirectory() as postgres, running(Path(postgres)) as url:
        yield url


def _others() -> str:
    seen = list(_each())
    said = Counter(each.opens and not each.lost for each in seen)
    print(f"{said[True]} of {len(seen)} faults did no harm", file=sys.stderr)
    head = ["fault", "confirmed", "lost", "opens and writes afterwards", "what people were told"]
    rows = [
        [each.fault, str(each.confirmed), str(each.lost), "yes" if each.opens else "NO", each.said or "–"]
        for each in seen
    ]
    return table(head, rows)


def _each() -> Iterator[Seen]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield disks.full(folder / "full")
        yield disks.read_only(folder / "read-only")
        yield from clocks.jumps(_made(folder / "clocks"))
        with tempfile.TemporaryDirectory() as postgres, running(Path(postgres)) as url:
            yield servers.postgres_restarted(_made(folder / "postgres"), Path(postgres), url)
        with chroma_server(folder / "chroma") as server:
            yield from servers.chroma_fails(_made(folder / "vectors"), server)
        nobody = f"http://127.0.0.1:{free_port()}/v1"
        yield servers.model_fails(_made(folder / "model"), "model server down", nobody)
        with servers.silent_server() as address:
            yield servers.model_fails(_made(folder / "silent"), "model server hangs", address)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=200, help="on each database")
    print(write_report(asked.parse_args().kills))
