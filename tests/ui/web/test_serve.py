from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from copilot.app import Copilot
from copilot.errors import BadInput, Unavailable
from ui.web.serve import serve


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org", ""])
def test_any_address_that_others_could_reach_is_refused(community: Copilot, host: str) -> None:
    with pytest.raises(BadInput) as told:
        serve(community, host=host)
    assert (told.value.place, told.value.exit_code) == ("--host", 2)
    assert "127.0.0.1" in told.value.cure


def test_a_port_in_use_is_one_sentence_with_a_cure(community: Copilot) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Unavailable) as told:
            serve(community, port=port)
    assert (told.value.place, told.value.exit_code) == ("--port", 3)
    assert str(port) in told.value.message
    assert "--port" in told.value.cure


def test_importing_the_server_is_light() -> None:
    heavy = (
        "import sys, ui.web.serve; print([m for m in ('gradio', 'torch', 'chromadb') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
