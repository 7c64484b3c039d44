"""Who chairs the next meeting, who would rather not, and who came: the circle's own, and nobody else's."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from copilot.domain.asking import Asker
from copilot.domain.circles import CircleMeeting
from copilot.domain.drafts import Draft
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import UnitOfWork
from copilot.services.circles.records import Kept, Meeting, kept
from copilot.services.circles.seeing import MeetingTold, Seeing, Turn, meeting_told, turn_of
from copilot.services.policy import Action

PLAN_ONE = "Plan it first: `sessions add`, or “Plan the next meeting” on the page of your circles."


class Chairing(Seeing):
    """The verbs of those who sit in a circle."""

    def chair(self, asker: Asker, circle_id: str) -> Turn:
        """Whose turn it is to chair the next meeting, and why."""
        with self._units.reading() as unit:
            return turn_of(self._of_hers(unit, asker, circle_id, Action.RELATIONSHIP_READ))

    def set_chair(self, asker: Asker, circle_id: str, member: str) -> Turn:
        """Say who chairs the next meeting, where the circle agreed on somebody. BadInput for who is not in it."""
        with self._units() as unit:
            circle = self._of_hers(unit, asker, circle_id, Action.RELATIONSHIP_WRITE)
            meeting = _next_of(circle)
            if member not in circle.here:
                raise _not_in_it(circle, member)
            return self._kept(
                unit, circle, meeting.noted.changed(chair=member, passed=meeting.noted.passed - {member})
            )

    def pass_on(self, asker: Asker, circle_id: str) -> Turn:
        """She would rather not chair the next meeting; the turn goes on, and no reason is asked for.

        Conflict where it is not her turn.
        """
        with self._units() as unit:
            circle = self._of_hers(unit, asker, circle_id, Action.RELATIONSHIP_WRITE)
            meeting = _next_of(circle)
            if asker.member != circle.chair:
                raise Conflict(
                    "It is not your turn to chair, so there is nothing to pass on.",
                    place=circle_id,
                    cure="`circles chair` shows whose turn it is.",
                )
            passed = meeting.noted.passed | {asker.member}
            return self._kept(unit, circle, meeting.noted.changed(chair="", passed=passed))

    def came(
        self, asker: Asker, circle_id: str, members: Collection[str], *, session: str = "", chaired: str = ""
    ) -> MeetingTold:
        """Note who came to a meeting, the last one unless another is named; a note made anew replaces the old.

        BadInput where nobody came or the meeting lies ahead; Conflict where it was cancelled.
        """
        with self._units() as unit:
            circle = self._of_hers(unit, asker, circle_id, Action.RELATIONSHIP_WRITE)
            meeting = _past(circle, session)
            came = frozenset(members)
            left = meeting.noted.came - set(circle.here)
            for each in sorted({*came, chaired} - {""}):
                if each not in circle.relationship.members:
                    raise _not_in_it(circle, each)
            if not came:
                raise BadInput(
                    "Nobody is named.",
                    place="members",
                    cure="Name who came; if it didn’t take place, say that the session was cancelled.",
                )
            if chaired and chaired not in came:
                raise BadInput(f"{chaired} can’t have chaired without coming.", place="--chaired")
            chair = chaired or _who_chaired(circle, meeting, came | left)
            noted = meeting.noted.changed(came=came | left, noted=True, chair=chair)
            told = self._noted(unit, meeting, noted)
            unit.commit()
        return told

    def correct(self, asker: Asker, circle_id: str, *, here: bool, session: str = "") -> MeetingTold:
        """Say of oneself alone that one came to a meeting, or did not. Conflict where nobody has noted it yet."""
        with self._units() as unit:
            circle = self._of_hers(unit, asker, circle_id, Action.RELATIONSHIP_WRITE)
            meeting, me = _past(circle, session), asker.member
            if not meeting.noted.noted:
                raise Conflict(
                    "Nobody has noted yet who came to this meeting.",
                    place=meeting.session.id,
                    cure="Note who came: `circles came` with their ids.",
                )
            came = meeting.noted.came | {me} if here else meeting.noted.came - {me}
            chair = meeting.noted.chair if here or meeting.noted.chair != me else ""
            told = self._noted(unit, meeting, meeting.noted.changed(came=came, chair=chair))
            unit.commit()
        return told

    def plan(self, asker: Asker, circle_id: str, minutes: int = 60, topic: str = "") -> Draft:
        """Draft the agenda of the next meeting: who opens, who keeps the time and who brings a case are in it by name.

        Whose turn it is stays open until the meeting: only whom the circle agrees on is kept with it.
        """
        with self._units.reading() as unit:
            self._of_hers(unit, asker, circle_id, Action.RELATIONSHIP_WRITE)
        return self._drafting().agenda(asker, circle_id, minutes, topic)

    def _kept(self, unit: UnitOfWork, circle: Kept, noted: CircleMeeting) -> Turn:
        _save(unit, noted)
        turn = turn_of(kept(unit, circle.relationship, self._clock.now()))
        unit.commit()
        return turn

    def _noted(self, unit: UnitOfWork, meeting: Meeting, noted: CircleMeeting) -> MeetingTold:
        """Who came is known: so the meeting took place, whatever was said before."""
        session = meeting.session
        if session.state == "planned":
            session = unit.sessions.save(session.changed(state="held"))
        return meeting_told(Meeting(session, _save(unit, noted)))


def _save(unit: UnitOfWork, noted: CircleMeeting) -> CircleMeeting:
    if unit.circle_meetings.find(noted.id):
        return unit.circle_meetings.save(noted)
    unit.circle_meetings.add(noted)
    return noted


def _next_of(circle: Kept) -> Meeting:
    if circle.next is None:
        raise Conflict("No meeting is planned.", place=circle.id, cure=PLAN_ONE)
    return circle.next


def _past(circle: Kept, session: str) -> Meeting:
    """The meeting of this id, or the last one that was not cancelled."""
    over = [
        one for one in circle.meetings if one.session.at <= circle.now and one.session.state != "cancelled"
    ]
    if not session:
        if not over:
            raise Conflict("This circle has not met yet.", place=circle.id, cure=PLAN_ONE)
        return over[-1]
    found = next((one for one in circle.meetings if one.session.id == session), None)
    if found is None:
        raise NotFound(
            "There is no such meeting of this circle.",
            place=session,
            cure="`circles show` lists its meetings.",
        )
    if found.session.state == "cancelled":
        raise Conflict("This meeting was cancelled: nobody came.", place=session, cure="Choose another one.")
    if found.session.at > circle.now:
        raise BadInput("This meeting lies ahead.", place=session, cure="Say who came once it was held.")
    return found


def _who_chaired(circle: Kept, meeting: Meeting, came: Collection[str]) -> str:
    """Who was to chair it, if she came; else nobody is claimed to have."""
    if meeting.noted.chair:
        return meeting.noted.chair if meeting.noted.chair in came else ""
    chair = circle.chair_due(meeting)
    return chair if chair in came else ""


def _not_in_it(circle: Kept, member: str) -> BadInput:
    return BadInput(
        f"{member} does not sit in this circle.", place=member, cure=f"Choose of {_listed(circle.here)}."
    )


def _listed(members: Sequence[str]) -> str:
    return ", ".join(members)
