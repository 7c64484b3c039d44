"""Who takes part as what: roles by quota and level, room for others, hours."""

import random
from collections.abc import Mapping, Sequence

from copilot.demo.staffing import Seat

ROLES = ("mentee", "mentor", "sponsor", "peer", "manager", "admin")
MENTEES, MENTORS, SPONSORS, PEERS = 0.55, 0.40, 0.10, 0.25
MANAGERS, ADMINS = 5, 2


def cast(
    seats: Sequence[Seat], fixed: Mapping[int, Sequence[str]], rng: random.Random
) -> dict[int, list[str]]:
    """Roles of every seat by number; those in `fixed` are already cast and count towards the quotas.

    Mentees come rather from below, mentors from level 3 up, sponsors from level 7 up; whoever is left is a peer.
    """
    casting = _Casting(fixed, [seat for seat in seats if seat.number not in fixed], rng)
    casting.fill("mentee", round(MENTEES * len(seats)), casting.rising(1, 8))
    casting.fill("mentor", round(MENTORS * len(seats)), casting.rising(3, 10)[::-1])
    casting.fill("sponsor", round(SPONSORS * len(seats)), casting.shuffled(7, 10))
    casting.fill("peer", round(PEERS * len(seats)), casting.idle() + casting.shuffled(1, 7))
    casting.fill("manager", MANAGERS, casting.shuffled(4, 7, "People", "Community"))
    casting.fill("admin", ADMINS, casting.shuffled(3, 6, "People", "Operations"))
    return casting.in_order()


class _Casting:
    """Roles given out so far, and the seats that may still be given one."""

    def __init__(self, fixed: Mapping[int, Sequence[str]], free: list[Seat], rng: random.Random) -> None:
        self.roles = {number: set(roles) for number, roles in fixed.items()} | {
            seat.number: set[str]() for seat in free
        }
        self.free, self.rng = free, rng
        self.standing = {seat.number: seat.level + rng.uniform(-2.2, 2.2) for seat in free}

    def fill(self, role: str, quota: int, pool: Sequence[Seat]) -> None:
        missing = quota - sum(role in roles for roles in self.roles.values())
        for number in list(dict.fromkeys(seat.number for seat in pool))[: max(0, missing)]:
            self.roles[number].add(role)

    def rising(self, lowest: int, highest: int) -> list[Seat]:
        """From junior to senior, with some disorder, so that the middle is often both."""
        seats = [seat for seat in self.free if lowest <= seat.level <= highest]
        return sorted(seats, key=lambda seat: self.standing[seat.number])

    def shuffled(self, lowest: int, highest: int, *functions: str) -> list[Seat]:
        seats = [seat for seat in self.free if lowest <= seat.level <= highest]
        seats = [seat for seat in seats if not functions or seat.function.name in functions]
        return self.rng.sample(seats, len(seats))

    def idle(self) -> list[Seat]:
        return [seat for seat in self.free if not self.roles[seat.number]]

    def in_order(self) -> dict[int, list[str]]:
        """Everybody has a role: who was left over when all quotas were full is a peer."""
        return {
            number: [role for role in ROLES if role in roles] or ["peer"]
            for number, roles in self.roles.items()
        }


def capacity(roles: Sequence[str], rng: random.Random) -> int:
    """How many others at a time: mentors one to three, a few none just now; everybody else one."""
    if "mentor" in roles:
        return rng.choices((0, 1, 2, 3), weights=(4, 44, 37, 15))[0]
    return rng.choice((1, 1, 2)) if "sponsor" in roles else 1


def hours(roles: Sequence[str], rng: random.Random) -> int:
    """Hours a month somebody has for it, more for those with two roles."""
    return rng.choices((1, 2, 3, 4), weights=(20, 45, 20, 15))[0] + (len(roles) > 1)
