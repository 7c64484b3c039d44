"""The drafting tests' community, talking: Ana with her mentor Tomás, and more people whom she could ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from copilot.domain.asking import Asker
from copilot.domain.chat import Tool, Turn
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Profile, Role
from copilot.domain.programmes import Enrolment
from copilot.domain.records import Record
from copilot.domain.relationships import Relationship, Stage
from copilot.language.embedded import EmbeddedWriter
from copilot.ports import Talker
from copilot.services.chat.acquaintances import Acquaintances
from copilot.services.chat.jobs import WORDS, Job, utterances
from copilot.services.chat.routing import Router
from copilot.services.chat.service import ChatService
from copilot.services.chat.tools.asking import Asking, Services
from copilot.services.chat.tools.toolbox import toolbox
from copilot.services.events.service import EventsService
from copilot.services.goals import GoalsService
from copilot.services.guides import GuidesService
from copilot.services.matching.service import MatchingService
from copilot.services.members.service import MembersService
from copilot.services.moments import MomentsService
from copilot.services.policy import Policy
from copilot.services.programmes.service import ProgrammesService
from copilot.services.relationships import RelationshipsService
from tests.fakes import FixedClock, MemoryConversations, MemoryProfileIndex, MemoryUnitsOfWork, WordEncoder
from tests.services.drafting.community import ANA, drafting, library, units

NILS = Member(
    id="nils", name="Nils Berg", roles=frozenset({Role.MENTOR}), capacity=2,
    profile=Profile(headline="Head of sales", experience=("Learnt a lot about pricing", "Pricing")),
)  # fmt: skip
ODA = Member(
    id="oda", name="Oda Lund", roles=frozenset({Role.MENTOR}), capacity=2,
    profile=Profile(headline="Trainer", experience=("Taught those who freeze when the directors are in the room",)),
)  # fmt: skip
FEW = 12


@dataclass
class Talk:
    """A chat over a community in memory, with its parts in reach."""

    chat: ChatService
    units: MemoryUnitsOfWork
    kept: MemoryConversations
    services: Services
    clock: FixedClock

    def say(self, text: str, asker: Asker = ANA, thread: str = "main") -> Turn:
        return self.chat.say(asker, text, thread)

    def tools(self, asker: Asker = ANA) -> dict[str, Tool]:
        known = Acquaintances(self.units, self.services.relationships)
        return toolbox(Asking(asker, self.services, known, self.clock.now()))

    def add(self, table: str, *rows: Record) -> None:
        with self.units() as unit:
            getattr(unit, table).add(*rows)
            unit.commit()


def few_utterances() -> dict[Job, tuple[str, ...]]:
    """Of each job the first that ship, and what its button types."""
    return {
        job: (*said[:FEW], *(WORDS[job][1:] if job in WORDS else ())) for job, said in utterances().items()
    }


@cache
def router() -> Router:
    """With a few of the utterances that ship, fitted once for all tests: many take seconds."""
    return Router(WordEncoder(), examples=few_utterances())


def services(community: MemoryUnitsOfWork, clock: FixedClock) -> Services:
    policy, encoder = Policy(), WordEncoder()
    return Services(
        members=MembersService(community, policy, clock),
        goals=GoalsService(community, policy, clock),
        relationships=RelationshipsService(community, policy, clock),
        programmes=ProgrammesService(community, policy, clock),
        events=EventsService(community, policy, clock),
        moments=MomentsService(community, policy, clock),
        matching=MatchingService(community, encoder, MemoryProfileIndex(), policy, clock),
        drafting=drafting(community),
        guides=GuidesService(community, library(), EmbeddedWriter(encoder), policy),
    )


def talk(talker: Talker | None = None) -> Talk:
    community, clock, kept = units(), FixedClock(), MemoryConversations()
    reached = services(community, clock)
    chat = ChatService(community, kept, reached, Policy(), clock, router(), talker)
    made = Talk(chat, community, kept, reached, clock)
    made.add("members", NILS, ODA)
    enrolled(made, "nils", "oda", "tomas")
    return made


def enrolled(made: Talk, *members: str) -> None:
    made.add("enrolments", *(Enrolment(id=f"e-{id_}", programme="p1", member=id_) for id_ in members))


def member(id_: str, name: str, *roles: Role) -> Member:
    return Member(id=id_, name=name, roles=frozenset(roles or {Role.MENTEE}))


def together(id_: str, *members: str, role: MatchRole = MatchRole.PEER) -> Relationship:
    return Relationship(
        id=id_, role=role, members=tuple(members), stage=Stage.CULTIVATION, started=date(2026, 2, 1)
    )


def dumped(turns: Sequence[Turn]) -> str:
    return "\n".join(turn.model_dump_json() for turn in turns)
