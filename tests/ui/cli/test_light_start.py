"""Whoever types a command waits for what it needs, not for what others need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = (
    "pydantic", "sqlalchemy", "numpy", "gradio", "fastapi", "uvicorn", "chromadb", "torch", "langchain", "mcp",
    "authlib", "cryptography", "httpx2", "prometheus_client",
)  # fmt: skip


def test_no_module_of_a_verb_loads_anything_heavy_before_the_verb_runs() -> None:
    code = f"import sys, ui.cli.main; print([name for name in {HEAVY} if name in sys.modules])"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"
