"""What figures were measured on: nothing in it names the machine or a folder of it."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

PACKAGES = (
    "torch",
    "sentence-transformers",
    "transformers",
    "chromadb",
    "numpy",
    "scipy",
    "ortools",
    "sqlalchemy",
)


def machine() -> dict[str, str]:
    """Cores, CPU model, memory, Python, and how busy the machine was already."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": str(os.cpu_count()),
        "CPU": _cpu_model(),
        "memory": f"{gigabytes:.0f} GiB",
        "Python": platform.python_version(),
        "running beside it": f"{os.getloadavg()[2]:.1f} processes over the last quarter of an hour, these included",
    }


def _cpu_model() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def commit() -> str:
    """The commit of the checkout, with a mark where files differ from it; `unknown` outside a checkout."""
    asked = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    found = subprocess.run(  # noqa: S603 — our own words
        asked, cwd=Path(__file__).parent, capture_output=True, text=True, check=False
    )
    return found.stdout.strip() or "unknown"


def versions() -> str:
    """The packages that decide figures."""
    return ", ".join(f"{name} {version(name)}" for name in PACKAGES)
