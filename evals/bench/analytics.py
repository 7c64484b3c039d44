"""What analytics, digests, nudges, surveys, exports and a member's own pages cost, at two sizes ten times apart.

Communities of `evals.planted_activity`: ten sessions a member over two years. Each work runs in a process of its own:
once with whatever has to be loaded, as in a command, by the clock on the wall; then again as in a web app that runs, in
seconds of the processor, which other work on the machine moves less. Sizes take turns. Run with
`python -m evals.bench.analytics [MEMBERS…]`; the growth is what ten times the community multiplies a figure by.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR, Asker
from copilot.settings import Settings
from copilot.stores.home import Home
from copilot.stores.unit_of_work import SqlUnitsOfWork
from evals.bench.timing import Line, highest_memory, show
from evals.planted_activity import plant
from evals.suites.homes import apart

SIZES = (1_000, 10_000)
ONE = "--one"
NOTHING = "a home that is only opened"

Taken = dict[str, float]
"""Seconds of the first time and again, megabytes at the highest, and how many of them the work added."""
TIMES = 3
"""How often a work is done again; the quickest counts."""
LEAST = 0.001
"""Seconds below which a growth would be that of the clock."""


class Bench:
    """A home, and who asks for what: the operator, a manager of a programme under way, a member who takes part in it.

    Their like is in every planted community; which programme and member they are follows from its records.
    """

    def __init__(self, copilot: Copilot) -> None:
        self.copilot = copilot
        today = copilot.clock.now().date()
        with copilot.units.reading() as unit:
            programmes = [each for each in unit.programmes.all() if each.starts <= today]
            self.programme = max(programmes, key=lambda each: each.starts).id
            managers = unit.programmes.get(self.programme).managers
            pairs = unit.relationships.values("id", "members", programme=self.programme, state="active")
        self.manager = copilot.askers.identify(min(managers))
        self.member: Asker = copilot.askers.identify(min(pairs)[1][0])


def _listed(bench: Bench) -> object:
    from copilot.services.analytics.csv_lines import csv_lines

    return csv_lines(bench.copilot.analytics.table(OPERATOR))


def _digest(bench: Bench) -> object:
    from copilot.services.analytics.digest_text import as_markdown

    return as_markdown(bench.copilot.digest.week(OPERATOR))


def _digest_of_a_programme(bench: Bench) -> object:
    from copilot.services.analytics.digest_html import as_html

    return as_html(bench.copilot.digest.week(bench.manager, bench.programme))


WORKS: Mapping[str, Callable[[Bench], object]] = {
    NOTHING: lambda at: None,
    "analytics of the community, this quarter": lambda at: at.copilot.analytics.show(OPERATOR),
    "analytics of the community, all two years": lambda at: at.copilot.analytics.show(OPERATOR, period="all"),
    "analytics of one programme, this quarter": lambda at: at.copilot.analytics.show(
        at.manager, at.programme
    ),
    "the same as CSV, of the community": _listed,
    "the weekly digest of the community, Markdown": _digest,
    "the weekly digest of one programme, HTML": _digest_of_a_programme,
    "a member's own figures": lambda at: at.copilot.analytics.mine(at.member),
    "at risk, in the community": lambda at: at.copilot.at_risk.every(OPERATOR),
    "at risk, in one programme": lambda at: at.copilot.at_risk.every(at.manager, at.programme),
    "a member's own, looked at kindly": lambda at: at.copilot.at_risk.mine(at.member),
    "the network of the community": lambda at: at.copilot.network.show(OPERATOR),
    "the network of one programme": lambda at: at.copilot.network.show(at.manager, at.programme),
    "nudges that would go now (dry run)": lambda at: at.copilot.nudges.preview(OPERATOR),
    "a member's own nudges": lambda at: at.copilot.nudges.mine(at.member),
    "surveys of one programme, in numbers": lambda at: at.copilot.surveys.results(at.manager, at.programme),
    "surveys open for a member": lambda at: at.copilot.surveys.open_for(at.member),
    "anonymised export of the community": lambda at: at.copilot.research.export(OPERATOR),
    "everything about a member, as JSON": lambda at: at.copilot.about_me.export(at.member, at.member.member),
    "the leaderboard": lambda at: at.copilot.leaderboard.board(at.member),
    "the health of one programme": lambda at: at.copilot.programme_health.show(at.manager, at.programme),
    "a member's relationships": lambda at: at.copilot.relationships.visible_to(at.member),
    "all relationships, for the operator": lambda at: at.copilot.relationships.visible_to(OPERATOR),
    "a member's matches": lambda at: at.copilot.matching.list_matches(at.member),
    "a search in the spaces": lambda at: at.copilot.space_search.find(at.member, "the number first"),
}


def measure(sizes: Sequence[int] = SIZES, works: Sequence[str] = tuple(WORKS)) -> list[Line]:
    """A line for each community planted, then for each work one at each size, with the growth from the size before."""
    with TemporaryDirectory(prefix="mentoring-bench-") as name:
        folders = {members: Path(name) / str(members) for members in sizes}
        lines = [_planting(folder, members) for members, folder in folders.items()]
        return lines + [line for work in works for line in _lines(work, folders)]


def _planting(folder: Path, members: int) -> Line:
    started = time.perf_counter()
    counts = planted(folder, members)
    return Line(
        f"a community of {members:,} members", f"{counts}, written in {time.perf_counter() - started:.0f} s"
    )


def _lines(work: str, folders: Mapping[int, Path]) -> Iterator[Line]:
    before: Taken | None = None
    for members, folder in folders.items():
        found = _in_its_own_process(work, folder)
        yield Line(f"{work}, {members:,}", told(found, before))
        before = found


def planted(folder: Path, members: int) -> str:
    """Write a community there; what it has, in words."""
    home = Home(folder)
    counts = plant(SqlUnitsOfWork(home.engine), members, datetime.now(UTC)).counts
    home.close()
    named = ("relationships", "sessions", "goals", "posts", "registrations", "survey_answers", "moments")
    return ", ".join(f"{counts[name]:,} {name.replace('_', ' ')}" for name in named)


def told(found: Taken, before: Taken | None) -> str:
    """Seconds and megabytes in words, with what they grew by."""
    words = (
        f"{found['first']:.2f} s, again {found['again']:.3f} s, "
        f"{found['memory']:,.0f} MB, {found['added']:,.0f} of them for it"
    )
    if before is None or before["again"] < LEAST:
        return words
    first, again, memory = (found[name] / before[name] for name in ("first", "again", "memory"))
    return f"{words} (× {first:.1f}, × {again:.1f}, × {memory:.1f})"


def _in_its_own_process(work: str, folder: Path) -> Taken:
    command = [
        sys.executable,
        "-m",
        __spec__.name if __spec__ else "evals.bench.analytics",
        ONE,
        work,
        str(folder),
    ]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ourselves
    found: Taken = json.loads(done.stdout.splitlines()[-1])
    return found


def one(work: str, folder: Path) -> Taken:
    """Do one work over a home, which is left as it was but for what the work itself keeps."""
    settings = apart(Settings(encoder="minilm")).model_copy(update={"home": folder})
    copilot = Copilot(settings, Home(folder))
    bench, do, opened = Bench(copilot), WORKS[work], highest_memory()
    first = _seconds(time.perf_counter, bench, do)
    again = min(_seconds(time.process_time, bench, do) for _ in range(TIMES))
    copilot.close()
    memory = highest_memory()
    return {"first": first, "again": again, "memory": memory, "added": max(0.0, memory - opened)}


def _seconds(clock: Callable[[], float], bench: Bench, do: Callable[[Bench], object]) -> float:
    started = clock()
    do(bench)
    return clock() - started


if __name__ == "__main__":
    if sys.argv[1:2] == [ONE]:
        print(json.dumps(one(sys.argv[2], Path(sys.argv[3]))))
    else:
        show(measure([int(each) for each in sys.argv[1:]] or SIZES))
