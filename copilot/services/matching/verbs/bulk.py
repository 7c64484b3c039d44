"""Many decisions at once: all of them or none, in one transaction, and one undo for the whole batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from pydantic import Field

from copilot.domain.asking import Asker
from copilot.domain.matches import DeclineCategory, Match, MatchRole, MatchState
from copilot.domain.records import Value, new_id
from copilot.errors import BadInput, Conflict, NotFound, NothingToSay
from copilot.ports import UnitOfWork
from copilot.services.matching.solving.rules import is_fixed
from copilot.services.matching.verbs.records import UNDO
from copilot.services.matching.verbs.reviewing import TO_APPROVE, Reviewing, check_reason
from copilot.services.matching.verbs.second_review import may_be_second
from copilot.services.matching.verbs.todays_rules import TodaysRules


class Selection(Value):
    """Which matches: those named, or the open ones of a role and programme whose score lies within bounds.

    above: this score or more. below: less than this score. programme: None for all that the asker reviews.
    """

    ids: tuple[str, ...] = ()
    above: float | None = None
    below: float | None = None
    role: MatchRole | None = None
    programme: str | None = None


class Result(Value):
    """What became of one match of a batch: its states, or why it can't be done."""

    match: str
    before: MatchState
    after: MatchState
    problem: str = ""


class Batch(Value):
    """Decisions taken together; its id is what `undo` takes back."""

    id: str = Field(serialization_alias="batch")
    verb: str
    results: tuple[Result, ...]
    matches: tuple[Match, ...]


Decide = Callable[[UnitOfWork, Match, str], Match]
"""One decision of a batch: the unit, the match, the batch's id → the match as it is then."""


class Deciding(Reviewing):
    """The verbs for many matches."""

    def approve_all(self, asker: Asker, chosen: Selection) -> Batch:
        """Approve every match chosen, or none.

        Conflict names every match that can't be approved, and each partner who would have more matches than places.
        """
        with self._units() as unit:
            today = TodaysRules.of(unit, self._clock.now().date())
            matches = self._selected(unit, asker, chosen, second=True)
            _check_places(today, matches)

            def decide(unit: UnitOfWork, match: Match, batch: str) -> Match:
                approved = self._approved(unit, asker, match, today, batch)
                today.note(approved)
                return approved

            batch = self._all_or_none(unit, asker, "approve", matches, decide)
            unit.commit()
        return batch

    def decline_all(
        self, asker: Asker, chosen: Selection, reason: str, because: DeclineCategory | None = None
    ) -> Batch:
        """Decline every match chosen for one reason, or none of them."""
        check_reason(reason)

        def decide(unit: UnitOfWork, match: Match, batch: str) -> Match:
            return self._declined(unit, asker, match, reason.strip(), because, batch)

        with self._units() as unit:
            matches = self._selected(unit, asker, chosen)
            batch = self._all_or_none(unit, asker, "decline", matches, decide, reason.strip())
            unit.commit()
        return batch

    def undo_all(self, asker: Asker, batch_id: str) -> Batch:
        """Take back a whole batch; Conflict where one of its matches was decided on since, and then nothing is."""
        with self._units() as unit:
            entries = unit.audit_log.all(kind="batch", record=batch_id)
            ids = entries[0].detail["matches"].split() if entries else []
            matches = [found for found in (unit.matches.find(each) for each in ids) if found]
            if not matches or not all(self._may_see(asker, match) for match in matches):
                raise NotFound(
                    "There is no such batch, or it is not yours to see.",
                    place=batch_id,
                    cure="The batch's id stands in the history of each of its matches.",
                )
            batch = self._all_or_none(
                unit, asker, UNDO, matches, self._undoing(asker, batch_id), batch=batch_id
            )
            unit.commit()
        return batch

    def is_batch(self, record_id: str) -> bool:
        """Whether an id is that of a batch, not of a match."""
        with self._units.reading() as unit:
            return unit.audit_log.count(kind="batch", record=record_id) > 0

    def _undoing(self, asker: Asker, batch_id: str) -> Decide:
        def undo(unit: UnitOfWork, match: Match, batch: str) -> Match:
            self._require_review(asker, match.programme)
            last = self._last_decision(unit, match)
            if last.detail.get("batch") != batch_id:
                raise Conflict(
                    f"{last.by} decided on it apart from the batch ({last.verb}).",
                    place=f"match {match.id}",
                    cure="Take that back first.",
                )
            return self._taken_back(unit, asker, match, last, batch)

        return undo

    def _selected(
        self, unit: UnitOfWork, asker: Asker, chosen: Selection, *, second: bool = False
    ) -> list[Match]:
        bounds = (chosen.above, chosen.below)
        if bool(chosen.ids) == (bounds != (None, None)):
            raise BadInput(
                "Name the matches, or give a score.",
                place="match bulk",
                cure="One of the two: ids, or --above.",
            )
        if chosen.ids:
            return [self._reviewed(unit, asker, each) for each in dict.fromkeys(chosen.ids)]
        matches = [
            match for match in self._open(unit, asker, chosen, second) if _within(match.score, *bounds)
        ]
        if not matches:
            raise NothingToSay(
                "No open match has such a score.",
                place="match bulk",
                cure="`match list --state proposed` shows them.",
            )
        return matches

    def _open(self, unit: UnitOfWork, asker: Asker, chosen: Selection, second: bool) -> list[Match]:
        """Proposed ones; with `second` also those whose second reviewer the asker may be."""
        if chosen.programme is not None:
            self._require_review(asker, chosen.programme)
        wanted = {"programme": chosen.programme, "role": chosen.role}
        states = {MatchState.PROPOSED, MatchState.SECOND_REVIEW} if second else {MatchState.PROPOSED}
        matches = unit.matches.all(
            state=states, **{name: value for name, value in wanted.items() if value is not None}
        )
        return [
            match
            for match in matches
            if self._may_review(asker, match)
            and (match.state is MatchState.PROPOSED or may_be_second(unit, asker, match))
        ]

    def _all_or_none(
        self,
        unit: UnitOfWork,
        asker: Asker,
        verb: str,
        matches: Sequence[Match],
        decide: Decide,
        reason: str = "",
        batch: str = "",
    ) -> Batch:
        batch = batch or new_id("batch")
        decided: list[Match] = []
        results: list[Result] = []
        for match in matches:
            try:
                after = decide(unit, match, batch)
                decided.append(after)
                results.append(_result(match, after.state))
            except Conflict as fault:
                results.append(_result(match, match.state, str(fault)))
        _check_all_done(results)
        ids = " ".join(match.id for match in matches)
        self._log(unit, asker, batch, verb, reason, kind="batch", matches=ids)
        return Batch(id=batch, verb=verb, results=tuple(results), matches=tuple(decided))


def _result(match: Match, after: MatchState, problem: str = "") -> Result:
    return Result(match=match.id, before=match.state, after=after, problem=problem)


def _within(score: float, above: float | None, below: float | None) -> bool:
    return (above is None or score >= above) and (below is None or score < below)


def _check_all_done(results: Iterable[Result]) -> None:
    results = list(results)
    wrong = [each for each in results if each.problem]
    if wrong:
        more = f" And {len(wrong) - 1} more of the {len(results)}." if len(wrong) > 1 else ""
        raise Conflict(
            f"Nothing was done, since not all can be. {wrong[0].problem}{more}",
            place=f"match {wrong[0].match}",
            cure="Leave these out, or mend what stands in the way, and do it again.",
            detail={"results": [each.model_dump(mode="json") for each in wrong]},
        )


def _check_places(today: TodaysRules, matches: Sequence[Match]) -> None:
    """Conflict naming the partners for whom there are more approvals than places; fixed ones have theirs already."""
    taking = [match for match in matches if match.state in TO_APPROVE and not is_fixed(match)]
    wanted = Counter(who for match in taking for who in match.hosts)
    overfull = {who: today.places_left(who) for who in sorted(wanted) if wanted[who] > today.places_left(who)}
    if overfull:
        told = "; ".join(
            f"{who} has {places} left and {wanted[who]} of these would take one "
            f"({', '.join(match.id for match in taking if who in match.people)})"
            for who, places in overfull.items()
        )
        raise Conflict(
            f"Nothing was done: these approvals need more places than there are. {told}.",
            place=", ".join(overfull),
            cure="Leave some of them out, or raise the capacity in the roster.",
            detail={"overfull": overfull},
        )
