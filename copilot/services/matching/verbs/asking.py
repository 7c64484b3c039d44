"""Where members choose: one asks another directly, who says yes or no."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.matches import DeclineCategory, Match, MatchRole, MatchState
from copilot.domain.members import Member
from copilot.domain.programmes import MatchingMode, Programme
from copilot.domain.records import new_id
from copilot.errors import BadInput, Conflict
from copilot.ports import UnitOfWork
from copilot.services.matching.reasons.explaining import Explainer
from copilot.services.matching.solving.rules import Past, is_fixed, paired_roles
from copilot.services.matching.verbs.modes import check_mode
from copilot.services.matching.verbs.ranking import Ranking, not_offered
from copilot.services.matching.verbs.records import ASKED, SAY_NO
from copilot.services.matching.verbs.seeing import Seen, proposals_of, seeker_in
from copilot.services.matching.verbs.todays_rules import TodaysRules
from copilot.services.policy import Action
from copilot.services.programmes.parting import ONE_OF_THEM


class Asking(Ranking):
    """The verbs of self-matching."""

    def ask(self, asker: Asker, partner_id: str, role: MatchRole, programme_id: str) -> Match:
        """Ask somebody to be one's partner, where the programme leaves that to its members: she says yes or no.

        The match is approved without a manager's review, with the asker's yes; a sponsor's is proposed, and has its
        two reviews. One at a time: Conflict while a match of this role is open or at work. Every hard rule holds, and
        what others asked or decided is not told.
        """
        self._policy.require(asker, Action.CHOICES_WRITE, owners=(asker.member,))
        paired_roles(role)
        self._end_pauses()
        with self._units.reading() as unit:
            programme = unit.programmes.get(programme_id)
            _check_asked_here(programme, role)
            seen = self._see_in(unit, programme_id)
            seeker = seeker_in(seen, asker.member, role, programme_id)
            partner = self._askable(unit, seen, seeker, partner_id, role, programme_id)
        match = self._question(seen, seeker, partner, role, programme_id)
        with self._units() as unit:
            self._check_unchanged(unit, seen, programme_id, "match ask")
            for before in proposals_of(seen, role, programme_id):
                if seeker.id in before.seekers:
                    why = f"by {match.id}"
                    self._move(unit, asker, before, MatchState.REPLACED, "replaced", why, by=ONE_OF_THEM)
            unit.matches.add(match)
            self._log(unit, asker, match.id, "ask", by=ONE_OF_THEM)
            unit.commit()
        return self._as_seen_by(asker, match)

    def say_no(self, asker: Asker, match_id: str) -> Match:
        """Say no to a match that waits for an answer, or take one's question back. Nobody asks why.

        After a no the pair is not proposed again; a question that was taken back may be asked again. A question to a
        sponsor can be taken back while it is reviewed. The log does not say who of the two it was.
        """
        with self._units() as unit:
            match = self._visible(unit, asker, match_id)
            self._policy.require(asker, Action.MATCH_ACCEPT, owners=match.people)
            asked_herself = asker.member in match.accepted_by
            if match.state is not MatchState.APPROVED and not (asked_herself and match.state in ASKED):
                raise Conflict(
                    f"A match that is {match.state.value} waits for no answer.",
                    place=f"match {match.id}",
                    cure="A relationship that has begun ends with `programmes rematch`.",
                )
            if asked_herself:
                state = MatchState.WITHDRAWN
                answered = self._move(unit, asker, match, state, "withdraw", by=ONE_OF_THEM, locked=False)
            else:
                state, because = MatchState.DECLINED, DeclineCategory.ONE_OF_THEM_ASKED
                answered = self._move(unit, asker, match, state, SAY_NO, by=ONE_OF_THEM, because=because)
            unit.commit()
        return self._as_seen_by(asker, answered)

    def _askable(
        self, unit: UnitOfWork, seen: Seen, seeker: Member, partner_id: str, role: MatchRole, programme: str
    ) -> Member:
        """The partner, where no rule forbids it; a rule that is kept from the asker reads as if nobody offered."""
        partner = seen.by_id.get(partner_id) if partner_id in seen.takes_part else None
        self._check_partner(seen, seeker, partner, partner_id, role, manages=False)
        if partner is None:
            raise not_offered(partner_id)
        if any(
            is_fixed(each) and (each.role, each.programme) == (role, programme) and seeker.id in each.seekers
            for each in seen.matches
        ):
            raise Conflict(
                f"One {role.value} at a time: a match of yours is open or at work here.",
                place=programme,
                cure="`match list` shows it. Take a question back with `match say-no`.",
            )
        if not Past(seen.matches).places_left(partner):
            raise Conflict(
                "All her places are taken.",
                place=partner_id,
                cure="Choose somebody else from the suggestions.",
            )
        if role is MatchRole.PEER and not Past(seen.matches).places_left(seeker):
            raise Conflict(
                "All your own places are taken, and a peer takes one.",
                place=seeker.id,
                cure="Wait until one of your matches has ended, or have your capacity raised.",
            )
        if TodaysRules.of(unit, self._clock.now().date()).broken_by_pair(seeker.id, partner.id, role):
            raise not_offered(partner_id)
        return partner

    def _question(
        self,
        seen: Seen,
        seeker: Member,
        partner: Member,
        role: MatchRole,
        programme: str,
    ) -> Match:
        pool = self._gathering().pool([seeker], [partner], role, roster=seen.members)
        pool = self._read(pool, seen).pool
        score, parts = pool.pair(0, 0)
        sponsor = role is MatchRole.SPONSOR
        return Match(
            id=new_id("x"),
            seeker=seeker.id,
            partner=partner.id,
            role=role,
            state=MatchState.PROPOSED if sponsor else MatchState.APPROVED,
            score=score,
            parts=parts,
            rationale=Explainer(pool, self._encoder).rationale(0, 0),
            programme=programme,
            locked=sponsor,  # she was asked by a person: a later run does not undo it
            accepted_by=frozenset({seeker.id}),
            created=self._clock.now(),
        )


def _check_asked_here(programme: Programme, role: MatchRole) -> None:
    check_mode(programme, MatchingMode.SELF)
    if role not in programme.roles:
        raise BadInput(
            f"{programme.name} matches {' and '.join(sorted(programme.roles))}, and no {role.value}.",
            place="--role",
            cure=f"Choose {' or '.join(sorted(programme.roles))}.",
        )
