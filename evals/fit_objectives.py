"""Fits the judge of `services.objectives.judging`: `python -m evals.fit_objectives`, with the encoder that is set.

What is learnt is whether the nearest objective is the one a thing serves. Only the communities that are not held out
are fitted on; the first line printed is of models that never saw the community they judge, the last is what the fit is
worth on the communities held out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copilot.services.objectives.judging import FEATURES, Nearness
from evals.fitting import chance_of, fit, keep
from evals.metrics import auroc
from evals.suites.homes import empty_home
from evals.suites.objectives import calibration_error, cases, objectives_of, thing_of
from evals.tasks import Case
from knowledge.logistic import Numbers

PENALTY = 1.0


def seen(nearness: Nearness, chosen: Sequence[Case]) -> tuple[Numbers, Numbers]:
    """Features, shape (cases, features), and whether the nearest objective is the one served."""
    rows, labels = [], []
    for case in chosen:
        found = nearness.nearest([thing_of(case)], objectives_of(case.expected["community"]))[0]
        assert found is not None  # noqa: S101 - nothing was refused
        rows.append([float(getattr(found, name)) for name in FEATURES])
        labels.append(float(found.objective == case.expected["serves"]))
    return np.array(rows), np.array(labels)


def left_out(rows: Numbers, labels: Numbers, communities: Sequence[str]) -> Numbers:
    """The probability of each thing from a model that never saw its community."""
    chance: Numbers = np.zeros(len(rows))
    for community in dict.fromkeys(communities):
        test = np.array([each == community for each in communities])
        chance[test] = chance_of(fit(rows[~test], labels[~test], PENALTY), rows[test])
    return chance


def main() -> None:
    """Fit, print what it is worth, and write the encoder's part of `confidence.json`."""
    every = cases()
    own = [case for case in every if not case.expected["held_out"]]
    others = [case for case in every if case.expected["held_out"]]
    with empty_home() as copilot:
        nearness = Nearness(copilot.encoder)
        (rows, labels), (held, held_labels) = seen(nearness, own), seen(nearness, others)
        encoder = copilot.encoder.name.split(":")[0]
    means, scales = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    standard = (rows - means) / scales
    weights = fit(standard, labels, PENALTY)
    communities = [case.expected["community"] for case in own]
    _say("development, each community left out in turn", own, left_out(standard, labels, communities), labels)
    _say("held out", others, chance_of(weights, (held - means) / scales), held_labels)
    model = (weights, means, scales)
    keep("copilot.services.objectives", "confidence.json", encoder, FEATURES, model)


def _say(what: str, chosen: Sequence[Case], chance: Numbers, labels: Numbers) -> None:
    any_of_them = auroc(chance.tolist(), [bool(case.expected["serves"]) for case in chosen])
    near = calibration_error("chance", "is")({"chance": chance, "is": labels}, np.ones((1, len(chance))))[0]
    print(
        f"{what}: {len(labels)} things, AUROC of serving any {any_of_them:.3f}, "
        f"Brier {((chance - labels) ** 2).mean():.3f}, calibration error {1 - near:.3f}"
    )


if __name__ == "__main__":
    main()
