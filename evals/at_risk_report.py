"""The report on who is fading: `python -m evals.at_risk_report`. What the model sees, and rules, and neither."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import numpy as np

from copilot.services.analytics.fading import shipped
from evals.fit_at_risk import SEEDS as DEVELOPED_ON
from evals.fit_at_risk import communities as developed_on
from evals.fit_at_risk import left_out
from evals.intervals import RESAMPLES, SEED
from evals.metrics import Values, auroc
from evals.planted_fading import DEVELOPMENT, HELD_OUT, KINDS, PAIRS
from evals.report_files import Report
from evals.suites.at_risk import CALLS, SEEDS, Judged, average_precision_of, judged
from evals.suites.objectives import calibration_error
from evals.tables import table

REPORTS = Path(__file__).parent / "reports"
LATELY = timedelta(weeks=8)
SCORES: dict[str, Callable[[Judged], float]] = {
    "ours": lambda each: each.fading,
    "days since the last meeting": lambda each: each.days,
    "six weeks without": lambda each: each.six_weeks,
    "six weeks without, nothing planned": lambda each: each.quiet,
    "nothing planned": lambda each: each.unplanned,
}
Community = tuple[Judged, ...]
Figure = Callable[[Sequence[Judged]], float]
HOW_TO_READ = f"""\
**How to read this.** Nobody's data is in it. Communities of {PAIRS} relationships each are simulated
(`evals/planted_fading.py`): who has silently ended, who is stuck, who has ended well without closing it, and what
records come of it; the rates are plausible and stand there. The coefficients were fitted on seeds
{DEVELOPED_ON.start} to {DEVELOPED_ON.stop - 1} of the kinds {", ".join(DEVELOPMENT)}; every figure here is of seeds
{SEEDS.start} to {SEEDS.stop - 1}, and of two kinds that come about in other ways and were looked at once the model
stood; no number was changed for what they showed: *bursts* (heavy-tailed gaps, endings by the calendar) and *seasons*
(meetings by chance alone, at the rate that
the work of the year leaves, with drifting rhythms). *Fading* means that in truth they will not meet again, from the
day of their last meeting on: also those who met yesterday for the last time, whom no date can give away.

Intervals are 95 % percentile bootstrap intervals over communities ({RESAMPLES:,} resamples): relationships of one
community share its day and its holidays."""
BLIND = """\
- **Pairs who meet and do not log it.** They look silent: of those who meet on, {unlogged} are called fading in the kind
  *unlogged*, {steady} in *steady*. What the copilot suggests is therefore a question, not a measure.
- **Good endings that nobody closed.** They look like silence, because they are. Of those that ended well {ended} are
  called fading. A call to them costs a minute and ends in a closed relationship; they are no failure.
- **Harm.** A relationship in which somebody is hurt, and which goes on by the calendar, is *fine* here. Dates know
  nothing of it; signposts, moods and people do. Nobody should take *fine* for well.
- **The last meeting that was.** Of those who fell silent within {weeks} weeks it sees far less ({late} against {all}).
- **Monthly pairs before the second gap.** Until they have met three times, their rhythm is the community's guess.
- **Whole communities that fall silent at once.** Quiet weeks count less where all are quiet, at least a quarter each: a
  programme that dies in a month looks like holidays for a while. `analytics` shows its meetings falling.
- **Goals and words.** Whether a goal moves is not read: what people share with each other they do not share with a
  manager. *Stuck* is therefore the weaker of the two by far.
- **Your community.** The chances are as true as the simulation. If people of yours close what has ended, far fewer are
  fading than the {base} here, and each chance is too high. Hold the list against what you find when you call."""
NEGATIVE = """\
- That a pair never ticked an action item in ten weeks was tried as a sign of being stuck: beside the share that is late
  it got a coefficient of nothing, and is left out.
- The finer points of the gap model are worth little. Log loss and AUROC with kinds left out in turn: {gaps}.
  What carries most is plain: whether anything is planned, and how long it has been.
- {clock}
- Meetings by chance alone (*seasons*) are where it is weakest: a rhythm can't be broken that isn't there."""


def write_report(folder: Path = REPORTS) -> Path:
    """Judge everything and write `DATE-at-risk.md`; the path."""
    report = Report("Fading and stuck relationships")
    sections = [
        HOW_TO_READ,
        "## Who is fading: AUROC",
        table(["kind", *SCORES], _areas(lambda every: every)),
        "### Only those who fell silent lately",
        f"The same, of those not fading and those fading for less than {LATELY.days // 7} weeks: in time for a call.",
        table(["kind", *SCORES], _areas(_lately)),
        "## Average precision, and who is stuck",
        table(["kind", "fading in truth", "average precision", "same, days since", "AUROC, stuck"], _more()),
        "## Does “70 %” come true seven times in ten?",
        table(["kind", "Brier", "Brier of the share alone", "calibration error"], _calibration()),
        table(["said", "relationships", "mean of what was said", "came true"], _reliability()),
        f"## A manager with time for {CALLS} calls a week",
        _calls_told(),
        table(["kind", "need a call", "right of five", "right of five, days since", "by chance"], _calls()),
        table(["fading from", "called fading", "false among them", "found of those fading"], _thresholds()),
        f"A false alarm is: {_false_alarms()}.",
        "## What it can't see",
        _blind(),
        "## What did not help",
        NEGATIVE.format(clock=_clock(), gaps=_gaps()),
    ]
    return report.keep(folder, "at-risk", sections)


@cache
def _communities(kind: str) -> list[Community]:
    return [judged(kind, seed) for seed in SEEDS]


def _groups() -> dict[str, list[Community]]:
    """Each kind, those developed on together, those held out together."""
    by_kind = {kind: _communities(kind) for kind in KINDS}
    return {
        **by_kind,
        "all kinds developed on": [each for kind in DEVELOPMENT for each in by_kind[kind]],
        "all kinds held out": [each for kind in HELD_OUT for each in by_kind[kind]],
    }


def _everybody() -> list[Judged]:
    return [each for kind in KINDS for community in _communities(kind) for each in community]


def _is_fading(each: Judged) -> bool:
    return each.planted.state == "fading"


def _area(score: Callable[[Judged], float]) -> Figure:
    return lambda every: auroc([score(each) for each in every], [_is_fading(each) for each in every])


def _areas(chosen: Callable[[Community], Sequence[Judged]]) -> Iterator[list[str]]:
    for name, communities in _groups().items():
        own = [chosen(each) for each in communities]
        yield [name, *(with_ends(_area(score), own) for score in SCORES.values())]


def _lately(community: Community) -> list[Judged]:
    return [each for each in community if not _is_fading(each) or _silent_for(each) < LATELY]


def _silent_for(each: Judged) -> timedelta:
    since = each.planted.since
    return each.planted.evidence.today - since if since else timedelta()


def _more() -> Iterator[list[str]]:
    for name, communities in _groups().items():
        yield [
            name,
            with_ends(lambda every: float(np.mean([_is_fading(each) for each in every])), communities),
            with_ends(_precision(SCORES["ours"]), communities),
            with_ends(_precision(SCORES["days since the last meeting"]), communities),
            with_ends(_area_of_stuck, communities),
        ]


def _precision(score: Callable[[Judged], float]) -> Figure:
    def figure(every: Sequence[Judged]) -> float:
        columns = _columns(every, score)
        return float(average_precision_of("said", "is")(columns, np.ones((1, len(every))))[0])

    return figure


def _columns(every: Sequence[Judged], score: Callable[[Judged], float]) -> dict[str, Values]:
    return {
        "said": np.array([score(each) for each in every]),
        "is": np.array([float(_is_fading(each)) for each in every]),
    }


def _area_of_stuck(every: Sequence[Judged]) -> float:
    others = [each for each in every if not _is_fading(each)]
    return auroc([each.stuck for each in others], [each.planted.state == "stuck" for each in others])


def _calibration() -> Iterator[list[str]]:
    for name, communities in _groups().items():
        yield [name, *(with_ends(figure, communities) for figure in (_brier, _brier_of_share, _error))]


def _brier(every: Sequence[Judged]) -> float:
    return float(np.mean([(each.fading - _is_fading(each)) ** 2 for each in every]))


def _brier_of_share(every: Sequence[Judged]) -> float:
    share = float(np.mean([_is_fading(each) for each in every]))
    return share * (1 - share)


def _error(every: Sequence[Judged]) -> float:
    columns = _columns(every, SCORES["ours"])
    return 1 - float(calibration_error("said", "is")(columns, np.ones((1, len(every))))[0])


def _reliability() -> Iterator[list[str]]:
    for low in range(0, 100, 10):
        inside = [each for each in _everybody() if low <= 100 * each.fading < low + 10]
        if inside:
            said, true = np.mean([each.fading for each in inside]), np.mean([*map(_is_fading, inside)])
            yield [f"{low} to {low + 10} %", f"{len(inside):,}", f"{said:.0%}", f"{true:.0%}"]


def _calls() -> Iterator[list[str]]:
    for name, communities in _groups().items():
        need = with_ends(_needing, communities, 2)
        yield [
            name,
            need,
            *(f"{np.mean(each):.2f}" for each in (_right(communities, _risk), _right(communities, _days))),
            f"{CALLS * float(np.mean([_needing(each) for each in communities])):.2f}",
        ]


def _risk(each: Judged) -> float:
    return each.risk


def _days(each: Judged) -> float:
    return each.days


def _needing(every: Sequence[Judged]) -> float:
    return float(np.mean([each.needs_somebody for each in every]))


def _right(communities: Iterable[Community], score: Callable[[Judged], float]) -> list[int]:
    """Of the five called first in each community, how many needed it."""
    return [
        sum(each.needs_somebody for each in sorted(community, key=lambda each: -score(each))[:CALLS])
        for community in communities
    ]


def _calls_told() -> str:
    def lately(score: Callable[[Judged], float]) -> float:
        known = [tuple(each for each in c if not _known_long(each)) for k in KINDS for c in _communities(k)]
        return float(np.mean(_right(known, score)))

    every = [community for kind in KINDS for community in _communities(kind)]
    last = [sorted((each.risk for each in community), reverse=True)[CALLS - 1] for community in every]
    return (
        f"She looks at the first five of the list. In communities of {PAIRS} relationships the fifth stands at "
        f"{np.median(last):.0%} in the middle one ({min(last):.0%} to {max(last):.0%}), and "
        f"{np.mean(_right(every, _risk)):.2f} of her five calls are needed. That is the easy week, when nobody was "
        f"called before. Once all who have been silent or stuck for more than {LATELY.days // 7} weeks are known and "
        f"settled, {lately(_risk):.2f} of five are needed by our list, {lately(_days):.2f} by days since the last "
        f"meeting."
    )


def _known_long(each: Judged) -> bool:
    return each.needs_somebody and _silent_for(each) >= LATELY


def _thresholds() -> Iterator[list[str]]:
    every = _everybody()
    for cut in (0.2, shipped().fading_from, 0.5, 0.7, 0.85):
        said = [each for each in every if each.fading >= cut]
        right = sum(map(_is_fading, said))
        mark = " (in force)" if cut == shipped().fading_from else ""
        found = right / sum(map(_is_fading, every))
        yield [
            f"{cut:.0%}{mark}",
            f"{len(said) / len(every):.0%}",
            f"{1 - right / len(said):.0%}",
            f"{found:.0%}",
        ]


def _false_alarms() -> str:
    wrong = [e for e in _everybody() if e.fading >= shipped().fading_from and not _is_fading(e)]
    states = {
        "fine": "meets on (or meets and doesn't log)",
        "ended well": "ended well, unclosed",
        "stuck": "is stuck",
    }
    shares = {
        told: np.mean([each.planted.state == state for each in wrong]) for state, told in states.items()
    }
    return "; ".join(f"{share:.0%} {told}" for told, share in shares.items())


def _blind() -> str:
    every = _everybody()
    ended = [each.fading >= shipped().fading_from for each in every if each.planted.state == "ended well"]
    late = [each for community in _all() for each in _lately(community)]
    return BLIND.format(
        ended=f"{np.mean(ended):.0%}", weeks=LATELY.days // 7, late=f"AUROC {_area(SCORES['ours'])(late):.3f}",
        unlogged=_called_though_fine("unlogged"), steady=_called_though_fine("steady"),
        all=f"{_area(SCORES['ours'])(every):.3f}", base=f"{np.mean([*map(_is_fading, every)]):.0%}",
    )  # fmt: skip


def _all() -> list[Community]:
    return [community for kind in KINDS for community in _communities(kind)]


def _clock() -> str:
    told = []
    for kind in ("holidays", "seasons", "steady"):
        without = [judged(kind, seed, clock=False) for seed in SEEDS]
        area = _area(SCORES["ours"])
        told.append(
            f"{_over(area, _communities(kind)):.3f} with it and {_over(area, without):.3f} without in *{kind}*"
        )
    return f"Counting quiet weeks of the whole community for less: AUROC {', '.join(told)}."


def _gaps() -> str:
    own = shipped().gaps
    tried = {
        "as in force": own,
        "meetings by chance alone, as in BG/NBD": replace(own, regularity=1.0, own=own.own / own.regularity),
        "without the pair's own rhythm": replace(own, own=1e6),
    }
    by_kind = developed_on()
    found = {name: left_out(by_kind, gaps) for name, gaps in tried.items()}
    return "; ".join(f"{name} {loss:.3f} and {area:.3f}" for name, (loss, area) in found.items())


def _called_though_fine(kind: str) -> str:
    fine = [each for own in _communities(kind) for each in own if each.planted.state == "fine"]
    return f"{np.mean([each.fading >= shipped().fading_from for each in fine]):.0%}"


def _over(figure: Figure, communities: Iterable[Sequence[Judged]]) -> float:
    return figure([each for community in communities for each in community])


def with_ends(figure: Figure, communities: Sequence[Sequence[Judged]], places: int = 3) -> str:
    """The mean of a figure over communities, with its interval (Efron 1979)."""
    own: Values = np.array([figure(each) for each in communities], dtype=np.float64)
    own = own[~np.isnan(own)]
    rng = np.random.default_rng(SEED)
    means = own[rng.integers(0, own.size, (RESAMPLES, own.size))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return f"{own.mean():.{places}f} ({low:.{places}f} to {high:.{places}f})"


if __name__ == "__main__":
    print(write_report())
