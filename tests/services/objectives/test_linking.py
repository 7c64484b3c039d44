"""What serves an objective is said by whom it belongs to; suggestions are taken, or refused for good."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import Match
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from tests.services.objectives.community import (
    ADMIN,
    ANA,
    BEN,
    ELSEWHERE,
    MANAGER,
    NOW,
    TODAY,
    Community,
    event,
)


@pytest.fixture
def home() -> Community:
    return Community()


def suggested(home: Community, asker: Asker) -> list[tuple[str, str, str]]:
    return [(each.objective, each.kind, each.record) for each in home.service.suggest(asker)]


def test_a_goal_is_linked_by_whose_it_is_and_nobody_reads_it_in_the_log(home: Community) -> None:
    home.service.link(ANA, "speak", "goal", "g1")
    assert home.goal("g1").objective == "speak"
    with home.units.reading() as unit:
        assert not unit.audit_log.all()
        assert not unit.objective_links.all()


@pytest.mark.parametrize("asker", [BEN, MANAGER, ADMIN, OPERATOR])
def test_somebody_elses_goal_is_not_there_for_anybody(home: Community, asker: Asker) -> None:
    with pytest.raises(NotFound) as theirs:
        home.service.link(asker, "speak", "goal", "g1")
    with pytest.raises(NotFound) as missing:
        home.service.link(asker, "speak", "goal", "g9")
    assert theirs.value.message.replace("g1", "") == missing.value.message.replace("g9", "")


@pytest.mark.parametrize(("kind", "record"), [("programme", "spring"), ("event", "e1"), ("match", "r1")])
@pytest.mark.parametrize("asker", [MANAGER, ADMIN, OPERATOR])
def test_the_manager_and_admins_link_what_is_hers(
    home: Community, asker: Asker, kind: str, record: str
) -> None:
    linked = home.service.link(asker, "speak", kind, record)
    assert (linked.state, linked.confidence) == ("confirmed", None)
    assert [(each.kind, each.record) for each in home.service.links(asker, "speak")] == [(kind, record)]
    home.service.unlink(asker, "speak", kind, record)
    assert home.service.links(asker) == []
    with home.units.reading() as unit:
        verbs = {each.verb: each.detail for each in unit.audit_log.all()}
    assert verbs == {verb: {"kind": kind, "record": record} for verb in ("link", "unlink")}


@pytest.mark.parametrize("asker", [ELSEWHERE, ANA])
def test_others_may_not_and_learn_of_no_match(home: Community, asker: Asker) -> None:
    for kind, record in (("programme", "spring"), ("event", "e1")):
        with pytest.raises(NotAllowed):
            home.service.link(asker, "speak", kind, record)
    with pytest.raises(NotFound):
        home.service.link(asker, "speak", "match", "r1")
    assert home.service.links(asker) == []


def test_a_match_may_be_named_by_its_own_id_or_its_relationships(home: Community) -> None:
    assert home.service.link(MANAGER, "speak", "match", "x1").record == "r1"
    with pytest.raises(Conflict, match="said already"):
        home.service.link(MANAGER, "speak", "match", "r1")


@pytest.mark.parametrize(
    ("objective", "kind", "record", "fault"),
    [
        ("nothing", "event", "e1", NotFound),
        ("speak", "event", "e9", NotFound),
        ("speak", "programme", "p9", NotFound),
        ("speak", "match", "r9", NotFound),
        ("speak", "mood", "e1", BadInput),
    ],
)
def test_a_link_to_what_is_not_there_is_refused(
    home: Community, objective: str, kind: str, record: str, fault: type[Exception]
) -> None:
    for verb in (home.service.link, home.service.unlink, home.service.confirm, home.service.refuse):
        with pytest.raises(fault):
            verb(ADMIN, objective, kind, record)


def test_nothing_is_linked_with_an_objective_that_is_settled(home: Community) -> None:
    home.service.settle(ADMIN, "speak", "dropped")
    for asker, kind, record in ((ANA, "goal", "g1"), (ADMIN, "event", "e1")):
        with pytest.raises(Conflict, match="dropped"):
            home.service.link(asker, "speak", kind, record)
    assert suggested(home, ANA) == []


def test_what_was_not_linked_cannot_be_unlinked(home: Community) -> None:
    with pytest.raises(NotFound, match="not linked"):
        home.service.unlink(ANA, "speak", "goal", "g1")
    with pytest.raises(NotFound, match="not linked"):
        home.service.unlink(ADMIN, "speak", "event", "e1")


def test_a_goal_is_suggested_to_its_owner_alone_and_an_event_to_those_who_may_link_it(
    home: Community,
) -> None:
    assert suggested(home, ANA) == [("speak", "goal", "g1")]
    assert suggested(home, BEN) == []
    assert suggested(home, MANAGER) == [("speak", "event", "e1")]
    assert suggested(home, ADMIN) == [("speak", "event", "e1")]
    assert suggested(home, ELSEWHERE) == []


def test_a_confirmed_suggestion_keeps_its_confidence_and_is_suggested_no_more(home: Community) -> None:
    offered = home.service.suggest(MANAGER)[0]
    assert 0.5 <= offered.confidence <= 1
    linked = home.service.confirm(MANAGER, "speak", "event", "e1")
    with home.units.reading() as unit:
        assert (
            unit.objective_links.get("speak:event:e1").confidence == offered.confidence == linked.confidence
        )
    assert suggested(home, MANAGER) == []


@pytest.mark.parametrize(("asker", "kind", "record"), [(ANA, "goal", "g1"), (MANAGER, "event", "e1")])
def test_what_was_refused_is_not_suggested_again_but_may_be_linked_by_hand(
    home: Community, asker: Asker, kind: str, record: str
) -> None:
    home.service.refuse(asker, "speak", kind, record)
    assert suggested(home, asker) == []
    with pytest.raises(Conflict, match="no longer"):
        home.service.confirm(asker, "speak", kind, record)
    home.service.link(asker, "speak", kind, record)
    home.service.unlink(asker, "speak", kind, record)
    assert suggested(home, asker) == [("speak", kind, record)]


def test_only_what_is_suggested_can_be_confirmed(home: Community) -> None:
    with pytest.raises(Conflict, match="isn't suggested"):
        home.service.confirm(ANA, "trees", "goal", "g1")
    with pytest.raises(Conflict, match="isn't suggested"):
        home.service.refuse(BEN, "speak", "goal", "g2")


def test_an_event_of_a_programme_that_one_may_not_know_of_is_not_there(home: Community) -> None:
    with home.units() as unit:
        unit.events.add(event("e2", "Speak at conferences", "spring", audience="programme"))
        unit.commit()
    with pytest.raises(NotFound):
        home.service.link(ANA, "speak", "event", "e2")
    with pytest.raises(NotFound):
        home.service.link(ELSEWHERE, "speak", "event", "e2")


def give_reasons(home: Community, *claims: str) -> None:
    with home.units() as unit:
        rationale = {"for": [{"claim": each} for each in claims], "benefit": {"seeker": "", "partner": ""}}
        match = {
            "id": "x1", "seeker": "ana", "partner": "ben", "role": "mentor", "score": 0.8, "created": NOW,
            "rationale": rationale, "programme": "spring",
        }  # fmt: skip
        unit.matches.add(Match.model_validate(match))
        unit.events.remove("e1")
        unit.commit()


def test_a_match_is_suggested_to_those_who_may_link_it_by_the_reasons_for_it(home: Community) -> None:
    give_reasons(home, "More of us speak at conferences.", "Both are awake at nine")
    for asker in (MANAGER, ADMIN, OPERATOR):
        assert suggested(home, asker) == [("speak", "match", "r1")]
    for asker in (ELSEWHERE, BEN):
        assert suggested(home, asker) == []
    assert home.service.suggest(MANAGER)[0].title == "ana and ben"
    assert home.service.confirm(MANAGER, "speak", "match", "x1").record == "r1"
    assert suggested(home, MANAGER) == []


def test_nothing_is_suggested_for_a_match_without_reasons_or_one_that_has_ended(home: Community) -> None:
    assert not any(kind == "match" for _, kind, _ in suggested(home, MANAGER))
    give_reasons(home, "More of us speak at conferences.")
    with home.units() as unit:
        unit.relationships.save(unit.relationships.get("r1").changed(state="closed"))
        unit.commit()
    assert suggested(home, MANAGER) == []


def test_a_refused_match_is_not_suggested_again_and_its_reasons_are_not_remembered(home: Community) -> None:
    give_reasons(home, "More of us speak at conferences: every one of us.")
    home.service.refuse(MANAGER, "speak", "match", "r1")
    assert suggested(home, MANAGER) == []
    assert not any("every one of us" in text for text in home.service._nearness._remembered)


def test_what_is_overdue_is_not_suggested_and_linked_only_with_a_word(home: Community) -> None:
    home.service.update(ADMIN, "speak", ends=TODAY - timedelta(days=1))
    assert suggested(home, ANA) == []
    assert suggested(home, MANAGER) == []
    linked = home.service.link(MANAGER, "speak", "event", "e1")
    assert "should have been reached by" in linked.note
    assert home.service.link(MANAGER, "trees", "event", "e1").note == ""


def test_no_transaction_is_open_while_the_encoder_computes(home: Community) -> None:
    open_now: list[bool] = []
    encode = home.encoder.encode
    home.encoder.encode = lambda texts, progress=None: (  # type: ignore[method-assign]  # watched
        open_now.append(home.units.has_a_writer), encode(texts, progress),
    )[1]  # fmt: skip
    home.service.confirm(MANAGER, "speak", "event", "e1")
    assert open_now == [False]


def test_the_words_of_goals_are_not_remembered_beside_the_records(home: Community) -> None:
    home.service.suggest(ANA)
    remembered = home.service._nearness._remembered
    assert remembered
    assert not any("Speak at conferences, more of them" in text for text in remembered)


def test_suggestions_stand_in_one_order_however_the_records_came(home: Community) -> None:
    with home.units() as unit:
        for each in ("e7", "e3", "e5"):
            unit.events.add(event(each, "Speak at conferences: how more of us do it", "spring"))
        unit.commit()
    assert [record for _, _, record in suggested(home, MANAGER)] == ["e1", "e3", "e5", "e7"]
