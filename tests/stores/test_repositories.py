"""One contract for every unit of work: the fake, SQLite and PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from copilot.domain.choices import Choice, Nomination
from copilot.domain.matches import Benefit, DeclineCategory, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import Member, Profile, Role
from copilot.domain.relationships import Goal, Milestone, Relationship
from copilot.errors import Conflict, HomeUnusable, NotFound
from copilot.ports import Between, UnitsOfWork
from copilot.stores import journal
from copilot.stores.home import Home
from copilot.stores.schema import changes
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.fakes import MemoryUnitsOfWork

AMARA = Member(
    id="m1",
    name="Amara Nwosu",
    roles=frozenset({Role.MENTEE, Role.PEER}),
    profile=Profile(
        headline="Nurse turned analyst", goals=("I want to be heard",), level=3, time_zone="Africa/Lagos"
    ),
    extra={"shoe size": "39"},
    updated=datetime(2026, 1, 5, 9, tzinfo=UTC),
)
BO = Member(id="m2", name="Bo Lindqvist", roles=frozenset({Role.MENTOR}), capacity=2)


class UnitOfWorkContract:
    @pytest.fixture
    def units(self) -> UnitsOfWork:
        raise AssertionError("each kind of unit of work gives its own")

    def test_what_was_committed_is_there_in_the_next_unit(self, units: UnitsOfWork) -> None:
        with units() as unit:
            unit.members.add(AMARA, BO)
            unit.commit()
        with units() as unit:
            assert unit.members.all() == [AMARA, BO]

    def test_what_was_not_committed_is_not_there(self, units: UnitsOfWork) -> None:
        with units() as unit:
            unit.members.add(AMARA)
        with units() as unit:
            assert unit.members.count() == 0

    def test_a_span_of_days_or_times_begins_with_its_first_and_ends_before_its_last(
        self, units: UnitsOfWork
    ) -> None:
        days = {
            "g1": date(2026, 3, 31),
            "g2": date(2026, 4, 1),
            "g3": date(2026, 6, 30),
            "g4": date(2026, 7, 1),
        }
        with units() as unit:
            unit.members.add(AMARA, BO)
            unit.goals.add(*[Goal(id=id_, member="m1", title="Speak", due=due) for id_, due in days.items()])
            unit.goals.add(Goal(id="g5", member="m1", title="No day"))
            unit.commit()
        quarter = Between(date(2026, 4, 1), date(2026, 7, 1))
        morning = datetime(2026, 1, 5, 10, tzinfo=timezone(timedelta(hours=1)))
        with units() as unit:
            assert [each.id for each in unit.goals.all(due=quarter)] == ["g2", "g3"]
            assert unit.goals.count(due=quarter, member="m2") == 0
            assert unit.members.values("id", updated=Between(morning, morning + timedelta(seconds=1))) == [
                ("m1",)
            ]
            assert unit.members.count(updated=Between(morning - timedelta(hours=1), morning)) == 0

    def test_of_many_only_some_values_are_read(self, units: UnitsOfWork) -> None:
        goal = Goal(
            id="g1", member="m1", title="Speak", due=date(2026, 3, 1), milestones=(Milestone(text="Once"),)
        )
        with units() as unit:
            unit.members.add(AMARA, BO)
            unit.goals.add(goal)
            unit.commit()
        with units.reading() as unit:
            assert sorted(unit.members.values("id", "roles", "updated")) == [
                ("m1", ["mentee", "peer"], AMARA.updated),
                ("m2", ["mentor"], None),
            ]
            assert unit.members.values("name", id=["m2", "nobody"]) == [("Bo Lindqvist",)]
            assert unit.goals.values("due", "milestones", member="m1") == [
                (date(2026, 3, 1), [{"text": "Once", "due": None, "done": False}])
            ]

    def test_an_id_can_be_taken_once(self, units: UnitsOfWork) -> None:
        with units() as unit:
            unit.members.add(AMARA)
            with pytest.raises(Conflict):
                unit.members.add(AMARA)

    def test_a_record_that_is_not_there_is_not_found(self, units: UnitsOfWork) -> None:
        with units() as unit:
            assert unit.members.find("m9") is None
            for ask in (unit.members.get, unit.members.remove):
                with pytest.raises(NotFound):
                    ask("m9")
            with pytest.raises(NotFound):
                unit.members.save(BO)

    def test_saving_counts_the_revision_up_and_an_old_copy_is_refused(self, units: UnitsOfWork) -> None:
        with units() as unit:
            unit.members.add(BO)
            kept = unit.members.save(BO.changed(capacity=3))
            assert (kept.revision, unit.members.get("m2").capacity) == (1, 3)
            with pytest.raises(Conflict):
                unit.members.save(BO.changed(capacity=4))

    def test_records_are_found_by_what_their_columns_hold(self, units: UnitsOfWork) -> None:
        matches = [
            _match("x1", "m1", MatchState.PROPOSED),
            _match("x2", "m1", MatchState.DECLINED),
            _match("x3", "m3"),
        ]
        with units() as unit:
            unit.matches.add(*reversed(matches))
            assert [m.id for m in unit.matches.all(seeker="m1")] == ["x1", "x2"]
            assert [m.id for m in unit.matches.all(seeker="m1", state=MatchState.DECLINED)] == ["x2"]
            assert [m.id for m in unit.matches.all(seeker={"m1", "m3"})] == ["x1", "x2", "x3"]
            assert unit.matches.all(seeker=set()) == []
            assert unit.matches.count(state=MatchState.PROPOSED) == 2

    def test_nested_values_dates_and_absent_ones_come_back_as_they_went(self, units: UnitsOfWork) -> None:
        goal = Goal(
            id="g1",
            member="m1",
            title="Présenter ✨",
            milestones=(Milestone(text="a", due=date(2026, 4, 1)),),
        )
        pair = Relationship(id="r1", role=MatchRole.MENTOR, members=("m1", "m2"), started=date(2026, 1, 9))
        with units() as unit:
            unit.goals.add(goal)
            unit.relationships.add(pair)
            assert unit.goals.get("g1") == goal
            assert unit.relationships.get("r1") == pair

    def test_what_members_choose_comes_back_as_it_went(self, units: UnitsOfWork) -> None:
        when = datetime(2026, 1, 5, 9, tzinfo=UTC)
        choice = Choice(id="c1", member="m1", role=MatchRole.MENTOR, ranked=("m3", "m2"), at=when)
        nomination = Nomination(id="n1", member="m1", role=MatchRole.MENTOR, at=when, by="m8")
        match = _match("x1", "m1", MatchState.DECLINED).changed(because=DeclineCategory.CAPACITY)
        with units() as unit:
            unit.choices.add(choice)
            unit.nominations.add(nomination)
            unit.matches.add(match)
            assert unit.choices.all(member="m1", role=MatchRole.MENTOR, programme="") == [choice]
            assert unit.nominations.all(member={"m1"}, state="nominated") == [nomination]
            assert unit.matches.get("x1") == match

    def test_a_reader_sees_what_was_there_and_a_second_writer_does_not_get_in(
        self, units: UnitsOfWork, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("copilot.stores.database.PATIENCE_SECONDS", 0.1)
        with units() as unit:
            unit.members.add(AMARA)
            with units.reading() as reader:
                assert reader.members.count() == 0
            with pytest.raises(HomeUnusable), units():
                pass
            unit.commit()

    def test_a_removed_record_is_gone(self, units: UnitsOfWork) -> None:
        with units() as unit:
            unit.members.add(AMARA, BO)
            unit.members.remove("m1")
            assert [m.id for m in unit.members.all()] == ["m2"]

    def test_what_was_written_since_a_mark_is_told_once_it_was_committed(self, units: UnitsOfWork) -> None:
        with units.reading() as unit:
            mark = unit.changed_since(0).mark
        with units() as unit:
            unit.members.add(AMARA, BO)
        with units.reading() as unit:
            assert not unit.changed_since(mark).any_of(["members", "matches"])
        with units() as unit:
            unit.members.add(AMARA, BO)
            unit.members.save(BO.changed(capacity=3))
            unit.matches.add(_match("x1", "m1"))
            unit.commit()
        with units.reading() as unit:
            changes = unit.changed_since(mark)
            assert changes.of("members") == {"m1", "m2"}
            assert changes.of("matches") == {"x1"}
            assert changes.of("choices") == frozenset()
            assert not unit.changed_since(changes.mark).any_of(["members", "matches"])

    def test_after_a_record_was_removed_all_of_its_kind_are_to_be_read_again(
        self, units: UnitsOfWork
    ) -> None:
        with units() as unit:
            unit.members.add(AMARA, BO)
            mark = unit.changed_since(0).mark
            unit.members.remove("m1")
            changes = unit.changed_since(mark)
            assert changes.of("members") is None
            assert changes.of("matches") == frozenset()


class TestInMemory(UnitOfWorkContract):
    @pytest.fixture
    def units(self) -> UnitsOfWork:
        return MemoryUnitsOfWork()


class TestInADatabase(UnitOfWorkContract):
    @pytest.fixture
    def units(self, home: Home) -> UnitsOfWork:
        return SqlUnitsOfWork(home.engine)


def test_two_people_at_one_record_are_told_apart(home: Home) -> None:
    units = SqlUnitsOfWork(home.engine)
    with units() as unit:
        unit.members.add(BO)
        unit.commit()
    with units.reading() as one, units.reading() as other:
        mine, hers = one.members.get("m2"), other.members.get("m2")
    with units() as unit:
        unit.members.save(mine.changed(capacity=5))
        unit.commit()
    with units() as unit, pytest.raises(Conflict):
        unit.members.save(hers.changed(capacity=6))
    with units() as unit:
        assert unit.members.get("m2").capacity == 5


def test_of_what_was_removed_no_id_is_left_among_the_changes(home: Home) -> None:
    units = SqlUnitsOfWork(home.engine)
    with units() as unit:
        unit.members.add(AMARA, BO)
        unit.members.remove("m1")
        unit.commit()
    with home.engine.connect() as connection:
        assert {row.record for row in connection.execute(select(changes))} == {"m2", ""}


def test_a_mark_too_old_to_follow_from_means_to_read_everything(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "KEPT", 3)
    monkeypatch.setattr(journal, "MOST_AT_ONCE", 2)
    units = SqlUnitsOfWork(home.engine)
    with units() as unit:
        unit.members.add(AMARA)
        mark = unit.changed_since(0).mark
        for capacity in range(5):
            unit.members.add(BO.changed(id=f"b{capacity}"))
        assert unit.changed_since(mark).everything
        mark = unit.changed_since(mark).mark
        unit.members.add(*(BO.changed(id=f"c{n}") for n in range(3)))
        assert unit.changed_since(mark).of("members") is None
        assert not unit.changed_since(mark).everything
        unit.commit()


def test_writers_of_several_threads_queue_and_none_is_refused(home: Home) -> None:
    units = SqlUnitsOfWork(home.engine)

    def count_up(n: int) -> None:
        with units() as unit:
            known = len(unit.members.all())
            unit.members.add(BO.changed(id=f"m{n}", capacity=known))
            unit.commit()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(count_up, range(60)))
    with units.reading() as unit:
        assert sorted(member.capacity or 0 for member in unit.members.all()) == list(range(60))


def _match(match_id: str, seeker: str, state: MatchState = MatchState.PROPOSED) -> Match:
    return Match(
        id=match_id,
        seeker=seeker,
        partner="m2",
        role=MatchRole.MENTOR,
        state=state,
        score=0.5,
        parts={"hours": 0.25},
        rationale=Rationale(benefit=Benefit(seeker="learns", partner="is asked")),
        created=datetime(2026, 1, 5, 9, tzinfo=UTC),
    )
