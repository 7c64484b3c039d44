"""SECURITY.md and docs/operations.md are held against the program: tests, settings and figures are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from copilot.domain.tallies import EVERY
from copilot.readiness import State, parts_of
from copilot.settings import Settings
from copilot.stores.home import Home

ROOT = Path(__file__).parents[2]
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
REPORT = (ROOT / "evals" / "reports" / "2026-11-23-drafts-and-chat.md").read_text(encoding="utf-8")


def test_every_test_that_shows_something_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", SECURITY))
    assert len(named) > 20
    assert [each for each in sorted(named) if not (ROOT / each).is_file()] == []


def test_every_figure_is_the_reports() -> None:
    told = re.findall(r"^\| ([a-z, ]+) \| ([\d.]+ \([\d.]+ to [\d.]+\)) \|$", SECURITY, re.MULTILINE)
    assert len(told) == 7
    asked = {"stopped, without a model": "stopped"}
    assert [row for row in told if f"| {asked.get(row[0], row[0])} | {row[1]} |" not in REPORT] == []
    figures = re.findall(r"[01]\.\d+\s\([\d.]+ to [\d.]+\)", SECURITY)
    assert [each for each in figures if re.sub(r"\s", " ", each) not in REPORT] == []


@pytest.mark.parametrize("page", [SECURITY, OPERATIONS], ids=["security", "operations"])
def test_every_setting_and_every_page_it_names_is_there(page: str) -> None:
    known = {field.upper() for field in Settings.model_fields}
    assert set(re.findall(r"MENTORING_([A-Z_]+)", page)) <= known
    for target in re.findall(r"\]\(([^)#]+)\)", page):
        assert any((folder / target).exists() for folder in (ROOT, ROOT / "docs")), target


def test_every_figure_that_is_counted_is_explained() -> None:
    missing = [each.name for each in EVERY if not re.search(rf"`mentoring_{each.name}_total`", OPERATIONS)]
    assert set(missing) <= {"chat_model_tokens", "chat_model_fallbacks"}  # one line with the calls
    for each in EVERY:
        for values in each.labels.values() if each.name not in {"drafts", "draft_checks"} else ():
            assert all(re.search(rf"\b{value}\b", OPERATIONS) for value in values), each.name


def test_every_part_is_explained_with_what_becomes_of_it(sqlite_home: Home) -> None:
    from copilot.app import Copilot

    for part in parts_of(Copilot(Settings(), sqlite_home)):
        [row] = re.findall(rf"^\| `{part.name}` \|.*$", OPERATIONS, re.MULTILINE)
        assert f"`{part.fails_as.value}`" in row
    assert {State.DOWN.value, State.DEGRADED.value, State.LOADING.value} <= set(
        re.findall(r"`(\w+)`", OPERATIONS)
    )


def test_the_examples_for_prometheus_can_be_read() -> None:
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", OPERATIONS, re.DOTALL)]
    assert len(blocks) == 3
    named = {f"mentoring_{each.name}_total" for each in EVERY} | {
        "mentoring_http_requests_total", "mentoring_database_connections", "mentoring_database_connections_most",
        "mentoring_background_round_last_success_timestamp_seconds",
    }  # fmt: skip
    rules = blocks[-1]["groups"][0]["rules"]
    used = {name for rule in rules for name in re.findall(r"mentoring_\w+", rule["expr"])}
    assert used <= named
    assert len(rules) == 7
