from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from copilot.app import Copilot
from copilot.errors import BadInput, Unavailable
from copilot.settings import Settings
from tests.ui.web.community import PERSONAS
from ui.web.reach import THIS_MACHINE, reach_of
from ui.web.serve import _where_to_look, serve


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org", ""])
def test_an_address_where_others_could_listen_in_is_refused(community: Copilot, host: str) -> None:
    with pytest.raises(BadInput) as told:
        serve(community, host=host)
    assert (told.value.place, told.value.exit_code) == ("--host", 2)
    assert "127.0.0.1" in told.value.cure
    assert "MENTORING_BEHIND_PROXY" in told.value.cure


def test_people_without_passwords_are_served_only_over_the_sample_community(community: Copilot) -> None:
    with pytest.raises(BadInput, match="community of its own"):
        serve(community, personas=PERSONAS)


def test_before_there_is_an_account_it_says_how_to_make_one() -> None:
    words = _where_to_look("127.0.0.1", 7860, None, THIS_MACHINE, accounts=False)
    assert "mentoring accounts invite" in words
    assert "http://127.0.0.1:7860" in words


def test_with_accounts_it_says_how_to_sign_in() -> None:
    words = _where_to_look("::1", 7860, None, THIS_MACHINE, accounts=True)
    assert "http://[::1]:7860" in words
    assert "e-mail" in words


def test_behind_a_proxy_it_says_where_people_find_it() -> None:
    reach = reach_of(Settings(hosts="mentoring.example.org", behind_proxy="172.18.0.2"))
    words = _where_to_look("0.0.0.0", 7860, None, reach, accounts=True)
    assert "https://mentoring.example.org" in words


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
