"""The profile index brought up to the records: what changed is encoded, who left goes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

from copilot.ports import Encoder, ProfileIndex
from copilot.services.matching.scores.evidence import Told


def refresh(index: ProfileIndex, encoder: Encoder, told: Sequence[Told], roster: Collection[str]) -> int:
    """Index the offers of these members where they changed, and forget who is no longer on the roster.

    Returns:
        How many members changed in the index.
    """
    known = index.members()
    gone = sorted(set(known).difference(roster))
    made_of = {one.member.id: _digest(encoder.name, one) for one in told if one.offers}
    changed = {member: digest for member, digest in made_of.items() if known.get(member) != digest}
    index.remove(gone)
    offers = {
        one.member.id: [offer.neutral for offer in one.offers] for one in told if one.member.id in changed
    }
    vectors = {member: encoder.encode(texts) for member, texts in offers.items()}
    index.replace(changed, vectors)
    return len(gone) + len(changed)


def _digest(encoder: str, told: Told) -> str:
    content = "\x1f".join((encoder, *(offer.neutral for offer in told.offers)))
    return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()
