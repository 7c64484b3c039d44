"""Each owner is sponsored by somebody and sponsors somebody, both members of no programme and nobody else's match."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from copilot.domain.events import Event, EventKind
from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.relationships import Relationship
from copilot.domain.sponsorship import Advocacy, AdvocacyKind, MaySay, Pledge, SpeakingConsent
from copilot.ports import UnitOfWork
from tests.permissions.community import DAY, NOW

ADVOCATE, PROTEGEE = "advocate", "protegee"
SECRET = "Between the two of them"


def give(unit: UnitOfWork, owner: str, programme: str) -> None:
    """A sponsorship on either side, with a pledge, an entry and a consent each; and a stage that she hosts."""
    for member, name in ((ADVOCATE, "Ewa Lindqvist"), (PROTEGEE, "Sana Malik")):
        if unit.members.find(member) is None:
            unit.members.add(Member(id=member, name=name, roles=frozenset({Role.PEER})))
    _sponsorship(unit, "sp", owner, (owner, ADVOCATE), programme)
    _sponsorship(unit, "for", owner, (PROTEGEE, owner), programme)
    unit.events.add(
        Event(
            id=f"stage:{owner}", kind=EventKind.SPOTLIGHT, title="Names to know", hosts=frozenset({owner}),
            at=(NOW + 9 * DAY).replace(tzinfo=None), time_zone="UTC", created=NOW, updated=NOW,
        )
    )  # fmt: skip


def _sponsorship(unit: UnitOfWork, kind: str, owner: str, members: tuple[str, str], programme: str) -> None:
    at, began = f"{kind}:{owner}", NOW.date() - 30 * DAY
    whose: dict[str, Any] = {"relationship": at, "member": members[0], "sponsor": members[1]}
    until = NOW.date() + timedelta(days=30)
    unit.relationships.add(
        Relationship(id=at, role=MatchRole.SPONSOR, members=members, programme=programme, started=began)
    )
    unit.pledges.add(Pledge(id=f"pledge-{at}", what=SECRET, until=until, made=NOW, **whose))
    unit.advocacy.add(
        Advocacy(
            id=f"act-{at}", kind=AdvocacyKind.DEFENDED, on=NOW.date(), room="the round", said=SECRET, at=NOW, **whose
        )
    )  # fmt: skip
    unit.speaking_consents.add(
        SpeakingConsent(
            id=f"consent-{at}", may_say=(MaySay(text=SECRET),), rooms=("the round",), until=until, given=NOW, **whose
        )
    )  # fmt: skip
