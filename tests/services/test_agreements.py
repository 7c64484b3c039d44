"""Signing agreements: each for oneself, in force once all have, and how it goes since."""

from datetime import UTC, date, datetime, timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Role
from copilot.domain.relationships import Agreement, Session
from copilot.errors import Conflict, NotAllowed, NotFound
from copilot.services.agreements import AgreementsService, AgreementStanding, AgreementStatus, agreed_terms
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.services.drafting.community import ANA, GRACE, MANAGER, TOMAS, units

TEXT = """# Agreement of Ana and Tomás

We meet for 60 minutes every two weeks, from 2 March 2026 to
28 August 2026. We look at this agreement again on 1 June 2026.
"""
ADMIN = Asker(member="will", roles=frozenset({Role.ADMIN}))


def offered(text: str = TEXT, draft: str = "d1") -> MemoryUnitsOfWork:
    home = units()
    with home() as unit:
        relationship = unit.relationships.get("r1")
        unit.relationships.save(relationship.changed(agreement=Agreement(text=text, draft=draft)))
        unit.commit()
    return home


def service(home: MemoryUnitsOfWork, clock: FixedClock | None = None) -> AgreementsService:
    return AgreementsService(home, Policy(), clock or FixedClock())


def standing(agreements: AgreementsService, asker: Asker = ANA) -> AgreementStanding:
    found = agreements.show(asker, "r1")
    assert isinstance(found, AgreementStanding)
    return found


def test_it_is_in_force_once_all_have_signed() -> None:
    agreements = service(offered())
    first = agreements.sign(ANA, "r1")
    assert ({member: bool(at) for member, at in first.signed.items()}, first.in_force) == (
        {"ana": True, "tomas": False},
        False,
    )
    assert first.progress is None
    assert agreements.sign(TOMAS, "r1").in_force


def test_signing_twice_changes_nothing() -> None:
    home, clock = offered(), FixedClock()
    agreements = service(home, clock)
    before = agreements.sign(ANA, "r1").signed
    clock.move(timedelta(days=1))
    assert agreements.sign(ANA, "r1").signed == before
    assert [one.verb for one in home.tables["audit_log"].values()] == ["sign"]


def test_a_text_that_was_replaced_since_it_was_read_is_not_signed() -> None:
    agreements = service(offered(draft="d2"))
    with pytest.raises(Conflict, match="Another text"):
        agreements.sign(ANA, "r1", draft="d1")
    assert agreements.sign(ANA, "r1", draft="d2").signed["ana"]


def test_without_an_agreement_there_is_nothing_to_sign() -> None:
    agreements = service(units())
    assert not standing(agreements).offered
    with pytest.raises(Conflict, match="no agreement to sign") as caught:
        agreements.sign(ANA, "r1")
    assert "draft agreement" in caught.value.cure


def test_a_closed_relationship_signs_nothing() -> None:
    home = offered()
    with home() as unit:
        unit.relationships.save(unit.relationships.get("r1").changed(state="closed"))
        unit.commit()
    with pytest.raises(Conflict, match="closed"):
        service(home).sign(ANA, "r1")


@pytest.mark.parametrize("asker", [MANAGER, OPERATOR, ADMIN])
def test_those_outside_see_who_signed_and_never_the_text(asker: Asker) -> None:
    agreements = service(offered())
    agreements.sign(ANA, "r1")
    found = agreements.show(asker, "r1")
    assert isinstance(found, AgreementStatus)
    assert found.signed == {"ana": True, "tomas": False}
    assert "minutes" not in found.model_dump_json()
    with pytest.raises(NotAllowed):
        agreements.sign(asker, "r1")


def test_for_strangers_there_is_no_such_relationship() -> None:
    for call in (service(offered()).show, service(offered()).sign):
        with pytest.raises(NotFound):
            call(GRACE, "r1")


def test_progress_counts_meetings_against_the_rhythm_and_days_to_the_review() -> None:
    home, clock = offered(), FixedClock()
    agreements = service(home, clock)
    for asker in (ANA, TOMAS):
        agreements.sign(asker, "r1")
    clock.move(timedelta(days=45))
    with home() as unit:
        at = datetime(2026, 3, 10, 10, tzinfo=UTC)
        unit.sessions.add(Session(id="s9", relationship="r1", at=at, state="held"))
        unit.commit()
    found = standing(agreements, TOMAS)
    assert found.progress
    assert (found.progress.held, found.progress.expected) == (1, 3)
    assert (found.progress.open_actions, found.progress.late_actions) == (2, 1)
    assert (found.review, found.progress.days_to_review) == (date(2026, 6, 1), 46)
    assert found.words == (
        "1 meeting since 2 March 2026; the rhythm you agreed on makes 3 by now.",
        "2 open action items, 1 of them late.",
        "Looking at it again is in 46 days: 1 June 2026.",
    )


@pytest.mark.parametrize(
    ("text", "weeks", "review"),
    [
        ("We meet every week. Review on 1 June 2026.", 1, date(2026, 6, 1)),
        ("We **meet** once a month.", 4, None),
        ("We meet twice a month, and review this on 2026-05-04.", 2, date(2026, 5, 4)),
        ("Meetings: fortnightly", 2, None),
        ("A meeting every other week", 2, None),
        ("We meet every 3 weeks", 3, None),
        ("We have 4 hours a month.", None, None),
        ("We meet when we like.", None, None),
    ],
)
def test_what_can_be_counted_is_read_from_the_words_as_signed(
    text: str, weeks: int | None, review: date | None
) -> None:
    terms = agreed_terms(text, date(2026, 3, 2))
    assert (terms.weeks, terms.review) == (weeks, review)


def test_where_no_rhythm_is_named_it_is_said_and_not_guessed() -> None:
    agreements = service(offered("We meet when we like."))
    for asker in (ANA, TOMAS):
        found = agreements.sign(asker, "r1")
    assert found.progress
    assert found.progress.expected is None
    assert "names no rhythm" in found.words[0]
