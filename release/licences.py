"""The licence of every locked package, as a page; fails where one is not among those that may come with a release.

`make licences` gives it what pip-licenses found in the environment that passes the tests, as JSON on standard input.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
LOCK, LIST = HERE.parent / "requirements.lock", HERE / "licences.yaml"
HEAD = """# Licences of what a release installs

Made by `make licences` from `requirements.lock`; don't edit it by hand. Mentoring Copilot is under the Apache License
2.0. Which licences may be among them, and why, is said in `release/licences.yaml`, and a package under any other
stops a release. The text of each licence is inside its package.

| package | version | licence | |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    """One package of the page."""

    package: str
    version: str
    licence: str
    remark: str = ""

    @property
    def parts(self) -> set[str]:
        """The licences that its expression names."""
        return set(re.findall(r"[A-Za-z0-9.-]+", self.licence)) - {"AND", "OR", "WITH"}


def locked(lock: str) -> dict[str, str]:
    """Package → version, as the lock has them."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock, re.MULTILINE))


def rows(lock: str, found: Iterable[Mapping[str, str]], told: Mapping[str, Any]) -> list[Row]:
    """A row for each locked package; one whose licence nobody knows has none."""
    known = {_plain(each["Name"]): each for each in found}
    made = []
    for package, version in locked(lock).items():
        own = told["packages"].get(package)
        said = known.get(_plain(package), {}).get("License", "")
        licence = own["licence"] if own else _expression(said, told["called"])
        made.append(Row(package, version, licence, own["why"] if own else ""))
    beside = [Row(name, "", each["licence"], each["why"]) for name, each in told["beside"].items()]
    return made + beside


def faults(listed: Iterable[Row], told: Mapping[str, Any]) -> list[str]:
    """A sentence for each package that may not come along."""
    return [
        f"{row.package} {row.version} is under “{row.licence or 'nothing that it says'}”: "
        "read it, and add it to release/licences.yaml with the reason, or do without the package."
        for row in listed
        if not row.parts or not row.parts <= set(told["allowed"])
    ]


def page(listed: Iterable[Row]) -> str:
    """The page."""
    lines = [f"| {row.package} | {row.version} | {row.licence} | {row.remark} |" for row in listed]
    return HEAD + "\n".join(lines) + "\n"


def _expression(said: str, called: Mapping[str, str]) -> str:
    """What a package says, in the names of SPDX; several that stand side by side all hold."""
    return " AND ".join(called.get(one.strip(), one.strip()) for one in said.split(";"))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """Write the page and tell the faults."""
    told = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    listed = rows(LOCK.read_text(encoding="utf-8"), json.load(sys.stdin), told)
    wrong = faults(listed, told)
    sys.stderr.write("".join(f"{one}\n" for one in wrong))
    if not wrong:
        Path(sys.argv[1]).write_text(page(listed), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
