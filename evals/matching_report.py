"""The report on matching: `python -m evals.matching_report`, part of `make figures`.

Both encoders on the judged mentees beside simpler ways; each pooling; the reader's recorded verdicts; planted
communities; whether rationales tell the truth; names swapped. Speed and memory are in `evals.matching_speed_report`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from copilot.domain.asking import OPERATOR
from copilot.language.encoder import load_encoder
from copilot.language.models import RELEASED
from copilot.services.auditing.name_swaps import SwapRow
from evals import planted_pairs, reader_figures, truth
from evals.agreement import agreement
from evals.comparisons import compare
from evals.poolings import compare_poolings
from evals.report_files import Report
from evals.running import Result
from evals.suites.homes import community_home, empty_home
from evals.suites.matching import SETS, judged_cases
from evals.tables import table, with_interval

REPORTS = Path(__file__).parent / "reports"
COLUMNS = {
    "nDCG@3": "judged twice",
    "held out: nDCG@3": "of these held out",
    f"{SETS['early']}nDCG@3": "early",
    f"{SETS['explicit']}nDCG@3": "explicit",
    "pairwise accuracy": "judged twice, pairwise",
    "held out: pairwise accuracy": "held out, pairwise",
}
HOW_TO_READ = """\
**How to read this.** The judged mentees, their candidates, the catalogue of areas and the ratings were written by
language models working for this project, each without sight of the others' work: two authors of mentees, two authors
of the catalogue who saw no mentee, two raters who saw neither the authors' intentions nor each other. All of them are
of one family of models, so that they share ways of writing, and what works on these texts may work less on yours.
*Judged twice* are 45 mentees with 8 candidates each; 15 of them were held out and looked at for reports only. *Early*
are 24 with 6, *explicit* 24 with 8 whose need is said plainly; both have one rater. In *early* the length of a profile
tells much of its rating, so trust it least. nDCG@3 of a random order is about .57. Intervals are 95 % percentile
bootstrap intervals over mentees (2,000 resamples); those of planted communities are over communities that draw on the
same sixty pairs."""


def write_report(folder: Path = REPORTS) -> Path:
    """Run everything and write `DATE-matching.md`; the path."""
    report = Report("Matching")
    sections = [
        HOW_TO_READ,
        _agreement(),
        *(part for encoder in RELEASED for part in _judged(encoder)),
        _planted(),
        _truth(),
        _swapped(),
        _reader(),
    ]
    return report.keep(folder, "matching", sections)


def _agreement() -> str:
    found = agreement()
    return (
        f"Two raters (language models) on {found['pairs']:.0f} pairs: {found['rated alike']:.0%} rated alike, "
        f"quadratically weighted kappa {found['weighted kappa']:.3f}."
    )


def _judged(encoder: str) -> list[str]:
    loaded = load_encoder(encoder)
    _say(f"judged mentees, {encoder}")
    return [
        f"## Judged mentees, with {RELEASED[encoder].name}",
        _by_set(compare(loaded)),
        "### Poolings of the cosines between needs and offers, without any other part",
        _by_set(compare_poolings(loaded)),
    ]


def _by_set(results: Mapping[str, Result]) -> str:
    rows = [[way, *(with_interval(result, name) for name in COLUMNS)] for way, result in results.items()]
    return table(["ranked by", *COLUMNS.values()], rows)


def _planted() -> str:
    _say("planted communities")
    with empty_home() as copilot:
        found = planted_pairs.compare(copilot.profile_encoder)
        rules = planted_pairs.hard_rules(copilot.profile_encoder)
    return "\n\n".join(["## Planted communities", _metrics(found), "### Hard rules", _metrics(rules)])


def _metrics(results: Mapping[str, Result]) -> str:
    names = list(dict.fromkeys(name for result in results.values() for name in result.metrics))
    rows = [
        [way, str(result.n), *(with_interval(result, name) for name in names)]
        for way, result in results.items()
    ]
    return table(["way", "communities", *names], rows)


def _truth() -> str:
    _say("truth of rationales")
    twice = [case for case in judged_cases() if case.expected["set"] == "indirect"]
    with empty_home() as copilot:
        found = truth.figures(truth.deletions(copilot, twice))
    rows = [[name, str(value)] for name, value in found.items()]
    return "## Are the cited words what carries the score?\n\n" + table(["figure", "value"], rows)


def _swapped() -> str:
    _say("names swapped in the sample community")
    with community_home() as copilot:
        report = copilot.auditing.audit(OPERATOR)
    return "## Names, ages, schools and places swapped in the sample community\n\n" + swaps_table(
        report.name_swaps
    )


def swaps_table(rows: Iterable[SwapRow]) -> str:
    """The audit's swaps: how many pairs changed with the stripping as it is, and had there been none."""
    told = [
        [row.what, str(row.people), str(row.pairs), str(row.changed), str(row.changed_without)]
        for row in rows
    ]
    return table(["swapped", "people", "pairs", "changed", "changed without stripping"], told)


def _reader() -> str:
    """A small chat model's verdicts as they were recorded, beside the embeddings."""
    _say("recorded verdicts of a chat model")
    return "## A chat model as the reader, its recorded verdicts\n\n" + reader_figures.figures()


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    print(f"Written: evals/reports/{write_report().name}")
