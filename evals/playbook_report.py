"""How often the playbook proposes what isn't there, and finds what is. Run with `python -m evals.playbook_report`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from copilot.services.playbook.community import Community
from copilot.services.playbook.comparing import DEALS, LEVEL, RESAMPLES, SURE
from copilot.services.playbook.comparisons import RULES
from copilot.services.playbook.looking import Look, look_at
from evals.machine import commit, machine
from evals.planted_practices import planted
from evals.tables import table

REPORTS = Path(__file__).parent / "reports"
NOTHING_THERE, THERE = 400, 100
"""Communities of each kind, each from a seed of its own."""

HOW = """\
**How to read this.** The communities are simulated (`evals/planted_practices.py`): {pairs} pairs and a third as many
circles, over a year, with relationships that end at any time. Where nothing is there, all five outcomes are drawn from
the same distribution whatever group somebody is in; where an effect is there, it is in all five. Where longer stays
reach more, whoever stays longer comes to more events and reaches more goals, and the events do nothing; where circles
are never closed, they end as pairs do and nobody says so in the records. A community counts as
a false alarm where *any* of its comparisons became a proposal. Intervals of rates are Wilson’s, 95 %. Each proposal
needs p ≤ {sure} after Holm’s steps ({deals} deals of the labels) and a {level:.0%} bootstrap interval without 0
({resamples} resamples). Simulated people are simpler than real ones: length of stay is the one confounder in it, and no
figure here says that a proposal names a cause."""


@dataclass(frozen=True)
class Kind:
    """A kind of community, and whether what is proposed in it is true."""

    name: str
    make: Callable[[int], Community]
    count: int
    is_true: bool = False


KINDS = (
    Kind("nothing there", partial(planted, effect=False), NOTHING_THERE),
    Kind("nothing there, circles begun lately", partial(planted, effect=False, lately=True), NOTHING_THERE),
    Kind("nothing there, longer stays reach more", partial(planted, effect=False, stays=True), NOTHING_THERE),
    Kind(
        "nothing there, circles never closed", partial(planted, effect=False, left_open=True), NOTHING_THERE
    ),
    Kind("nothing there, 40 pairs", partial(planted, effect=False, size=40), NOTHING_THERE),
    Kind("all five effects there", partial(planted, effect=True), THERE, is_true=True),
    Kind("all five effects there, 40 pairs", partial(planted, effect=True, size=40), THERE, is_true=True),
)


def measured(kind: Kind) -> list[list[Look]]:
    """What is looked at in each community of a kind."""
    found = []
    for seed in range(kind.count):
        found.append(look_at(kind.make(seed)))
        if (seed + 1) % 100 == 0:
            print(f"{kind.name}: {seed + 1} of {kind.count}", file=sys.stderr)
    return found


def report(now: datetime, results: Sequence[tuple[Kind, list[list[Look]]]]) -> str:
    """The report as Markdown."""
    circumstances = {**machine(), "commit": commit(), "date": now.date().isoformat()}
    silent, telling = ([one for one in results if one[0].is_true is wanted] for wanted in (False, True))
    rules = [rule.name for rule in RULES]
    how = HOW.format(pairs=120, sure=SURE, deals=f"{DEALS:,}", level=LEVEL, resamples=f"{RESAMPLES:,}")
    return "\n\n".join(
        [
            "# The playbook’s proposals, on planted communities",
            "\n".join(f"- {name}: {value}" for name, value in circumstances.items()),
            how,
            "## Where nothing is there",
            table(["community", "n", "with a false proposal", "interval"], [_alarms(*one) for one in silent]),
            "## Where an effect is there",
            table(["community", "n", *rules, "wrong way round"], [_found(*one) for one in telling]),
            "## Which rules gave false alarms",
            table(["community", *rules], [_by_rule(*one) for one in silent]),
        ]
    ) + "\n"  # fmt: skip


def _alarms(kind: Kind, looked: list[list[Look]]) -> list[str]:
    alarms = sum(any(look.compared for look in looks) for looks in looked)
    low, high = wilson(alarms, len(looked))
    return [kind.name, str(len(looked)), f"{alarms} ({alarms / len(looked):.1%})", f"{low:.1%} to {high:.1%}"]


def _found(kind: Kind, looked: list[list[Look]]) -> list[str]:
    compared = [look.compared for looks in looked for look in looks if look.compared]
    found = Counter(one.rule for one in compared)
    wrong = sum(one.difference < 0 for one in compared)
    return [
        kind.name,
        str(len(looked)),
        *(f"{found[rule.name] / len(looked):.0%}" for rule in RULES),
        str(wrong),
    ]


def _by_rule(kind: Kind, looked: list[list[Look]]) -> list[str]:
    found = Counter(look.rule for looks in looked for look in looks if look.compared)
    return [kind.name, *(str(found[rule.name]) for rule in RULES)]


def wilson(count: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927, Journal of the American Statistical Association 22:209–212)."""
    rate, spread = count / of, z * z / of
    middle = (rate + spread / 2) / (1 + spread)
    half = z * ((rate * (1 - rate) + spread / 4) / of) ** 0.5 / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def main(folder: Path = REPORTS) -> None:
    """Measure, write `DATE-playbook.md`, and say where."""
    now = datetime.now(UTC)
    path = folder / f"{now.date().isoformat()}-playbook.md"
    path.write_text(report(now, [(kind, measured(kind)) for kind in KINDS]), encoding="utf-8")
    print(f"Written: evals/reports/{path.name}")


if __name__ == "__main__":
    main()
