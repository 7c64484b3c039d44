"""What a sponsor may rest her words on: what she may read of the sponsored, quoted word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copilot.domain.asking import Asker
from copilot.domain.members import Member
from copilot.domain.relationships import Relationship
from copilot.domain.sponsorship import Proof, SpeakingConsent
from copilot.errors import BadInput, NotFound
from copilot.ports import UnitOfWork
from copilot.services.policy import Action, Policy

MOST_PROOFS = 10
_LONGEST = 2_000
_LISTS = ("experience", "skills", "goals")
_Named = tuple[str, Proof]


def provable(
    unit: UnitOfWork,
    policy: Policy,
    asker: Asker,
    relationship: Relationship,
    consent: SpeakingConsent | None,
) -> dict[str, Proof]:
    """Id → quotation, of all that the asker may rest her words on.

    Ids are those of moments, goals and badges; `headline`, `experience[0]` and the like for fields of the profile;
    `brief[0]` for the first sentence that she agreed to.
    """
    her = relationship.seeker
    found = dict(_agreed_to(consent)) if consent else {}
    found |= dict(_moments(unit, policy, asker, her))
    found |= {
        goal.id: _proof("goal", goal.id, goal.title) for goal in unit.goals.all(relationship=relationship.id)
        if goal.member == her
    }  # fmt: skip
    found |= {
        badge.id: _proof("badge", badge.id, f"{badge.name}: {badge.criteria}")
        for badge in unit.badges.all(member=her, state="taken")
        if badge.public
    }
    member = unit.members.find(her)
    return found | (dict(_fields(policy, asker, member)) if member else {})


def proofs_named(ids: Sequence[str], known: dict[str, Proof]) -> tuple[Proof, ...]:
    """The quotations behind these ids; NotFound alike for what isn't there and what the asker may not read."""
    wanted = tuple(dict.fromkeys(each.strip() for each in ids if each.strip()))
    if len(wanted) > MOST_PROOFS:
        raise BadInput(
            f"{len(wanted)} pieces of evidence are too many.",
            place="--evidence",
            cure=f"Give the strongest, {MOST_PROOFS} at most.",
        )
    missing = [each for each in wanted if each not in known]
    if missing:
        raise NotFound(
            "There is no such evidence that you may read.",
            place=missing[0][:200],
            cure="`sponsor evidence` lists what you may rest on.",
        )
    return tuple(known[each] for each in wanted)


def _agreed_to(consent: SpeakingConsent) -> Iterator[_Named]:
    """Her sentences, and the fields of her profile that they quote: whoever may say them may read these."""
    for n, sentence in enumerate(consent.may_say):
        yield f"brief[{n}]", _proof("brief", consent.id, sentence.text)
        yield from ((proof.record, proof) for proof in sentence.evidence)


def _moments(unit: UnitOfWork, policy: Policy, asker: Asker, her: str) -> Iterator[_Named]:
    for moment in unit.moments.all(member=her):
        if moment.public or policy.allows(asker, Action.MOMENTS_READ, owners={moment.member, moment.by}):
            yield moment.id, _proof("moment", moment.id, moment.behaviour)


def _fields(policy: Policy, asker: Asker, member: Member) -> Iterator[_Named]:
    """The headline, which everybody is told with the name; more of the profile where she may read it anyway."""
    if member.profile.headline:
        yield "headline", _proof("profile", "headline", member.profile.headline)
    if policy.allows(asker, Action.PROFILE_READ, owners={member.id}):
        for field in _LISTS:
            for n, text in enumerate(getattr(member.profile, field)):
                yield f"{field}[{n}]", _proof("profile", f"{field}[{n}]", text)


def _proof(kind: str, record: str, quote: str) -> Proof:
    return Proof.model_validate({"kind": kind, "record": record, "quote": quote[:_LONGEST]})
