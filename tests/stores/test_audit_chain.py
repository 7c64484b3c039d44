"""The audit log's chain: what anybody changes by hand is found, and deletions keep it whole."""

from __future__ import annotations

import multiprocessing
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine, insert, text
from sqlalchemy.pool import StaticPool

from copilot.domain.asking import Asker
from copilot.domain.audit_chain import (
    BEFORE_THE_FIRST,
    DELETION_TO_BE_FINISHED,
    FIELDS,
    PRUNE,
    THE_LOG,
    commitment,
    hash_of,
    of_spans,
    spans,
)
from copilot.domain.chain_verdicts import Verdict
from copilot.domain.matches import AuditEntry
from copilot.errors import Conflict, NotAllowed
from copilot.services.log_chain import KeptHead, LogChainService
from copilot.services.policy import Policy
from copilot.stores.columns import metadata
from copilot.stores.database import open_engine
from copilot.stores.home import DATABASE, Home, migrations
from copilot.stores.privacy_schema import audit_chain
from copilot.stores.schema import audit_log
from copilot.stores.unit_of_work import SqlUnitsOfWork
from tests.fakes.clock import FixedClock

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
OPERATOR = Asker(operator=True)


def line(n: int, **changed: object) -> AuditEntry:
    given: dict[str, object] = {
        "id": f"a{n}", "at": NOW + timedelta(minutes=n), "by": f"m{n % 3}", "verb": "approve", "kind": "match",
        "record": f"x{n}", "reason": f"because {n}", "detail": {"n": str(n)},
    }  # fmt: skip
    return AuditEntry.model_validate(given | changed)


class Log:
    """A log in a database, and what the chain says of it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.units = SqlUnitsOfWork(engine)
        self.service = LogChainService(self.units, Policy(), FixedClock(NOW))

    def write(self, *lines: AuditEntry) -> None:
        with self.units() as unit:
            unit.audit_log.add(*lines)
            unit.commit()

    def delete(self, her: str, stand_in: str, *, noted: bool = True) -> None:
        """What a deletion does to the log, as `members.leaving` and `about_me` do it."""
        with self.units() as unit:
            for each in unit.audit_log.mentioning([her]):
                by = stand_in if each.by == her else each.by
                record = stand_in if each.record == her else each.record
                unit.audit_log.save(each.changed(by=by, record=record, reason=""))
            if noted:
                unit.audit_log.add(line(900, verb="delete", kind="member", record=stand_in, by="operator"))
                unit.audit_log.add(line(901, verb="delete", kind="member", record=DELETION_TO_BE_FINISHED))
            unit.commit()

    def prune(self, *ids: str) -> None:
        with self.units() as unit:
            unit.audit_log.prune(
                ids, line(950, verb=PRUNE, kind="settings", record=THE_LOG, detail={"before": "x"})
            )
            unit.commit()

    def sql(self, statement: str, **values: object) -> int:
        with self.engine.begin() as connection:
            return connection.execute(text(statement), values).rowcount

    def verdict(self, kept: KeptHead | None = None) -> Verdict:
        return self.service.verify(OPERATOR, kept)


@pytest.fixture
def log(home: Home) -> Log:
    return Log(home.engine)


def in_memory(lines: int = 8) -> Log:
    """A log with some lines, a member deleted, some lines pruned, and lines after that."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    metadata.create_all(engine, tables=[audit_log, audit_chain])
    log = Log(engine)
    log.write(*(line(n) for n in range(lines)))
    log.delete("m1", "former-1")
    log.prune("a0", "a4", "a5")
    log.write(line(100), line(101))
    return log


# --- whole


def test_what_is_written_is_one_chain_and_whole(log: Log) -> None:
    assert log.verdict() == Verdict(count=0, hash=BEFORE_THE_FIRST)
    log.write(line(1), line(2))
    log.write(line(3))
    found = log.verdict()
    assert (found.whole, found.count, found.lines) == (True, 3, 3)
    assert found.hash == log.service.head(OPERATOR).hash != BEFORE_THE_FIRST


def test_what_was_not_committed_leaves_no_link(log: Log) -> None:
    with log.units() as unit:
        unit.audit_log.add(line(1))
    log.write(line(2))
    assert log.verdict().count == 1
    assert log.verdict().whole


def test_a_deletion_rewrites_lines_and_the_chain_stays_whole(log: Log) -> None:
    log.write(*(line(n) for n in range(6)))
    before = log.service.head(OPERATOR)
    log.delete("m1", "former-1")
    found = log.verdict(before)
    assert (found.whole, found.rewritten, found.lines) == (True, 2, 8)
    with log.units() as unit:
        unit.audit_log.remove("a901")
        unit.commit()
    log.delete("m2", "former-2", noted=False)
    assert not log.verdict().whole, "rewritten, and nobody left"


def test_one_line_may_be_rewritten_by_several_deletions(log: Log) -> None:
    log.write(line(1, by="m1", record="m2", kind="member"), line(3))
    log.delete("m1", "former-1")
    with log.units() as unit:
        unit.audit_log.remove("a901")
        unit.audit_log.save(unit.audit_log.get("a1").changed(record="former-2"))
        unit.audit_log.add(line(902, verb="delete", kind="member", record="former-2"))
        unit.commit()
    assert log.verdict().whole
    log.sql("UPDATE audit_log SET record = 'm2' WHERE id = 'a1'")
    found = log.verdict()
    assert found.fault is not None
    assert (found.fault.seq, found.fault.entry) == (1, "a1")


def test_of_a_rewritten_line_nothing_is_left_to_try_words_on(log: Log) -> None:
    log.write(line(1))
    log.delete("m1", "former-1")
    with log.engine.connect() as connection:
        salts = connection.execute(text("SELECT salt FROM audit_chain ORDER BY seq")).scalars().all()
    assert [bool(salt) for salt in salts] == [False, True, True, True]


def test_a_rewritten_line_cannot_be_changed_afterwards(log: Log) -> None:
    log.write(*(line(n) for n in range(4)))
    log.delete("m1", "former-1")
    log.sql("UPDATE audit_log SET by = 'm2' WHERE id = 'a1'" if log.engine.dialect.name == "sqlite"
            else 'UPDATE audit_log SET "by" = \'m2\' WHERE id = \'a1\'')  # fmt: skip
    assert not log.verdict().whole


def test_lines_are_not_removed_notes_are(log: Log) -> None:
    log.write(line(1), line(2, record=DELETION_TO_BE_FINISHED))
    with log.units() as unit, pytest.raises(Conflict, match="not removed"):
        unit.audit_log.remove("a1")
    with log.units() as unit:
        unit.audit_log.remove("a2")
        unit.commit()
    found = log.verdict()
    assert (found.whole, found.count, found.lines) == (True, 3, 1)


def test_pruned_lines_leave_their_links_and_a_checkpoint_says_which(log: Log) -> None:
    log.write(*(line(n) for n in range(6)))
    kept = log.service.head(OPERATOR)
    log.prune("a0", "a1", "a3")
    found = log.verdict(kept)
    assert (found.whole, found.pruned, found.lines) == (True, 3, 4)
    with log.units.reading() as unit:
        told = unit.audit_log.get("a950").detail
    assert told == {"before": "x", "count": "3", "lines": "1-2,4", "links": "6", "head": kept.hash}
    log.sql("DELETE FROM audit_log WHERE id = 'a4'")
    fault = log.verdict().fault
    assert fault is not None
    assert (fault.seq, fault.entry) == (5, "a4")


def test_ten_thousand_entries_are_followed_in_pieces(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    log = Log(home.engine)
    log.write(*(line(n) for n in range(10_000)))
    found = log.verdict()
    assert (found.whole, found.count) == (True, 10_000)
    log.sql("UPDATE audit_log SET verb = 'decline' WHERE id = 'a7777'")
    fault = log.verdict().fault
    assert fault is not None
    assert (fault.seq, fault.entry) == (7778, "a7777")
    home.close()


def test_managers_and_members_are_told_nothing(log: Log) -> None:
    for asker in (Asker(), Asker(member="m1"), Asker(member="m2", manages=frozenset({"p1"}))):
        with pytest.raises(NotAllowed):
            log.service.verify(asker)
        with pytest.raises(NotAllowed):
            log.service.head(asker)


# --- broken

CHAIN = ("seq", "act", "entry", "of", "salt", "commitment", "previous", "hash")


@st.composite
def tampering(draw: st.DrawFn) -> tuple[str, object]:
    kind = draw(
        st.sampled_from(["line", "link", "cut line", "cut link", "insert", "swap lines", "swap links"])
    )
    return kind, draw(st.integers(0, 10_000)), draw(st.sampled_from(FIELDS)), draw(st.sampled_from(CHAIN)), draw(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
    )  # fmt: skip


@given(done=tampering(), other=st.integers(0, 10_000))
def test_whatever_is_changed_by_hand_is_found(done: tuple, other: int) -> None:
    kind, which, field, column, value = done
    log = in_memory()
    assert log.verdict().whole
    with log.engine.begin() as connection:
        before = contents(connection)
        tamper(connection, kind, which, other, field, column, value)
        after = contents(connection)
    assume(after != before)
    assert not log.verdict().whole, (kind, before, after)


def contents(connection: Connection) -> list[object]:
    """What stands in the two tables; how a line counts its changes means nothing."""
    lines = connection.execute(text(f"SELECT {_names(FIELDS)} FROM audit_log ORDER BY id"))
    links = connection.execute(text(f"SELECT {_names(CHAIN)} FROM audit_chain ORDER BY seq, entry"))
    return [tuple(row) for row in lines] + [tuple(row) for row in links]


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def tamper(
    connection: Connection, kind: str, which: int, other: int, field: str, column: str, value: str
) -> None:
    ids = list(connection.execute(text("SELECT id FROM audit_log ORDER BY id")).scalars())
    seqs = list(connection.execute(text("SELECT seq FROM audit_chain ORDER BY seq")).scalars())
    one, two = ids[which % len(ids)], ids[other % len(ids)]
    # Cutting off the very end can't be seen without a head that was kept: the next test is about that.
    link, second = seqs[which % (len(seqs) - 1)], seqs[other % (len(seqs) - 1)]
    run = lambda statement, **values: connection.execute(text(statement), values)  # noqa: E731
    if kind == "line":
        assume(field != "id" or value not in ids)
        run(f'UPDATE audit_log SET "{field}" = :value WHERE id = :one', value=value, one=one)
    elif kind == "link":
        given: object = (which * 7 + 1) if column in {"seq", "of"} else value
        assume(column != "seq" or given not in seqs)
        run(f'UPDATE audit_chain SET "{column}" = :value WHERE seq = :seq', value=given, seq=link)
    elif kind == "cut line":
        run("DELETE FROM audit_log WHERE id = :one", one=one)
    elif kind == "cut link":
        run("DELETE FROM audit_chain WHERE seq = :seq", seq=link)
    elif kind == "insert":
        connection.execute(insert(audit_log), [line(5000 + which).model_dump()])
    elif kind == "swap lines":
        for name in ("by", "verb", "kind", "record", "reason", "at", "detail"):
            run(
                f'UPDATE audit_log SET "{name}" = CASE id'
                f' WHEN :one THEN (SELECT "{name}" FROM audit_log WHERE id = :two)'
                f' ELSE (SELECT "{name}" FROM audit_log WHERE id = :one) END WHERE id IN (:one, :two)',
                one=one, two=two,
            )  # fmt: skip
    else:
        assume(link != second)
        for target, source in ((-1, link), (link, second), (second, -1)):
            run("UPDATE audit_chain SET seq = :target WHERE seq = :source", target=target, source=source)


def test_the_end_cut_off_is_found_where_a_head_was_kept() -> None:
    log = in_memory()
    kept = log.service.head(OPERATOR)
    log.sql("DELETE FROM audit_log WHERE id = 'a101'")
    log.sql("DELETE FROM audit_chain WHERE entry = 'a101'")
    assert log.verdict().whole, "what is left is whole in itself"
    fault = log.verdict(kept).fault
    assert fault is not None
    assert fault.what == "1 entry at the end is gone."


def test_a_chain_made_anew_is_found_where_a_head_was_kept() -> None:
    log = in_memory()
    kept = log.service.head(OPERATOR)
    other = in_memory()
    assert other.verdict().whole
    fault = other.verdict(kept).fault
    assert fault is not None
    assert "another hash" in fault.what
    log.write(line(200))
    assert log.verdict(kept).whole, "what came later changes nothing of what was"


@pytest.mark.parametrize("changed", ["at = '2000-01-01 00:00:00.000000'", "reason = ''", "detail = '{'"])
def test_a_line_that_was_changed_is_not_cleared_away_as_an_old_one(changed: str) -> None:
    """Whoever wants a line gone gives it an old day in the database, and waits for retention."""
    log = in_memory()
    log.sql(f"UPDATE audit_log SET {changed} WHERE id = 'a100'")
    fault = log.verdict().fault
    with log.units() as unit:
        unit.audit_log.prune(
            ["a3", "a100"], line(951, verb=PRUNE, kind="settings", record=THE_LOG, detail={})
        )
        assert unit.audit_log.get("a951").detail["count"] == "1"
        unit.commit()
    assert fault is not None
    assert log.verdict().fault == fault
    assert log.sql("UPDATE audit_log SET revision = revision WHERE id = 'a3'") == 0


def test_a_line_in_no_link_is_not_cleared_away_and_nothing_to_clear_makes_no_checkpoint() -> None:
    log = in_memory()
    with log.engine.begin() as connection:
        connection.execute(insert(audit_log), [line(42).model_dump()])
    before = log.service.head(OPERATOR)
    with log.units() as unit:
        assert unit.audit_log.prune(["a42"], line(951, verb=PRUNE, record=THE_LOG)) == 0
        unit.commit()
    assert log.service.head(OPERATOR).count == before.count
    fault = log.verdict().fault
    assert fault is not None
    assert fault.what == "The line a42 is in no link."


def test_a_deletion_makes_no_line_whole_that_somebody_had_changed() -> None:
    log = in_memory()
    log.sql("UPDATE audit_log SET verb = 'decline' WHERE id = 'a2'")
    assert log.verdict().fault is not None
    with log.units() as unit:
        unit.audit_log.save(unit.audit_log.get("a2").changed(by="former-2"))
        unit.audit_log.add(line(902, verb="delete", kind="member", record="former-2"))
        unit.commit()
    found = log.verdict()
    assert found.fault is not None
    assert (found.fault.entry, found.fault.what) == ("a2", "The line of entry 3 is not what was written.")
    assert log.sql("UPDATE audit_chain SET salt = salt WHERE entry = 'a2' AND salt <> ''") == 0


def test_a_line_that_can_no_longer_be_read_is_named() -> None:
    log = in_memory()
    log.sql("UPDATE audit_log SET detail = '{' WHERE id = 'a3'")
    fault = log.verdict().fault
    assert fault is not None
    assert (fault.entry, fault.what) == ("a3", "The line of entry 4 is not what was written.")


def test_a_line_put_in_past_the_copilot_is_named() -> None:
    log = in_memory()
    with log.engine.begin() as connection:
        connection.execute(insert(audit_log), [line(42).model_dump()])
    fault = log.verdict().fault
    assert fault is not None
    assert (fault.entry, fault.what) == ("a42", "The line a42 is in no link.")


def test_a_forged_removal_of_a_line_is_found() -> None:
    log = in_memory()
    head = log.service.head(OPERATOR)
    log.sql("DELETE FROM audit_log WHERE id = 'a2'")
    log.sql("UPDATE audit_chain SET salt = '' WHERE entry = 'a2'")
    forged = hash_of(head.count + 1, "removed", "a2", 3, "", head.hash)
    log.sql(
        "INSERT INTO audit_chain VALUES (:seq, 'removed', 'a2', 3, '', '', :previous, :hash)",
        seq=head.count + 1, previous=head.hash, hash=forged,
    )  # fmt: skip
    fault = log.verdict().fault
    assert fault is not None
    assert "said to be removed" in fault.what


# --- several at once


def test_threads_that_write_at_once_keep_one_chain(log: Log) -> None:
    def write(start: int) -> None:
        for n in range(start, start + 10):
            log.write(line(n))

    threads = [threading.Thread(target=write, args=(start,)) for start in (0, 100, 200)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    found = log.verdict()
    assert (found.whole, found.count) == (True, 30)


def test_processes_that_write_at_once_keep_one_chain(home: Home) -> None:
    processes = multiprocessing.get_context("spawn")
    writers = [processes.Process(target=write_many, args=(home.url, start)) for start in (0, 100)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert [each.exitcode for each in writers] == [0, 0]
    found = Log(home.engine).verdict()
    assert (found.whole, found.count) == (True, 20)


def write_many(url: str, start: int) -> None:
    engine = open_engine(url)
    log = Log(engine)
    for n in range(start, start + 10):
        log.write(line(n))
    engine.dispose()


def test_a_writer_that_does_not_queue_is_refused_rather_than_forking_the_chain(log: Log) -> None:
    log.write(line(1))
    with log.units() as unit:
        unit.audit_log.add(line(2))
        unit.commit()
    head = log.service.head(OPERATOR)
    with pytest.raises(Conflict), log.units() as unit:
        unit.audit_log._links.append(  # type: ignore[attr-defined] # as one would who had read the head before
            [one for one, _ in unit.audit_log.chained()][-1:]
        )
    assert log.verdict(head).count == 2


# --- homes from before


@pytest.fixture
def from_before(tmp_path: Path) -> Path:
    engine, plan = open_engine(f"sqlite:///{tmp_path / DATABASE}"), migrations()
    with engine.begin() as connection:
        plan.attributes["connection"] = connection
        command.upgrade(plan, "0015")
        for n in (3, 1, 2):
            row = line(n).model_dump()
            connection.execute(
                text(
                    'INSERT INTO audit_log (id, at, "by", verb, kind, record, reason, detail, revision) VALUES'
                    " (:id, :at, :by, :verb, :kind, :record, :reason, :detail, 0)"
                ),
                row | {"at": f"{row['at']:%Y-%m-%d %H:%M:%S.%f}", "detail": f'{{"n": "{n}"}}'},
            )
    engine.dispose()
    return tmp_path


def test_what_a_home_from_before_holds_is_chained_as_found(from_before: Path) -> None:
    home = Home(from_before)
    log = Log(home.engine)
    found = log.verdict()
    assert (found.whole, found.count) == (True, 4)
    with log.units.reading() as unit:
        chained = [link.entry for link, _ in unit.audit_log.chained()]
        said = unit.audit_log.get(chained[-1])
    assert chained[:3] == ["a1", "a2", "a3"]
    assert (said.verb, said.record, said.detail) == ("chain", THE_LOG, {"earlier": "3", "as": "found"})
    home.close()


def test_a_fresh_home_has_nothing_to_say_of_earlier_lines(sqlite_home: Home) -> None:
    assert Log(sqlite_home.engine).verdict().count == 0


# --- the format


def test_what_is_hashed_never_changes() -> None:
    """Chains in people's homes rest on these two."""
    assert commitment("5a17", line(1).model_dump()) == (
        "392d4ae0b4426f350bd788c828d854887188fb05d3003b2084e636f81c14fca2"
    )
    assert hash_of(1, "entry", "a1", 0, "c0", BEFORE_THE_FIRST) == (
        "7cc391af3ea7208ce6f27c797b581b791e9de093d182bc8e4f39dc10b6ee822c"
    )


@given(st.sets(st.integers(1, 60)))
def test_spans_are_read_as_they_are_written(numbers: set[int]) -> None:
    assert of_spans(spans(numbers), 61) == numbers
    assert of_spans("5-99999999999999", 8) == {5, 6, 7}


@given(st.text(max_size=20))
def test_what_is_no_list_of_spans_breaks_nothing(said: str) -> None:
    assert all(0 <= number < 100 for number in of_spans(said, 100))
