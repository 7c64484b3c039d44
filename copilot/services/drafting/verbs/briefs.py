"""Sponsorship briefs."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member
from copilot.domain.relationships import Relationship
from copilot.errors import BadInput, Conflict
from copilot.ports import UnitOfWork
from copilot.services.drafting.facts.brief import BriefAsked, BriefFacts
from copilot.services.drafting.verbs.consenting import ASKED, to_be_agreed
from copilot.services.drafting.verbs.making import Making, hidden, names_in
from copilot.services.policy import Action

LONGEST_AIM = 300


class Briefs(Making):
    """Drafts sponsorship briefs."""

    def brief(self, asker: Asker, member: str, aim: str = "") -> Draft:
        """What a sponsor may say of a member: made by her, or by her sponsor from what is public or shared with them.

        She always owns it too, and it counts only once she has approved it.
        """
        if len(aim) > LONGEST_AIM:
            raise BadInput(
                "The aim is too long.", place="--aim", cure=f"Use at most {LONGEST_AIM} characters."
            )
        facts = BriefFacts(self._library, self._policy, self._encoder, self._signposts)
        with self._units.reading() as unit:
            person, sponsorship = self._whose(unit, asker, member)
            names = names_in(unit)
            asked = BriefAsked(
                person, names.get(asker.member, ""), self._clock.now().date(), " ".join(aim.split()),
                sponsorship.id if sponsorship else "",
            )  # fmt: skip
            gathered = facts.gather(unit, asker, asked)
        gathered = to_be_agreed(facts.with_passages(gathered), person.name)
        return self._made(
            asker, DraftKind.BRIEF, gathered, names, about=member, people={member}, relationship=asked.relationship,
            inputs={"consent": ASKED, "topic": asked.aim} if asked.aim else {"consent": ASKED},
        )  # fmt: skip

    def _whose(self, unit: UnitOfWork, asker: Asker, member: str) -> tuple[Member, Relationship | None]:
        """The member, and the sponsorship where her sponsor asks; others learn not even whether she is there."""
        person = unit.members.find(member)
        sponsorship = _sponsorship(unit, asker.member, member) if asker.member != member else None
        if person is None or not (
            sponsorship or self._policy.allows(asker, Action.DRAFT_MAKE, owners={member})
        ):
            raise hidden("member", member)
        if sponsorship and person.line_manager_id == asker.member:
            raise Conflict(
                "A line manager can't be the sponsor of somebody who reports to them.",
                place=f"relationship {sponsorship.id}",
                cure="Ask the manager of the programme for another sponsor.",
            )
        return person, sponsorship


def _sponsorship(unit: UnitOfWork, sponsor: str, member: str) -> Relationship | None:
    """The active relationship in which the one sponsors the other."""
    active = unit.relationships.all(role=MatchRole.SPONSOR, state="active")
    return next((one for one in active if one.seeker == member and sponsor in one.members[1:]), None)
