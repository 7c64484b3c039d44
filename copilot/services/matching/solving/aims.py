"""What a run aims at besides the highest total: the worst-off first, or targets for the whole programme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from copilot.domain.matches import MatchRole
from copilot.errors import BadInput
from copilot.services.matching.solving.assignment import Assignment
from copilot.services.matching.solving.pool import Pool
from copilot.services.matching.solving.targets import Target, price, reached, serving, with_targets
from copilot.services.matching.solving.worst_off import solve_worst_off_first

Mode = Literal["best-total", "worst-off-first"]


@dataclass(frozen=True)
class Aim:
    """The highest total unless another mode is asked for, or targets that have to be reached."""

    mode: Mode = "best-total"
    targets: tuple[Target, ...] = ()

    @property
    def is_the_total(self) -> bool:
        """Whether there is nothing but the total; only then earlier proposals are kept within a tolerance."""
        return self.mode == "best-total" and not self.targets


@dataclass(frozen=True)
class Reached:
    """An assignment, what it costs in total score, and sentences that say what was bought with that."""

    found: Assignment
    price: float = 0.0
    told: tuple[str, ...] = ()


def check_aim(aim: Aim, role: MatchRole) -> None:
    """BadInput where these aims can't be had for this role, or together."""
    if aim.is_the_total:
        return
    if role in (MatchRole.PEER, MatchRole.CIRCLE):
        raise BadInput(
            f"For {role.value} matches there is the best total only.",
            place="--mode" if aim.mode != "best-total" else "--target",
            cure="Leave it out.",
        )
    if aim.mode != "best-total" and aim.targets:
        raise BadInput(
            "The worst-off first and targets can't be had in one run.",
            place="--target",
            cure="Choose one of the two.",
        )


def aimed(pool: Pool, best: Assignment, aim: Aim) -> Reached:
    """The assignment that reaches the aim; Conflict where a target can't be reached."""
    if aim.mode == "worst-off-first":
        return _worst_off_first(pool, best)
    return _with_targets(pool, best, aim.targets) if aim.targets else Reached(best)


def _worst_off_first(pool: Pool, best: Assignment) -> Reached:
    solved = solve_worst_off_first(best.ranked, pool.rules.places, best)
    (low, low_before), (many, many_before) = solved.lowest, solved.matched
    told = (
        f"Worst-off first: {many} matched ({many_before} by the best total), the lowest score {low:.2f} "
        f"({low_before:.2f}); it costs {solved.price:.2f} of the total score."
    )
    return Reached(solved.found, solved.price, (told,))


def _with_targets(pool: Pool, best: Assignment, targets: Sequence[Target]) -> Reached:
    seekers, partners = ([told.member.profile for told in side] for side in (pool.seekers, pool.partners))
    masks = [serving(best.ranked, seekers, partners, target) for target in targets]
    found = with_targets(best, pool.rules.places, targets, masks)
    told = tuple(
        f"{target.name}: {reached(found, mask):.0%} of the matches ({reached(best, mask):.0%} without the target); "
        f"asked for {target.share:.0%}."
        for target, mask in zip(targets, masks, strict=True)
    )
    cost = price(best, found)
    return Reached(found, cost, (*told, f"The targets cost {cost:.2f} of the total score."))
