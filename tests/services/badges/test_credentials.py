"""What is signed: valid by the published schema, and for another library than the one it was signed with."""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft201909Validator, FormatChecker
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier, check_credential_status

from copilot.domain.recognition import Badge
from copilot.services.badges.checking import BadgeChecks
from copilot.services.badges.status_list import PLACES, drawn, encoded, is_revoked, number_and_place
from tests.fakes import FixedClock
from tests.fakes.badge_keys import MemoryBadgeKeys
from tests.services.badges.community import ADA, BECAUSE, MANAGER, NAME, Home

SCHEMA = Path(__file__).parents[2] / "badges" / "ob_v3p0_achievementcredential_schema.json"
ADDRESS = "https://mentoring.example.org"


@pytest.fixture(params=["", ADDRESS], ids=["by its key", "by its address"])
def home(request: pytest.FixtureRequest) -> Home:
    return Home(request.param, FixedClock(datetime.now(UTC) - timedelta(seconds=2)))


def part(signed: str, number: int) -> dict[str, Any]:
    text = signed.split(".")[number]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def encoded_json(said: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def other_library(home: Home, signed: str) -> Any:
    return OB3Verifier(pubkey_pem=home.keys.current().pem).verify(signed)


@pytest.mark.parametrize("told", [False, True])
def test_it_is_valid_by_the_published_schema(home: Home, told: bool) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    claims = part(home.taken(with_name=told, with_address=told).credential, 1)
    faults = list(Draft201909Validator(schema, format_checker=FormatChecker()).iter_errors(claims))
    assert faults == []


def test_another_library_accepts_it_with_the_public_key_alone(home: Home) -> None:
    found = other_library(home, home.taken().credential)
    assert (found.achievement.name, found.evidence[0].narrative) == (NAME, BECAUSE)
    assert found.issuer.id.startswith(f"{ADDRESS}/credentials/issuer" if home.address else "did:jwk:")


def test_the_header_has_the_public_key_and_nothing_of_the_private_one(home: Home) -> None:
    header = part(home.taken().credential, 0)
    assert header["alg"] == "RS256"
    assert header["jwk"].keys() == {"kty", "n", "e"}
    assert header.keys() <= {"alg", "typ", "jwk", "kid"}
    assert ("kid" in header) == bool(home.address)


def test_the_claims_are_the_credential_itself_and_agree_with_it(home: Home) -> None:
    claims = part(home.taken().credential, 1)
    assert "vc" not in claims
    assert (claims["iss"], claims["jti"]) == (claims["issuer"]["id"], claims["id"])
    assert claims["sub"] == claims["credentialSubject"]["id"]
    assert claims["nbf"] == datetime.fromisoformat(claims["validFrom"]).timestamp()


def test_nothing_of_her_stands_in_it_unless_she_says_so(home: Home) -> None:
    subject = part(home.taken().credential, 1)["credentialSubject"]
    assert subject.keys() == {"id", "type", "achievement"}
    assert subject["id"].startswith("urn:uuid:")


def test_her_address_is_a_salted_hash_and_her_name_stands_there_only_if_she_wants(home: Home) -> None:
    signed = home.taken(with_address=True).credential
    [known] = part(signed, 1)["credentialSubject"]["identifier"]
    told = hashlib.sha256(("ada@example.org" + known["salt"]).encode()).hexdigest()
    assert (known["hashed"], known["identityHash"]) == (True, f"sha256${told}")
    whole = json.dumps(part(signed, 1))
    assert "ada@" not in whole.lower()
    assert "Ada" not in whole  # no hash and no salt holds a capital
    assert "Moreau" not in whole
    named = part(home.taken(with_name=True).credential, 1)["credentialSubject"]["identifier"]
    assert [each["identityHash"] for each in named if each["identityType"] == "name"] == ["Ada Moreau"]


def test_two_badges_of_hers_cannot_be_put_together(home: Home) -> None:
    one, other = (part(home.taken(with_address=True).credential, 1)["credentialSubject"] for _ in range(2))
    assert one["id"] != other["id"]
    assert one["identifier"][0]["salt"] != other["identifier"][0]["salt"]
    assert one["achievement"]["id"] == other["achievement"]["id"], "the same achievement is the same"


def altered(signed: str) -> str:
    header, _, signature = signed.split(".")
    claims = part(signed, 1)
    claims["credentialSubject"]["achievement"]["name"] = "Ran the company"
    return f"{header}.{encoded_json(claims)}.{signature}"


def without_signature(signed: str) -> str:
    return f"{encoded_json({'alg': 'none'})}.{signed.split('.')[1]}."


def signed_with_the_public_key_as_a_secret(signed: str, pem: str) -> str:
    told = f"{encoded_json({'alg': 'HS256', 'typ': 'JWT'})}.{signed.split('.')[1]}"
    seal = hmac.new(pem.encode(), told.encode(), hashlib.sha256).digest()
    return f"{told}.{base64.urlsafe_b64encode(seal).decode().rstrip('=')}"


def test_what_is_not_right_is_refused_by_us_and_by_another_library(home: Home) -> None:
    signed, pem = home.taken().credential, home.keys.current().pem
    stranger = MemoryBadgeKeys(first=7)
    forged = stranger.sign(part(signed, 1), stranger.current().id)
    tricks = {
        altered(signed): "altered",
        without_signature(signed): "altered",
        signed_with_the_public_key_as_a_secret(signed, pem): "altered",
        signed[:-6] + "AAAAAA": "altered",
        forged: "wrong key",
    }
    checks = BadgeChecks(home.seals)
    assert checks.check(signed, keys=[pem]).verdict == "right"
    for trick, verdict in tricks.items():
        assert checks.check(trick, keys=[pem]).verdict == verdict
        with pytest.raises(OB3VerificationError):
            other_library(home, trick)


def test_a_picture_carries_it_and_another_library_finds_it_there(home: Home) -> None:
    badge = home.taken()
    picture = home.badges.file(ADA, badge.id, "svg").content
    assert OB3Verifier.extract_token_from_svg(picture) == badge.credential
    first = picture.decode().split("<svg", 1)[1].split(">", 1)[1].lstrip()
    assert first.startswith("<openbadges:credential verify="), "directly after the svg tag"
    assert home.badges.verify(ADA, picture.decode()).verdict == "right"
    as_json = home.badges.file(ADA, badge.id, "json").content.decode()
    assert home.badges.verify(ADA, as_json).verdict == "right"


def status_file(home: Home, badge: Badge, folder: Path) -> Path:
    signed = home.badges.status_list(ADA, badge=badge.credential)
    (folder / "list.jws").write_text(signed, encoding="ascii")
    return folder / "list.jws"


def test_another_library_reads_the_list_of_what_was_revoked_from_a_file(home: Home, tmp_path: Path) -> None:
    badge, other = home.taken(), home.taken()
    credential, pem = other_library(home, badge.credential), home.keys.current().pem
    file = status_file(home, badge, tmp_path)
    named: list[str] = []

    def download(address: str) -> bytes:
        named.append(address)
        return file.read_bytes()

    check_credential_status(credential, download, verify_list=True, list_pubkey_pem=pem)
    home.badges.revoke(MANAGER, badge.id, "It was somebody else's work.")
    status_file(home, badge, tmp_path)
    with pytest.raises(OB3VerificationError, match="Credential status 'revocation' is set"):
        check_credential_status(credential, download, verify_list=True, list_pubkey_pem=pem)
    spared = other_library(home, other.credential)
    check_credential_status(spared, download, verify_list=True, list_pubkey_pem=pem)
    assert set(named) == {part(file.read_text(), 1)["id"]}
    own = BadgeChecks(home.seals).check(badge.credential, keys=[pem], status_list=file.read_text())
    assert own.verdict == "revoked"


def test_a_list_that_is_too_old_or_another_s_is_not_believed(home: Home, tmp_path: Path) -> None:
    badge, pem = home.taken(), home.keys.current().pem
    listed = status_file(home, badge, tmp_path).read_text()
    later = datetime.now(UTC) + timedelta(days=31)
    checks = BadgeChecks(home.seals)
    with pytest.raises(Exception, match="too old"):
        checks.check(badge.credential, keys=[pem], status_list=listed, now=later)
    stranger = MemoryBadgeKeys(first=7)
    forged = stranger.sign(part(listed, 1), stranger.current().id)
    with pytest.raises(Exception, match="isn't signed with the key"):
        checks.check(badge.credential, keys=[pem], status_list=forged)


@given(st.sets(st.integers(0, PLACES - 1), max_size=40), st.integers(0, PLACES - 1))
def test_the_bit_of_a_place_is_set_just_where_it_was_revoked(revoked: set[int], place: int) -> None:
    subject = {"encodedList": encoded(revoked), "statusPurpose": "revocation"}
    assert is_revoked(subject, place) == (place in revoked)


@given(st.sets(st.integers(0, 3 * PLACES), max_size=60))
def test_a_place_is_never_given_twice(given_before: set[int]) -> None:
    place = drawn(len(given_before), given_before.__contains__)
    assert place not in given_before
    assert number_and_place(place) == (1, place)


def test_a_list_that_is_half_full_is_followed_by_another() -> None:
    assert number_and_place(drawn(PLACES // 2, lambda _: False))[0] == 2


@pytest.mark.parametrize(
    "encoded_list",
    [
        "",
        "u",
        "uAAAA",
        "not base64 at all",
        "u" + base64.urlsafe_b64encode(gzip.compress(bytes(9_000_000))).decode(),
    ],
    ids=["nothing", "empty", "no gzip", "no base64", "a bomb"],
)
def test_a_list_that_cannot_be_read_says_nothing(encoded_list: str) -> None:
    assert is_revoked({"encodedList": encoded_list, "statusPurpose": "revocation"}, 5) is None
