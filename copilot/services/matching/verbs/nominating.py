"""Matching without having asked: who is nominated, and who does not want to be."""

from __future__ import annotations

from collections.abc import Collection

from copilot.domain.asking import Asker
from copilot.domain.choices import Nomination
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.domain.records import new_id
from copilot.errors import BadInput, NotAllowed, NotFound
from copilot.services.matching.solving.pool import has_a_role
from copilot.services.matching.solving.rules import paired_roles
from copilot.services.matching.verbs.seeing import Seeing, Seen
from copilot.services.policy import Action


class Nominating(Seeing):
    """The verbs of an opt-out programme."""

    def nominate(
        self,
        asker: Asker,
        role: MatchRole,
        programme: str = "",
        members: Collection[str] = (),
        *,
        preview: bool = False,
    ) -> list[Nomination]:
        """Nominate everybody eligible who seeks nothing yet, or some of them; who opted out is never nominated.

        Eligible is who takes part and is not paused. Gives the new nominations; with `preview` nothing is kept.
        """
        self._require_review(asker, programme)
        _check_nominable(role)
        self._end_pauses()
        with self._units() as unit:
            seen = self._see_in(unit, programme)
            unasked = {member.id for member in _unasked(seen, role, programme)}
            strangers = sorted(set(members) - unasked)
            if strangers:
                raise _not_open(strangers, seen, role, programme)
            new = [
                self._nomination(asker, each, role, programme)
                for each in sorted(unasked & set(members) if members else unasked)
            ]
            if new and not preview:
                unit.nominations.add(*new)
                for each in new:
                    self._log(unit, asker, each.id, "nominate", kind="nomination", member=each.member)
                unit.commit()
        return new

    def opt_out(
        self, asker: Asker, member_id: str, role: MatchRole, programme: str = "", *, off: bool = False
    ) -> Nomination:
        """Take a member out of the matching of a role, nominated or not; with `off` back in.

        By herself, or by a manager for her; what she set herself only she takes back.
        """
        self._policy.require(asker, Action.CHOICES_WRITE, owners=(member_id,), programme=programme)
        paired_roles(role)
        with self._units() as unit:
            if asker.member != member_id and member_id not in self._see_in(unit, programme).takes_part:
                raise NotFound(
                    "There is no such member among those who take part.",
                    place=member_id,
                    cure="Check the id.",
                )
            found = unit.nominations.all(member=member_id, role=role, programme=programme)
            earlier = found[0] if found else self._nomination(asker, member_id, role, programme)
            if off:
                _check_back_in(asker, earlier, known=bool(found))
            state = "nominated" if off else "opted_out"
            wanted = earlier.changed(state=state, at=self._clock.now(), by=asker.name_in_log)
            if not found:
                unit.nominations.add(wanted)
            kept = unit.nominations.save(wanted) if found else wanted
            self._log(unit, asker, kept.id, "opt-in" if off else "opt-out", kind="nomination")
            unit.commit()
        return kept

    def nominations(
        self, asker: Asker, *, member: str = "", role: MatchRole | None = None, programme: str | None = None
    ) -> list[Nomination]:
        """Who is nominated and who opted out, as far as the asker may see: herself, a manager her programme."""
        wanted = {"member": member or None, "role": role, "programme": programme}
        with self._units.reading() as unit:
            found = unit.nominations.all(
                **{name: value for name, value in wanted.items() if value is not None}
            )
        return [
            each
            for each in found
            if self._policy.allows(
                asker, Action.CHOICES_READ, owners=(each.member,), programme=each.programme
            )
        ]

    def _nomination(self, asker: Asker, member_id: str, role: MatchRole, programme: str) -> Nomination:
        return Nomination(
            id=new_id("nom"),
            member=member_id,
            programme=programme,
            role=role,
            at=self._clock.now(),
            by=asker.name_in_log,
        )


def eligible(seen: Seen, role: MatchRole) -> list[Member]:
    """Who takes part and is not paused; of those who offer this role only who seeks it as well."""
    return [
        member
        for member in seen.members
        if member.id in seen.takes_part
        and not member.paused
        and (has_a_role(member, role, seeking=True) or not has_a_role(member, role, seeking=False))
    ]


def _unasked(seen: Seen, role: MatchRole, programme: str) -> list[Member]:
    known = seen.nominated(role, programme) | seen.opted_out(role, programme)
    return [
        member
        for member in eligible(seen, role)
        if member.id not in known and not has_a_role(member, role, seeking=True)
    ]


def _check_nominable(role: MatchRole) -> None:
    paired_roles(role)
    if role is MatchRole.PEER:
        raise BadInput(
            "Nobody can be nominated as a peer: both sides of a peer match offer something, and only they can.",
            place="--role",
            cure="Nominate for mentor, sponsor or reverse.",
        )


def _check_back_in(asker: Asker, earlier: Nomination, *, known: bool) -> None:
    if not known or earlier.state != "opted_out":
        raise NotFound(
            f"{earlier.member} has not opted out.",
            place=earlier.member,
            cure="There is nothing to take back.",
        )
    if earlier.by == earlier.member != asker.member:
        raise NotAllowed(
            f"{earlier.member} opted out themselves, and only they can come back.",
            place="--off",
            cure="Ask them.",
        )


def _not_open(strangers: list[str], seen: Seen, role: MatchRole, programme: str) -> BadInput:
    out = sorted(set(strangers) & seen.opted_out(role, programme))
    why = f" {', '.join(out)} opted out." if out else ""
    return BadInput(
        f"{', '.join(strangers)} can't be nominated: not taking part, paused, seeking or nominated already.{why}",
        place="match nominate",
        cure="Leave them out; `match nominate --preview` lists who can be.",
    )
