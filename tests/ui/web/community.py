"""A small community in a real home: two relationships, notes with hostile text, a programme, some guides."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.domain.members import Member, Profile, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.relationships import ActionItem, Goal, Note, Relationship, Session, Stage
from copilot.settings import Settings
from copilot.stores.home import Home

PERSONAS = {
    "m1": "a mentee",
    "m2": "a mentor",
    "m3": "manages the spring programme",
    "m4": "an admin",
}
HOSTILE = (
    '<img src="http://evil.example/x.png" onerror="alert(1)"> ![x](http://evil.example/y.png) '
    "<script>alert(2)</script>"
)
SECRET = "Ask gently about her line manager."
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
DAY = timedelta(days=1)


def open_community(folder: Path, *, guides: bool = False) -> Copilot:
    """The copilot over a fresh home with this community."""
    copilot = Copilot(Settings(), Home(folder))
    with copilot.units() as unit:
        unit.members.add(*_members())
        unit.programmes.add(
            Programme(
                id="p1",
                name="Spring mentoring",
                starts=NOW.date() - 60 * DAY,
                ends=NOW.date() + 120 * DAY,
                managers=frozenset({"m3"}),
            )
        )
        in_it = ("m1", "m2", "m6", "m7", "m8")
        unit.enrolments.add(*[Enrolment(id=f"p1:{m}", programme="p1", member=m) for m in in_it])
        unit.relationships.add(_relationship("r1", "m1", Stage.CULTIVATION), _relationship("r2", "m7"))
        unit.sessions.add(*_sessions())
        unit.notes.add(*_notes())
        unit.actions.add(*_actions())
        unit.goals.add(*_goals())
        unit.commit()
    if guides:
        shelf = Path(str(resources.files("knowledge") / "guides"))
        copilot.guides.add(OPERATOR, [shelf / "feedback", shelf / "sessions"])
    return copilot


def _member(member: str, name: str, *roles: Role, capacity: int | None = None, **said: object) -> Member:
    profile = Profile.model_validate({"time_zone": "Europe/Lisbon", "languages": ("English",), **said})
    return Member(id=member, name=name, roles=frozenset(roles), profile=profile, capacity=capacity)


def _members() -> list[Member]:
    return [
        _member("m1", "Amara Okafor", Role.MENTEE, headline="Data analyst", level=3,
                goals=("Present my analysis to the steering group without notes",),
                experience=("Three years of analysis for the booking team",)),
        _member("m2", "Ingrid Solheim", Role.MENTOR, capacity=4, headline="Trains speakers", level=7,
                experience=("Trained forty speakers to present without notes",), skills=("presenting",)),
        _member("m3", "Tomás Figueiredo", Role.MANAGER),
        _member("m4", "Wei Ling Tan", Role.ADMIN),
        _member("m6", f"Jonas {HOSTILE}"[:190], Role.MENTEE, headline=HOSTILE, level=4,
                goals=("Move from support into product management", HOSTILE)),
        _member("m7", "Priya Raman", Role.MENTEE, headline="Designer", level=5, goals=("Lead a design critique",)),
        _member("m8", "Kofi Mensah", Role.MENTOR, capacity=1, headline="Product lead", level=7,
                experience=("Moved from support into product management",)),
    ]  # fmt: skip


def _relationship(relationship: str, mentee: str, stage: Stage = Stage.INITIATION) -> Relationship:
    started: date = NOW.date() - 50 * DAY
    return Relationship.model_validate(
        {"id": relationship, "role": "mentor", "members": (mentee, "m2"), "programme": "p1", "stage": stage,
         "started": started}
    )  # fmt: skip


def _sessions() -> list[Session]:
    return [
        Session(id="s1", relationship="r1", at=NOW - 12 * DAY, topic="The steering group", state="held"),
        Session(id="s2", relationship="r1", at=NOW + 2 * DAY, topic="Dry run of the opening"),
    ]


def _notes() -> list[Note]:
    shared = "The group wants the decision first. Try the last slide first."
    return [
        Note(id="n1", session="s1", relationship="r1", author="m2", visibility="shared", text=shared, at=NOW),
        Note(id="n2", session="s1", relationship="r1", author="m1", text=HOSTILE, at=NOW),
        Note(id="n3", session="s1", relationship="r1", author="m2", text=SECRET, at=NOW),
    ]


def _actions() -> list[ActionItem]:
    today = NOW.date()
    return [
        ActionItem(
            id="i1", relationship="r1", session="s1", owner="m1", text="Record the opening", due=today + DAY
        ),
        ActionItem(
            id="i2", relationship="r1", session="s1", owner="m2", text="Send three openings", due=today - DAY
        ),
    ]


def _goals() -> list[Goal]:
    return [
        Goal(id="g1", member="m1", title="Present my analysis to the steering group without notes",
             why="I want the captains to hear it from me", due=NOW.date() + 100 * DAY, progress=40, relationship="r1"),
    ]  # fmt: skip
