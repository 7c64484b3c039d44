"""A community in which somebody has left traces in every kind of record there is, in her words and in others'."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from copilot.domain.accounts import Account, Invitation, SignedIn
from copilot.domain.chat import Conversation, NextStep, Turn
from copilot.domain.choices import Choice, Nomination
from copilot.domain.citations import ProfileCitation, RecordCitation
from copilot.domain.drafts import Draft, Fact
from copilot.domain.elsewhere import IdentityLink
from copilot.domain.matches import (
    Alternative,
    AuditEntry,
    Benefit,
    Claim,
    Match,
    MatchRole,
    MatchRun,
    MatchState,
    Move,
    Rationale,
    Unmatched,
)
from copilot.domain.members import DeclaredGroup, Member, Profile, Role
from copilot.domain.pauses import Pause
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.relationships import (
    ActionItem,
    Agreement,
    Feedback,
    Goal,
    Moment,
    Note,
    Relationship,
    Session,
    Signature,
)
from copilot.domain.usage import Usage
from copilot.domain.verdicts import KeptVerdict
from copilot.ports import Conversations, UnitsOfWork
from tests.services.members.somebody_in_company import fill_company

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = NOW.date()
HER = "zq17"
NAME = "Zainab Quréshi"
EMAIL = "zainab.q@example.org"
WORDS = "zebrafinch"
"""Stands in everything that she wrote and nobody else did."""
KEPT = "I keep this, whatever happens."
"""Stands in what belongs to others."""


def her_strings() -> tuple[str, ...]:
    """What must stand nowhere once she has left."""
    return (HER, NAME, EMAIL, WORDS, "Zainab", "Quréshi", "Qureshi")


def fill(units: UnitsOfWork, conversations: Conversations) -> None:
    """Everything, in one transaction; the conversations after it."""
    with units() as unit:
        unit.members.add(*_members())
        unit.accounts.add(Account(id=HER, password="$argon2id$x", chosen=NOW, created=NOW))
        unit.invitations.add(Invitation(id="a" * 64, member=HER, by="m4", expires=NOW + timedelta(days=7)))
        unit.signed_in.add(SignedIn(id="b" * 64, member=HER, started=NOW, seen=NOW))
        unit.identity_links.add(
            IdentityLink(id="e" * 64, member=HER, issuer="https://sso.example.org", linked=NOW)
        )
        unit.pauses.add(Pause(id=HER, since=TODAY, reason=f"A {WORDS} in the house"))
        unit.programmes.add(
            Programme(id="p1", name="Spring", starts=date(2026, 1, 1), ends=date(2026, 9, 1),
                      managers=frozenset({HER, "m4"})),
            Programme(id="p2", name="Hers alone", starts=date(2026, 1, 1), ends=date(2026, 9, 1),
                      managers=frozenset({HER})),
        )  # fmt: skip
        unit.enrolments.add(*(Enrolment(id=f"p1:{m}", programme="p1", member=m) for m in (HER, "m2", "m3")))
        unit.matches.add(*_matches())
        unit.runs.add(_run())
        unit.choices.add(
            Choice(id="c1", member=HER, role=MatchRole.MENTOR, ranked=("m2",), at=NOW),
            Choice(id="c2", member="m3", role=MatchRole.MENTOR, ranked=(HER, "m2"), at=NOW),
            Choice(id="c3", member="m5", role=MatchRole.MENTOR, ranked=(HER,), at=NOW),
        )
        unit.nominations.add(
            Nomination(id="n1", member=HER, role=MatchRole.MENTOR, at=NOW, by="m4"),
            Nomination(id="n2", member="m3", role=MatchRole.MENTOR, at=NOW, by=HER),
        )
        unit.verdicts.add(
            KeptVerdict(
                id="v1", seeker=HER, partner="m2", key="k", fit=3, words=(KEPT,), reader="a model", at=NOW
            ),
            KeptVerdict(
                id="v2", seeker="m3", partner=HER, key="k", fit=2, words=(WORDS,), reader="a model", at=NOW
            ),
        )
        unit.relationships.add(*_relationships())
        unit.sessions.add(*_sessions())
        unit.notes.add(*_notes())
        unit.actions.add(
            ActionItem(id="i1", relationship="r1", session="s1", owner=HER, text=f"Call the {WORDS}"),
            ActionItem(
                id="i2",
                relationship="r1",
                session="s1",
                owner="m2",
                text=f"Send Zainab three openings. {KEPT}",
            ),
        )
        unit.goals.add(
            Goal(id="g1", member=HER, title=f"Present the {WORDS}", why=WORDS, relationship="r1"),
            Goal(id="g2", member="m2", title=f"Listen to {NAME} longer. {KEPT}"),
        )
        unit.moments.add(
            Moment(
                id="o1", member=HER, by="m2", on=TODAY, situation=f"The {WORDS} talk", behaviour="She spoke"
            ),
            Moment(id="o2", member="m3", by=HER, on=TODAY, situation="The fair", behaviour=f"A {WORDS} sang"),
            Moment(
                id="o3", member="m3", by="m2", on=TODAY, situation=f"With {NAME}", behaviour=f"Helped. {KEPT}"
            ),
        )
        unit.feedback.add(
            Feedback(id="f1", relationship="r1", by=HER, on=TODAY, rating=5, text=WORDS),
            Feedback(
                id="f2", relationship="r1", by="m2", on=TODAY, rating=4, text=f"Zainab’s questions. {KEPT}"
            ),
        )
        unit.declared_groups.add(
            DeclaredGroup(id=f"{HER}:heritage", member=HER, attribute="heritage", value=WORDS, consent=True)
        )
        unit.drafts.add(*_drafts())
        unit.audit_log.add(*_log())
        fill_company(unit, HER, NAME, WORDS, KEPT)
        unit.commit()
    _talk(conversations)


def _members() -> list[Member]:
    roles = frozenset({Role.MENTEE, Role.MANAGER})
    profile = Profile(
        headline=f"Keeper of the {WORDS}", goals=(f"Let the {WORDS} sing",), experience=("Ran a bird house",),
        skills=(WORDS,), working_style=f"Like a {WORDS}", time_zone="Asia/Karachi", languages=("Urdu",),
    )  # fmt: skip
    return [
        Member(id=HER, name=NAME, email=EMAIL, roles=roles, profile=profile, extra={"desk": WORDS}),
        Member(id="m2", name="Bo Lindqvist", roles=frozenset({Role.MENTOR}), capacity=2, vetoes=frozenset({HER, "m5"}),
               profile=Profile(headline="Trains speakers",
                               experience=(f"Opened the aviary with {NAME} and Qureshi’s team. {KEPT}",))),
        Member(id="m3", name="Ada Okoye", roles=frozenset({Role.MENTEE}), line_manager_id=HER,
               profile=Profile(goals=("Speak up in meetings",))),
        Member(id="m4", name="Wei Tan", roles=frozenset({Role.ADMIN})),
        Member(id="m5", name="Will Grace", roles=frozenset({Role.MENTEE}), profile=Profile(goals=("Write plainly",))),
    ]  # fmt: skip


def _match(
    id_: str, seeker: str, partner: str, rationale: Rationale, state: MatchState, **more: object
) -> Match:
    return Match.model_validate(
        {"id": id_, "seeker": seeker, "partner": partner, "role": "mentor", "state": state, "score": 0.6,
         "rationale": rationale, "programme": "p1", "created": NOW, **more}
    )  # fmt: skip


def _matches() -> list[Match]:
    benefit = Benefit(seeker="learns", partner="gives")
    hers = Rationale(
        for_=(Claim(claim=f"wants “{WORDS}”", evidence=(1,)),), benefit=benefit,
        citations=(ProfileCitation(n=1, member=HER, field="goals[0]", quote=WORDS),),
    )  # fmt: skip
    anothers = Rationale(
        benefit=benefit,
        alternatives=(Alternative(member=HER, score=0.5, why_not="full"),
                      Alternative(member="m5", score=0.4, why_not="x")),
        would_change=(f"one more place with {HER}", "one more place with m5"),
    )  # fmt: skip
    return [
        _match("x1", HER, "m2", hers, MatchState.ACTIVE),
        _match("x2", "m3", "m2", anothers, MatchState.PROPOSED, reason=f"{NAME} asked for it"),
        _match("x3", "m3", "m5", hers, MatchState.PROPOSED, role="circle", members=("m3", "m5", HER)),
        _match("x4", HER, "m5", hers, MatchState.ACTIVE, role="circle", members=(HER, "m5", "m3")),
    ]


def _run() -> MatchRun:
    return MatchRun(
        id="run1", role=MatchRole.MENTOR, programme="p1", proposed=("x1", "x2"), total_score=1.0, gap=0.0, seed=1,
        unmatched=(Unmatched(member=HER, reason=f"said {WORDS}", cure="more"),
                   Unmatched(member="m5", reason="All are full.", cure=f"One more place with {HER} would do.")),
        moved=(Move(member=HER, before="m2", after="m5", why="x"), Move(member="m3", before=HER, after="m2", why="y")),
        by=HER, created=NOW,
    )  # fmt: skip


def _relationships() -> list[Relationship]:
    signed = (Signature(member=HER, at=NOW), Signature(member="m2", at=NOW))
    return [
        Relationship(id="r1", match="x1", role=MatchRole.MENTOR, members=(HER, "m2"), programme="p1", started=TODAY,
                     agreement=Agreement(text=f"The {WORDS} stays between us.", draft="d1", signatures=signed)),
        Relationship(id="r2", match="x4", role=MatchRole.CIRCLE, members=("m3", "m5", HER), programme="p1",
                     started=TODAY),
    ]  # fmt: skip


def _sessions() -> list[Session]:
    later = NOW + timedelta(days=3)
    return [
        Session(id="s1", relationship="r1", at=NOW - timedelta(days=9), topic=f"The {WORDS}", state="held",
                ratings={HER: 5, "m2": 4}, agenda="d1"),
        Session(id="s2", relationship="r1", at=later, topic="Next"),
        Session(id="s3", relationship="r2", at=later, topic=f"Zainab leads. {KEPT}"),
    ]  # fmt: skip


def _notes() -> list[Note]:
    def note(id_: str, author: str, visibility: str, text: str) -> Note:
        return Note.model_validate(
            {"id": id_, "session": "s1", "relationship": "r1", "author": author, "visibility": visibility,
             "text": text, "at": NOW}
        )  # fmt: skip

    return [
        note("t1", HER, "private", f"I dreamt of a {WORDS}."),
        note("t2", HER, "shared", f"The {WORDS} flew."),
        note("t3", "m2", "private", f"Zainab seems tired; ask {EMAIL}. {KEPT}"),
        note("t4", "m2", "shared", f"Zainab Quréshi will write the opening. {KEPT}"),
    ]


def _draft(id_: str, about: str, owners: set[str], **more: object) -> Draft:
    return Draft.model_validate(
        {"id": id_, "kind": "agenda", "writer": "embedded", "about": about, "owners": owners, "made_by": "m2",
         "markdown": f"# The {WORDS}", "created": NOW, **more}
    )  # fmt: skip


def _drafts() -> list[Draft]:
    cites = (RecordCitation(n=1, kind="moment", record="o2", field="behaviour", quote=f"A {WORDS} sang"),)
    return [
        _draft("d1", HER, {HER, "m2"}, relationship="r1", usage=Usage(prompt_tokens=10, completion_tokens=5)),
        _draft("d2", HER, {"m2"}, kind="brief"),
        _draft(
            "d3", "m3", {"m3"}, kind="recognition", citations=cites, facts=(Fact(text=WORDS, evidence=(1,)),)
        ),
        _draft("d4", "m3", {"m3"}, kind="goal-plan", markdown=f"Tell Zainab on Tuesday. {KEPT}"),
    ]


def _log() -> list[AuditEntry]:
    return [
        AuditEntry(id="l1", at=NOW, by=HER, verb="decline", kind="match", record="x2", reason=f"The {WORDS}"),
        AuditEntry(id="l2", at=NOW, by="m4", verb="approve", kind="match", record="x2", reason=f"{NAME} asked. {KEPT}"),
        AuditEntry(id="l3", at=NOW, by="m4", verb="roles", kind="member", record=HER, detail={"member": HER}),
    ]  # fmt: skip


def _talk(conversations: Conversations) -> None:
    def say(thread: str, owner: str, title: str, *turns: Turn) -> None:
        conversations.start(Conversation(id=thread, owner=owner, title=title, started=NOW, latest=NOW))
        conversations.add(thread, *turns)

    def person(text: str) -> Turn:
        return Turn(by="person", text=text, at=NOW)

    say(f"{HER}/t1", HER, WORDS, person(f"My {WORDS} is loud"), Turn(by="copilot", text="Breathe.", at=NOW))
    step = NextStep(label="Plan it", text="Plan the session with Zainab")
    cited = ProfileCitation(n=1, member=HER, field="goals[0]", quote=f"Let the {WORDS} sing")
    say(
        "m2/t1", "m2", f"Ask {NAME} about birds", person(f"What does {NAME} want? {KEPT}"),
        Turn(by="copilot", text=f"She wants to let the {WORDS} sing. [1]", at=NOW, citations=(cited,), steps=(step,)),
        Turn(by="copilot", text=f"Ask one question at a time. {KEPT}", at=NOW),
    )  # fmt: skip
    say(
        "m3/t1",
        "m3",
        "Else",
        person(f"Will you help with grace? {KEPT}"),
        Turn(by="copilot", text="Yes.", at=NOW, offers=("d3",)),
    )
