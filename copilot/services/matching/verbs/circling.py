"""Proposing circles for a whole community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from copilot.domain.asking import Asker
from copilot.domain.citations import ProfileCitation
from copilot.domain.matches import Benefit, Claim, Match, MatchRole, MatchRun, Move, Rationale, Unmatched
from copilot.domain.members import Member, Role
from copilot.domain.records import new_id
from copilot.ports import Progress
from copilot.services.matching.neutral.stripping import Stripper
from copilot.services.matching.reasons.role_words import listed, number, sentence
from copilot.services.matching.scores.affinity import encoded
from copilot.services.matching.scores.evidence import Evidence, Told, quotation, told_by
from copilot.services.matching.scores.pooling import Matrix, Ragged
from copilot.services.matching.solving.circles import (
    LEAST,
    Circle,
    Grouping,
    apart_again,
    conflicts_of,
    form_circles,
)
from copilot.services.matching.verbs.seeing import Seeing, Seen

SEEK_CIRCLES = frozenset({Role.PEER, Role.MENTEE})
FAR_FROM_THEME = 0.25
"""Cosine to the theme of the others below which it is said that a member's aims stand apart."""


@dataclass(frozen=True)
class Gathered:
    """Who seeks a circle, in an order that no name decides, with a vector of what each wants to learn."""

    told: tuple[Told, ...]
    needs: Ragged
    grouping: Grouping
    apart_again: bool = False
    """Whether a circle that was declined could be formed again, were it allowed."""


class Circling(Seeing):
    """What `run` does for circles."""

    def _gather_circles(self, seen: Seen, programme: str, seed: int, progress: Progress | None) -> Gathered:
        stripper = Stripper(member.name for member in seen.members)
        read = [told_by(member, stripper) for member in self._seeking_circles(seen, programme)]
        told = tuple(sorted(read, key=lambda one: one.order(seed)))
        places, vectors = encoded(told, self._encoder, progress)
        needs = Ragged.of([[places[need.neutral] for need in one.needs] for one in told], vectors)
        members = [one.member for one in told]
        managers = {each.id: each.line_manager_id for each in seen.members}
        functions = [member.profile.function.strip().casefold() for member in members]
        declined = apart_again(seen.past.declined_circles, [member.id for member in members])
        conflicts = conflicts_of(members, managers)
        grouping = form_circles(needs.means(), functions, conflicts, declined)
        return Gathered(told, needs, grouping, any(len(rows) > most for rows, most in declined))

    def _seeking_circles(self, seen: Seen, programme: str) -> list[Member]:
        circle = MatchRole.CIRCLE
        possible = seen.takes_part - seen.provided(circle, programme) - seen.opted_out(circle, programme)
        return [
            member
            for member in seen.members
            if member.id in possible and not member.paused and member.roles & SEEK_CIRCLES
        ]

    def _circles_run(
        self, asker: Asker, gathered: Gathered, programme: str, seed: int, earlier: Sequence[Match]
    ) -> tuple[MatchRun, list[Match]]:
        """The run and its proposals, not kept yet; a circle that was proposed before keeps its id."""
        grouping = gathered.grouping
        run = MatchRun(
            id=new_id("run"),
            role=MatchRole.CIRCLE,
            programme=programme,
            unmatched=tuple(_why_alone(gathered, n) for n in grouping.alone),
            total_score=round(sum(circle.closeness * len(circle.members) for circle in grouping.circles), 6),
            gap=grouping.gap,
            seed=seed,
            by=asker.name_in_log,
            created=self._clock.now(),
        )
        before = {frozenset(match.people): match for match in earlier}
        proposals = []
        for circle in grouping.circles:
            match = _proposal(gathered, circle, run)
            known = before.get(frozenset(match.people))
            proposals.append(known.changed(rationale=match.rationale, run=run.id) if known else match)
        return run.changed(moved=_moves(earlier, proposals)), proposals


def _proposal(gathered: Gathered, circle: Circle, run: MatchRun) -> Match:
    people = [gathered.told[n].member.id for n in circle.members]
    functions = {gathered.told[n].member.profile.function.casefold() for n in circle.members} - {""}
    closeness = max(0.0, min(1.0, circle.closeness))
    return Match(
        id=new_id("x"),
        seeker=people[0],
        partner=people[1],
        members=tuple(people),
        role=MatchRole.CIRCLE,
        score=round(closeness, 4),
        parts={"theme": round(closeness, 4), "functions": round(len(functions) / len(people), 4)},
        rationale=_rationale(gathered, circle),
        programme=run.programme,
        run=run.id,
        created=run.created,
    )


def _rationale(gathered: Gathered, circle: Circle) -> Rationale:
    """What they share, how their functions spread, and who stands apart; each with the words it rests on."""
    theme = _theme(gathered, circle.members)
    nearest = [_nearest_need(gathered, n, theme) for n in circle.members]
    citations = [
        ProfileCitation(
            n=at, member=gathered.told[n].member.id, field=need.field, quote=quotation(need.original)
        )
        for at, (n, (need, _)) in enumerate(zip(circle.members, nearest, strict=True), start=1)
    ]
    middle = nearest[0][0]
    many = sentence(number(len(nearest)))
    apart = [at for at, n in enumerate(circle.members, start=1) if _stands_apart(gathered, circle, n)]
    shared = 2 * len(apart) <= len(nearest)
    told = f"“{quotation(middle.original, 90)}”"
    together = (
        f"{many} members share a theme, told best by {told}."
        if shared
        else f"{many} members of different aims; {told} comes nearest to all of them."
    )
    others = sentence(number(len(nearest) - 1))
    return Rationale(
        for_=(
            Claim(
                claim=together, evidence=tuple(range(1, len(nearest) + 1)), weight=round(circle.closeness, 3)
            ),
            *_spread(gathered, circle),
        ),
        benefit=Benefit(
            seeker=f"{others} others who work on the same thing."
            if shared
            else f"{others} others, each with an aim of their own.",
            partner="The same for each of them.",
        ),
        against=tuple(
            Claim(claim=f"“{citations[at - 1].quote}” stands apart from the theme.", evidence=(at,))
            for at in apart
        )
        if shared
        else (Claim(claim="No theme brings most of them together: what each wants to learn stands apart."),),
        confidence=("one theme" if not apart else f"one theme, {number(len(apart))} apart")
        if shared
        else "no common theme",
        citations=tuple(citations),
    )


def _spread(gathered: Gathered, circle: Circle) -> list[Claim]:
    functions = sorted({gathered.told[n].member.profile.function for n in circle.members} - {""})
    if len(functions) < 2:
        return []
    return [Claim(claim=f"They come from {number(len(functions))} functions: {listed(functions)}.")]


def _stands_apart(gathered: Gathered, circle: Circle, row: int) -> bool:
    """Whether what she wants is far from what the others want; her own words are near any middle they stand in."""
    others = tuple(n for n in circle.members if n != row)
    return _nearest_need(gathered, row, _theme(gathered, others))[1] < FAR_FROM_THEME


def _theme(gathered: Gathered, members: tuple[int, ...]) -> Matrix:
    middle = gathered.needs.means()[list(members)].mean(axis=0)
    theme: Matrix = middle / (np.linalg.norm(middle) or 1.0)
    return theme


def _nearest_need(gathered: Gathered, row: int, theme: Matrix) -> tuple[Evidence, float]:
    start, end = gathered.needs.starts[row : row + 2]
    closeness = gathered.needs.vectors[start:end] @ theme
    best = int(closeness.argmax())
    return gathered.told[row].needs[best], float(closeness[best])


def _why_alone(gathered: Gathered, row: int) -> Unmatched:
    member = gathered.told[row].member.id
    if not gathered.told[row].needs:
        return Unmatched(
            member=member,
            reason="The profile is too thin for a circle: it states no goal, no interest and no headline.",
            cure="One or two goals in the member's own words would do.",
        )
    seeking = sum(bool(one.needs) for one in gathered.told)
    if seeking < LEAST:
        return Unmatched(
            member=member,
            reason=f"A circle needs {number(LEAST)} members who state an aim, and only {number(seeking)} seek one.",
            cure="Invite more members, or pair them as peers.",
        )
    return Unmatched(
        member=member,
        reason="No circle has a seat that keeps reporting lines, languages and members' wishes apart"
        + (", and differs enough from a circle that was declined." if gathered.apart_again else "."),
        cure="More members from other parts of the organisation, or a peer instead of a circle.",
    )


def _moves(earlier: Sequence[Match], proposals: Sequence[Match]) -> tuple[Move, ...]:
    """Members whose circle was proposed before and is another now; the circles by their first member."""
    now = {member: match for match in proposals for member in match.people}
    kept = {match.id for match in proposals}
    return tuple(
        Move(
            member=member,
            before=match.seeker,
            after=now[member].seeker if member in now else "",
            why="The themes were drawn anew, and the member sits closer to another."
            if member in now
            else "The circles were drawn anew, and the member is in none of them.",
        )
        for match in earlier
        if match.id not in kept
        for member in match.people
    )
