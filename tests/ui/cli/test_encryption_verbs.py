"""`mentoring encryption` as the person at the machine meets it; no key is ever told."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from copilot.choosing import keyring_of
from copilot.errors import BadInput
from copilot.settings import Settings
from copilot.settings_told import told
from tests.stores.encrypted import KEY, OTHER_KEY, RING, TURNED, files_with
from tests.ui.cli.conftest import Calling
from ui.cli.main import run

SECRET = "zebrafinch"


@pytest.fixture
def written(call: Calling, tmp_path: Path) -> Calling:
    """A home in which somebody wrote down a goal."""
    (tmp_path / "roster.csv").write_text("id,name,roles\nm1,Ada,mentee\nm4,Di,admin\n")
    call("members", "import", str(tmp_path / "roster.csv"))
    assert call("goals", "add", SECRET, "--for", "m1", "--as", "m1")[0] == 0
    return call


def set_keys(monkeypatch: pytest.MonkeyPatch, *keys: str) -> None:
    monkeypatch.setenv("MENTORING_ENCRYPTION_KEYS", ",".join(keys))


def test_a_new_key_is_printed_alone_and_can_be_used(
    call: Calling, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    assert run(["encryption", "new-key"]) == 0
    [key] = capsys.readouterr().out.splitlines()
    set_keys(monkeypatch, key)
    shutil.rmtree(home)
    code, found = call("encryption", "status")
    assert (code, len(found["key"]), found["tables"]) == (0, 8, [])
    assert not home.exists()


def test_a_home_is_encrypted_rekeyed_and_decrypted(
    written: Calling, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    assert written("encryption", "status")[1]["plain"] == 1
    set_keys(monkeypatch, KEY)
    code, done = written("encryption", "apply")
    assert (code, done["texts"], done["changed"], done["key"]) == (0, 1, {"goals": 1}, RING.first)
    assert files_with(home, SECRET) == set()
    assert written("goals", "list", "--for", "m1", "--as", "m1")[1]["goals"][0]["title"] == SECRET
    set_keys(monkeypatch, OTHER_KEY, KEY)
    assert written("encryption", "status")[1]["outdated"] == 1
    assert written("encryption", "apply", "--as", "m4")[1]["retired"] == [RING.first]
    set_keys(monkeypatch, OTHER_KEY)
    code, done = written("encryption", "remove", "--yes")
    assert (code, done["texts"], done["key"]) == (0, 1, "")
    monkeypatch.delenv("MENTORING_ENCRYPTION_KEYS")
    assert written("encryption", "status")[1]["encrypted"] == 0
    assert SECRET in str(written("goals", "list", "--for", "m1", "--as", "m1")[1])


def test_decrypting_asks_first_and_a_no_leaves_everything(
    written: Calling, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    set_keys(monkeypatch, KEY)
    written("encryption", "apply")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert run(["encryption", "remove", "--home", str(home)]) == 130
    assert written("encryption", "status")[1]["encrypted"] == 1


def test_without_a_key_applying_is_refused_with_what_to_do(written: Calling) -> None:
    code, answer = written("encryption", "apply")
    assert (code, answer["error"]["place"]) == (2, "MENTORING_ENCRYPTION_KEYS")
    assert "new-key" in answer["error"]["cure"]


def test_a_member_may_neither_look_nor_encrypt(written: Calling, monkeypatch: pytest.MonkeyPatch) -> None:
    set_keys(monkeypatch, KEY)
    for verb in ("status", "apply"):
        code, answer = written("encryption", verb, "--as", "m1")
        assert (code, answer["error"]["code"]) == (2, "not_allowed")


def test_a_home_without_its_key_is_not_opened_and_the_doctor_says_why(
    written: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_keys(monkeypatch, KEY)
    written("encryption", "apply")
    set_keys(monkeypatch, OTHER_KEY)
    code, answer = written("goals", "add", "more", "--for", "m1", "--as", "m1")
    assert (code, answer["error"]["code"]) == (3, "key_missing")
    assert RING.first in answer["error"]["message"]
    code, found = written("doctor")
    assert code == 1
    [check] = found["checks"]
    assert (check["name"], check["ok"]) == ("encryption", False)
    assert RING.first in check["detail"]


def test_the_doctor_finds_the_key_that_lies_beside_what_it_locks(
    written: Calling, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    (home / "keys").write_text(KEY)
    monkeypatch.setenv("MENTORING_ENCRYPTION_KEY_FILE", str(home / "keys"))
    written("encryption", "apply")
    ok, detail = encryption_check(written)
    assert (ok, "lies in the home" in detail) == (False, True)


def encryption_check(call: Calling) -> tuple[bool, str]:
    _, found = call("doctor")
    [check] = [each for each in found["checks"] if each["name"] == "encryption"]
    return check["ok"], check["detail"]


def test_the_doctor_says_whether_anything_is_left_to_encrypt(
    written: Calling, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert encryption_check(written)[0]
    set_keys(monkeypatch, KEY)
    assert encryption_check(written) == (False, "1 texts aren't encrypted yet, 0 are with an older key.")
    written("encryption", "apply")
    assert encryption_check(written) == (True, f"1 texts are encrypted with the key {RING.first}")


def test_no_key_is_told_by_settings_doctor_errors_or_files_of_the_home(
    written: Calling, monkeypatch: pytest.MonkeyPatch, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    set_keys(monkeypatch, OTHER_KEY, KEY)
    written("encryption", "apply")
    settings = Settings()
    said = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()} {keyring_of(settings)!r}"
    said += json.dumps([each.model_dump() for each in told(settings, home, {})])
    said += str(written("doctor")) + str(written("encryption", "status")) + caplog.text
    for key in (KEY, OTHER_KEY):
        assert key not in said
        assert files_with(home, key) == set()


@pytest.mark.parametrize("wrong", [KEY[:-1], f"{KEY}{KEY}", f"{KEY};{OTHER_KEY}", "correct horse battery"])
def test_a_wrong_key_is_refused_and_not_repeated(
    written: Calling, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    set_keys(monkeypatch, wrong)
    code, answer = written("members", "list")
    assert (code, answer["error"]["place"]) == (2, "MENTORING_ENCRYPTION_KEYS")
    assert KEY[:20] not in str(answer)
    assert "horse" not in str(answer)


def test_keys_in_a_file_are_those_that_are_used(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"{OTHER_KEY}\n{KEY}\n")
    assert keyring_of(Settings(encryption_key_file=str(file))).ids == TURNED.ids
    assert keyring_of(Settings(encryption_keys=f" {OTHER_KEY}, {KEY} ")).ids == TURNED.ids  # type: ignore[arg-type]  # pydantic wraps it
    with pytest.raises(BadInput, match="Both"):
        keyring_of(Settings(encryption_keys=KEY, encryption_key_file=str(file)))  # type: ignore[arg-type]  # pydantic wraps it
    with pytest.raises(BadInput):
        keyring_of(Settings(encryption_key_file=str(tmp_path / "nowhere")))
