"""What a manager does with proposed matches."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry, Match, MatchState
from copilot.domain.records import new_id
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.matching.explaining import Explainer
from copilot.services.matching.records import UNDO
from copilot.services.matching.rules import is_fixed
from copilot.services.matching.seeing import Seeing, Seen

_LOCKABLE = frozenset({MatchState.PROPOSED, MatchState.APPROVED})


class Reviewing(Seeing):
    """The manager's verbs; each is one transaction and stands in the audit log."""

    def approve(self, asker: Asker, match_id: str) -> Match:
        """Let the two decide; Conflict where a hard rule is broken by now or the partner's places are taken."""
        with self._units() as unit:
            match = self._reviewed(unit, asker, match_id)
            if match.state is MatchState.PROPOSED:
                self._check_rules(
                    unit, unit.members.get(match.seeker), unit.members.get(match.partner), match
                )
            approved = self._move(unit, asker, match, MatchState.APPROVED, "approve")
            unit.commit()
        return approved

    def decline(self, asker: Asker, match_id: str, reason: str) -> Match:
        """Refuse a match; the pair is never proposed again unless this is undone."""
        if not reason.strip():
            raise BadInput(
                "A decline needs a reason.",
                place="--reason",
                cure="Say in a few words what speaks against the match.",
            )
        with self._units() as unit:
            match = self._reviewed(unit, asker, match_id)
            declined = self._move(unit, asker, match, MatchState.DECLINED, "decline", reason.strip())
            unit.commit()
        return declined

    def lock(self, asker: Asker, match_id: str) -> Match:
        """Keep a proposed or approved match through later runs."""
        return self._mark(asker, match_id, locked=True)

    def unlock(self, asker: Asker, match_id: str) -> Match:
        """Let later runs replace a proposed match again."""
        return self._mark(asker, match_id, locked=False)

    def replace(self, asker: Asker, match_id: str, partner_id: str, reason: str = "") -> tuple[Match, Match]:
        """Propose another partner instead; gives the match replaced and the new one.

        Conflict where a hard rule forbids it, or somebody changed members or matches in the meantime.
        """
        with self._units.reading() as unit:
            match = self._reviewed(unit, asker, match_id)
            seen = self._see_in(unit, match.programme)
            self._check_successor(unit, seen, match, partner_id)
        instead = self._instead(seen, match, partner_id)
        with self._units() as unit:
            self._check_unchanged(unit, seen, match.programme, f"match {match.id}")
            replaced = self._move(unit, asker, match, MatchState.REPLACED, "replace", reason)
            unit.matches.add(instead)
            self._log(unit, asker, instead.id, "propose", reason, instead_of=match.id)
            unit.commit()
        return replaced, instead

    def undo(self, asker: Asker, match_id: str) -> Match:
        """Take back the last decision on a match that was not taken back yet, as the audit log has it.

        Conflict where a hard rule is broken by now that a match so far advanced must keep.
        """
        with self._units() as unit:
            match = self._reviewed(unit, asker, match_id)
            last = self._last_decision(unit, match)
            undone = self._taken_back(unit, asker, match, last)
            unit.commit()
        return undone

    def _mark(self, asker: Asker, match_id: str, *, locked: bool) -> Match:
        verb = "lock" if locked else "unlock"
        with self._units() as unit:
            match = self._reviewed(unit, asker, match_id)
            if match.state not in _LOCKABLE:
                raise Conflict(
                    f"A match that is {match.state.value} can't be {verb}ed.",
                    place=f"match {match.id}",
                    cure="Only proposed and approved matches can.",
                )
            if locked and match.state is MatchState.PROPOSED:
                self._check_rules(
                    unit, unit.members.get(match.seeker), unit.members.get(match.partner), match
                )
            self._log(unit, asker, match.id, verb, before=str(match.locked), after=str(locked))
            marked = unit.matches.save(match.changed(locked=locked))
            unit.commit()
        return marked

    def _check_successor(self, unit: UnitOfWork, seen: Seen, match: Match, partner_id: str) -> None:
        if partner_id not in seen.takes_part:
            raise NotFound(
                "There is no such member in this programme.",
                place=partner_id,
                cure="Name somebody who is enrolled in it.",
            )
        self._check_rules(unit, unit.members.get(match.seeker), unit.members.get(partner_id), match)
        if partner_id == match.partner:
            raise Conflict(
                "That is the partner already.", place=f"match {match.id}", cure="Name another partner."
            )

    def _instead(self, seen: Seen, match: Match, partner_id: str) -> Match:
        members = {member.id: member for member in seen.members}
        pool = self._gathering().pool(
            [members[match.seeker]], [members[partner_id]], match.role, roster=seen.members
        )
        score, parts = pool.pair(0, 0)
        return Match(
            id=new_id("x"),
            seeker=match.seeker,
            partner=partner_id,
            role=match.role,
            score=score,
            parts=parts,
            rationale=Explainer(pool, self._encoder).rationale(0, 0),
            programme=match.programme,
            locked=True,  # a person chose this partner: a later run does not undo it
            created=self._clock.now(),
        )

    def _last_decision(self, unit: UnitOfWork, match: Match) -> AuditEntry:
        """By time, and at one moment by the id, which counts; each undo in the log took back the decision before it."""
        entries = unit.audit_log.all(kind="match", record=match.id)
        standing: list[AuditEntry] = []
        for entry in sorted(entries, key=lambda entry: (entry.at, entry.id)):
            if entry.verb == UNDO:
                standing = standing[:-1]
            elif "after" in entry.detail:
                standing.append(entry)
        if not standing or standing[-1].detail["after"] not in (match.state.value, str(match.locked)):
            raise Conflict("Nothing was decided on this match yet.", place=f"match {match.id}")
        return standing[-1]

    def _taken_back(self, unit: UnitOfWork, asker: Asker, match: Match, last: AuditEntry) -> Match:
        before = last.detail["before"]
        if last.verb in ("lock", "unlock"):
            self._check_if_fixed(unit, match, match.changed(locked=before == "True"))
            self._log(unit, asker, match.id, UNDO, before=str(match.locked), after=before)
            return unit.matches.save(match.changed(locked=before == "True"))
        state = MatchState(before)
        self._withdraw_successors(unit, asker, match)
        if match.state is not MatchState.APPROVED:
            self._check_nothing_else_is_proposed(unit, match)
        self._check_if_fixed(unit, match, match.changed(state=state))
        yes = match.accepted_by if state is MatchState.APPROVED else frozenset()
        return self._move(unit, asker, match, state, UNDO, accepted_by=yes)

    def _check_if_fixed(self, unit: UnitOfWork, match: Match, undone: Match) -> None:
        """What a later run will not touch has to be right now."""
        if is_fixed(undone) and not is_fixed(match):
            self._check_rules(unit, unit.members.get(match.seeker), unit.members.get(match.partner), match)

    def _withdraw_successors(self, unit: UnitOfWork, asker: Asker, match: Match) -> None:
        """A proposal made instead of this one goes when this one comes back."""
        for entry in unit.audit_log.all(kind="match", verb="propose"):
            successor = unit.matches.find(entry.record)
            if (
                entry.detail.get("instead_of") == match.id
                and successor
                and successor.state is MatchState.PROPOSED
            ):
                self._move(unit, asker, successor, MatchState.WITHDRAWN, "withdraw", f"{match.id} came back")

    def _check_nothing_else_is_proposed(self, unit: UnitOfWork, match: Match) -> None:
        same = unit.matches.all(
            seeker=match.seeker, role=match.role, programme=match.programme, state=MatchState.PROPOSED
        )
        if same:
            raise Conflict(
                f"{match.seeker} has another proposal by now.",
                place=f"match {same[0].id}",
                cure="Decline that one first.",
            )
