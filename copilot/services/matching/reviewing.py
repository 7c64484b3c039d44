"""What a manager does with proposed matches."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry, Match, MatchState
from copilot.domain.records import new_id
from copilot.errors import BadInput, Conflict
from copilot.ports import UnitOfWork
from copilot.services.matching.explaining import Explainer
from copilot.services.matching.records import MatchRecords

_LOCKABLE = frozenset({MatchState.PROPOSED, MatchState.APPROVED})


class Reviewing(MatchRecords):
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
        """Propose another partner instead; gives the match replaced and the new one."""
        with self._units() as unit:
            match = self._reviewed(unit, asker, match_id)
            instead = self._instead(unit, match, partner_id)
            replaced = self._move(unit, asker, match, MatchState.REPLACED, "replace", reason)
            unit.matches.add(instead)
            self._log(unit, asker, instead.id, "propose", reason, instead_of=match.id)
            unit.commit()
        return replaced, instead

    def undo(self, asker: Asker, match_id: str) -> Match:
        """Take back the last decision on a match, as the audit log has it."""
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

    def _instead(self, unit: UnitOfWork, match: Match, partner_id: str) -> Match:
        seeker, partner = unit.members.get(match.seeker), unit.members.get(partner_id)
        self._check_rules(unit, seeker, partner, match)
        if partner_id == match.partner:
            raise Conflict(
                "That is the partner already.", place=f"match {match.id}", cure="Name another partner."
            )
        pool = self._gathering().pool([seeker], [partner], match.role, roster=unit.members.all())
        score, parts = pool.pair(0, 0)
        return Match(
            id=new_id("x"),
            seeker=seeker.id,
            partner=partner.id,
            role=match.role,
            score=score,
            parts=parts,
            rationale=Explainer(pool, self._encoder).rationale(0, 0),
            programme=match.programme,
            created=self._clock.now(),
        )

    def _last_decision(self, unit: UnitOfWork, match: Match) -> AuditEntry:
        now = (match.state.value, str(match.locked))
        entries = [
            entry
            for entry in unit.audit_log.all(kind="match", record=match.id)
            if entry.detail.get("after") in now
        ]
        if not entries:
            raise Conflict("Nothing was decided on this match yet.", place=f"match {match.id}")
        return max(entries, key=lambda entry: entry.at)

    def _taken_back(self, unit: UnitOfWork, asker: Asker, match: Match, last: AuditEntry) -> Match:
        before = last.detail["before"]
        if last.verb in ("lock", "unlock"):
            self._log(
                unit,
                asker,
                match.id,
                "lock" if before == "True" else "unlock",
                before=str(match.locked),
                after=before,
            )
            return unit.matches.save(match.changed(locked=before == "True"))
        self._withdraw_successors(unit, asker, match)
        if match.state is not MatchState.APPROVED:
            self._check_nothing_else_is_proposed(unit, match)
        return self._move(unit, asker, match, MatchState(before), "undo", accepted_by=frozenset())

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
