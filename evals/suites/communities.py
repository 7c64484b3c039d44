"""Planted communities: small, seeded, full of conflicts, with the hard rules written a second time in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from random import Random
from typing import Any

from copilot.app import Copilot
from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import Member, Profile, Role
from copilot.domain.programmes import Enrolment, Programme

STARTS, ENDS = date(2026, 1, 1), date(2026, 12, 31)
TOP_LEVEL = 10


@dataclass(frozen=True)
class Community:
    """Members of one programme, and the pairs that were declined there."""

    name: str
    members: tuple[Member, ...]
    declined: tuple[tuple[str, str], ...]

    def add_to(self, copilot: Copilot) -> None:
        """Keep it as a programme of that name; ids are unique over all communities."""
        with copilot.units() as unit:
            unit.members.add(*self.members)
            unit.programmes.add(Programme(id=self.name, name=self.name, starts=STARTS, ends=ENDS))
            unit.enrolments.add(
                *(Enrolment(id=f"e-{each.id}", programme=self.name, member=each.id) for each in self.members)
            )
            unit.matches.add(*(self._declined(seeker, partner) for seeker, partner in self.declined))
            unit.commit()

    def _declined(self, seeker: str, partner: str) -> Match:
        return Match(
            id=f"x-{seeker}-{partner}", seeker=seeker, partner=partner, role=MatchRole.MENTOR, score=0.9,
            state=MatchState.DECLINED, programme=self.name, reason="not now",
            rationale=Rationale(benefit=Benefit(seeker="", partner="")), created=datetime.now(UTC),
        )  # fmt: skip


def planted(
    name: str, plan: Mapping[str, Any], needs: Sequence[Profile], offers: Sequence[Profile]
) -> Community:
    """A community after a plan: how many there are, and how often each conflict occurs (0 to 1).

    Args:
        name: begins every id.
        plan: seed, mentees, mentors, capacity; vetoes, declined, reporting, paused, zero (mentors without a place),
            silent (states no language), senior_mentees; languages, of which everybody has one.
        needs, offers: profiles to draw from.
    """
    chance = Random(plan["seed"])
    mentees = [
        _member(f"{name}-s{n}", Role.MENTEE, chance.choice(needs), plan, chance)
        for n in range(plan["mentees"])
    ]
    mentors = [
        _member(f"{name}-p{n}", Role.MENTOR, chance.choice(offers), plan, chance)
        for n in range(plan["mentors"])
    ]
    mentees = [_with_vetoes(each, mentors, plan, chance) for each in mentees]
    mentors = [_with_vetoes(each, mentees, plan, chance) for each in mentors]
    pairs = [(one.id, other.id) for one in mentees for other in mentors]
    declined = [pair for pair in pairs if chance.random() < plan.get("declined", 0)]
    return Community(name, tuple(_with_lines(mentees, mentors, plan, chance)), tuple(declined))


def _member(member: str, role: Role, profile: Profile, plan: Mapping[str, Any], chance: Random) -> Member:
    high = role is Role.MENTOR or chance.random() < plan.get("senior_mentees", 0)
    speaks = [] if chance.random() < plan.get("silent", 0) else [chance.choice(plan.get("languages", ["en"]))]
    told = {
        "level": chance.randint(6, TOP_LEVEL) if high else chance.randint(1, 5),
        "languages": tuple(speaks),
    }
    no_place = role is Role.MENTOR and chance.random() < plan.get("zero", 0)
    return Member(
        id=member, name=f"Member {member}", roles=frozenset({role}), profile=profile.model_copy(update=told),
        capacity=0 if no_place else plan["capacity"], paused=chance.random() < plan.get("paused", 0),
    )  # fmt: skip


def _with_vetoes(member: Member, others: Sequence[Member], plan: Mapping[str, Any], chance: Random) -> Member:
    # Either side may object: a pair is vetoed with about the plan's chance.
    each_side = 1 - (1 - plan.get("vetoes", 0)) ** 0.5
    return member.changed(vetoes=frozenset(each.id for each in others if chance.random() < each_side))


def _with_lines(
    mentees: list[Member], mentors: list[Member], plan: Mapping[str, Any], chance: Random
) -> Iterator[Member]:
    """Mentors in a chain below one another where the plan says so, and mentees below any of them."""
    reports = {one.id: above.id for above, one in pairwise(mentors)}
    reports |= {one.id: chance.choice(mentors).id for one in mentees if mentors}
    for one in (*mentees, *mentors):
        below = one.id in reports and chance.random() < plan.get("reporting", 0)
        yield one.changed(line_manager_id=reports[one.id]) if below else one


def broken(community: Community, pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Every hard rule that a set of mentor matches breaks, a sentence each; written apart from the product's rules."""
    people = {member.id: member for member in community.members}
    faults = [
        f"{mentor} has {count} and {people[mentor].places()} places"
        for mentor, count in Counter(mentor for _, mentor in pairs).items()
        if count > people[mentor].places()
    ]
    faults += [
        f"{mentee} has {n} mentors" for mentee, n in Counter(mentee for mentee, _ in pairs).items() if n > 1
    ]
    for mentee, mentor in pairs:
        what = _broken_by(people[mentee], people[mentor], people)
        what += ["were declined"] if (mentee, mentor) in community.declined else []
        faults += [f"{mentee} and {mentor} {one}" for one in what]
    return faults


def _broken_by(mentee: Member, mentor: Member, people: Mapping[str, Member]) -> list[str]:
    ours, theirs = set(mentee.profile.languages), set(mentor.profile.languages)
    tests = {
        "are the same person": mentee.id == mentor.id,
        "aren't mentee and mentor": Role.MENTEE not in mentee.roles or Role.MENTOR not in mentor.roles,
        "are paused": mentee.paused or mentor.paused,
        "have a veto": mentor.id in mentee.vetoes or mentee.id in mentor.vetoes,
        "share no language": bool(ours and theirs) and not ours & theirs,
        "stand at the wrong levels": (mentor.profile.level or 0) <= (mentee.profile.level or 0),
        "report to one another": mentor.id in _above(mentee, people) or mentee.id in _above(mentor, people),
    }
    return [sentence for sentence, is_so in tests.items() if is_so]


def _above(member: Member, people: Mapping[str, Member]) -> set[str]:
    above: set[str] = set()
    while member.line_manager_id and member.line_manager_id not in above:
        above.add(member.line_manager_id)
        if member.line_manager_id not in people:
            break
        member = people[member.line_manager_id]
    return above
