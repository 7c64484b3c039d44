"""The profile index follows the records: what changed is read again, who left goes, nothing else is touched."""

from __future__ import annotations

from copilot.domain.members import Member, Profile, Role
from copilot.services.matching.neutral.stripping import Stripper
from copilot.services.matching.scores.evidence import Told, told_by
from copilot.services.matching.verbs.indexing import refresh
from tests.fakes import MemoryProfileIndex, WordEncoder

NOBODYS_NAMES = Stripper([])


def told(member_id: str, *experience: str) -> Told:
    profile = Profile(experience=experience)
    return told_by(
        Member(id=member_id, name="Bo", roles=frozenset({Role.MENTOR}), profile=profile), NOBODYS_NAMES
    )


def test_only_what_changed_is_read_again_and_who_left_is_forgotten() -> None:
    index, encoder = MemoryProfileIndex(), WordEncoder()
    baker, pilot = told("m1", "Ran a bakery", "Taught apprentices"), told("m2", "Flew cargo")
    assert refresh(index, encoder, [baker, pilot], ["m1", "m2"]) == 2
    encoder.encoded.clear()
    assert refresh(index, encoder, [baker, pilot], ["m1", "m2"]) == 0
    assert encoder.encoded == []
    assert refresh(index, encoder, [told("m1", "Ran two bakeries")], ["m1"]) == 2
    assert encoder.encoded == ["Ran two bakeries"]
    assert list(index.members()) == ["m1"]


def test_a_member_who_offers_nothing_is_not_in_the_index() -> None:
    index = MemoryProfileIndex()
    assert refresh(index, WordEncoder(), [told("m1")], ["m1"]) == 0
    assert index.members() == {}
