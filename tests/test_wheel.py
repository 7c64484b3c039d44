"""A wheel installed outside the checkout finds its prompts and guides, and answers a question."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout and unpacked by pip into a folder of its own."""
    wheels = tmp_path_factory.mktemp("wheels")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    target = tmp_path_factory.mktemp("site")
    (wheel,) = wheels.glob("*.whl")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(target),
        str(wheel),
    ]
    subprocess.run(pip, check=True, capture_output=True)
    return target


def run(installed: Path, cwd: Path, code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    result = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout


@pytest.mark.encoder
def test_it_answers_a_question_from_the_guides_it_brought(installed: Path, tmp_path: Path) -> None:
    code = """
import sys
from ui.cli.main import run
assert run(["guides", "add", "--builtin", "--home", "home", "--json"]) == 0
sys.exit(run(["ask", "How do I give feedback with situation, behaviour and impact?", "--home", "home", "--json"]))
"""
    added, answer = (json.loads(line) for line in run(installed, tmp_path, code).splitlines())
    assert added["added"] >= 12
    assert answer["citations"][0]["path"].startswith("feedback/")
    where = run(installed, tmp_path, "import copilot; print(copilot.__file__)")
    assert where.startswith(str(installed))


def test_its_prompts_migrations_and_the_sample_community_are_inside(installed: Path) -> None:
    for inside in (
        "prompts/goal-plan.md",
        "copilot/demo/content/goals.yaml",
        "evals/cases/unanswerable.jsonl",
    ):
        assert (installed / inside).is_file(), inside
    assert list((installed / "copilot/stores/migrations/versions").glob("0001*.py"))
    assert len(list((installed / "knowledge/guides").rglob("*.md"))) >= 12
    assert not (installed / "tests").exists()
