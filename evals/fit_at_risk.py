"""Fits `services/analytics/at_risk.json`: `python -m evals.fit_at_risk`, on simulated communities to develop on.

The gap model's three numbers are those with the best log loss of the regression over kinds left out in turn; then the
two regressions are fitted (`evals.fit_objectives.fit`) on all of them. A fact whose coefficient comes out against its
sense (more cancellations, less risk) is taken out, so that a meeting today never raises a risk. A relationship is
called fading, or stuck, from the chance on that has the best F1 there. Nothing here looks at held-out seeds or kinds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from itertools import product
from pathlib import Path

import numpy as np

from copilot.services.analytics.fading import (
    FADING,
    STUCK,
    GapModel,
    Numbers,
    facts_of_fading,
    facts_of_stuck,
)
from copilot.services.analytics.usual import usual
from evals.fit_practice import best_cut
from evals.fitting import chance_of, fit
from evals.metrics import auroc
from evals.planted_fading import DEVELOPMENT, Planted, planted

SEEDS = range(1, 13)
PENALTY = 1.0
REGULARITIES, OWN, LAST = (1.0, 2.0, 3.0, 4.0, 6.0), (2.0, 4.0, 8.0), (0.05, 0.1)
TOLD = {
    "silence": "log odds, by the gap model, that the last meeting was the last",
    "nothing_planned": "1 where no session is planned ahead",
    "never_met": "1 where they have not met yet",
    "called_off": "ln(1 + sessions called off since the last meeting), 3 at most",
    "left_open": "ln(1 + sessions since that nobody settled), 3 at most",
    "called_off_share": "share of the last 8 plans called off, drawn towards a fifth by two plans more",
    "unsigned": "1 where six weeks after the beginning not everybody has signed an agreement",
    "late_share": "share of action items that are late, of those ticked or late, drawn towards a quarter by two more",
}
"""What each fact is, for whoever reads the file."""
Community = Sequence[Planted]


def communities() -> dict[str, list[Community]]:
    """Kind → its communities to develop on."""
    return {kind: [planted(kind, seed) for seed in SEEDS] for kind in DEVELOPMENT}


def rows_of(every: Sequence[Community], gaps: GapModel) -> tuple[Numbers, Numbers]:
    """Facts of fading, and 1 for each that is."""
    rows, labels = [], []
    for community in every:
        seen = [each.evidence for each in community]
        rows.append(facts_of_fading(seen, usual(seen, seen[0].today), gaps))
        labels += [each.state == "fading" for each in community]
    return np.concatenate(rows), np.array(labels, dtype=np.float64)


def stuck_rows_of(every: Sequence[Community]) -> tuple[Numbers, Numbers]:
    """Facts of being stuck, of those that aren't fading, and 1 for each that is."""
    seen = [each for community in every for each in community if each.state != "fading"]
    labels = np.array([each.state == "stuck" for each in seen], dtype=np.float64)
    return facts_of_stuck([each.evidence for each in seen]), labels


def left_out(by_kind: Mapping[str, Sequence[Community]], gaps: GapModel) -> tuple[float, float]:
    """Log loss and AUROC over kinds that the model they are judged by never saw."""
    made = {kind: rows_of(every, gaps) for kind, every in by_kind.items()}
    said, was = [], []
    for kind, (rows, labels) in made.items():
        others = [made[other] for other in made if other != kind]
        weights = fit(
            np.concatenate([each for each, _ in others]),
            np.concatenate([each for _, each in others]),
            PENALTY,
        )
        said.append(np.clip(chance_of(weights, rows), 1e-6, 1 - 1e-6))
        was.append(labels)
    chance, label = np.concatenate(said), np.concatenate(was)
    loss = -np.mean(label * np.log(chance) + (1 - label) * np.log(1 - chance))
    return float(loss), auroc(chance.tolist(), (label == 1).tolist())


def main() -> None:
    """Choose, fit, say what it is worth, write the file."""
    by_kind = communities()
    tried = {
        (regularity, own, last): left_out(by_kind, GapModel(regularity, own * regularity, last))
        for regularity, own, last in product(REGULARITIES, OWN, LAST)
    }
    for numbers, (loss, area) in sorted(tried.items(), key=lambda each: each[1])[:5]:
        print(
            f"regularity, own, last {numbers}: log loss {loss:.4f}, AUROC {area:.3f}, kinds left out in turn"
        )
    regularity, own, last = min(tried, key=lambda each: tried[each])
    gaps = GapModel(regularity, own * regularity, last)
    every = [community for kind in by_kind.values() for community in kind]
    told = {
        "what": "Made by `python -m evals.fit_at_risk` from simulated communities; see docs/analytics.md.",
        "gaps": {"regularity": gaps.regularity, "own": gaps.own, "last": gaps.last},
        "fading": _told(FADING, *rows_of(every, gaps)),
        "stuck": _told(STUCK, *stuck_rows_of(every)),
    }
    target = Path(str(resources.files("copilot.services.analytics"))) / "at_risk.json"
    target.write_text(json.dumps(told, indent=2) + "\n", "utf-8")


def _told(names: Sequence[str], rows: Numbers, labels: Numbers) -> dict[str, object]:
    weights = _with_sense(rows, labels)
    print(f"{len(labels)} relationships, {labels.mean():.3f} so, AUROC on themselves "
          f"{auroc(chance_of(weights, rows).tolist(), (labels == 1).tolist()):.3f}")  # fmt: skip
    facts = {
        name: {"weight": round(float(weight), 4), "usual": round(float(mean), 4), "what": TOLD[name]}
        for name, weight, mean in zip(names, weights[1:], rows.mean(axis=0), strict=True)
    }
    cut = round(best_cut(np.round(chance_of(weights, rows), 2), labels), 2)
    return {"bias": round(float(weights[0]), 4), "from": cut, "facts": facts}


def _with_sense(rows: Numbers, labels: Numbers) -> Numbers:
    """Every fact is so told that more of it is worse: what comes out the other way gets no weight."""
    kept = list(range(rows.shape[1]))
    while True:
        found = fit(rows[:, kept], labels, PENALTY)
        against = [n for n, weight in zip(kept, found[1:], strict=True) if weight < 0]
        if not against:
            weights: Numbers = np.zeros(1 + rows.shape[1])
            weights[[0, *(n + 1 for n in kept)]] = found
            return weights
        kept = [n for n in kept if n not in against]


if __name__ == "__main__":
    main()
