"""Who may encrypt a home, and what the log says of it."""

from __future__ import annotations

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Role
from copilot.errors import BadInput, NotAllowed
from copilot.services.encryption import EncryptionService
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.fakes.encryption import MemoryEncryption


def service_over(words: MemoryEncryption, units: MemoryUnitsOfWork) -> EncryptionService:
    return EncryptionService(units, Policy(), FixedClock(), words)


def test_encrypting_and_decrypting_stand_in_the_log_with_the_key_that_was_used() -> None:
    units, words = MemoryUnitsOfWork(), MemoryEncryption()
    service = service_over(words, units)
    assert service.status(OPERATOR).plain == 3
    assert service.apply(OPERATOR).texts == 3
    assert service.status(OPERATOR).encrypted == 3
    assert service.remove(OPERATOR).texts == 3
    with units.reading() as unit:
        told = {entry.verb: entry.detail for entry in unit.audit_log.all(record="encryption")}
    assert told == {
        "encrypt": {"texts": "3", "key": "0a1b2c3d"},
        "decrypt": {"texts": "3", "key": ""},
    }


def test_without_a_key_nothing_is_encrypted_and_nothing_logged() -> None:
    units, words = MemoryUnitsOfWork(), MemoryEncryption(key="")
    with pytest.raises(BadInput, match="new-key"):
        service_over(words, units).apply(OPERATOR)
    assert words.plain == 3
    with units.reading() as unit:
        assert unit.audit_log.count() == 0


@pytest.mark.parametrize("role", [Role.MENTEE, Role.MENTOR, Role.SPONSOR])
def test_a_member_may_do_none_of_it(role: Role) -> None:
    words = MemoryEncryption()
    service, member = service_over(words, MemoryUnitsOfWork()), Asker(member="m1", roles=frozenset({role}))
    for ask in (service.status, service.apply, service.remove):
        with pytest.raises(NotAllowed):
            ask(member)
    assert words.plain == 3
