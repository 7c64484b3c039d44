"""A chat model reads the top candidates too: what its verdict counts for, and on which words it may rest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import Match, MatchRole, MatchRun
from copilot.domain.members import Member, Role
from copilot.domain.verdicts import Verdict
from copilot.ports import MatchReader
from copilot.services.matching.neutral.stripping import Stripper
from copilot.services.matching.reasons.quoting import places_of, span_of
from copilot.services.matching.scores.evidence import told_by
from copilot.services.matching.scores.readings import Readings
from copilot.services.matching.scores.weights import READING, MatchingWeights, PartWeights
from copilot.services.matching.verbs.reading import standing
from tests.fakes import WordReader
from tests.services.matching.community import EXPERIENCE, GOALS, homed, member, mentee, mentor, pool_of

ON = MatchingWeights(read_top=20)


def community(many: int = 4) -> list[Member]:
    return [
        *(mentee(f"e{n}", GOALS[n]) for n in range(many)),
        *(mentor(f"m{n}", EXPERIENCE[n]) for n in range(many)),
    ]


def run(
    members: list[Member], reader: MatchReader | None, weights: MatchingWeights = ON, **arguments: Any
) -> tuple[MatchRun, list[Match]]:
    return homed(members, weights, reader)[0].run(OPERATOR, MatchRole.MENTOR, **arguments)


def scores(matches: list[Match]) -> set[tuple[str, str, float]]:
    return {(match.seeker, match.partner, match.score) for match in matches}


class Stubborn(WordReader):
    """Says the same of everybody."""

    version = "stubborn"

    def __init__(self, verdict: Verdict | None) -> None:
        super().__init__()
        self.verdict = verdict

    def read(self, needs: Any, offers: Any, role_words: Any) -> Verdict | None:
        super().read(needs, offers, role_words)
        return self.verdict


def test_it_is_off_unless_a_manager_turns_it_on() -> None:
    reader = WordReader()
    result, matches = run(community(), reader, MatchingWeights())
    assert reader.asked == []
    assert result.warnings == ()
    assert all(READING not in match.parts for match in matches)


def test_the_verdict_is_a_part_of_the_score_and_a_reason_with_the_words_it_rests_on() -> None:
    _, matches = run(community(), WordReader())
    match = next(each for each in matches if each.seeker == "e0")
    assert match.parts[READING] == 1
    (claim,) = [claim for claim in match.rationale.for_ if "chat model" in claim.claim]
    assert claim.claim == (
        f"A chat model read both texts and rated the fit 4 of 4, resting on “{EXPERIENCE[0]}”."
    )
    (cited,) = [each for each in match.rationale.citations if each.n in claim.evidence]
    assert (cited.member, cited.field, cited.quote) == ("m0", "experience[0]", EXPERIENCE[0])  # type: ignore[union-attr]  # of a profile
    assert claim.weight
    assert claim.weight > 0


def test_a_poor_verdict_speaks_against() -> None:
    poor = Stubborn(Verdict(fit=1, words=("prices with suppliers",)))
    _, (match,) = run([mentee("e0", GOALS[0]), mentor("m0", EXPERIENCE[0])], poor)
    assert any("rated the fit 1 of 4" in claim.claim for claim in match.rationale.against)
    assert not any("chat model" in claim.claim for claim in match.rationale.for_)


def test_the_reader_can_turn_a_proposal() -> None:
    class Contrary(WordReader):
        def read(self, needs: Any, offers: Any, role_words: Any) -> Verdict | None:
            return Verdict(fit=4 if "stage" in offers[0] else 0, words=(offers[0],))

    weights = MatchingWeights(read_top=20, floor=0, mentor=PartWeights(reading=5))
    members = [mentee("e0", GOALS[0]), mentor("m0", EXPERIENCE[0]), mentor("m1", EXPERIENCE[1])]
    assert run(members, None, weights)[1][0].partner == "m0"
    assert run(members, Contrary(), weights)[1][0].partner == "m1"


def test_a_pair_that_was_not_read_keeps_its_score_where_the_reading_would_say_the_same() -> None:
    """need_offer stands in for it, so that read and unread pairs are divided by the same weights."""
    pool = pool_of(community(2), weights=MatchingWeights(floor=0))
    rows, columns = pool.affinity.everyone
    plain = pool.affinity.parts(rows, columns)
    readings = Readings(
        {(pool.seekers[0].member.id, pool.partners[0].member.id): Verdict(fit=4, words=("x",))},
        [told.member.id for told in pool.seekers],
        [told.member.id for told in pool.partners],
    )
    having = pool.affinity.having(readings)
    parts = having.parts(rows, columns)
    assert readings.worth == {(0, 0): 1.0}
    assert np.isnan(parts[READING]).sum() == parts[READING].size - 1
    as_if = {**plain, READING: np.where(np.isnan(parts[READING]), plain["need_offer"], 1).astype(np.float32)}
    assert np.allclose(having.scores(parts), having.scores(as_if))
    assert having.scores(parts)[0, 0] > pool.affinity.scores(plain)[0, 0]
    assert pool.affinity.readings is None


def test_words_that_do_not_stand_in_the_offer_count_for_nothing_and_are_told() -> None:
    invented = Stubborn(Verdict(fit=4, words=("won a Nobel prize for suppliers",)))
    result, matches = run(community(2), invented, MatchingWeights(read_top=20, floor=0))
    assert all(READING not in match.parts for match in matches)
    assert result.warnings == (
        "4 of the chat model's verdicts count for nothing: they rest on no words of the partner.",
    )


def test_of_several_quotations_those_that_stand_remain() -> None:
    said = Verdict(fit=3, words=("invented words", "Negotiated PRICES, with suppliers", "and the"))
    assert standing(said, [EXPERIENCE[0]]) == Verdict(fit=3, words=("Negotiated PRICES, with suppliers",))
    assert standing(Verdict(fit=3), [EXPERIENCE[0]]) is None
    assert standing(None, [EXPERIENCE[0]]) is None


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        ("prices with suppliers", True),
        ("“Prices with  suppliers”.", True),
        ("price with supplier", False),
        ("prices suppliers", False),
        ("in", False),
        ("", False),
        ("...", False),
    ],
)
def test_words_stand_word_for_word_or_not_at_all(words: str, stands: bool) -> None:
    assert (span_of(words, EXPERIENCE[0]) is not None) is stands


def test_words_are_quoted_as_she_wrote_them_though_they_were_read_without_names() -> None:
    stripper = Stripper(["Kwame Mensah"])
    told = told_by(
        mentor("m", "Opened shops with Kwame Mensah. Trained the staff", skills=("budgeting", "tax law")),
        stripper,
    )
    assert places_of("trained the staff", told) == [("experience[0]", "Trained the staff")]
    assert places_of("shops with someone", told) == [
        ("experience[0]", "Opened shops with Kwame Mensah. Trained the staff")
    ]
    assert places_of("tax law", told) == [("skills[1]", "tax law")]
    assert places_of("budgeting, tax law", told) == [("skills[0]", "budgeting"), ("skills[1]", "tax law")]
    assert places_of("flew to the moon", told) == []


def test_peers_are_read_in_both_directions_and_the_part_is_their_mean() -> None:
    reader = WordReader()
    members = [
        member("p0", Role.PEER, goals=(GOALS[0],), experience=(EXPERIENCE[1],)),
        member("p1", Role.PEER, goals=(GOALS[4],), experience=(EXPERIENCE[0],)),
    ]
    _, (match,) = homed(members, MatchingWeights(read_top=20, floor=0), reader)[0].run(
        OPERATOR, MatchRole.PEER
    )
    assert len(reader.asked) == 2
    fits = {offers: reader.read(needs, offers, words) for needs, offers, words in tuple(reader.asked)}
    assert match.parts[READING] == pytest.approx(sum(each.value for each in fits.values() if each) / 2)
    claims = [
        claim.claim
        for claim in (*match.rationale.for_, *match.rationale.against)
        if "chat model" in claim.claim
    ]
    assert len(claims) == 2
