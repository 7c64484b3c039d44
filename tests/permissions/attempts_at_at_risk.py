"""How the verbs about fading relationships and the network are tried: on a circle of the owner's that fell silent."""

from __future__ import annotations

from copilot.domain.matches import MatchRole
from copilot.domain.members import Member, Role
from copilot.domain.programmes import Enrolment
from copilot.domain.relationships import Relationship, Session
from tests.permissions.attempts import At, look_for
from tests.permissions.community import AUTUMN, DAY, NOW, PARTNER

SILENT, ALONE = "silent", "alone"


def at_risk_every(at: At) -> None:
    at.copilot.at_risk.every(at.asker, where(at))


def at_risk_every__dates(at: At) -> None:
    fall_silent(at)
    found = at.copilot.at_risk.every(at.asker, where(at))
    look_for(SILENT, {each.relationship for each in found.at_risk})


def at_risk_every__everywhere(at: At) -> None:
    at.copilot.at_risk.every(at.asker)


def at_risk_mine(at: At) -> None:
    fall_silent(at)
    look_for(SILENT, {each.relationship for each in at.copilot.at_risk.mine(at.asker)})


def network_show(at: At) -> None:
    at.copilot.network.show(at.asker, where(at))


def network_show__community(at: At) -> None:
    at.copilot.network.show(at.asker)


def network_show__isolated(at: At) -> None:
    with at.copilot.units() as unit:
        unit.members.add(Member(id=ALONE, name="Sigrid Lund", roles=frozenset({Role.MENTEE})))
        unit.enrolments.add(Enrolment(id=ALONE, programme=where(at), member=ALONE))
        unit.commit()
    at.prepared()
    look_for(ALONE, at.copilot.network.show(at.asker, where(at)).isolated_members)


def where(at: At) -> str:
    return at.programme or AUTUMN


def fall_silent(at: At) -> None:
    with at.copilot.units() as unit:
        unit.relationships.add(
            Relationship(
                id=SILENT, role=MatchRole.CIRCLE, members=(at.owner, PARTNER), programme=where(at),
                started=NOW.date() - 55 * DAY,
            )
        )  # fmt: skip
        unit.sessions.add(
            *(
                Session(id=f"{SILENT}{n}", relationship=SILENT, at=NOW - n * DAY, state="held")
                for n in (54, 47)
            ),
            Session(id=f"{SILENT}0", relationship=SILENT, at=NOW - 40 * DAY, state="cancelled"),
            Session(id=f"{SILENT}1", relationship=SILENT, at=NOW - 30 * DAY, state="cancelled"),
        )
        unit.commit()
    at.prepared()
