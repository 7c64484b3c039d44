"""Action items: read from a session's notes, kept in the relationship by whoever approves."""

from __future__ import annotations

from collections.abc import Mapping

from copilot.domain.asking import Asker
from copilot.domain.days_said import Reckoning
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.relationships import ActionItem, Relationship, Session
from copilot.errors import BadInput, Conflict, NothingToSay
from copilot.services.drafting.action_lines import NOBODY_YET, Written, written_in
from copilot.services.drafting.approving import Approval
from copilot.services.drafting.facts import ActionsFacts
from copilot.services.drafting.facts.actions import QUESTIONS, ActionsAsked, next_session
from copilot.services.drafting.facts.people import names_of
from copilot.services.drafting.questions import QuestionsToAsk
from copilot.services.drafting.verbs.in_relationships import InRelationships
from copilot.services.drafting.verbs.making import hidden, names_in
from copilot.services.making import made
from copilot.services.policy import Action

LONGEST_NOTES = 100_000


class Actions(InRelationships):
    """Drafts action items."""

    def actions(self, asker: Asker, session: str, text: str = "", *, mine: bool = False) -> Draft:
        """What was promised in a session, from its shared notes, or from `text`, which is read as the asker's words.

        With `mine`, or with a text of her own, the draft is hers alone; `mine` lets her private notes count too.
        Raises QuestionsToAsk where nothing was promised.
        """
        if len(text) > LONGEST_NOTES:
            raise BadInput(
                "The notes are too long.", place="--notes", cure=f"Use at most {LONGEST_NOTES:,} characters."
            )
        with self._units.reading() as unit:
            held = unit.sessions.find(session)
            if held is None:
                raise hidden("session", session)
            found = self._of_session(unit.relationships.find(held.relationship), asker, held)
            alone = mine or bool(text.strip())
            asked = ActionsAsked(held, found, self._clock.now().date(), text.strip(), alone)
            gathered = ActionsFacts(self._policy).gather(unit, asker, asked)
            names = names_in(unit)
        people = set(found.members)
        try:
            return self._made(
                asker, DraftKind.ACTIONS, gathered, names, about=found.seeker, people=people,
                owners={asker.member} if alone else people, relationship=found.id,
            )  # fmt: skip
        except NothingToSay as nothing:
            if isinstance(nothing, QuestionsToAsk):
                raise
            raise QuestionsToAsk(DraftKind.ACTIONS, found.id, QUESTIONS) from nothing

    def _of_session(self, found: Relationship | None, asker: Asker, session: Session) -> Relationship:
        """The session's relationship. Those who see its status only may not have its notes read."""
        if found is None or not self._policy.allows(asker, Action.DRAFT_MAKE, owners=found.members):
            raise hidden("session", session.id)
        self._policy.require(asker, Action.NOTES_READ, owners=found.members)
        if found.state == "closed" or session.state == "cancelled":
            what = (
                "This relationship is closed." if found.state == "closed" else "This session was cancelled."
            )
            raise Conflict(what, place=f"session {session.id}", cure="Choose another session.")
        if session.at > self._clock.now():
            raise BadInput(
                "This session lies ahead.", place=f"session {session.id}", cure="Wait until it was held."
            )
        return found


def keep_action_items(approval: Approval) -> None:
    """Keep each entry of the approved text as an open action item; what is there already is not kept twice.

    Raises BadInput where an entry has no owner yet: nobody can be held to it.
    """
    relationship = approval.relationship(Action.RELATIONSHIP_WRITE)
    session = approval.unit.sessions.get(approval.draft.inputs["session"])
    names = names_of(approval.unit, relationship)
    when = Reckoning(session.at.date(), next_session(approval.unit, session))
    written = written_in(approval.draft.markdown, tuple(names.values()), when)
    ids = {name: member for member, name in names.items() if list(names.values()).count(name) == 1}
    _require_settled(written, ids, approval.draft)
    known = {(one.owner, _same(one.text)) for one in approval.unit.actions.all(session=session.id)}
    for n, entry in enumerate(written, start=1):
        owner = ids[entry.owner or ""]
        if (owner, _same(entry.text)) not in known:
            known.add((owner, _same(entry.text)))
            approval.unit.actions.add(
                made(
                    ActionItem,
                    id=f"i{approval.draft.id}-{n}",
                    relationship=relationship.id,
                    session=session.id,
                    owner=owner,
                    text=entry.text,
                    due=entry.due,
                )
            )


def _require_settled(written: list[Written], ids: Mapping[str, str], draft: Draft) -> None:
    place = f"draft {draft.id}"
    if not written:
        raise BadInput(
            "No action is left in it.",
            place=place,
            cure="Write each as “- [ ] Name: what (by a day)”, or discard the draft.",
        )
    for entry in written:
        if not entry.owner or entry.owner not in ids:
            who = (
                "nobody has taken it"
                if entry.owner == ""
                else "that name is not one person’s in this relationship"
            )
            raise BadInput(
                f"“{entry.text}” has no owner: {who}.",
                place=place,
                cure=f"Edit the draft: put one name in place of “{NOBODY_YET}”, or take the line out; then approve it.",
            )


def _same(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
