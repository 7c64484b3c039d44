import re

import pytest
from hypothesis import given, settings

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import MatchRole, Rationale
from copilot.domain.members import Member
from copilot.services.matching.reasons.explaining import Explainer
from copilot.services.matching.reasons.outlook import Outlook
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.solving.pool import pairs_of, solve
from tests.fakes import WordEncoder
from tests.services.matching.community import EXPERIENCE, GOALS, communities, homed, mentee, mentor, pool_of


def rationale_of(seeker: Member, partner: Member, role: MatchRole = MatchRole.MENTOR) -> Rationale:
    return Explainer(pool_of([seeker, partner], role), WordEncoder()).rationale(0, 0)


def value_of(member: Member, field: str) -> str:
    name, n = re.fullmatch(r"(\w+)(?:\[(\d+)\])?", field).groups()  # type: ignore[union-attr]  # asserted by the match
    value = getattr(member.profile, name)
    return str(value[int(n)] if n else value)


@settings(max_examples=30, deadline=None)
@given(communities())
def test_every_claim_rests_on_words_that_stand_in_a_profile(members: list[Member]) -> None:
    pool = pool_of(members, weights=MatchingWeights(floor=0))
    by_id = {each.id: each for each in members}
    for row, column in pairs_of(pool, solve(pool)):
        rationale = Explainer(pool, WordEncoder()).rationale(row, column)
        cited = {citation.n for citation in rationale.citations}
        assert all(set(claim.evidence) <= cited for claim in (*rationale.for_, *rationale.against))
        assert all(claim.evidence and claim.weight for claim in rationale.for_)
        for citation in rationale.citations:
            assert citation.kind == "profile"
            assert citation.quote
            assert citation.quote in value_of(by_id[citation.member], citation.field)


def test_the_first_claim_is_what_carries_most() -> None:
    rationale = rationale_of(
        mentee("e", GOALS[0], level=3), mentor("m", EXPERIENCE[0], "Paints walls", level=5)
    )
    assert "Negotiated prices" in rationale.for_[0].claim
    weights = [claim.weight or 0 for claim in rationale.for_]
    assert weights == sorted(weights, reverse=True)


def test_deleting_the_cited_words_lowers_the_score_more_than_deleting_others() -> None:
    seeker = mentee("e", GOALS[0])
    scores = {
        gone: pool_of(
            [seeker, mentor("m", *(text for text in EXPERIENCE[:3] if text != gone), "Cooks")]
        ).pair(0, 0)[0]
        for gone in EXPERIENCE[:3]
    }
    assert min(scores, key=lambda gone: scores[gone]) == EXPERIENCE[0]


def test_the_need_that_nothing_answers_is_named() -> None:
    rationale = rationale_of(mentee("e", GOALS[0], "Zymurgy"), mentor("m", EXPERIENCE[0]))
    assert any(
        "“Zymurgy”" in claim.claim and claim.claim.startswith("Nothing") for claim in rationale.against
    )


@pytest.mark.parametrize(
    ("seeker", "partner", "words"),
    [
        ({"time_zone": "Europe/Lisbon"}, {"time_zone": "Asia/Tokyo"}, "do not overlap"),
        ({"time_zone": "Asia/Tokyo"}, {"time_zone": "Asia/Dubai"}, "Their working days share three hours"),
        ({"level": 2}, {"level": 9}, "Seven levels lie between"),
        ({"level": 2}, {"level": 4}, "two levels ahead"),
        ({}, {"time_zone": "Asia/Tokyo"}, "Not known: the mentee's time zone"),
        (
            {"wishes": ("another function",), "function": "Law"},
            {"function": "law"},
            "wish “another function” is not met",
        ),
        ({"wishes": ("another function",), "function": "Law"}, {"function": "Sales"}, "is met"),
        (
            {"working_style": "short calls"},
            {"working_style": "short calls"},
            "The two describe similar ways of working",
        ),
    ],
)
def test_planted_facts_are_told(seeker: dict, partner: dict, words: str) -> None:
    rationale = rationale_of(mentee("e", GOALS[0], **seeker), mentor("m", EXPERIENCE[0], **partner))
    claims = [claim.claim for claim in (*rationale.for_, *rationale.against)]
    assert any(words in claim for claim in claims), claims


def test_a_claim_names_nobody_in_its_own_words_and_quotes_word_for_word() -> None:
    seeker = mentee("e", "Learn to negotiate like Maria does", name="Kwame Mensah", headline="Kwame sells")
    partner = mentor("m", "Maria negotiated prices; she taught Kwame", name="Maria Lopes")
    rationale = rationale_of(seeker, partner)
    told = " ".join(
        [rationale.benefit.seeker, rationale.benefit.partner, *rationale.would_change]
        + [claim.claim for claim in (*rationale.for_, *rationale.against)]
    )
    own_words = re.sub("“.*?”", "", told)
    assert not re.search(r"Maria|Lopes|Kwame|Mensah|\b(?:she|he|her|his)\b", own_words)
    assert "“Maria negotiated prices; she taught Kwame”" in told
    assert any("Maria" in citation.quote for citation in rationale.citations)


def test_a_skill_is_quoted_alone() -> None:
    partner = mentor("m", skills=("Cooking", "Negotiating prices", "Sailing"))
    rationale = rationale_of(mentee("e", GOALS[0]), partner)
    assert ("skills[1]", "Negotiating prices") in [(each.field, each.quote) for each in rationale.citations]


TRADE = "Negotiates prices with suppliers"


def test_confidence_names_the_unknown() -> None:
    told = rationale_of(mentee("e", TRADE), mentor("m", TRADE)).confidence
    assert told == "good fit, four unknowns (time zone, level, way of working and languages)"


def test_each_stated_change_made_real_changes_the_match_as_said() -> None:
    members = [
        *(
            mentee(f"e{n}", f"{GOALS[0]} {where}")
            for n, where in enumerate(("abroad", "in Asia", "by phone"))
        ),
        mentor("m0", EXPERIENCE[0], "Bought prices down by phone"),
        mentor("m1", "Negotiated a lease", "Paid suppliers"),
        mentor("m2", "Negotiated prices"),
    ]
    pool = pool_of(members)
    found = solve(pool)
    said = [(row, change) for row in range(3) for change in Outlook(pool, found).would_change(row)]
    assert said
    for row, change in said:
        told = re.fullmatch(
            r"One more place with (\w+) would raise this score from [\d.]+ to ([\d.]+)\.", change
        )
        assert told
        more = [each.changed(capacity=2) if each.id == told[1] else each for each in members]
        again_pool = pool_of(more)
        again = solve(again_pool)
        assert again_pool.partners[again.chosen[row]].member.id == told[1]
        assert f"{again_pool.pair(row, int(again.chosen[row]))[0]:.2f}" == told[2]


def test_rationales_of_every_role_read_as_sentences() -> None:
    seeker = mentee("e", GOALS[0], level=5, experience=(EXPERIENCE[1],))
    partner = mentor("m", EXPERIENCE[0], level=7, goals=(GOALS[1],))
    for role in (MatchRole.MENTOR, MatchRole.SPONSOR, MatchRole.PEER, MatchRole.REVERSE):
        everybody = {"mentee", "mentor", "sponsor", "peer"}
        members = [each.changed(roles=everybody) for each in (seeker, partner)]
        pool = pool_of(members, role)
        rationale = Explainer(pool, WordEncoder()).rationale(0, 1)
        for claim in (*rationale.for_, *rationale.against):
            assert claim.claim[0].isupper()
            assert claim.claim.endswith(".")


def test_a_run_gives_every_match_a_rationale_with_evidence() -> None:
    service, _ = homed([mentee("e", GOALS[0]), mentor("m", EXPERIENCE[0])])
    _, (match,) = service.run(OPERATOR, MatchRole.MENTOR)
    assert match.rationale.for_[0].evidence
    assert match.model_dump(mode="json", by_alias=True)["rationale"]["for"]
