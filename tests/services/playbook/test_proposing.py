"""What the numbers propose: where an effect was planted, not where none was, never of fewer than ten."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from copilot.domain.events import Event, Registration
from copilot.domain.matches import MatchRole
from copilot.domain.playbook import ChapterKey
from copilot.domain.relationships import Relationship, Session
from copilot.errors import Conflict
from copilot.services.playbook.comparing import Side, chance_of
from copilot.services.playbook.comparisons import (
    RULES,
    circles_and_pairs,
    events_and_goals,
    watched_with_goals,
)
from copilot.services.playbook.looking import look_at
from evals.planted_practices import planted, put_into
from tests.fakes import MemoryUnitsOfWork
from tests.services.playbook.community import ADMIN, ANA, DAY, NOW, TODAY, playbook, units


@pytest.fixture(scope="module")
def home() -> MemoryUnitsOfWork:
    """A community in which every effect is there."""
    here = units()
    with here() as unit:
        put_into(unit, planted(3, effect=True, now=NOW))
        unit.commit()
    return here


def test_a_planted_effect_is_found_and_said_with_its_numbers(home: MemoryUnitsOfWork) -> None:
    looks = {one.rule: one for one in playbook(home).propose(ADMIN).looked_at}
    circles = looks["circles-last"]
    assert circles.compared is not None
    assert circles.sentence.startswith("Circles keep people together longer than pairs here:")
    assert "It doesn’t show why." in circles.sentence
    assert min(circles.compared.ns) >= 10
    assert all(n % 5 == 0 for n in circles.compared.ns)
    assert 0 < circles.compared.low < circles.compared.difference < circles.compared.high
    assert "95 % interval" in circles.evidence
    assert "p = " in circles.evidence


def test_a_proposal_is_an_offer_that_an_editor_takes_in() -> None:
    home = units()
    with home() as unit:
        put_into(unit, planted(3, effect=True, now=NOW))
        unit.commit()
    service = playbook(home)
    service.edit(ADMIN, "peers", "Circles meet monthly.")
    (offer,) = [one for one in service.propose(ADMIN).proposed if one.chapter is ChapterKey.PEERS]
    assert (offer.kind, offer.by, offer.state) == ("revision", "analytics", "offered")
    text = service.take(ADMIN, offer.id).text
    assert "### What our numbers say" in text
    assert "Circles keep people together longer" in text
    assert offer.id not in {one.id for one in service.propose(ADMIN).proposed}
    with pytest.raises(Conflict):
        service.decline(ADMIN, offer.id, "No.")
    assert service.offers(ANA) == []


def test_proposing_again_leaves_one_offer_with_todays_figures() -> None:
    home = units()
    with home() as unit:
        put_into(unit, planted(3, effect=True, now=NOW))
        unit.commit()
    service = playbook(home)
    once, again = service.propose(ADMIN).proposed, service.propose(ADMIN).proposed
    assert {one.id for one in once} == {one.id for one in again}
    assert len(service.offers(ADMIN)) == len(once)


def test_a_proposal_that_holds_no_more_goes() -> None:
    home = units()
    with home() as unit:
        put_into(unit, planted(3, effect=True, now=NOW))
        unit.commit()
    service = playbook(home)
    assert service.propose(ADMIN).proposed
    with home() as unit:
        for table in (unit.relationships, unit.goals):
            for each in table.all():
                table.remove(each.id)
        unit.commit()
    service.propose(ADMIN)
    assert service.offers(ADMIN) == []


def test_in_an_empty_community_nothing_is_compared() -> None:
    found = playbook().propose(ADMIN)
    assert found.proposed == ()
    assert {one.why_not for one in found.looked_at} == {"Fewer than 10 on one side."}


@pytest.mark.parametrize(
    ("yes", "of", "why"), [(3, 40, "fewer than five"), (38, 40, "fewer than five"), (9, 9, "10")]
)
def test_a_share_that_tells_of_fewer_than_five_or_rests_on_fewer_than_ten_is_not_compared(
    yes: int, of: int, why: str
) -> None:
    people = frozenset(f"p{n}" for n in range(of))
    few = Side("few", np.array([1.0] * yes + [0.0] * (of - yes)), people)
    many = Side("many", np.array([1.0] * 20 + [0.0] * 20), frozenset(f"q{n}" for n in range(40)))
    shares = next(rule for rule in RULES if rule.unit == "share")
    (look,) = look_at(planted(1, effect=False, size=1), [replace(shares, sides=lambda _: (few, many))])
    assert why in look.why_not
    assert look.compared is None


def _relationship(name: str, role: MatchRole, *, days: int, state: str = "active") -> Relationship:
    people = (f"{name}-a", f"{name}-b")
    fields = {"id": name, "role": role, "members": people, "started": TODAY - days * DAY, "state": state}
    return Relationship.model_validate(fields)


def _met(name: str, *days_ago: int) -> list[Session]:
    return [Session(id=f"{name}-{n}", relationship=name, at=NOW - n * DAY, state="held") for n in days_ago]


def test_an_open_circle_that_fell_silent_lasted_as_long_as_a_closed_pair() -> None:
    here = replace(
        planted(1, effect=False, size=1, now=NOW),
        relationships=[
            _relationship("c", MatchRole.CIRCLE, days=300),
            _relationship("p", MatchRole.MENTOR, days=300, state="closed"),
            _relationship("still", MatchRole.MENTOR, days=300),
            _relationship("never", MatchRole.CIRCLE, days=300),
        ],
        sessions=[*_met("c", 290, 200), *_met("p", 290, 200), *_met("still", 290, 20)],
    )
    circles, pairs = circles_and_pairs(here)
    assert circles.values == pytest.approx([100 / 30.4])
    assert pairs.values == pytest.approx([100 / 30.4, (300 - 56) / 30.4])
    assert circles.ended is not None
    assert pairs.ended is not None
    assert (circles.ended.tolist(), pairs.ended.tolist()) == ([True], [True, False])


def test_that_nobody_closes_circles_is_not_told_as_circles_lasting_longer() -> None:
    found = [
        chance_of(*circles_and_pairs(planted(seed, effect=False, left_open=True)), "x") for seed in range(8)
    ]
    assert sum(p < 0.05 for p in found) <= 2


def test_that_who_stays_longer_comes_to_more_is_not_told_as_what_events_do() -> None:
    found = [chance_of(*events_and_goals(planted(seed, effect=False, stays=True)), "x") for seed in range(8)]
    assert sum(p < 0.05 for p in found) <= 2


def test_only_an_event_while_they_worked_together_counts() -> None:
    here = planted(1, effect=False, size=4)
    watched = watched_with_goals(here)
    person, (_, until) = sorted(watched.items())[0]
    late = Event.model_validate({**dict(here.events[0]), "id": "late", "at": until + 5 * DAY})
    came = Registration(id="r", event="late", member=person, state="registered", at=NOW, attended=True)
    one, other = events_and_goals(replace(here, events=[late], registrations=[came]))
    assert person not in one.people | other.people


def test_what_was_answered_is_not_proposed_again_for_half_a_year_after_the_answer() -> None:
    home = units()
    with home() as unit:
        put_into(unit, planted(3, effect=True, now=NOW))
        unit.commit()
    service = playbook(home)
    offer = service.propose(ADMIN).proposed[0]
    with home() as unit:
        unit.playbook_offers.save(unit.playbook_offers.get(offer.id).changed(at=NOW - 200 * DAY))
        unit.commit()
    service.decline(ADMIN, offer.id, "Not now.")
    assert offer.id not in {one.id for one in service.propose(ADMIN).proposed}
    with home() as unit:
        unit.playbook_offers.save(unit.playbook_offers.get(offer.id).changed(answered=NOW - 190 * DAY))
        unit.commit()
    assert offer.id in {one.id for one in service.propose(ADMIN).proposed}


def test_a_proposal_taken_again_replaces_the_sentence_of_its_rule() -> None:
    home = units()
    with home() as unit:
        put_into(unit, planted(3, effect=True, now=NOW))
        unit.commit()
    service = playbook(home)
    service.edit(ADMIN, "peers", "Circles meet.\n\n### What our numbers say\n\n- Ours stays.")
    for _ in range(2):
        (offer,) = [one for one in service.propose(ADMIN).proposed if one.chapter is ChapterKey.PEERS]
        text = service.take(ADMIN, offer.id).text
        with home() as unit:
            unit.playbook_offers.save(unit.playbook_offers.get(offer.id).changed(answered=NOW - 190 * DAY))
            unit.commit()
    assert text.count("Circles keep people together longer") == 1
    assert "- Ours stays." in text


def test_no_chance_is_told_as_nought() -> None:
    sides = {"one": [5.0] * 30, "other": [1.0] * 30}
    one, other = (Side(n, np.array(v), frozenset(f"{n}{at}" for at in range(30))) for n, v in sides.items())
    points = next(rule for rule in RULES if rule.unit == "points")
    (look,) = look_at(planted(1, effect=False, size=1), [replace(points, sides=lambda _: (one, other))])
    assert "p < 0.001" in look.evidence


@pytest.mark.slow
def test_where_nothing_is_there_hardly_a_community_raises_a_false_alarm() -> None:
    """At most 5 % are meant to: three or more of twelve would be chance once in 50 times. `evals` tries 2,000."""
    alarms = [
        any(look.compared for look in look_at(planted(seed, effect=False))) for seed in range(1_000, 1_012)
    ]
    assert sum(alarms) <= 2
