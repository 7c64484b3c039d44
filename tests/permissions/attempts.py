"""How each verb is tried on what belongs to one owner; of a list, by looking for the owner's thing in it.

A new verb gets a function here, named as its service and itself (`goals.of` → `goals_of`), and a line in table.yaml.
Where one verb is tried in two ways the rest of the name says how, after two underscores.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.programmes import Programme
from copilot.domain.rosters import RawRow
from copilot.errors import NotAllowed, NotFound
from copilot.services.matching.verbs.bulk import Selection
from tests.permissions.community import AUTUMN, DAY, NOW, OFFERED, PARTNER, SPRING, programme_of

MENTOR = MatchRole.MENTOR


@dataclass(frozen=True)
class At:
    """What is tried: by whom, on whose thing. `prepared` marks the end of what the operator had to do before."""

    copilot: Copilot
    asker: Asker
    owner: str
    prepared: Callable[[], None]

    @cached_property
    def programme(self) -> str:
        """The programme of the owner's things."""
        return programme_of(self.owner)

    def id(self, kind: str) -> str:
        """The id of the owner's thing of a kind."""
        return f"{kind}:{self.owner}"


def look_for(wanted: str, found: Collection[str]) -> None:
    """A list holds it, or the asker may not see it."""
    if wanted not in found:
        raise NotFound(f"{wanted} is not in the list.")


# Members
def members_import_rows(at: At) -> None:
    row = {"id": at.owner, "name": "Renamed", "roles": "mentee"}
    at.copilot.members.import_rows(at.asker, [RawRow(row=2, cells=row)])


def members_visible_to(at: At) -> None:
    look_for(at.owner, {one.id for one in at.copilot.members.visible_to(at.asker)})


def members_show(at: At) -> None:
    at.copilot.members.show(at.asker, at.owner)


def members_introduced(at: At) -> None:
    at.copilot.members.introduced(at.asker, [at.owner])


def declaring_declare(at: At) -> None:
    cells = {"member": at.owner, "attribute": "hand", "value": "left", "consent": "yes"}
    at.copilot.declaring.declare(at.asker, [RawRow(row=2, cells=cells)])


# Programmes
def programmes_add(at: At) -> None:
    starts = NOW.date()
    at.copilot.programmes.add(at.asker, Programme(id="new", name="New", starts=starts, ends=starts + DAY))


def programmes_every(at: At) -> None:
    at.copilot.programmes.every(at.asker)


def programmes_show(at: At) -> None:
    at.copilot.programmes.show(at.asker, SPRING)


def programmes_enrol(at: At) -> None:
    at.copilot.programmes.enrol(at.asker, at.programme or AUTUMN, [at.owner])


# Goals and moments
def goals_of(at: At) -> None:
    look_for(at.id("g"), {one.id for one in at.copilot.goals.of(at.asker, at.owner)})


def goals_add(at: At) -> None:
    at.copilot.goals.add(at.asker, at.owner, "Speak more slowly")


def goals_update(at: At) -> None:
    at.copilot.goals.update(at.asker, at.id("g"), progress=50)


def goals_drop(at: At) -> None:
    at.copilot.goals.drop(at.asker, at.id("g"))


def goals_take_up(at: At) -> None:
    at.copilot.goals.take_up(at.asker, at.id("reached"))


def goals_share(at: At) -> None:
    at.copilot.goals.share(at.asker, at.id("g"), at.id("r"))


def moments_agree(at: At) -> None:
    at.copilot.moments.agree(at.asker, at.id("o"), public=True)


def moments_add(at: At) -> None:
    at.copilot.moments.add(at.asker, at.owner, situation="In the review", behaviour="asked a good question")


def moments_of(at: At) -> None:
    look_for(at.id("o"), {one.id for one in at.copilot.moments.of(at.asker, at.owner)})


# Relationships
def relationships_visible_to(at: At) -> None:
    look_for(at.id("r"), {one.id for one in at.copilot.relationships.visible_to(at.asker)})


def relationships_status(at: At) -> None:
    at.copilot.relationships.status(at.asker, at.id("r"))


def relationships_status__dates(at: At) -> None:
    if not at.copilot.relationships.status(at.asker, at.id("r")).dated:
        raise NotAllowed("The status only.")


def relationships_shared(at: At) -> None:
    at.copilot.relationships.shared(at.asker, at.id("r"))


def relationships_shared__private_note(at: At) -> None:
    """The note that the owner wrote for herself alone."""
    shared = at.copilot.relationships.shared(at.asker, at.id("r"))
    look_for(at.id("private"), {note.id for note in shared.notes})


def relationships_add_session(at: At) -> None:
    at.copilot.relationships.add_session(at.asker, at.id("r"), at=NOW + 9 * DAY)


def relationships_settle_session(at: At) -> None:
    at.copilot.relationships.settle_session(at.asker, at.id("planned"), "held")


def relationships_add_note(at: At) -> None:
    at.copilot.relationships.add_note(at.asker, at.id("s"), "One number a slide.", shared=True)


def relationships_add_action(at: At) -> None:
    at.copilot.relationships.add_action(at.asker, at.id("s"), owner=at.owner, text="Send a slide")


def relationships_finish_action(at: At) -> None:
    at.copilot.relationships.finish_action(at.asker, at.id("i"))


def agreements_show(at: At) -> None:
    at.copilot.agreements.show(at.asker, at.id("r"))


def agreements_show__text(at: At) -> None:
    """What was agreed, not only whether it was signed."""
    shown = at.copilot.agreements.show(at.asker, at.id("r"))
    look_for("We meet every two weeks.", {getattr(shown, "text", "")})


def agreements_sign(at: At) -> None:
    at.copilot.agreements.sign(at.asker, at.id("r"))


# Guides
def guides_add(at: At) -> None:
    at.copilot.guides.add(at.asker, [at.copilot.home.folder.parent / "guides"])


def guides_rebuild(at: At) -> None:
    at.copilot.guides.rebuild(at.asker)


def guides_every(at: At) -> None:
    at.copilot.guides.every(at.asker)


def guides_show(at: At) -> None:
    at.copilot.guides.show(at.asker, at.copilot.guides.every(OPERATOR)[0].path)


def guides_search(at: At) -> None:
    at.copilot.guides.search(at.asker, "feedback")


def guides_warning(at: At) -> None:
    at.copilot.guides.warning(at.asker, "feedback")


def guides_ask(at: At) -> None:
    at.copilot.guides.ask(at.asker, "How do I ask for feedback?")


def guides_stream(at: At) -> None:
    list(at.copilot.guides.stream(at.asker, "How do I ask for feedback?"))


def guides_signpost(at: At) -> None:
    at.copilot.guides.signpost(at.asker, "How do I ask for feedback?")


# Drafts
def drafting_goal_plan(at: At) -> None:
    at.copilot.drafting.goal_plan(at.asker, at.owner)


def drafting_agenda(at: At) -> None:
    at.copilot.drafting.agenda(at.asker, at.id("r"))


def drafting_agreement(at: At) -> None:
    at.copilot.drafting.agreement(at.asker, at.id("r"))


def drafting_actions(at: At) -> None:
    at.copilot.drafting.actions(at.asker, at.id("s"))


def drafting_recognition(at: At) -> None:
    draft = at.copilot.drafting.recognition(at.asker, at.owner)
    look_for(at.owner, {draft.about})


def drafting_brief(at: At) -> None:
    at.copilot.drafting.brief(at.asker, at.owner)


def drafting_charter(at: At) -> None:
    at.copilot.drafting.charter(at.asker, "mentor")


def drafting_list(at: At) -> None:
    look_for(at.id("d"), {one.id for one in at.copilot.drafting.list(at.asker)})


def drafting_show(at: At) -> None:
    at.copilot.drafting.show(at.asker, at.id("d"))


def drafting_edit(at: At) -> None:
    at.copilot.drafting.edit(at.asker, at.id("d"), "# Charter\n\nA mentor listens.")


def drafting_approve(at: At) -> None:
    at.copilot.drafting.approve(at.asker, at.id("d"))


def drafting_discard(at: At) -> None:
    at.copilot.drafting.discard(at.asker, at.id("d"), "not mine")


def drafting_export(at: At) -> None:
    at.copilot.drafting.export(at.asker, at.id("d"), "md")


# Conversations
def chat_say(at: At) -> None:
    at.copilot.chat.say(at.asker, "Thank you!", "a new one")


def chat_stream(at: At) -> None:
    list(at.copilot.chat.stream(at.asker, "Thank you!", "a new one"))


def chat_asking(at: At) -> None:
    look_for(at.asker.member, {at.copilot.chat.asking(at.asker).asker.member})


def chat_every(at: At) -> None:
    look_for(f"talk of {at.owner}", {one.id for one in at.copilot.chat.every(at.asker)})


def chat_turns(at: At) -> None:
    at.copilot.chat.turns(at.asker, f"talk of {at.owner}")


def chat_turns__by_the_whole_id(at: At) -> None:
    """As the table of conversations has it, with the owner in front."""
    at.copilot.chat.turns(at.asker, f"../{at.owner}/talk of {at.owner}")


def chat_forget(at: At) -> None:
    at.copilot.chat.forget(at.asker, f"talk of {at.owner}")


# Matches
def matching_list_matches(at: At) -> None:
    look_for(at.id("approved"), {one.id for one in at.copilot.matching.list_matches(at.asker)})


def matching_list_matches__proposed(at: At) -> None:
    look_for(at.id("proposed"), {one.id for one in at.copilot.matching.list_matches(at.asker)})


def matching_show(at: At) -> None:
    at.copilot.matching.show(at.asker, at.id("approved"))


def matching_show__proposed(at: At) -> None:
    at.copilot.matching.show(at.asker, at.id("proposed"))


def matching_history(at: At) -> None:
    at.copilot.matching.history(at.asker, at.id("proposed"))


def matching_in_words(at: At) -> None:
    at.copilot.matching.in_words(at.asker, at.id("proposed"))


def matching_accept(at: At) -> None:
    at.copilot.matching.accept(at.asker, at.id("approved"))


def matching_accept__proposed(at: At) -> None:
    at.copilot.matching.accept(at.asker, at.id("proposed"))


def matching_approve(at: At) -> None:
    at.copilot.matching.approve(at.asker, at.id("proposed"))


def matching_approve_all(at: At) -> None:
    at.copilot.matching.approve_all(at.asker, Selection(ids=(at.id("proposed"),)))


def matching_decline(at: At) -> None:
    at.copilot.matching.decline(at.asker, at.id("proposed"), "They work in one team.")


def matching_decline_all(at: At) -> None:
    at.copilot.matching.decline_all(at.asker, Selection(ids=(at.id("proposed"),)), "They work in one team.")


def matching_lock(at: At) -> None:
    at.copilot.matching.lock(at.asker, at.id("proposed"))


def matching_unlock(at: At) -> None:
    at.copilot.matching.unlock(at.asker, at.id("proposed"))


def matching_replace(at: At) -> None:
    at.copilot.matching.replace(at.asker, at.id("proposed"), PARTNER)


def matching_undo(at: At) -> None:
    at.copilot.matching.decline(OPERATOR, at.id("proposed"), "They work in one team.")
    at.prepared()
    at.copilot.matching.undo(at.asker, at.id("proposed"))


def matching_undo_all(at: At) -> None:
    chosen = Selection(ids=(at.id("proposed"),))
    batch = at.copilot.matching.decline_all(OPERATOR, chosen, "They work in one team.")
    at.prepared()
    at.copilot.matching.undo_all(at.asker, batch.id)


def matching_expire(at: At) -> None:
    at.copilot.matching.expire(at.asker, 7, programme=at.programme)


def matching_waiting(at: At) -> None:
    at.copilot.matching.waiting(at.asker, [at.id("proposed")])


def matching_declines(at: At) -> None:
    at.copilot.matching.declines(at.asker, programme=at.programme)


def matching_left_out(at: At) -> None:
    at.copilot.matching.left_out(at.asker, at.programme, MENTOR)


def matching_reach(at: At) -> None:
    at.copilot.matching.reach(at.asker, MENTOR, at.programme)


def matching_recruit(at: At) -> None:
    at.copilot.matching.recruit(at.asker, MENTOR, at.programme)


def matching_run(at: At) -> None:
    at.copilot.matching.run(at.asker, MENTOR, at.programme)


def matching_what_if(at: At) -> None:
    at.copilot.matching.what_if(at.asker, at.owner, OFFERED, MENTOR, at.programme)


def matching_suggest(at: At) -> None:
    at.copilot.matching.suggest(at.asker, at.owner, MENTOR, programme=at.programme)


def matching_suggest__elsewhere(at: At) -> None:
    """A manager who names a programme of hers for somebody who takes no part in it."""
    at.copilot.matching.suggest(at.asker, at.owner, MENTOR, programme=AUTUMN)


def matching_missing(at: At) -> None:
    at.copilot.matching.missing(at.asker, at.owner, MENTOR, at.programme)


def matching_choices(at: At) -> None:
    look_for(at.id("c"), {one.id for one in at.copilot.matching.choices(at.asker)})


def matching_nominations(at: At) -> None:
    look_for(at.id("nom"), {one.id for one in at.copilot.matching.nominations(at.asker)})


def matching_rank(at: At) -> None:
    at.copilot.matching.rank(at.asker, at.owner, MENTOR, [PARTNER], at.programme)


def matching_opt_out(at: At) -> None:
    at.copilot.matching.opt_out(at.asker, at.owner, MatchRole.SPONSOR, at.programme)


def matching_nominate(at: At) -> None:
    at.copilot.matching.nominate(at.asker, MatchRole.SPONSOR, at.programme)


def auditing_audit(at: At) -> None:
    at.copilot.auditing.audit(at.asker, at.programme, name_swaps=False)
