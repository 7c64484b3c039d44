"""The keys that badges are signed with: made once, kept for their owner's eyes, never lost in silence."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from copilot.errors import BadInput, HomeUnusable
from copilot.ports import BadgeKeys
from copilot.stores.badge_keys import FileBadgeKeys
from copilot.stores.badge_seals import JoseSeals
from tests.fakes.badge_keys import MemoryBadgeKeys, rsa

CLAIMS = {"name": "Held the room"}
BITS = 2048  # as safe for a test, and made in a third of the time


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "badge-keys"


@pytest.fixture(params=["files", "fake"])
def keys(request: pytest.FixtureRequest, folder: Path) -> BadgeKeys:
    return FileBadgeKeys(folder, BITS) if request.param == "files" else MemoryBadgeKeys()


def test_no_key_is_known_before_one_is_needed(keys: BadgeKeys) -> None:
    assert keys.known() == []
    key = keys.current()
    assert (keys.current(), keys.known(), key.current) == (key, [key], True)


def test_what_a_key_signed_is_opened_with_its_public_half(keys: BadgeKeys) -> None:
    key = keys.current()
    opened = JoseSeals().opened(keys.sign(CLAIMS, key.id), [key])
    assert opened is not None
    assert (opened.claims, opened.key, opened.trusted) == (CLAIMS, key.id, True)


def test_a_new_key_signs_from_then_on_and_the_old_one_stays_known(keys: BadgeKeys) -> None:
    old = keys.current()
    before = keys.sign(CLAIMS, old.id)
    new = keys.renew()
    assert [(key.id, key.current) for key in keys.known()] == [(new.id, True), (old.id, False)]
    opened = JoseSeals().opened(before, keys.known())
    assert opened is not None
    assert (opened.key, opened.trusted) == (old.id, True)
    assert keys.sign(CLAIMS, old.id) == before, "its lists can still be signed"


def test_a_key_that_is_not_there_signs_nothing(keys: BadgeKeys) -> None:
    keys.current()
    with pytest.raises(HomeUnusable):
        keys.sign(CLAIMS, "A" * 43)


def test_keys_have_3072_bits(folder: Path) -> None:
    jwk = FileBadgeKeys(folder).current().jwk
    assert len(jwk["n"]) == 512


def test_the_private_half_is_for_its_owner_s_eyes_alone(folder: Path) -> None:
    key = FileBadgeKeys(folder, BITS).current()
    assert stat.S_IMODE((folder / f"{key.id}.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(file.name for file in folder.iterdir()) == sorted(
        [f"{key.id}.pem", f"{key.id}.public.pem", "current"]
    )


def test_of_many_who_make_the_first_key_at_once_all_get_the_same(folder: Path) -> None:
    found: list[str] = []
    begin = threading.Barrier(4)

    def make() -> None:
        begin.wait()
        found.append(FileBadgeKeys(folder, BITS).current().id)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert [key.id for key in FileBadgeKeys(folder).known()] == [found[0]], "nothing is left of the others'"


def test_two_processes_that_make_the_first_key_at_once_get_the_same(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from copilot.stores.badge_keys import FileBadgeKeys; "
        f"sys.stdin.readline(); print(FileBadgeKeys(Path(sys.argv[1]), {BITS}).current().id)"
    )
    pipe = subprocess.PIPE
    both = [
        subprocess.Popen([sys.executable, "-c", program, str(folder)], stdin=pipe, stdout=pipe, text=True)
        for _ in range(2)
    ]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("now\n")
        process.stdin.flush()
    assert len({process.communicate()[0] for process in both}) == 1


@pytest.mark.parametrize("fault", ["gone", "cut short", "another's", "empty name"])
def test_a_lost_key_is_a_sentence_with_a_cure_and_a_new_one_helps(folder: Path, fault: str) -> None:
    keys = FileBadgeKeys(folder, BITS)
    key = keys.current()
    private = folder / f"{key.id}.pem"
    signed = keys.sign(CLAIMS, key.id)
    if fault == "gone":
        private.unlink()
    elif fault == "cut short":
        private.write_bytes(private.read_bytes()[:300])
    elif fault == "another's":
        private.write_bytes(rsa(0).as_pem(private=True))
    else:
        (folder / "current").write_text("")
    with pytest.raises(HomeUnusable, match="lost") as told:
        keys.current()
    assert "recognise badges key --new" in told.value.cure
    assert keys.renew().current
    opened = JoseSeals().opened(signed, keys.known())
    assert opened is not None
    assert opened.trusted, "what it signed stays right"


def test_a_copied_home_knows_the_keys_and_a_folder_that_takes_none_says_so(
    folder: Path, tmp_path: Path
) -> None:
    key = FileBadgeKeys(folder, BITS).current()
    shutil.copytree(folder, tmp_path / "copy")
    for each in (tmp_path / "copy").iterdir():
        each.chmod(0o444)
    (tmp_path / "copy").chmod(0o555)
    assert FileBadgeKeys(tmp_path / "copy").current() == key
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(HomeUnusable, match="cannot be kept") as told:
        FileBadgeKeys(tmp_path / "file" / "badge-keys", BITS).current()
    assert "writable" in told.value.cure


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no key",
        "{}",
        '{"kty": "oct", "k": "AAAA"}',
        '{"kty": "RSA", "n": "AAAA", "e": "AQAB"}',
        "[1]",
        "{",
    ],
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="no public key"):
        JoseSeals().key(text)


def test_a_private_key_is_not_taken_to_check_a_badge() -> None:
    with pytest.raises(BadInput, match="private key"):
        JoseSeals().key(rsa(0).as_pem(private=True).decode())


@pytest.mark.parametrize(
    "signed", ["", "x", "a.b.c", "..", "é.é.é", "eyJhbGciOiJSUzI1NiJ9..", "eyJhbGciOiJSUzI1NiJ9.W10.AAAA"]
)
def test_what_was_never_signed_is_none(signed: str) -> None:
    assert JoseSeals().opened(signed, []) is None
