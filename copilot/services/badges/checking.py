"""Is this badge right? Checked offline by anybody: who signed it, whether it was changed, whether it was revoked.

The steps are those of Open Badges 3.0, 8.2.6 and 9.1: the signature first, and nothing is believed before it stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal

from copilot.domain.recognition import BadgeKey, Opened
from copilot.domain.records import Value
from copilot.errors import BadInput
from copilot.ports import Seals
from copilot.services.badges.credential import TYPES, in_utc
from copilot.services.badges.drawing import carried_in, picture_agrees
from copilot.services.badges.issuer import did_jwk, key_in_did
from copilot.services.badges.status_list import LIST_TYPE, is_revoked

ENVELOPED = "data:application/vc+jwt,"
"""How the Verifiable Credentials Data Model 2.0 (4.13.1) writes a VC-JWT into JSON."""
Revocation = Literal["revoked", "not revoked", "not checked"]
Verdict = Literal["right", "altered", "wrong key", "revoked", "unknown"]
Asked = Callable[[Opened, str, int], Revocation]
"""Whether this badge, at this place of the list with this name, was revoked, as far as the caller knows."""
NOT_A_BADGE = "This is no signed badge: neither a picture that carries one nor the signed text itself."


class Checked(Value):
    """What can be said of a badge, in one word and in a sentence.

    All that it says of itself (`issuer`, `name`, `criteria`, `evidence`, `since`, `named`) is empty unless it is right
    or was revoked. `key` is the id of the key that signed it. That is proved; `issuer` and `issuer_id` are what the
    badge says of itself, and where the key isn't ours, whoever believes them knows from elsewhere whose key it is.
    """

    verdict: Verdict
    sentence: str
    revocation: Revocation = "not checked"
    key: str = ""
    issuer: str = ""
    issuer_id: str = ""
    name: str = ""
    criteria: str = ""
    evidence: str = ""
    since: str = ""
    named: str = ""


class BadgeChecks:
    """Checks badges against public keys, without a home and without a network."""

    def __init__(self, seals: Seals) -> None:
        self._seals = seals

    def check(
        self, text: str, *, keys: Sequence[str] = (), status_list: str = "", now: datetime | None = None
    ) -> Checked:
        """Check a badge as a stranger would.

        Args:
            text: the signed text, or a file that carries it: the picture, the JSON.
            keys: public keys to believe, as PEM or JWK; BadInput where one is none. Each speaks for itself alone: a
                list of revoked badges counts only if the key that signed the badge signed it.
            status_list: the issuer's signed list of what was revoked.
            now: the present in UTC.
        """
        believed, now = [self._seals.key(key) for key in keys], now or datetime.now(UTC)

        def by_its_own_key(badge: Opened, address: str, place: int) -> Revocation:
            own = [key for key in believed if key.id == badge.key]
            return self.listed(status_list, own, badge, address, place, now)

        asked = by_its_own_key if status_list.strip() else _nobody_knows
        return self.verdict(text, believed, asked, now, ours=False)

    def verdict(
        self, text: str, believed: Sequence[BadgeKey], asked: Asked, now: datetime, *, ours: bool = True
    ) -> Checked:
        """The same with keys that are read already, and with whoever knows what was revoked.

        `ours` says whether all keys are one community's, and who it is is known: else the sentence names the key.
        """
        opened = self._seals.opened(signed_in(text), believed)
        if opened is None:
            return Checked(verdict="unknown", sentence=NOT_A_BADGE)
        if not opened.trusted:
            return _not_trusted(opened, believed)
        fault = _contradiction(opened, self._seals, now)
        if fault:
            return Checked(
                verdict="unknown", sentence=f"It is signed, but it is no badge: {fault}.", key=opened.key
            )
        found = _told(opened, _revocation(opened, asked), ours)
        return (
            found
            if picture_agrees(text, found.name, found.issuer, _awarded(opened))
            else _painted_over(found)
        )

    def listed(
        self, text: str, keys: Sequence[BadgeKey], badge: Opened, address: str, place: int, now: datetime
    ) -> Revocation:
        """What this list says of a badge; BadInput where it can't be believed.

        Args:
            text: the signed list, or a file that carries it.
            keys: those that may have signed it.
            badge: the badge, opened.
            address: the list that it names.
            place: its place there.
            now: the present in UTC.
        """
        opened = self._seals.opened(signed_in(text), keys)
        if opened is None or not opened.trusted:
            raise BadInput(
                "This list of revoked badges isn't signed with the key that the badge is signed with.",
                place="--status-list",
                cure="Ask the community for this badge's: `recognise badges status-list --badge FILE` writes it.",
            )
        claims = opened.claims
        if not _is_list(claims):
            raise BadInput(
                "This is signed, but it is no list of revoked badges.",
                place="--status-list",
                cure="Ask the community for this badge's: `recognise badges status-list --badge FILE` writes it.",
            )
        if str(claims.get("validUntil", "")) < in_utc(now):  # such texts sort as their times do
            raise BadInput(
                "This list of revoked badges is too old to be believed.",
                place="--status-list",
                cure="Ask the community for today's: `recognise badges status-list --badge FILE` writes it.",
            )
        return _in_list(claims, badge, address, place)


def signed_in(text: str) -> str:
    """The signed text out of whatever carries it."""
    text = text.strip().removeprefix("\ufeff")
    if text.startswith("<"):
        return carried_in(text)
    if text.startswith("{"):
        return _enveloped_in(text)
    return "".join(text.split())


def enveloped(signed: str) -> dict[str, str]:
    """A signed credential as JSON."""
    return {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "id": ENVELOPED + signed,
        "type": "EnvelopedVerifiableCredential",
    }


def _enveloped_in(text: str) -> str:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    said = str(document.get("id", "")) if isinstance(document, dict) else ""
    return said.removeprefix(ENVELOPED) if said.startswith(ENVELOPED) else ""


def _nobody_knows(badge: Opened, address: str, place: int) -> Revocation:
    return "not checked"


def _not_trusted(opened: Opened, believed: Sequence[BadgeKey]) -> Checked:
    if opened.key and believed:
        words = "The text is as it was signed, but another key signed it than the one it is held against."
        return Checked(verdict="wrong key", sentence=words, key=opened.key)
    if opened.key:
        words = "The text is as it was signed, but nobody here knows the key: give the issuer's with --key."
        return Checked(verdict="unknown", sentence=words, key=opened.key)
    if opened.brought or (believed and _pretends(opened, believed)):
        return Checked(verdict="altered", sentence="It was altered: its signature doesn't fit its text.")
    if believed:
        words = "Another key signed it than the one it is held against, and it doesn't bring that key along."
        return Checked(verdict="unknown", sentence=words)
    return Checked(verdict="unknown", sentence="It brings no key along: give the issuer's with --key.")


def _pretends(opened: Opened, believed: Sequence[BadgeKey]) -> bool:
    """Whether it can only be a forgery: it names a key it is held against, or a signature that needs no private key."""
    named = {opened.claims.get("iss"), opened.kid.rpartition("/")[2]}
    return opened.anybodys or any(named & {key.id, did_jwk(key.jwk)} for key in believed)


def _awarded(opened: Opened) -> date | None:
    try:
        return date.fromisoformat(str(opened.claims.get("awardedDate", ""))[:10])
    except ValueError:
        return None


def _painted_over(found: Checked) -> Checked:
    words = f"The picture was altered: it says something else than the badge in it, which is “{found.name}”."
    return (
        found
        if found.verdict == "revoked"
        else found.model_copy(update={"verdict": "altered", "sentence": words})
    )


def _contradiction(opened: Opened, seals: Seals, now: datetime) -> str:
    """Why it is no valid credential, though the signature stands; empty where it is one."""
    claims = opened.claims
    issuer, subject = _object(claims.get("issuer")), _object(claims.get("credentialSubject"))
    types = claims.get("type")
    if not isinstance(types, list) or not set(TYPES) <= {str(each) for each in types}:
        return "its type is another"
    same = (claims.get("iss"), claims.get("sub"), claims.get("jti"))
    if None in same or same != (issuer.get("id"), subject.get("id"), claims.get("id")):
        return "it says two things of who signed what for whom"
    if not _is_its_own_key(str(issuer.get("id")), opened.key, seals):
        return "the key in its issuer's name is not the one that signed it"
    return _time_fault(claims, now)


def _is_its_own_key(issuer: str, key: str, seals: Seals) -> bool:
    """An issuer who is named by a key signs with that key."""
    if not issuer.startswith("did:jwk:"):
        return True
    try:
        return seals.key(key_in_did(issuer)).id == key
    except BadInput:
        return False


def _time_fault(claims: Mapping[str, Any], now: datetime) -> str:
    since, from_ = claims.get("nbf"), str(claims.get("validFrom", ""))
    if not isinstance(since, int) or _seconds(from_) != since:
        return "it says two things of when it was signed"
    if since > now.timestamp() + 300:
        return f"it holds from {from_} on"
    until = str(claims.get("validUntil", ""))
    return f"it held until {until}" if until and (_seconds(until) or 0) < now.timestamp() else ""


def _seconds(at: str) -> int | None:
    try:
        return int(datetime.fromisoformat(at).timestamp())
    except (ValueError, OverflowError):
        return None


def _revocation(badge: Opened, asked: Asked) -> Revocation:
    entry = _object(badge.claims.get("credentialStatus"))
    place = str(entry.get("statusListIndex", ""))
    if entry.get("type") != "BitstringStatusListEntry" or not (place.isascii() and place.isdigit()):
        return "not checked"
    return asked(badge, str(entry.get("statusListCredential", "")), int(place[:12]))


def _is_list(claims: Mapping[str, Any]) -> bool:
    types = claims.get("type")
    return isinstance(types, list) and LIST_TYPE in types and claims.get("iss") == _issuer_of(claims)


def _in_list(claims: Mapping[str, Any], badge: Opened, address: str, place: int) -> Revocation:
    """A list speaks only of its issuer's badges that name it; BadInput for another."""
    if claims.get("id") != address or _issuer_of(claims) != _issuer_of(badge.claims):
        raise BadInput(
            "This is another list of revoked badges than the one that this badge names.",
            place="--status-list",
            cure="Ask the community for this badge's: `recognise badges status-list --badge FILE` writes it.",
        )
    bit = is_revoked(_object(claims.get("credentialSubject")), place)
    return "not checked" if bit is None else "revoked" if bit else "not revoked"


def _issuer_of(claims: Mapping[str, Any]) -> object:
    """The issuer's id, whether it stands alone or in a profile."""
    said = claims.get("issuer")
    return said.get("id") if isinstance(said, dict) else said


def _told(opened: Opened, revocation: Revocation, ours: bool) -> Checked:
    claims = opened.claims
    issuer, subject = _object(claims.get("issuer")), _object(claims.get("credentialSubject"))
    achievement = _object(subject.get("achievement"))
    by = str(issuer.get("name") or issuer.get("id"))
    signer = by if ours else _claimed(opened.key, by, str(issuer.get("id")))
    said = f"“{achievement.get('name', '')}”, signed by {signer}"
    return Checked(
        verdict="revoked" if revocation == "revoked" else "right",
        sentence=_sentence(said, revocation),
        revocation=revocation,
        key=opened.key,
        issuer=by,
        issuer_id=str(issuer.get("id")),
        name=str(achievement.get("name", "")),
        criteria=str(_object(achievement.get("criteria")).get("narrative", "")),
        evidence=_narrative(claims.get("evidence")),
        since=str(claims.get("validFrom", "")),
        named=_name_of(subject),
    )


def _claimed(key: str, name: str, issuer: str) -> str:
    """A key proves itself, and no name or address: those the badge only says."""
    by_its_key = issuer.startswith("did:jwk:")
    called = f"calls itself “{name}”" if by_its_key else f"claims to be “{name}” at {issuer}"
    return f"the key {key}, which {called}"


def _sentence(said: str, revocation: Revocation) -> str:
    if revocation == "revoked":
        return f"It was revoked: {said}, doesn't count any more."
    if revocation == "not checked":
        return f"It is right: {said}. Whether it was revoked since, only the list of revoked badges says."
    return f"It is right: {said}, and not revoked."


def _narrative(evidence: Any) -> str:
    found = evidence if isinstance(evidence, list) else [evidence]
    return " ".join(str(_object(each).get("narrative", "")) for each in found).strip()


def _name_of(subject: Mapping[str, Any]) -> str:
    known = subject.get("identifier")
    found = [_object(each) for each in known] if isinstance(known, list) else []
    names = [each for each in found if each.get("identityType") == "name" and not each.get("hashed")]
    return str(names[0].get("identityHash", "")) if names else ""


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
