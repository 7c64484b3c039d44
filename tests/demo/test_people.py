"""The roster: its shape, its pyramid, its places and its words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from zoneinfo import ZoneInfo

from copilot.demo.people import PERSONAS, ROW, people
from tests.demo.rows import Row, bosses

SAID = ("headline", "working_style")
LISTS = ("roles", "experience", "skills", "goals", "interests", "languages", "wishes", "vetoes")
TELL = "from copilot.demo.people import people; print(people(7, 40))"


def share(rows: list[Row], role: str) -> float:
    return sum(role in row["roles"] for row in rows) / len(rows)


def test_the_same_seed_makes_the_same_people_in_any_process() -> None:
    """Another hash seed: no order of a set or a dictionary may leak into the roster."""
    told = subprocess.run(
        [sys.executable, "-c", TELL],
        env=os.environ | {"PYTHONHASHSEED": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    assert told.stdout.decode("utf-8").strip() == str(people(7, 40))


def test_another_seed_makes_other_people() -> None:
    names = [{row["name"] for row in people(seed, 60)[6:]} for seed in (1, 2)]
    assert len(names[0] & names[1]) < 10


def test_every_row_has_exactly_the_contracts_keys(rows: list[Row]) -> None:
    assert all(tuple(row) == ROW for row in rows[6:])
    assert all(set(row) == set(ROW) for row in rows)


def test_every_cell_has_its_type(rows: list[Row]) -> None:
    for row in rows:
        assert all(
            isinstance(row[key], list) and all(isinstance(item, str) for item in row[key]) for key in LISTS
        )
        assert all(isinstance(row[key], int) for key in ("level", "capacity", "hours_per_month"))
        others = set(ROW) - set(LISTS) - {"level", "capacity", "hours_per_month"}
        assert all(isinstance(row[key], str) for key in others)


def test_ids_names_and_addresses_are_unique(rows: list[Row]) -> None:
    for key in ("id", "name", "email"):
        assert len({row[key] for row in rows}) == len(rows) == 420
    assert all(re.fullmatch(r"[a-z0-9.]+@example\.org", row["email"]) for row in rows)


def test_roles_are_spread_as_in_a_real_programme(rows: list[Row]) -> None:
    wanted = {"mentee": 0.55, "mentor": 0.40, "sponsor": 0.10, "peer": 0.25}
    assert all(abs(share(rows, role) - part) < 0.02 for role, part in wanted.items())
    assert sum("manager" in row["roles"] for row in rows) == 5
    assert sum("admin" in row["roles"] for row in rows) == 2
    assert all(row["roles"] for row in rows)
    assert all(row["level"] >= 7 for row in rows if "sponsor" in row["roles"])
    assert sum(len(row["roles"]) > 1 for row in rows) > 80


def test_levels_make_a_pyramid_under_one_head(rows: list[Row]) -> None:
    levels = Counter(row["level"] for row in rows)
    assert set(levels) == set(range(1, 11))
    assert levels[10] == 1
    assert levels[3] > levels[5] > levels[7] > levels[8]


def test_everybody_but_the_head_reports_to_somebody_higher_and_mostly_nearby(
    rows: list[Row], by_id: dict[str, Row]
) -> None:
    heads = [row for row in rows if not row["line_manager_id"]]
    led = [(row, by_id[row["line_manager_id"]]) for row in rows if row["line_manager_id"]]
    assert [row["level"] for row in heads] == [10]
    assert all(boss["level"] > row["level"] for row, boss in led)
    assert sum(boss["function"] == row["function"] for row, boss in led) > 0.9 * len(led)
    assert all(bosses(row, by_id)[-1] == heads[0]["id"] for row, _ in led)
    assert max(Counter(row["line_manager_id"] for row in rows).values()) <= 15


def test_places_are_real_and_many(rows: list[Row]) -> None:
    assert all(ZoneInfo(row["time_zone"]) for row in rows)
    assert len({row["location"].split(", ")[1] for row in rows}) >= 25
    assert len({row["function"] for row in rows}) >= 10
    assert len({language for row in rows for language in row["languages"]}) >= 15


def test_nearly_everybody_speaks_english_and_those_who_do_not_say_so(rows: list[Row]) -> None:
    without = [row for row in rows if "English" not in row["languages"]]
    assert 12 <= len(without) <= 40
    written_out = [row for row in without if row["experience"]]
    assert all(any(row["languages"][0] in wish for wish in row["wishes"]) for row in written_out)


def test_some_say_almost_nothing_and_some_a_great_deal(rows: list[Row]) -> None:
    silent = [row for row in rows if not row["goals"] and not row["wishes"] and not row["working_style"]]
    long = [row for row in rows if len(row["experience"]) >= 6 or len(row["working_style"]) > 160]
    assert 10 <= len(silent) <= 20
    assert len(long) >= 10


def test_capacities_are_small_and_a_few_have_no_place(rows: list[Row]) -> None:
    capacities = Counter(row["capacity"] for row in rows if "mentor" in row["roles"])
    assert set(capacities) == {0, 1, 2, 3}
    assert capacities[0] < 15


def test_a_few_veto_somebody_who_exists(rows: list[Row], by_id: dict[str, Row]) -> None:
    vetoes = [(row["id"], other) for row in rows for other in row["vetoes"]]
    assert 4 <= len(vetoes) <= 20
    assert all(other in by_id and other != one for one, other in vetoes)


def test_experience_is_told_in_short_texts(rows: list[Row]) -> None:
    lengths = [len(text.split()) for row in rows[6:] for text in row["experience"]]
    assert min(lengths) >= 6
    assert max(lengths) <= 32
    assert sum(8 <= length <= 25 for length in lengths) > 0.97 * len(lengths)


def test_no_text_shows_its_seams(rows: list[Row]) -> None:
    texts = [text for row in rows for key in LISTS for text in row[key]] + [
        row[key] for row in rows for key in SAID
    ]
    seams = re.compile(r"[{}]|\s\s|\ba [aeio]\w*ing\b|\b(the|a|an|my) (the|a|an|my)\b| ,|\.\.", re.IGNORECASE)
    assert [text for text in texts if seams.search(text)] == []


def test_the_personas_are_the_first_rows_and_know_each_other(rows: list[Row], by_id: dict[str, Row]) -> None:
    assert [row["id"] for row in rows[:5]] == list(PERSONAS)
    assert "mentee" in rows[0]["roles"]
    assert "mentor" in rows[1]["roles"]
    assert "manager" in rows[2]["roles"]
    assert "admin" in rows[3]["roles"]
    assert "sponsor" in rows[4]["roles"]
    assert by_id[rows[0]["line_manager_id"]]["name"].startswith("Filipa")
    assert all(row["name"].split()[0] in PERSONAS[row["id"]] for row in rows[:5])


def test_a_community_may_be_smaller_or_larger() -> None:
    assert [len(people(3, size)) for size in (24, 130)] == [24, 130]
