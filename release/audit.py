"""Known weaknesses of locked packages, from what pip-audit found (JSON on standard input).

pip-audit is content where it could look nothing up. This is not: exit 1 where a package has a known weakness, 3 where
packages could not be looked up, so that silence is never taken for safety.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any


def told(found: Mapping[str, Any]) -> tuple[int, list[str]]:
    """The exit code, and sentences."""
    packages = found["dependencies"]
    weak = [
        f"{each['name']} {each['version']}: {one['id']}; mended in {', '.join(one['fix_versions']) or 'no version yet'}"
        for each in packages
        for one in each.get("vulns", ())
    ]
    unseen = [each["name"] for each in packages if each.get("skip_reason")]
    if weak:
        return 1, weak
    if unseen or not packages:
        return 3, [
            f"{len(unseen)} of {len(packages)} packages could not be looked up: nothing is known of them."
        ]
    return 0, [f"{len(packages)} packages, none with a known weakness."]


def main() -> int:
    """Tell."""
    try:
        found = json.load(sys.stdin)
    except ValueError:
        sys.stderr.write("pip-audit gave no report: its data could not be reached.\n")
        return 3
    code, sentences = told(found)
    sys.stdout.write("".join(f"{one}\n" for one in sentences))
    return code


if __name__ == "__main__":
    sys.exit(main())
