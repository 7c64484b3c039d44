"""A seeker ranks up to three partners herself."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.domain.asking import Asker
from copilot.domain.choices import MOST_RANKED, Choice
from copilot.domain.matches import MatchRole, MatchState
from copilot.domain.members import Member
from copilot.domain.records import new_id
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.matching.solving.pool import has_a_role
from copilot.services.matching.solving.rules import SEEKER_ROLES, Past, Rules, paired_roles
from copilot.services.matching.verbs.modes import where_she_chooses
from copilot.services.matching.verbs.records import VISIBLE_TO_BOTH
from copilot.services.matching.verbs.seeing import Seeing, Seen, seeker_in
from copilot.services.policy import Action

_NOT_OFFERING = frozenset({"role", "paused"})
_KEPT_FROM_HER = frozenset({"veto", "declined"})
"""What others asked or decided: for her such a partner is like one who offers nothing."""
_SHE_KNOWS = VISIBLE_TO_BOTH | {MatchState.DECLINED}
"""A proposal that only managers see must not be told by a refusal; a declined pair is refused without a word of it."""


class Ranking(Seeing):
    """The verb of choice."""

    def rank(
        self, asker: Asker, member_id: str, role: MatchRole, partners: Sequence[str], programme: str = ""
    ) -> Choice | None:
        """Keep whom a seeker would like, her first first; an empty list withdraws it, and gives None.

        By herself, or by a manager of the programme for her. Conflict names the rule that forbids a partner; what
        others asked or decided (a veto, a decline) is told to managers only.
        """
        self._policy.require(asker, Action.CHOICES_WRITE, owners=(member_id,), programme=programme)
        paired_roles(role)
        _check_list(partners)
        with self._units() as unit:
            if partners:
                self._check_choosable(unit, asker, member_id, role, partners, programme)
            earlier = next(iter(unit.choices.all(member=member_id, role=role, programme=programme)), None)
            kept = self._keep_choice(unit, earlier, member_id, role, partners, programme)
            verb = "rank" if kept else "unrank"
            record = kept or earlier
            if record:
                self._log(unit, asker, record.id, verb, kind="choice", partners=str(len(partners)))
            unit.commit()
        return kept

    def kinds_to_choose(self, asker: Asker, member_id: str) -> tuple[MatchRole, ...]:
        """The kinds of partners she can be suggested, and rank: what her roles seek, or what she was nominated for."""
        self._policy.require(asker, Action.CHOICES_READ, owners=(member_id,))
        seen = self._see("")
        member = seen.by_id.get(member_id)
        if member is None:
            return ()
        return tuple(
            role
            for role in SEEKER_ROLES
            if has_a_role(member, role, seeking=True) or member_id in seen.nominated(role, "")
        )

    def choices(
        self, asker: Asker, *, member: str = "", role: MatchRole | None = None, programme: str | None = None
    ) -> list[Choice]:
        """The rankings the asker may see: her own; a manager those of her programme's members."""
        wanted = {"member": member or None, "role": role, "programme": programme}
        with self._units.reading() as unit:
            found = unit.choices.all(**{name: value for name, value in wanted.items() if value is not None})
            enrolled = {(each.programme, each.member) for each in unit.enrolments.all(state="enrolled")}
        return [each for each in found if self._may_see_choice(asker, each, enrolled)]

    def _may_see_choice(self, asker: Asker, choice: Choice, enrolled: set[tuple[str, str]]) -> bool:
        """One that holds in all programmes counts in a manager's too, if the member takes part there."""
        programmes = {choice.programme} if choice.programme else asker.manages
        own = {each for each in programmes if (each, choice.member) in enrolled} or {choice.programme}
        return any(
            self._policy.allows(asker, Action.CHOICES_READ, owners=(choice.member,), programme=each)
            for each in own
        )

    def _keep_choice(
        self,
        unit: UnitOfWork,
        earlier: Choice | None,
        member_id: str,
        role: MatchRole,
        partners: Sequence[str],
        programme: str,
    ) -> Choice | None:
        now = self._clock.now()
        if not partners:
            if earlier:
                unit.choices.remove(earlier.id)
            return None
        if earlier:
            return unit.choices.save(earlier.changed(ranked=tuple(partners), at=now))
        choice = Choice(
            id=new_id("choice"),
            member=member_id,
            role=role,
            programme=programme,
            ranked=tuple(partners),
            at=now,
        )
        unit.choices.add(choice)
        return choice

    def _check_choosable(
        self,
        unit: UnitOfWork,
        asker: Asker,
        member_id: str,
        role: MatchRole,
        partners: Sequence[str],
        programme: str,
    ) -> None:
        seen = self._see_in(unit, programme)
        seeker = seeker_in(seen, member_id, role, programme)
        beside = self._beside(unit, asker, seen, member_id, programme)
        manages = asker.operator or (bool(programme) and programme in asker.manages)
        members = {member.id: member for member in seen.members}
        for partner_id in partners:
            partner = members.get(partner_id) if partner_id in beside else None
            self._check_partner(seen, seeker, partner, partner_id, role, manages=manages)

    def _beside(
        self, unit: UnitOfWork, asker: Asker, seen: Seen, member_id: str, programme: str
    ) -> frozenset[str]:
        """As with suggestions: without a programme those who take part in one of hers, if she takes part in any."""
        own = {each.programme for each in unit.enrolments.all(member=member_id, state="enrolled")}
        if asker.operator or (programme and programme in asker.manages):
            return seen.takes_part
        own = where_she_chooses(unit, {programme} if programme else own)
        if programme or not own:
            return seen.takes_part
        return seen.takes_part & {
            each.member for each in unit.enrolments.all(programme=own, state="enrolled")
        }

    def _check_partner(
        self,
        seen: Seen,
        seeker: Member,
        partner: Member | None,
        partner_id: str,
        role: MatchRole,
        *,
        manages: bool,
    ) -> None:
        if partner is None:
            raise not_offered(partner_id)
        roster = {member.id: member for member in seen.members}
        past = Past(each for each in seen.matches if each.state in _SHE_KNOWS)
        rules = Rules([seeker], [partner], roster, role, past)
        # A full partner may be ranked: places come free, and the solve counts them.
        broken = [rule for rule in rules.broken(0, 0) if rule.name != "capacity"]
        if not broken:
            return
        if partner.id in seeker.vetoes:
            raise Conflict(
                f"{seeker.id} asked not to be matched with {partner.id}.",
                place=partner.id,
                cure="Take that wish back first, or choose somebody else.",
            )
        # A rule that is open is told whether or not one that is kept from her is broken too: nothing shines through.
        told = [rule for rule in broken if manages or rule.name not in _KEPT_FROM_HER]
        if not told or (not manages and any(rule.name in _NOT_OFFERING for rule in broken)):
            raise not_offered(partner.id)
        raise Conflict(told[0].sentence, place=partner.id, cure="Choose somebody from the suggestions.")


def _check_list(partners: Sequence[str]) -> None:
    if len(partners) > MOST_RANKED:
        raise BadInput(
            f"{len(partners)} partners are too many to rank.", place="match rank", cure="Name three at most."
        )
    if len(set(partners)) < len(partners):
        raise BadInput("The same partner is named twice.", place="match rank", cure="Name each once.")


def not_offered(partner_id: str) -> NotFound:
    """The same words for who does not exist, offers no such thing, or must not be named: nothing shines through."""
    return NotFound(
        "This member is not among those who can be chosen.",
        place=partner_id,
        cure="`match suggest` shows whom you can rank.",
    )
