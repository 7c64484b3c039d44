"""Bringing a circle together by hand, and its theme. Who sits in it decides: everybody has to say yes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from copilot.domain.asking import Asker
from copilot.domain.circles import FEWEST, MOST, Circle
from copilot.domain.matches import AuditEntry, Benefit, Claim, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Programme
from copilot.domain.records import Value, new_id
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.circles.seeing import Seeing, check_open
from copilot.services.making import made
from copilot.services.matching.reasons.role_words import listed, number, sentence
from copilot.services.matching.solving.rules import is_fixed
from copilot.services.matching.verbs.todays_rules import TodaysRules
from copilot.services.pausing import as_of
from copilot.services.policy import Action

LONGEST_THEME = 300
BY_HAND = "brought together by hand"
ANOTHER = "Seat somebody else, or let the matching propose circles: `match run --role circle`."


class Added(Value):
    """An approved circle that waits for everybody's yes."""

    match: str
    theme: str
    members: tuple[str, ...]
    programme: str


class Suggested(Value):
    """Who could sit in a circle, and the command that proposes balanced ones."""

    theme: str
    programme: str
    free: int
    command: str
    words: str


class Making(Seeing):
    """The verbs of those who bring circles together."""

    def add(self, asker: Asker, members: Sequence[str], theme: str, programme: str = "") -> Added:
        """Approve a circle of these people; it begins once each of them has accepted the match.

        BadInput for too few, too many, somebody twice, no theme; NotFound for somebody who isn't there; Conflict
        where a hard rule forbids it, somebody sits in a circle here already, or just this circle was declined.
        """
        self._policy.require(asker, Action.CIRCLES_MAKE, programme=programme)
        said, people = read_theme(theme), _read_members(members)
        with self._units() as unit:
            _check_programme(unit, programme)
            found = [_member(unit, each, programme) for each in people]
            match = _match(found, said, programme, self._clock.now())
            self._check_rules(unit, asker, match)
            unit.matches.add(match)
            unit.circles.add(
                made(Circle, id=match.id, theme=said, by=asker.name_in_log, created=self._clock.now())
            )
            self._log_decisions(unit, asker, match)
            unit.commit()
        return Added(match=match.id, theme=said, members=match.people, programme=programme)

    def update(self, asker: Asker, circle_id: str, theme: str) -> str:
        """Give a circle another theme: those who sit in it may, and those who make circles here. The new theme."""
        said = read_theme(theme)
        with self._units() as unit:
            circle = self._seen(unit, asker, circle_id)
            inside = self._may(asker, Action.RELATIONSHIP_WRITE, circle.relationship)
            if not inside:
                self._policy.require(asker, Action.CIRCLES_MAKE, programme=circle.relationship.programme)
            check_open(circle)
            changed = circle.circle.changed(theme=said)
            if unit.circles.find(circle.id):
                unit.circles.save(changed)
            else:
                unit.circles.add(changed)
            if not inside:
                self._log(unit, asker, circle.id, "theme")
            unit.commit()
        return said

    def suggest(self, asker: Asker, theme: str = "", programme: str = "") -> Suggested:
        """How many are free to sit in a circle here, and how the matching proposes balanced circles of them."""
        self._policy.require(asker, Action.CIRCLES_MAKE, programme=programme)
        said = read_theme(theme) if theme else ""
        with self._units.reading() as unit:
            if programme:
                unit.programmes.get(programme)
            free = len(_free(unit, programme, as_of(unit, unit.members.all(), self._clock.now().date())))
        command = "match run --role circle" + (f" --programme {programme}" if programme else "")
        return Suggested(
            theme=said, programme=programme, free=free, command=command, words=_how(said, free, command)
        )

    def _check_rules(self, unit: UnitOfWork, asker: Asker, match: Match) -> None:
        today = TodaysRules.of(unit, self._clock.now().date())
        self._check_broken(asker, today, match, " with ".join(match.people), ANOTHER)
        today.check_seeker_is_free(match)
        declined = unit.matches.all(
            role=MatchRole.CIRCLE, state=MatchState.DECLINED, programme=match.programme
        )
        if same := next((each for each in declined if set(each.people) == set(match.people)), None):
            raise Conflict(
                "Just this circle was declined before.",
                place=f"match {same.id}",
                cure="Seat somebody else in it, or take that decision back with `match undo`.",
            )

    def _check_broken(self, asker: Asker, today: TodaysRules, match: Match, place: str, cure: str) -> None:
        """Who may not read matches is not told of a veto: it stays between its writer and the managers."""
        broken = today.broken(match)
        if broken:
            told = self._policy.allows(asker, Action.MATCHES_READ, programme=match.programme)
            hidden = broken.name == "veto" and not told
            raise Conflict(
                "These people can’t sit in one circle." if hidden else broken.sentence,
                place=place,
                cure=cure,
            )

    def _log_decisions(self, unit: UnitOfWork, asker: Asker, match: Match) -> None:
        """As the review of matches writes them, so that an undo finds its way; the id keeps their order."""
        decisions: tuple[tuple[str, dict[str, str]], ...] = (
            ("propose", {}),
            ("approve", {"before": MatchState.PROPOSED.value, "after": MatchState.APPROVED.value}),
        )
        for nth, (verb, detail) in enumerate(decisions, start=1):
            kind: Literal["match"] = "match"
            unit.audit_log.add(
                AuditEntry(
                    id=new_id(f"l{nth:06d}-"), at=self._clock.now(), by=asker.name_in_log, verb=verb, kind=kind,
                    record=match.id, detail=detail,
                )
            )  # fmt: skip


def read_theme(theme: str) -> str:
    """A theme as it was typed. Raises BadInput where nothing is said, or too much."""
    said = " ".join(theme.split())
    if not said:
        raise BadInput(
            "A circle needs a theme.", place="--theme", cure="Say in a few words what its members share."
        )
    if len(said) > LONGEST_THEME:
        raise BadInput(
            "The theme is too long.", place="--theme", cure=f"Use at most {LONGEST_THEME} characters."
        )
    return said


def joined_by_hand(people: Sequence[Member], claim: str) -> Rationale:
    """The reasons of a circle that a person brought together: what she said of it, and how its functions spread."""
    functions = sorted({each.profile.function.strip() for each in people} - {""})
    spread = (
        [Claim(claim=f"They come from {number(len(functions))} functions: {listed(functions)}.")]
        if len(functions) > 1
        else []
    )
    return Rationale(
        for_=(Claim(claim=claim), *spread),
        benefit=Benefit(
            seeker=f"{sentence(number(len(people) - 1))} others who work on the same thing.",
            partner="The same for each of them.",
        ),
        confidence=BY_HAND,
    )


def _match(people: Sequence[Member], theme: str, programme: str, now: datetime) -> Match:
    ids = tuple(each.id for each in people)
    return Match(
        id=new_id("x"), seeker=ids[0], partner=ids[1], members=ids, role=MatchRole.CIRCLE, state=MatchState.APPROVED,
        score=0.0, rationale=joined_by_hand(people, f"Somebody who knows them brought them together around “{theme}”."),
        programme=programme, created=now,
    )  # fmt: skip


def _read_members(members: Sequence[str]) -> list[str]:
    people = [each.strip() for each in members if each.strip()]
    twice = [each for each, times in Counter(people).items() if times > 1]
    if twice:
        raise BadInput(
            f"{listed(twice)} would sit in it twice.", place="members", cure="Name everybody once."
        )
    if not FEWEST <= len(people) <= MOST:
        raise BadInput(
            f"A circle of {number(len(people))} does not work: with three, one absence ends the meeting; with nine, "
            "somebody goes home unheard.",
            place="members",
            cure=f"Name {FEWEST} to {MOST}.",
        )
    return people


def _check_programme(unit: UnitOfWork, programme: str) -> None:
    found: Programme | None = unit.programmes.get(programme) if programme else None
    if found is not None and found.closed:
        raise Conflict(
            "This programme is closed.",
            place=programme,
            cure="Bring the circle together in another, or in none.",
        )


def _member(unit: UnitOfWork, member: str, programme: str) -> Member:
    """Somebody of the programme: of others, nobody learns here whether they exist."""
    found = unit.members.find(member)
    here = not programme or unit.enrolments.all(
        programme=programme, member=member, state=("enrolled", "paused")
    )
    if found is None or not here:
        where = "in this programme" if programme else "of this id"
        raise NotFound(
            f"There is no member “{member}” {where}.",
            place=member,
            cure="Check the id in the list of members.",
        )
    return found


def _free(unit: UnitOfWork, programme: str, everybody: Sequence[Member]) -> list[Member]:
    enrolled = {each.member for each in unit.enrolments.all(programme=programme, state="enrolled")}
    circles = unit.matches.all(role=MatchRole.CIRCLE, programme=programme)
    seated = {member for each in circles if is_fixed(each) for member in each.people}
    return [
        each
        for each in everybody
        if (not programme or each.id in enrolled)
        and each.id not in seated
        and not each.paused
        and each.roles & {Role.PEER, Role.MENTEE}
    ]


def _how(theme: str, free: int, command: str) -> str:
    about = f" around “{theme}”" if theme else ""
    if free < FEWEST:
        least = number(FEWEST)
        return (
            f"Only {number(free)} could sit in a circle{about} here, and it takes {least}: invite more first."
        )
    named = f', or name four to eight yourself with `circles add --theme "{theme}"`' if theme else ""
    return (
        f"{sentence(number(free))} could sit in a circle{about} here. `{command}` proposes balanced ones, by what each "
        f"wants to learn, for you to review{named}."
    )
