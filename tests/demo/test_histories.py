"""A year of mentoring that keeps the programme's own rules."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from copilot.demo.histories import histories
from copilot.demo.names import call_name
from copilot.demo.people import people
from copilot.demo.records import History, Relationship
from tests.demo.conftest import TODAY
from tests.demo.rows import Row, bosses

People = dict[str, Row]


@pytest.fixture(scope="module")
def few() -> list[Row]:
    return people(5, 40)


def held(history: History, relationship: Relationship) -> list[date]:
    return [s.on for s in history.sessions if s.relationship_id == relationship.id and s.state == "held"]


def going_on(history: History) -> list[Relationship]:
    return [relationship for relationship in history.relationships if relationship.state != "closed"]


def hour(row: Row) -> float:
    offset = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=ZoneInfo(row["time_zone"])).utcoffset()
    assert offset is not None
    return offset.total_seconds() / 3600


def test_the_same_seed_tells_the_same_year(few: list[Row]) -> None:
    assert histories(few, seed=5, today=TODAY) == histories(few, seed=5, today=TODAY)


def test_ids_are_unique_within_their_kind(history: History) -> None:
    for kind in fields(history):
        records = getattr(history, kind.name)
        ids = [record.id for record in records if hasattr(record, "id")]
        assert len(set(ids)) == len(ids), kind.name


def test_there_is_one_programme_with_its_managers_and_everybody_in_it(
    rows: list[Row], history: History
) -> None:
    (bridges,) = history.programmes
    assert (bridges.name, bridges.starts, bridges.ends) == (
        "Bridges 2026",
        date(2026, 2, 1),
        date(2027, 1, 31),
    )
    assert set(bridges.manager_ids) == {row["id"] for row in rows if "manager" in row["roles"]}
    assert {enrolment.member_id for enrolment in history.enrolments} == {row["id"] for row in rows}


def test_there_are_about_sixty_relationships_of_all_kinds(history: History) -> None:
    assert 55 <= len(history.relationships) <= 65
    roles = Counter(relationship.role for relationship in history.relationships)
    states = Counter(relationship.state for relationship in history.relationships)
    assert roles["mentor"] > 40
    assert min(roles["sponsor"], roles["peer"]) >= 5
    assert states["active"] > 35
    assert states["closed"] >= 8


def test_nobody_is_matched_against_the_rules(by_id: People, history: History) -> None:
    for relationship in history.relationships:
        seeker, partner = by_id[relationship.seeker_id], by_id[relationship.partner_id]
        assert partner["id"] not in bosses(seeker, by_id)
        assert seeker["id"] not in bosses(partner, by_id)
        assert set(seeker["languages"]) & set(partner["languages"])
        assert abs(hour(seeker) - hour(partner)) <= 5
        assert partner["id"] not in seeker["vetoes"]
        assert seeker["id"] not in partner["vetoes"]
        assert relationship.role in partner["roles"]


def test_levels_fit_the_role(by_id: People, history: History) -> None:
    for relationship in history.relationships:
        ahead = by_id[relationship.partner_id]["level"] - by_id[relationship.seeker_id]["level"]
        assert {"mentor": ahead >= 1, "sponsor": ahead >= 2, "peer": abs(ahead) <= 1}[relationship.role]


def test_nobody_has_more_places_taken_than_offered(by_id: People, history: History) -> None:
    taken = Counter(relationship.partner_id for relationship in going_on(history))
    assert all(count <= by_id[member]["capacity"] for member, count in taken.items())


def test_nobody_seeks_twice_in_the_same_role(history: History) -> None:
    seeking = Counter((relationship.seeker_id, relationship.role) for relationship in history.relationships)
    assert max(seeking.values()) == 1


def test_each_has_three_to_eight_sessions_on_weekdays_within_the_programme(history: History) -> None:
    for relationship in history.relationships:
        days = held(history, relationship)
        assert 3 <= len(days) <= 8
        assert days == sorted(set(days))
        assert all(day.weekday() < 5 for day in days)
        assert history.programmes[0].starts <= relationship.started_on < days[0]
        assert days[-1] < TODAY


def test_the_personas_met_last_week_and_have_something_open(by_id: People, history: History) -> None:
    first = history.relationships[0]
    assert (first.seeker_id, first.partner_id, first.state) == ("m1", "m2", "active")
    assert 4 <= (TODAY - held(history, first)[-1]).days <= 10
    last = next(s for s in reversed(history.sessions) if s.relationship_id == first.id and s.state == "held")
    assert any(action.done_on is None for action in history.actions if action.session_id == last.id)
    assert sum(relationship.partner_id == "m2" for relationship in history.relationships) >= 3
    assert sum(relationship.partner_id == "m5" for relationship in history.relationships) >= 2


def test_some_are_stuck_and_their_notes_say_why(history: History) -> None:
    stuck = [
        r for r in history.relationships if r.state == "active" and (TODAY - held(history, r)[-1]).days >= 60
    ]
    assert 8 <= len(stuck) <= 15
    for relationship in stuck:
        sessions = [s for s in history.sessions if s.relationship_id == relationship.id]
        last = [s for s in sessions if s.state == "held"][-1]
        private = [n for n in history.notes if n.session_id == last.id and not n.shared]
        assert len(private) == 2
        assert any(s.state == "cancelled" for s in sessions)


def test_every_session_has_a_shared_note_and_most_a_private_one(history: History) -> None:
    sessions = [s.id for s in history.sessions if s.state == "held"]
    shared = Counter(note.session_id for note in history.notes if note.shared)
    private = {note.session_id for note in history.notes if not note.shared}
    assert all(shared[session] == 1 for session in sessions)
    assert len(private) > 0.8 * len(sessions)


def test_only_the_two_write_and_promise(history: History) -> None:
    pairs = {r.id: {r.seeker_id, r.partner_id} for r in history.relationships}
    pair_of = {s.id: pairs[s.relationship_id] for s in history.sessions}
    assert all(note.author_id in pair_of[note.session_id] for note in history.notes)
    assert all(action.owner_id in pair_of[action.session_id] for action in history.actions)
    assert all(feedback.by_id in pairs[feedback.relationship_id] for feedback in history.feedback)
    assert {note.author_id for note in history.notes} > {r.partner_id for r in history.relationships[:5]}


def test_notes_are_rarely_the_same_and_show_no_seams(history: History) -> None:
    texts = [note.text for note in history.notes] + [goal.text for goal in history.goals]
    texts += [action.text for action in history.actions] + [m.text for m in history.milestones]
    texts += [part for m in history.moments for part in (m.situation, m.behaviour, m.impact)]
    seams = re.compile(r"[{}]|  |\b(the|a|an|my|last|next) (the|a|an|my)\b", re.IGNORECASE)
    assert [text for text in texts if seams.search(text)] == []
    notes = Counter(note.text for note in history.notes)
    assert len(notes) > 0.9 * notes.total()


def test_progress_follows_the_milestones(history: History) -> None:
    for goal in history.goals:
        steps = [m for m in history.milestones if m.goal_id == goal.id]
        reached = sum(m.reached_on is not None for m in steps)
        assert 3 <= len(steps) <= 5
        assert goal.progress == round(100 * reached / len(steps))
        assert [m.position for m in steps] == list(range(1, len(steps) + 1))


def test_mentees_goals_begin_with_their_own_words(by_id: People, history: History) -> None:
    said = [(goal.member_id, goal.said) for goal in history.goals if goal.said]
    assert len(said) > 40
    assert all(words in by_id[member]["goals"] for member, words in said)


def test_nothing_done_or_said_lies_in_the_future(history: History) -> None:
    done = [action.done_on for action in history.actions if action.done_on]
    said = [feedback.on for feedback in history.feedback] + [moment.on for moment in history.moments]
    assert max(done + said) <= TODAY
    assert all(s.on > TODAY for s in history.sessions if s.state == "planned")
    promised = {s.id: s.on for s in history.sessions}
    assert all(action.due >= promised[action.session_id] - timedelta(days=2) for action in history.actions)


def test_ratings_lie_between_one_and_five(history: History) -> None:
    ratings = [r for s in history.sessions for r in (s.seeker_rating, s.partner_rating) if r is not None]
    assert set(ratings) <= {1, 2, 3, 4, 5}
    assert {feedback.rating for feedback in history.feedback} <= {1, 2, 3, 4, 5}


def test_about_eighty_moments_were_seen_by_somebody_else(by_id: People, history: History) -> None:
    assert 75 <= len(history.moments) <= 90
    assert all(moment.member_id != moment.by_id for moment in history.moments)
    assert all({moment.member_id, moment.by_id} <= set(by_id) for moment in history.moments)
    assert len({moment.situation for moment in history.moments}) == len(history.moments)


def test_four_in_five_declared_groups_and_some_without_consent(rows: list[Row], history: History) -> None:
    declared = {group.member_id for group in history.groups}
    assert 0.72 < len(declared) / len(rows) < 0.88
    assert {group.attribute for group in history.groups} == {"gender", "age band", "background"}
    assert any(not group.consent for group in history.groups)
    sizes = Counter((group.attribute, group.value) for group in history.groups if group.consent)
    assert sizes["gender", "woman"] > 100
    assert sizes["gender", "man"] > 100


def test_groups_stay_out_of_the_profiles(rows: list[Row]) -> None:
    assert not any({"gender", "age band", "background", "groups"} & set(row) for row in rows)


@pytest.mark.parametrize("today", [date(2026, 6, 3), date(2027, 1, 29), date(2028, 3, 31), date(2031, 7, 1)])
def test_the_demo_is_fresh_on_any_day(few: list[Row], today: date) -> None:
    told = histories(few, seed=2026, today=today)
    (programme,) = told.programmes
    last = max(s.on for s in told.sessions if s.relationship_id == "r1" and s.state == "held")
    assert programme.starts < today <= programme.ends
    assert 4 <= (today - last).days <= 10
    assert min(s.on for s in told.sessions) >= programme.starts
    assert programme.name == f"Bridges {programme.starts.year}"


def test_a_small_community_has_a_small_history(few: list[Row]) -> None:
    told = histories(few, seed=5, today=TODAY)
    assert 1 <= len(told.relationships) < 15
    assert told.relationships[0].seeker_id == "m1"


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Grace Achieng Odhiambo", "Grace"),
        ("Kim Min-jun", "Min-jun"),
        ("Suharti", "Suharti"),
        ("Lê Thị Lan", "Thị Lan"),
    ],
)
def test_people_are_called_by_their_given_name(name: str, called: str) -> None:
    assert call_name(name) == called
