"""Objectives and their key results: kept by admins, and what can't be is a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from copilot.domain.objectives import KeyResult, Objective
from copilot.errors import BadInput, Conflict, CopilotError, NotAllowed, NotFound
from copilot.services.objectives.reading import read_key_result, read_key_results
from tests.services.objectives.community import ADMIN, ANA, MANAGER, Community


@pytest.fixture
def home() -> Community:
    return Community()


def test_an_admin_adds_an_objective_and_everybody_reads_it(home: Community) -> None:
    kept = home.service.add(
        ADMIN, " More mentors ", objective_id="mentors", why="Three wait for one.",
        key_results=["Mentors: 10 -> 30 people"], owner="max", starts=date(2026, 1, 1), ends=date(2026, 12, 31),
    )  # fmt: skip
    assert (kept.id, kept.title, kept.state, kept.progress) == ("mentors", "More mentors", "open", 0.0)
    assert [each.id for each in home.service.every(ANA)] == ["mentors", "speak", "trees"]
    assert home.service.show(ANA, "mentors").key_results[0].target == 30


@pytest.mark.parametrize("asker", [ANA, MANAGER])
def test_nobody_else_writes_them(home: Community, asker: object) -> None:
    for attempt in (
        lambda: home.service.add(asker, "Mine"),
        lambda: home.service.update(asker, "speak", title="Mine"),
        lambda: home.service.key_result(asker, "speak", 1, 3),
        lambda: home.service.settle(asker, "speak", "reached"),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_an_objective_whose_owner_has_left_can_still_be_settled_and_changed(home: Community) -> None:
    with home.units() as unit:
        unit.objectives.save(unit.objectives.get("speak").changed(owner="former-1f3a"))
        unit.commit()
    assert home.service.update(ADMIN, "speak", why="So few do.", owner="former-1f3a").owner == "former-1f3a"
    assert home.service.settle(ADMIN, "speak", "reached").state == "reached"
    with pytest.raises(NotFound):
        home.service.update(ADMIN, "speak", owner="former-0000")
    assert home.service.update(ADMIN, "speak", owner="max").owner == "max"


def test_a_new_line_invents_no_progress_where_nothing_was_measured(home: Community) -> None:
    home.service.update(ADMIN, "speak", key_results=["Talks: 4 -> 20", "Weeks: 9 -> 2"])
    home.service.key_result(ADMIN, "speak", 2, 5)
    kept = home.service.update(ADMIN, "speak", key_results=["Talks: 0 -> 20", "Weeks: 10 -> 2"])
    assert [(each.now, each.progress) for each in kept.key_results] == [(0, 0), (5, 0.625)]


def test_days_are_left_where_nothing_is_said_and_taken_away_where_they_are_empty(home: Community) -> None:
    home.service.update(ADMIN, "speak", starts=date(2026, 1, 1), ends=date(2026, 12, 31))
    assert home.service.update(ADMIN, "speak", why="Because.").ends == date(2026, 12, 31)
    cleared = home.service.update(ADMIN, "speak", ends="")
    assert (cleared.starts, cleared.ends) == (date(2026, 1, 1), None)


BAD = [
    ({"starts": date(2026, 5, 1), "ends": date(2026, 4, 1)}, "ends before it starts"),
    ({"starts": date(2026, 5, 1), "ends": date(2026, 5, 1)}, "ends before it starts"),
    ({"key_results": ["Talks: 8 -> 8"]}, "target where it starts"),
    ({"key_results": ["Talks: nan -> 8"]}, "“nan” is not a number"),
    ({"key_results": ["Talks: 0 -> inf"]}, "“inf” is not a number"),
    ({"key_results": ["Talks: 0 -> 1e999"]}, "“1e999” is not a number"),
    ({"key_results": ["Talks: few -> many"]}, "“few” is not a number"),
    ({"key_results": ["More talks"]}, "is no key result"),
    ({"key_results": ["Talks: 0 -> 8", "talks: 1 -> 9"]}, "stands there twice"),
    ({"key_results": [f"Number {n}: 0 -> 8" for n in range(11)]}, "11 key results are too many"),
    ({"objective_id": "speak"}, "There is an objective “speak” already"),
    ({"objective_id": "a:b"}, "can't be an id"),
    ({"owner": "nobody"}, "Nobody has the id nobody"),
    ({"title": "   "}, "title is empty"),
    ({"title": "x" * 301}, "longer than 300"),
    ({"title": "PLANT four hundred trees"}, "in these very words"),
]


@pytest.mark.parametrize(("wrong", "words"), BAD)
def test_what_cannot_be_is_a_sentence_and_keeps_nothing(
    home: Community, wrong: dict[str, object], words: str
) -> None:
    fields = {"title": "More talks", **wrong}
    before = home.service.every(ADMIN)
    with pytest.raises(CopilotError, match=words) as refused:
        home.service.add(ADMIN, **fields)  # type: ignore[arg-type]  # wrong on purpose
    assert refused.value.cure
    assert home.service.every(ADMIN) == before


def test_an_end_moved_before_the_start_is_refused_too(home: Community) -> None:
    home.service.update(ADMIN, "speak", starts=date(2026, 5, 1), ends=date(2026, 9, 1))
    with pytest.raises(BadInput, match="ends before it starts"):
        home.service.update(ADMIN, "speak", ends=date(2026, 3, 1))


def test_a_key_result_is_updated_by_its_number(home: Community) -> None:
    home.service.update(ADMIN, "speak", key_results=["Talks: 2 -> 12", "Waiting: 9 -> 3 weeks"])
    kept = home.service.key_result(ADMIN, "speak", 2, "6")
    assert [(each.number, each.now, each.progress) for each in kept.key_results] == [(1, 2, 0), (2, 6, 0.5)]
    assert kept.progress == 0.25


@pytest.mark.parametrize("now", ["nan", "-inf", "much", ""])
def test_where_it_stands_must_be_a_number(home: Community, now: str) -> None:
    home.service.update(ADMIN, "speak", key_results=["Talks: 2 -> 12"])
    with pytest.raises(BadInput, match="is not a number"):
        home.service.key_result(ADMIN, "speak", 1, now)


@pytest.mark.parametrize("which", [0, -1, 2])
def test_a_number_that_no_key_result_has_is_said_so(home: Community, which: int) -> None:
    home.service.update(ADMIN, "speak", key_results=["Talks: 2 -> 12"])
    with pytest.raises(NotFound, match=f"no key result number {which}"):
        home.service.key_result(ADMIN, "speak", which, 3)


def test_key_results_given_anew_keep_where_they_stand(home: Community) -> None:
    home.service.update(ADMIN, "speak", key_results=["Talks: 2 -> 12"])
    home.service.key_result(ADMIN, "speak", 1, 7)
    kept = home.service.update(ADMIN, "speak", key_results=["Talks: 2 -> 22", "Speakers: 1 -> 5"])
    assert [(each.text, each.now) for each in kept.key_results] == [("Talks", 7), ("Speakers", 1)]


def test_an_objective_is_settled_and_opened_again(home: Community) -> None:
    assert home.service.settle(ADMIN, "speak", "reached").state == "reached"
    with pytest.raises(Conflict, match="reached already"):
        home.service.settle(ADMIN, "speak", "reached")
    with pytest.raises(BadInput, match="can't be “done”"):
        home.service.settle(ADMIN, "speak", "done")
    assert home.service.settle(ADMIN, "speak", "open").state == "open"


def test_the_log_holds_ids_and_no_words(home: Community) -> None:
    home.service.add(ADMIN, "More mentors", objective_id="mentors")
    home.service.update(ADMIN, "mentors", why="Secret reasons")
    with home.units.reading() as unit:
        entries = [(each.verb, each.kind, each.record, each.detail) for each in unit.audit_log.all()]
    assert sorted(entries) == [("add", "objective", "mentors", {}), ("update", "objective", "mentors", {})]


def test_the_open_ones_come_first_and_those_that_end_first_before_others(home: Community) -> None:
    home.service.add(ADMIN, "Zebras", objective_id="z", ends=date(2026, 6, 1))
    home.service.add(ADMIN, "Aardvarks", objective_id="a", ends=date(2026, 9, 1))
    home.service.settle(ADMIN, "speak", "dropped")
    assert [each.id for each in home.service.every(ANA)] == ["z", "a", "trees", "speak"]
    assert [each.id for each in home.service.every(ANA, "dropped")] == ["speak"]


def test_a_number_that_is_none_never_becomes_a_record() -> None:
    for wrong in ({"target": float("nan")}, {"target": float("inf")}, {"target": 3, "now": float("nan")}):
        with pytest.raises(ValidationError):
            KeyResult(text="Talks", **wrong)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_progress_is_a_share_wherever_it_stands(start: float, target: float, now: float) -> None:
    if start != target:
        assert 0 <= KeyResult(text="x", start=start, target=target, now=now).progress <= 1


@given(st.integers(-999, 999), st.integers(-999, 999), st.sampled_from(["", "people", "% of us"]))
def test_a_line_is_read_as_it_was_written(start: int, target: int, unit: str) -> None:
    if start != target:
        read = read_key_result(f"New: mentors: {start} -> {target} {unit}")
        assert (read.text, read.start, read.target, read.now, read.unit) == (
            "New: mentors", start, target, start, unit,
        )  # fmt: skip


def test_empty_lines_are_no_key_results() -> None:
    assert read_key_results(["", "  ", "Talks: 0 → 3"])[0].target == 3


def test_an_objective_without_key_results_has_no_progress() -> None:
    assert Objective(id="o", title="Be kind").progress is None
