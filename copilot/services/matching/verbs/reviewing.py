"""What a manager does with proposed matches."""

from __future__ import annotations

from collections.abc import Collection

from copilot.domain.asking import Asker
from copilot.domain.matches import TAKES_A_PLACE, AuditEntry, DeclineCategory, Match, MatchRole, MatchState
from copilot.domain.records import new_id
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.matching.reasons.explaining import Explainer
from copilot.services.matching.solving.rules import is_fixed
from copilot.services.matching.verbs.decline_words import because_of
from copilot.services.matching.verbs.records import BEGUN, SAY_NO, UNDO, entries_of, newest, what_then
from copilot.services.matching.verbs.second_review import after_approval, check_reviewer, whom_to_ask
from copilot.services.matching.verbs.seeing import Seeing, Seen
from copilot.services.matching.verbs.todays_rules import TodaysRules

_LOCKABLE = frozenset({MatchState.PROPOSED, MatchState.SECOND_REVIEW, MatchState.APPROVED})
TO_APPROVE = frozenset({MatchState.PROPOSED, MatchState.SECOND_REVIEW})


class Reviewing(Seeing):
    """The manager's verbs; each is one transaction and stands in the audit log."""

    def approve(self, asker: Asker, match_id: str) -> Match:
        """Let the two decide; of a sponsor's match the first approval makes a second review, by somebody else.

        Conflict where a hard rule is broken by now, the partner's places are taken, or one person would decide twice.
        """
        with self._units() as unit:
            match = self._reviewed(unit, asker, match_id)
            approved = self._approved(unit, asker, match, TodaysRules.of(unit, self._clock.now().date()))
            unit.commit()
        return approved

    def waiting(self, asker: Asker, match_ids: Collection[str]) -> dict[str, str]:
        """Of these matches those in second review, each with a sentence about who may do it."""
        with self._units.reading() as unit:
            matches = [self._reviewed(unit, asker, each) for each in match_ids]
            return {
                match.id: f"A sponsor needs a second reviewer. {whom_to_ask(unit, match)}"
                for match in matches
                if match.state is MatchState.SECOND_REVIEW
            }

    def decline(
        self, asker: Asker, match_id: str, reason: str, because: DeclineCategory | None = None
    ) -> Match:
        """Refuse a match; the pair is never proposed again unless this is undone.

        Without a category it is read from the words of the reason. Conflict where somebody else has approved it: the
        two may know of it by then, so that it has to be taken back first.
        """
        check_reason(reason)
        with self._units() as unit:
            match = self._reviewed(unit, asker, match_id)
            declined = self._declined(unit, asker, match, reason.strip(), because)
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
        self._end_pauses()
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

    def _check_rules(self, unit: UnitOfWork, match: Match) -> None:
        TodaysRules.of(unit, self._clock.now().date()).check(match)

    def _approved(
        self, unit: UnitOfWork, asker: Asker, match: Match, today: TodaysRules, batch: str = ""
    ) -> Match:
        if match.state in TO_APPROVE:
            check_reviewer(unit, asker, match)
            _check_still_wants(unit, match)
            today.check(match)
        return self._move(unit, asker, match, after_approval(match), "approve", batch=batch)

    def _declined(
        self,
        unit: UnitOfWork,
        asker: Asker,
        match: Match,
        reason: str,
        because: DeclineCategory | None,
        batch: str = "",
    ) -> Match:
        self._check_not_approved_elsewhere(unit, asker, match)
        why = because or because_of(reason)
        return self._move(
            unit, asker, match, MatchState.DECLINED, "decline", reason, because=why, batch=batch
        )

    def _check_not_approved_elsewhere(self, unit: UnitOfWork, asker: Asker, match: Match) -> None:
        if match.state is not MatchState.APPROVED:
            return
        last = newest(each for each in entries_of(unit, match.id) if each.detail.get("after") == match.state)
        if last and last.by != asker.name_in_log:
            said = f", and {' and '.join(sorted(match.accepted_by))} said yes" if match.accepted_by else ""
            raise Conflict(
                f"{last.by} approved this match on {last.at:%d %B %Y at %H:%M} UTC{said}: the two may know of it.",
                place=f"match {match.id}",
                cure="Speak with them first; to decline it all the same, take the approval back (undo), then decline.",
            )

    def _mark(self, asker: Asker, match_id: str, *, locked: bool) -> Match:
        verb = "lock" if locked else "unlock"
        with self._units() as unit:
            match = self._reviewed(unit, asker, match_id)
            if match.state not in _LOCKABLE:
                raise Conflict(
                    f"A match that is {match.state.value} can't be {verb}ed.",
                    place=f"match {match.id}",
                    cure="Only matches that are proposed, in second review or approved can.",
                )
            if locked and match.state is MatchState.PROPOSED:
                self._check_rules(unit, match)
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
        if match.role is MatchRole.CIRCLE:
            raise Conflict(
                "A circle has no single partner to replace.",
                place=f"match {match.id}",
                cure="Decline it and run again.",
            )
        TodaysRules.of(unit, self._clock.now().date()).check(match.changed(partner=partner_id))
        if partner_id == match.partner:
            raise Conflict(
                "That is the partner already.", place=f"match {match.id}", cure="Name another partner."
            )

    def _instead(self, seen: Seen, match: Match, partner_id: str) -> Match:
        members = {member.id: member for member in seen.members}
        pool = self._gathering().pool(
            [members[match.seeker]],
            [members[partner_id]],
            match.role,
            roster=seen.members,
            choices=seen.choices_for(match.role, match.programme),
        )
        pool = self._read(pool, seen).pool
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
        """Each undo in the log took back the decision before it; what the two have begun is not a manager's to undo."""
        if match.state in BEGUN or match.state is MatchState.CLOSED:
            raise Conflict(
                f"Both said yes to this match, which is {match.state.value}: that can't be taken back.",
                place=f"match {match.id}",
                cure=what_then(unit, match),
            )
        standing: list[AuditEntry] = []
        for entry in entries_of(unit, match.id):
            if entry.verb == UNDO:
                standing = standing[:-1]
            elif "after" in entry.detail:
                standing.append(entry)
        if not standing or standing[-1].detail["after"] not in (match.state.value, str(match.locked)):
            raise Conflict(
                "Nothing was decided on this match yet.",
                place=f"match {match.id}",
                cure="Approve, decline or replace it; `match show` tells what happened so far.",
            )
        if standing[-1].verb == SAY_NO:
            raise Conflict(
                "One of the two said no to this match, and nobody takes that back for them.",
                place=f"match {match.id}",
                cure="Speak with them. `match suggest` shows who else would suit.",
            )
        return standing[-1]

    def _taken_back(
        self, unit: UnitOfWork, asker: Asker, match: Match, last: AuditEntry, batch: str = ""
    ) -> Match:
        before = last.detail["before"]
        if last.verb in ("lock", "unlock"):
            self._check_if_fixed(unit, match, match.changed(locked=before == "True"))
            self._log(unit, asker, match.id, UNDO, before=str(match.locked), after=before)
            return unit.matches.save(match.changed(locked=before == "True"))
        state = MatchState(before)
        self._withdraw_successors(unit, asker, match)
        if match.state not in TAKES_A_PLACE:
            self._check_nothing_else_is_proposed(unit, match)
        self._check_if_fixed(unit, match, match.changed(state=state))
        yes = match.accepted_by if state is MatchState.APPROVED else frozenset()
        return self._move(unit, asker, match, state, UNDO, accepted_by=yes, batch=batch)

    def _check_if_fixed(self, unit: UnitOfWork, match: Match, undone: Match) -> None:
        """What a later run will not touch has to be right now."""
        if is_fixed(undone) and not is_fixed(match):
            self._check_rules(unit, match)

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


def _check_still_wants(unit: UnitOfWork, match: Match) -> None:
    """Conflict where the seeker, or one of two peers, opted out since it was proposed."""
    out = unit.nominations.all(member=set(match.seekers), role=match.role, state="opted_out")
    here = sorted(each.member for each in out if each.programme in ("", match.programme))
    if here:
        raise Conflict(
            f"{' and '.join(here)} opted out of being matched with a {match.role.value}.",
            place=f"match {match.id}",
            cure="Decline the match, or ask whether the opt-out still holds.",
        )


def check_reason(reason: str) -> None:
    """BadInput where nothing is said."""
    if not reason.strip():
        raise BadInput(
            "A decline needs a reason.",
            place="--reason",
            cure="Say in a few words what speaks against the match.",
        )
