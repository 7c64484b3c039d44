"""A community in which everybody who asks has the same things, and two others have them too.

Each owner's things have her id in theirs (`g:mentee` is the mentee's goal), so that an attempt can be made on one's
own, on those of a member of the spring programme, and on those of a member of none.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.chat import Conversation, Turn
from copilot.domain.choices import Choice, Nomination
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import Member, Profile, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.relationships import ActionItem, Agreement, Goal, Moment, Note, Relationship, Session
from copilot.ports import UnitOfWork
from copilot.services.matching.areas.catalogue import areas_with
from copilot.services.matching.areas.vectors import area_vectors
from copilot.settings import Settings
from copilot.stores.conversations import CheckpointedConversations
from copilot.stores.home import Home
from tests import permissions
from tests.fakes.encoder import WordEncoder
from tests.fakes.profile_index import MemoryProfileIndex

SPRING, AUTUMN = "spring", "autumn"
INSIDER, OUTSIDER = "insider", "outsider"
PARTNER, OFFERED, SPONSOR, COLLEAGUE = "partner", "offered", "offered_sponsor", "colleague"
SITTERS = tuple(f"sitter-{n}" for n in range(1, 8))
"""Who sits in circles with each owner; they seek nobody, and nobody is matched with them."""
MEMBERS = {
    "mentee": Role.MENTEE,
    "mentor": Role.MENTOR,
    "sponsor": Role.SPONSOR,
    "peer": Role.PEER,
    "manager": Role.MANAGER,
    "manager_elsewhere": Role.MANAGER,
    "admin": Role.ADMIN,
}
"""Who signs in, by what she is. `manager` manages the spring programme, `manager_elsewhere` the autumn one."""


def id_of(who: str) -> str:
    """Her member id."""
    return f"{who}-1"


NAMES = dict(
    zip(
        (*map(id_of, MEMBERS), INSIDER, OUTSIDER, PARTNER, OFFERED, SPONSOR, COLLEAGUE),
        ("Amara Okafor", "Ingrid Solheim", "Wanjiru Kamau", "Priya Raman", "Tomás Figueiredo", "Noor Haddad",
         "Yusuf Demir", "Jonas Weber", "Lucía Herrera", "Kofi Mensah", "Mei Tanaka", "Oluwaseun Adeyemi",
         "Hana Nováková"),
        strict=True,
    )
)  # fmt: skip
ASKERS = (*MEMBERS, "operator", "nobody")
PRIVATE = "Only for my own eyes"
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
DAY = timedelta(days=1)
GUIDE = """---
title: Asking for feedback
---
# Asking for feedback

Ask for feedback on one thing at a time. Say what you would like to do better, and ask what they saw you do.
"""


class _Index(MemoryProfileIndex):
    exists = True

    def rebuild(self, members: Collection[str]) -> None:
        """Keep these alone."""
        self.remove([member for member in self.made_of if member not in members])

    def close(self) -> None:
        """There is no file to let go of."""


def asker_of(copilot: Copilot, who: str) -> Asker:
    """The asker as sign-in makes her; nobody is whoever isn't signed in."""
    if who == "nobody":
        return Asker()
    return OPERATOR if who == "operator" else copilot.askers.identify(id_of(who))


def open_community(folder: Path, database_url: str = "") -> Copilot:
    """The copilot over a fresh home with this community; its encoder is the tests'."""
    copilot = copilot_over(folder, database_url)
    _fill(copilot)
    (folder / "guides").mkdir()
    (folder / "guides" / "asking.md").write_text(GUIDE, encoding="utf-8")
    copilot.guides.add(OPERATOR, [folder / "guides"])
    _warm_up(copilot)
    return copilot


def copilot_over(folder: Path, database_url: str = "") -> Copilot:
    """The copilot over the home in this folder, whatever it holds; its encoder is the tests'."""
    copilot = Copilot(Settings(encoder="minilm"), Home(folder / "home", database_url=database_url))
    encoder = WordEncoder()
    vars(copilot).update(
        encoder=encoder,
        profile_index=_Index(),
        area_vectors=area_vectors(areas_with(None), encoder, folder / "areas"),
    )
    return copilot


def _fill(copilot: Copilot) -> None:
    roles = {id_of(who): role for who, role in MEMBERS.items()}
    owners = (*roles, INSIDER, OUTSIDER)
    with copilot.units() as unit:
        unit.members.add(*[_member(one, roles.get(one, Role.MENTEE)) for one in owners])
        unit.members.add(*map(_partner, (PARTNER, OFFERED, SPONSOR, COLLEAGUE)))
        unit.members.add(
            *(Member(id=each, name=f"Sitter {each[-1]}", roles=frozenset({Role.MANAGER})) for each in SITTERS)
        )
        unit.programmes.add(
            _programme(SPRING, id_of("manager")), _programme(AUTUMN, id_of("manager_elsewhere"))
        )
        unit.programmes.add(_programme("both", id_of("manager"), PARTNER))
        for member in (INSIDER, PARTNER, OFFERED, SPONSOR):
            unit.enrolments.add(Enrolment(id=f"{SPRING}:{member}", programme=SPRING, member=member))
        for owner in owners:
            _give(unit, owner, programme_of(owner))
            for module in _givers():
                module.give(unit, owner, programme_of(owner))
        unit.commit()
    for owner in owners:
        _talk(CheckpointedConversations(copilot.home.engine), owner)


def _givers() -> list[ModuleType]:
    """Every module of this package whose name begins with `given`: what it gives, each owner has."""
    names = [found.name for found in pkgutil.iter_modules(permissions.__path__)]
    return [
        importlib.import_module(f"{permissions.__name__}.{name}")
        for name in names
        if name.startswith("given")
    ]


def programme_of(owner: str) -> str:
    """The programme that an owner's things belong to."""
    return SPRING if owner == INSIDER else ""


def _partner(member: str) -> Member:
    ahead = _member(member, Role.MENTOR)
    profile = ahead.profile.model_copy(update={"level": 9})
    return ahead.changed(roles=frozenset({Role.MENTOR, Role.SPONSOR}), profile=profile, capacity=100)


def _member(member: str, role: Role) -> Member:
    profile = Profile(
        headline=f"Headline of {member}", goals=("Present without notes",), level=5, time_zone="Europe/Lisbon",
        languages=("English",), experience=("Presented to large rooms without notes",),
    )  # fmt: skip
    return Member(id=member, name=NAMES[member], roles=frozenset({role}), profile=profile)


def _programme(programme: str, *managers: str) -> Programme:
    return Programme(
        id=programme, name=f"{programme.title()} mentoring", starts=NOW.date() - 60 * DAY,
        ends=NOW.date() + 120 * DAY, managers=frozenset(managers),
    )  # fmt: skip


def _give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """One of everything."""
    relationship, held = f"r:{owner}", f"s:{owner}"
    unit.relationships.add(
        Relationship(
            id=relationship, role=MatchRole.MENTOR, members=(owner, PARTNER), programme=programme,
            started=NOW.date() - 50 * DAY, agreement=Agreement(text="We meet every two weeks.", draft="d"),
        )
    )  # fmt: skip
    unit.sessions.add(
        Session(id=held, relationship=relationship, at=NOW - 9 * DAY, topic="Openings", state="held"),
        Session(id=f"planned:{owner}", relationship=relationship, at=NOW - 2 * DAY),
        Session(id=f"next:{owner}", relationship=relationship, at=NOW + 2 * DAY),
    )
    shared = f"{NAMES[owner]} will send the first slide by Friday."
    unit.notes.add(
        Note(id=f"n:{owner}", session=held, relationship=relationship, author=PARTNER, visibility="shared",
             text=shared, at=NOW),
        Note(id=f"private:{owner}", session=held, relationship=relationship, author=owner,
             text=f"{PRIVATE}, {owner}.", at=NOW),
    )  # fmt: skip
    unit.actions.add(ActionItem(id=f"i:{owner}", relationship=relationship, owner=owner, text="Send a slide"))
    unit.goals.add(
        Goal(id=f"g:{owner}", member=owner, title=f"Goal of {owner}: present without notes"),
        Goal(id=f"reached:{owner}", member=owner, title="Ask for feedback", progress=100, state="reached"),
    )
    unit.moments.add(
        Moment(id=f"o:{owner}", member=owner, by=PARTNER, on=NOW.date() - DAY, situation="In the spring review",
               behaviour="She asked the two who had said nothing what they saw, and waited for their answer.",
               impact="Both spoke, and the plan was changed.")
    )  # fmt: skip
    unit.drafts.add(_draft(owner))
    unit.choices.add(
        Choice(id=f"c:{owner}", member=owner, role=MatchRole.PEER, programme=programme, ranked=(OFFERED,), at=NOW)
    )  # fmt: skip
    unit.nominations.add(
        Nomination(id=f"nom:{owner}", member=owner, role=MatchRole.SPONSOR, programme=programme, at=NOW, by="x")
    )  # fmt: skip
    unit.matches.add(
        _match(f"approved:{owner}", owner, SPONSOR, programme, MatchRole.SPONSOR, MatchState.APPROVED),
        _match(f"proposed:{owner}", owner, OFFERED, programme, MatchRole.MENTOR, MatchState.PROPOSED),
    )


def _draft(owner: str) -> Draft:
    return Draft(
        id=f"d:{owner}", kind=DraftKind.CHARTER, writer="embedded", about=owner, owners=frozenset({owner}),
        made_by=owner, markdown=f"# Charter of {owner}\n\nA mentor listens first.", created=NOW,
    )  # fmt: skip


def _match(
    match: str, seeker: str, partner: str, programme: str, role: MatchRole, state: MatchState
) -> Match:
    return Match(
        id=match, seeker=seeker, partner=partner, role=role, state=state, score=0.5,
        rationale=Rationale(benefit=Benefit(seeker="She learns", partner="She teaches")), programme=programme,
        created=NOW - 30 * DAY,
    )  # fmt: skip


def _talk(conversations: CheckpointedConversations, owner: str) -> None:
    thread = f"{owner}/talk of {owner}"
    conversations.start(
        Conversation(id=thread, owner=owner, title=f"{PRIVATE}, {owner}", started=NOW, latest=NOW)
    )
    conversations.add(
        thread,
        Turn(by="person", text=f"{PRIVATE}, {owner}", at=NOW),
        Turn(by="copilot", text="I see.", at=NOW, writer="embedded"),
    )


def _warm_up(copilot: Copilot) -> None:
    """What is worked out once and kept is no change that an attempt makes."""
    copilot.chat.get_ready()
    copilot.guides.search(OPERATOR, "feedback", 1)
    for role in (MatchRole.MENTOR, MatchRole.PEER):
        copilot.matching.get_ready(role)
    copilot.matching.suggest(OPERATOR, INSIDER, MatchRole.MENTOR, programme=SPRING)
