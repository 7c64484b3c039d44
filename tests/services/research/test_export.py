"""The export as whoever gives it out, and as whoever tries to find somebody in it."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import DeclaredGroup, Member, Profile, Role
from copilot.domain.programmes import Enrolment, Programme
from copilot.domain.relationships import Relationship, Session
from copilot.domain.surveys import SurveyAnswer, SurveyPoint
from copilot.errors import BadInput, NotAllowed, NotFound, NothingToSay
from copilot.services.policy import Policy
from copilot.services.research import ladders as told
from copilot.services.research.packing import zipped
from copilot.services.research.service import Exported, ResearchService
from copilot.services.research.tables import OF_MEMBERS
from tests.fakes import FixedClock, MemoryUnitsOfWork

FUNCTIONS = ("data", "care", "food", "finance")
ZONES = ("Europe/Lisbon", "Europe/Oslo", "Asia/Karachi", "America/Lima")
SECRET = "zebrafinch"


def community(size: int, seed: int = 1) -> list[Member]:
    chance = random.Random(seed)
    return [
        Member(
            id=f"member-{n}", name=f"Zainab {SECRET} {n}", email=f"{SECRET}{n}@example.org",
            roles=frozenset({Role.MENTEE} if n % 2 else {Role.MENTOR}), extra={"desk": SECRET},
            profile=Profile(
                headline=SECRET, goals=(SECRET,), function=chance.choice(FUNCTIONS), level=chance.randint(1, 8),
                location=f"{SECRET} town", time_zone=chance.choice(ZONES), languages=("English",),
                hours_per_month=chance.choice((2, 4, 6)),
            ),
        )
        for n in range(size)
    ]  # fmt: skip


def filled(members: list[Member], pairs: int = 0) -> MemoryUnitsOfWork:
    units = MemoryUnitsOfWork()
    with units() as unit:
        unit.members.add(*members)
        unit.programmes.add(Programme(id="p1", name="Spring", starts=date(2026, 1, 1), ends=date(2026, 9, 1)))
        for n in range(pairs):
            mentee, mentor = members[2 * n + 1].id, members[2 * n].id
            unit.relationships.add(
                Relationship(id=f"r{n}", role=MatchRole.MENTOR, members=(mentee, mentor), programme="p1",
                             started=date(2026, 1 + n % 3, 5), reason=SECRET)
            )  # fmt: skip
            at = datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(days=n % 20)
            unit.sessions.add(
                Session(id=f"s{n}", relationship=f"r{n}", at=at, topic=SECRET, state="held",
                        ratings={mentee: 5, mentor: 4} if n % 2 else {mentee: 1})
            )  # fmt: skip
            unit.survey_answers.add(
                SurveyAnswer(id=f"a{n}", relationship=f"r{n}", programme="p1", member=mentee, side="seeker",
                             point=SurveyPoint.START, on=date(2026, 2, 2), ratings={"trust": 1 + n % 5}, words=SECRET)
            )  # fmt: skip
            unit.enrolments.add(Enrolment(id=f"p1:{mentee}", programme="p1", member=mentee))
        unit.declared_groups.add(
            DeclaredGroup(id="d", member=members[0].id, attribute=SECRET, value=SECRET, consent=True)
        ) if members else None
        unit.commit()
    return units


def service_over(units: MemoryUnitsOfWork) -> ResearchService:
    return ResearchService(units, Policy(), FixedClock())


def rows_of(found: Exported, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(found.files[f"{table}.csv"])))


def test_nothing_that_names_anybody_is_in_any_file() -> None:
    found = service_over(filled(community(80), 40)).export(OPERATOR)
    assert set(found.files) == {
        "members.csv",
        "relationships.csv",
        "sessions.csv",
        "surveys.csv",
        "README.md",
    }
    whole = "\n".join(found.files.values()).lower()
    for told_of_her in (SECRET, "zainab", "member-", "example.org", "lisbon", "karachi", "2026-02-02"):
        assert told_of_her not in whole


def test_whoever_knows_the_roster_finds_nobody_among_fewer_than_k() -> None:
    """The attack: everything of a colleague is known, and the steps of each column stand in the README."""
    members = community(120)
    found = service_over(filled(members, 50)).export(OPERATOR, k=6)
    rows = [tuple(row[name] for name in OF_MEMBERS) for row in rows_of(found, "members")]
    for n, member in enumerate(members):
        at_finest = (
            told.roles_told(member.roles), told.function_told(member.profile.function),
            told.level_told(member.profile.level), told.region_told(member.profile.time_zone),
            told.languages_told(member.profile.languages), told.hours_told(member.profile.hours_per_month),
            told.count_told(1 if n < 100 else 0),
        )  # fmt: skip
        as_written = tuple(
            next(step.of(value) for step in OF_MEMBERS[name] if step.called == found.tables[0].told_as[name])
            for name, value in zip(OF_MEMBERS, at_finest, strict=True)
        )
        assert rows.count(as_written) == 0 or rows.count(as_written) >= 6
    assert found.unique_before > 20
    assert found.unique_after == 0
    assert found.risk.max <= 0.1667


def test_no_number_stands_in_two_tables_and_no_two_exports_have_one_order() -> None:
    service = service_over(filled(community(80), 40))
    found, again = service.export(OPERATOR), service.export(OPERATOR)
    numbers = [
        row["row"] for name in ("members", "relationships", "sessions") for row in rows_of(found, name)
    ]
    assert len(set(numbers)) == len(numbers)
    assert [row["row"] for row in rows_of(again, "members")] != [
        row["row"] for row in rows_of(found, "members")
    ]


def test_what_one_side_alone_said_of_a_session_is_not_told() -> None:
    found = service_over(filled(community(80), 40)).export(OPERATOR)
    assert {row["rating"] for row in rows_of(found, "sessions")} == {"", "4"}


def test_of_a_survey_one_band_is_told_and_every_combination_stands_for_k() -> None:
    """Ratings one by one were as good as a signature: most rows were the only ones of their kind."""
    rows = rows_of(service_over(filled(community(80), 40)).export(OPERATOR, k=6), "surveys")
    assert set(rows[0]) == {"row", "role", "side", "point", "answered", "rated"}
    assert {row["rated"] for row in rows} == {"1–2", "3", "4–5"}
    assert {row["answered"] for row in rows} == {"2026"}
    alike = Counter(tuple(told_ for name, told_ in row.items() if name != "row") for row in rows)
    assert min(alike.values()) >= 6


def test_an_answer_that_the_figures_do_not_count_is_in_no_table() -> None:
    """Of today, taken back, or beyond the last five: two exports would tell whose it is."""
    units = filled(community(80), 38)
    service = service_over(units)
    assert len(rows_of(service.export(OPERATOR), "surveys")) == 35
    with units() as unit:
        for n, each in enumerate(sorted(unit.survey_answers.all(), key=lambda one: one.id)[:2]):
            gone = {"withdrawn": True, "ratings": {}} if n else {"on": date(2026, 3, 2), "first_on": each.on}
            unit.survey_answers.save(each.changed(**gone))
        unit.commit()
    assert len(rows_of(service.export(OPERATOR), "surveys")) in {25, 30, 35}
    with units() as unit:
        for each in unit.survey_answers.all():
            unit.survey_answers.save(each.changed(on=date(2026, 3, 2)))
        unit.commit()
    assert "surveys.csv" not in service.export(OPERATOR).files


def test_the_readme_states_the_risk_and_what_it_does_not_protect_from() -> None:
    found = service_over(filled(community(80), 40)).export(OPERATOR, k=5)
    said = found.files["README.md"]
    assert f"| {found.unique_before} | 0 | {found.risk.max:.1%} |" in said
    for words in ("no key to them was kept", "What it does not protect from", "Two made at different times"):
        assert words in said.replace("\n", " ")


def test_of_a_programme_only_its_people_and_relationships_are_told() -> None:
    found = service_over(filled(community(80), 30)).export(OPERATOR, programme="p1")
    assert (found.members, found.programme) == (30, "p1")
    assert {row["roles"] for row in rows_of(found, "members")} <= {"mentee", "seeks", "*"}


def test_a_pair_that_met_ever_so_often_is_one_pair() -> None:
    units = filled(community(80), 4)
    with units() as unit:
        for n in range(50):
            at = datetime(2026, 3, 2, 9, tzinfo=UTC)
            unit.sessions.add(Session(id=f"more{n}", relationship="r0", at=at, state="held"))
        unit.commit()
    found = service_over(units).export(OPERATOR)
    assert "sessions.csv" not in found.files
    assert "not written" in found.files["README.md"]


@pytest.mark.parametrize(
    ("size", "k", "says"), [(0, 5, "nobody"), (4, 5, "fewer than 5"), (30, 31, "fewer than 31")]
)
def test_an_empty_community_or_a_k_larger_than_it_is_an_honest_no(size: int, k: int, says: str) -> None:
    units = filled(community(size))
    with pytest.raises(NothingToSay, match=says) as refusal:
        service_over(units).export(OPERATOR, k=k)
    assert refusal.value.exit_code == 1
    with units.reading() as unit:
        assert not unit.audit_log.all(), "what was refused is not told as done"


def test_where_more_than_half_would_have_to_go_nothing_is_written() -> None:
    members = [
        member.changed(
            roles=frozenset({[Role.MENTEE, Role.MENTOR, Role.PEER][n % 3]}),
            profile=Profile(
                function=f"f{n}", level=(1, 5, 9)[n % 3], time_zone=ZONES[n % 3 + (n % 3 > 0)],
                languages=(f"l{n}",) if n % 2 else ("a", "b"), hours_per_month=(1, 7)[n % 2],
            ),
        )
        for n, member in enumerate(community(6))
    ]  # fmt: skip
    units = filled(members, 2)
    with units() as unit:
        unit.relationships.remove("r1")
        unit.commit()
    with pytest.raises(NothingToSay, match="more than half"):
        service_over(units).export(OPERATOR, k=6)


@pytest.mark.parametrize("k", [0, 1, 4, -3, 5000])
def test_a_k_under_five_is_bad_input(k: int) -> None:
    with pytest.raises(BadInput, match="5 is the least"):
        service_over(filled(community(20))).export(OPERATOR, k=k)


def test_a_programme_there_is_none_of_is_not_found() -> None:
    with pytest.raises(NotFound, match="no programme “p9”"):
        service_over(filled(community(20))).export(OPERATOR, programme="p9")


def test_only_who_keeps_the_records_may_and_the_log_says_who_did() -> None:
    units = filled(community(40))
    service = service_over(units)
    with pytest.raises(NotAllowed):
        service.export(Asker(member="member-1", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"})))
    service.export(Asker(member="member-2", roles=frozenset({Role.ADMIN})))
    with units.reading() as unit:
        [line] = unit.audit_log.all()
    assert (line.by, line.kind, line.detail["k"]) == ("member-2", "export", "5")


def test_a_cell_that_a_spreadsheet_would_run_is_made_inert() -> None:
    members = [
        member.changed(profile=member.profile.model_copy(update={"function": "=1+1"}))
        for member in community(20)
    ]
    found = service_over(filled(members)).export(OPERATOR)
    assert {row["function"] for row in rows_of(found, "members")} == {"'=1+1"}


def test_the_zip_says_nothing_about_when_each_file_was_written() -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(zipped({"members.csv": "row\n"}))) as archive:
        [info] = archive.infolist()
        assert info.date_time == (1980, 1, 1, 0, 0, 0)
        assert archive.read("members.csv") == b"row\n"
