"""Tools beside those of the chat: records read and written, each by one verb of one service.

None approves a draft, accepts a match or signs: an assistant may be talked into things, so that stays with people.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from copilot.domain.asking import Asker
from copilot.domain.chat import ToolResult
from copilot.domain.matches import MatchState
from copilot.domain.records import without_controls
from copilot.domain.tokens import TokenScope
from copilot.services.chat.inert import inert
from ui.mcp.offered import Offered, Slots, as_result

if TYPE_CHECKING:
    from copilot.app import Copilot

MOST_PROPOSALS = 20
AnId = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(without_controls)]
Words = Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(without_controls)]
Short = Annotated[str, Field(max_length=2_000), AfterValidator(without_controls)]


class Nothing(Slots):
    """No slots."""


class Sought(Slots):
    """What to look for."""

    text: Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(without_controls)]
    k: Annotated[int, Field(ge=1, le=20, description="how many passages")] = 5


class OfRelationship(Slots):
    """Which relationship."""

    relationship: Annotated[AnId, Field(description="its id, from my_relationships")]


class OfDraft(Slots):
    """Which draft."""

    draft: Annotated[AnId, Field(description="its id, from my_drafts")]


class ChangedDraft(OfDraft):
    """A draft's new words."""

    markdown: Annotated[Words, Field(description="the whole text anew")]


class NewGoal(Slots):
    """A goal."""

    title: Annotated[Words, Field(max_length=2_000, description="in the person's own words")]
    why: Short = ""
    due: date | None = None


class GoalProgress(Slots):
    """How far a goal is."""

    goal: Annotated[AnId, Field(description="its id, from my_goal_records")]
    progress: Annotated[int, Field(ge=0, le=100, description="in percent")]


class NewSession(OfRelationship):
    """A meeting."""

    at: Annotated[AwareDatetime, Field(description="when it begins, with the offset from UTC")]
    minutes: Annotated[int, Field(ge=5, le=480)] = 60
    topic: Short = ""


class NewNote(Slots):
    """A note of a session."""

    session: Annotated[AnId, Field(description="its id, from relationship")]
    text: Words
    shared: Annotated[bool, Field(description="whether the other side reads it; else it is hers alone")] = (
        False
    )


class OfEvent(Slots):
    """Which event."""

    event: Annotated[AnId, Field(description="its id, from events")]


class OfSpace(Slots):
    """Which space."""

    space: Annotated[AnId, Field(description="its id, from spaces")]


class Said(Slots):
    """What is said to the copilot."""

    text: Words
    thread: Annotated[Short, Field(description="the conversation's name; a new one begins another")] = (
        "assistant"
    )


class OfProgramme(Slots):
    """Which programme."""

    programme: Annotated[Short, Field(description="its id; empty for all of hers")] = ""


def _search(copilot: Copilot, asker: Asker, slots: Sought) -> ToolResult:
    found = copilot.guides.search(asker, slots.text, slots.k)
    named = {"path", "title", "section", "start", "end", "text"}
    return as_result([{**each.passage.model_dump(include=named), "score": each.score} for each in found])


def _relationships(copilot: Copilot, asker: Asker, _: Nothing) -> ToolResult:
    return as_result([one for one in copilot.relationships.visible_to(asker) if asker.member in one.members])


def _relationship(copilot: Copilot, asker: Asker, slots: OfRelationship) -> ToolResult:
    return as_result(copilot.relationships.shared(asker, slots.relationship))


def _draft(copilot: Copilot, asker: Asker, slots: OfDraft) -> ToolResult:
    draft = copilot.drafting.show(asker, slots.draft)
    return ToolResult(text=inert(draft.markdown), citations=draft.citations, offers=(draft.id,))


def _change_draft(copilot: Copilot, asker: Asker, slots: ChangedDraft) -> ToolResult:
    draft = copilot.drafting.edit(asker, slots.draft, slots.markdown)
    return ToolResult(text=inert(draft.markdown), citations=draft.citations, offers=(draft.id,))


def _goals(copilot: Copilot, asker: Asker, _: Nothing) -> ToolResult:
    return as_result(copilot.goals.of(asker, asker.member))


def _add_goal(copilot: Copilot, asker: Asker, slots: NewGoal) -> ToolResult:
    return as_result(copilot.goals.add(asker, asker.member, slots.title, why=slots.why, due=slots.due))


def _progress(copilot: Copilot, asker: Asker, slots: GoalProgress) -> ToolResult:
    return as_result(copilot.goals.update(asker, slots.goal, progress=slots.progress))


def _add_session(copilot: Copilot, asker: Asker, slots: NewSession) -> ToolResult:
    return as_result(
        copilot.relationships.add_session(
            asker, slots.relationship, at=slots.at, minutes=slots.minutes, topic=slots.topic
        )
    )


def _add_note(copilot: Copilot, asker: Asker, slots: NewNote) -> ToolResult:
    return as_result(copilot.relationships.add_note(asker, slots.session, slots.text, shared=slots.shared))


def _events(copilot: Copilot, asker: Asker, _: Nothing) -> ToolResult:
    return as_result(copilot.events.for_me(asker))


def _register(copilot: Copilot, asker: Asker, slots: OfEvent) -> ToolResult:
    return as_result(copilot.registrations.register(asker, asker.member, slots.event))


def _spaces(copilot: Copilot, asker: Asker, _: Nothing) -> ToolResult:
    return as_result(copilot.spaces.list(asker))


def _space(copilot: Copilot, asker: Asker, slots: OfSpace) -> ToolResult:
    return as_result(copilot.spaces.show(asker, slots.space))


def _learning(copilot: Copilot, asker: Asker, _: Nothing) -> ToolResult:
    return as_result(copilot.learning.progress(asker))


def _say(copilot: Copilot, asker: Asker, slots: Said) -> ToolResult:
    turn = copilot.chat.say(asker, slots.text, slots.thread)
    return ToolResult(text=turn.text, citations=turn.citations, offers=turn.offers)


def _proposals(copilot: Copilot, asker: Asker, slots: OfProgramme) -> ToolResult:
    undecided = (MatchState.PROPOSED, MatchState.SECOND_REVIEW)
    found = copilot.matching.list_matches(asker, programme=slots.programme or None, states=undecided)
    return as_result(found[:MOST_PROPOSALS])


def _analytics(copilot: Copilot, asker: Asker, slots: OfProgramme) -> ToolResult:
    return as_result(copilot.analytics.show(asker, slots.programme))


_ASK, _READ, _WRITE = (frozenset({each}) for each in (TokenScope.ASK, TokenScope.READ, TokenScope.WRITE))
_CHAT, _MANAGE = (frozenset({each}) for each in (TokenScope.CHAT, TokenScope.MANAGE))

OF_RECORDS = (
    Offered("search_guides", "Find the passages of the guides that are nearest to a text.", Sought, _ASK, _search),
    Offered("my_relationships", "List the person's relationships with their ids.", Nothing, _READ, _relationships),
    Offered("relationship", "Show what a relationship shares: sessions, goals, notes, action items, with ids.",
            OfRelationship, _READ, _relationship),
    Offered("my_goal_records", "List the person's goals with their ids and milestones.", Nothing, _READ, _goals),
    Offered("read_draft", "Read one draft.", OfDraft, _READ, _draft),
    Offered("events", "List events to come for the person, with ids.", Nothing, _READ, _events),
    Offered("spaces", "List the person's spaces, with ids.", Nothing, _READ, _spaces),
    Offered("read_space", "Read the latest posts of a space.", OfSpace, _READ, _space),
    Offered("my_learning", "Show tracks and guides that the person has begun.", Nothing, _READ, _learning),
    Offered("change_draft", "Replace a draft's words. The person still has to approve it herself.", ChangedDraft,
            _WRITE, _change_draft),
    Offered("add_goal", "Add a goal of the person's. Ask her before you do.", NewGoal, _WRITE, _add_goal),
    Offered("update_goal", "Say how far a goal is.", GoalProgress, _WRITE, _progress),
    Offered("add_session", "Put a session of a relationship down, planned or past.", NewSession, _WRITE,
            _add_session),
    Offered("add_note", "Write a note of a session: hers alone unless shared. Ask her before you share one.", NewNote,
            _WRITE, _add_note),
    Offered("register_for_event", "Take a place at an event.", OfEvent, _WRITE, _register),
    Offered("talk", "Say something to the copilot, in a conversation that it remembers.", Said, _CHAT, _say),
    Offered("proposed_matches", "List proposed matches of the manager's programmes, the best first.", OfProgramme,
            _MANAGE, _proposals, for_keepers=True),
    Offered("programme_figures", "Show the figures of a programme; small groups are hidden.", OfProgramme, _MANAGE,
            _analytics, for_keepers=True),
)  # fmt: skip
