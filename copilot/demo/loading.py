"""The sample community into a home: people, guides, a year of history, and a first run of matches."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, time
from pathlib import Path

from copilot.app import Copilot
from copilot.demo.badges import keep_badges
from copilot.demo.circles import keep_circles
from copilot.demo.events import keep_events
from copilot.demo.help_requests import keep_requests
from copilot.demo.histories import histories
from copilot.demo.learning import keep_learning
from copilot.demo.nudges import keep_nudges
from copilot.demo.objectives import keep_objectives
from copilot.demo.opportunities import keep_opportunities
from copilot.demo.people import people
from copilot.demo.playbook import keep_playbook
from copilot.demo.programme_life import keep_programme_life
from copilot.demo.recognition import keep_recognition
from copilot.demo.records import History
from copilot.demo.records import Relationship as PastRelationship
from copilot.demo.spaces import keep_spaces
from copilot.demo.sponsorship import keep_sponsorships
from copilot.demo.surveys import keep_surveys
from copilot.domain import relationships as domain
from copilot.domain.asking import OPERATOR
from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import DeclaredGroup
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.rosters import RawRow
from copilot.errors import BadInput
from copilot.ports import Progress, UnitOfWork

SEED = 2026
BEGUN = "demo-begun"
LOADED = "demo-loaded"
SESSION_AT = time(15, 0, tzinfo=UTC)


def is_loaded(copilot: Copilot) -> bool:
    """Whether the sample community is in this home, whole.

    Raises BadInput where the home holds another community: nothing of it is touched.
    """
    folder = copilot.home.folder
    if (folder / LOADED).exists():
        return True
    with copilot.units.reading() as unit:
        if unit.members.count() and not (folder / BEGUN).exists():
            raise BadInput(
                "This home holds a community of its own.",
                place=str(folder),
                cure="Give the demo another home with --home, or serve this one with `mentoring serve`.",
            )
    return False


def remove(folder: Path) -> None:
    """Throw a demo home away. Raises BadInput where the folder is something else."""
    if not folder.exists():
        return
    if not (folder / BEGUN).exists():
        raise BadInput(
            "This is not a home of the demo.", place=str(folder), cure="Name the demo's home with --home."
        )
    shutil.rmtree(folder)


def load(copilot: Copilot, progress: Progress | None = None) -> None:
    """Put the sample community into an empty home. What was begun and interrupted is completed."""
    folder = copilot.home.folder
    (folder / BEGUN).touch()
    rows = people(SEED)
    copilot.members.import_rows(
        OPERATOR, [RawRow(row=n, cells=dict(row)) for n, row in enumerate(rows, start=1)]
    )
    copilot.guides.add(OPERATOR, [], builtin=True, progress=progress)
    history = histories(rows, SEED, copilot.clock.now().date())
    with copilot.units() as unit:
        if not unit.programmes.count():
            _keep(unit, history)
            keep_events(unit, copilot.clock.now())
            keep_requests(unit, copilot.clock.now())
            keep_spaces(unit, copilot.clock.now())
            keep_opportunities(unit, copilot.clock.now())
            keep_objectives(unit, copilot.clock.now())
            keep_playbook(unit, copilot.clock.now())
            keep_programme_life(unit, copilot.clock.now())
            keep_circles(unit, copilot.clock.now())
            keep_sponsorships(unit, copilot.clock.now())
            keep_learning(unit, copilot.clock.now())
            keep_recognition(unit, copilot.clock.now())
            keep_surveys(unit, copilot.clock.now())
            keep_nudges(unit, copilot.clock.now())
            unit.commit()
    keep_badges(copilot)
    for programme in history.programmes:
        copilot.matching.run(OPERATOR, MatchRole.MENTOR, programme=programme.id, seed=SEED, progress=progress)
    (folder / LOADED).touch()


def _keep(unit: UnitOfWork, history: History) -> None:
    _keep_programmes(unit, history)
    _keep_relationships(unit, history)
    _keep_goals(unit, history)
    _keep_sessions(unit, history)
    _keep_what_people_said(unit, history)


def _keep_programmes(unit: UnitOfWork, history: History) -> None:
    unit.programmes.add(
        *(
            Programme(
                id=p.id,
                name=p.name,
                starts=p.starts,
                ends=p.ends,
                managers=frozenset(p.manager_ids),
                purpose=p.purpose,
            )
            for p in history.programmes
        )
    )
    unit.enrolments.add(
        *(
            Enrolment(id=f"{e.programme_id}:{e.member_id}", programme=e.programme_id, member=e.member_id)
            for e in history.enrolments
        )
    )


def _keep_relationships(unit: UnitOfWork, history: History) -> None:
    held = {
        r.id: sum(s.relationship_id == r.id and s.state == "held" for s in history.sessions)
        for r in history.relationships
    }
    for past in history.relationships:
        unit.matches.add(_match(past))
        unit.relationships.add(
            domain.Relationship(
                id=past.id,
                match=f"x-{past.id}",
                role=MatchRole(past.role),
                members=(past.seeker_id, past.partner_id),
                programme=past.programme_id,
                state=past.state,
                stage=_stage(past, held[past.id]),
                reason=past.reason,
                started=past.started_on,
            )
        )


def _stage(past: PastRelationship, held: int) -> domain.Stage:
    if past.state == "closed":
        return domain.Stage.REDEFINITION
    return domain.Stage.CULTIVATION if held > 2 else domain.Stage.INITIATION


def _match(past: PastRelationship) -> Match:
    return Match(
        id=f"x-{past.id}",
        seeker=past.seeker_id,
        partner=past.partner_id,
        role=MatchRole(past.role),
        state=MatchState(past.state),
        score=0.0,
        rationale=Rationale(
            benefit=Benefit(seeker=past.need, partner=""),
            confidence="arranged by hand, before the copilot came",
        ),
        programme=past.programme_id,
        reason=past.reason,
        accepted_by=frozenset({past.seeker_id, past.partner_id}),
        created=_at(past.started_on),
    )


def _keep_goals(unit: UnitOfWork, history: History) -> None:
    steps: dict[str, list[domain.Milestone]] = {}
    last: dict[str, date] = {}
    for milestone in sorted(history.milestones, key=lambda milestone: milestone.position):
        step = domain.Milestone(text=milestone.text, due=milestone.due, done=milestone.reached_on is not None)
        steps.setdefault(milestone.goal_id, []).append(step)
        if milestone.reached_on:
            last[milestone.goal_id] = max(milestone.reached_on, last.get(milestone.goal_id, date.min))
    unit.goals.add(
        *(
            domain.Goal(
                id=goal.id,
                member=goal.member_id,
                title=goal.text,
                why=goal.said,
                due=goal.due,
                progress=goal.progress,
                state="reached" if goal.progress == 100 else "open",
                milestones=tuple(steps.get(goal.id, ())),
                relationship=goal.relationship_id,
                reached_on=last.get(goal.id) if goal.progress == 100 else None,
            )
            for goal in history.goals
        )
    )


def _keep_sessions(unit: UnitOfWork, history: History) -> None:
    pair = {r.id: (r.seeker_id, r.partner_id) for r in history.relationships}
    relationship_of = {session.id: session.relationship_id for session in history.sessions}
    when = {session.id: _at(session.on) for session in history.sessions}
    for s in history.sessions:
        rated = zip(pair[s.relationship_id], (s.seeker_rating, s.partner_rating), strict=True)
        unit.sessions.add(
            domain.Session(
                id=s.id,
                relationship=s.relationship_id,
                at=when[s.id],
                minutes=s.minutes,
                topic=s.topic,
                state=s.state,
                ratings={member: rating for member, rating in rated if rating is not None},
            )
        )
    unit.notes.add(
        *(
            domain.Note(
                id=note.id,
                session=note.session_id,
                relationship=relationship_of[note.session_id],
                author=note.author_id,
                visibility="shared" if note.shared else "private",
                text=note.text,
                at=when[note.session_id],
            )
            for note in history.notes
        )
    )
    unit.actions.add(
        *(
            domain.ActionItem(
                id=item.id,
                relationship=relationship_of[item.session_id],
                session=item.session_id,
                owner=item.owner_id,
                text=item.text,
                due=item.due,
                done=item.done_on is not None,
            )
            for item in history.actions
        )
    )


def _keep_what_people_said(unit: UnitOfWork, history: History) -> None:
    unit.feedback.add(
        *(
            domain.Feedback(
                id=f.id, relationship=f.relationship_id, by=f.by_id, on=f.on, rating=f.rating, text=f.text
            )
            for f in history.feedback
        )
    )
    unit.moments.add(
        *(
            domain.Moment(
                id=m.id,
                member=m.member_id,
                by=m.by_id,
                on=m.on,
                situation=m.situation,
                behaviour=m.behaviour,
                impact=m.impact,
            )
            for m in history.moments
        )
    )
    unit.declared_groups.add(
        *(
            DeclaredGroup(
                id=f"{g.member_id}:{g.attribute}",
                member=g.member_id,
                attribute=g.attribute,
                value=g.value,
                consent=g.consent,
            )
            for g in history.groups
        )
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, SESSION_AT)
