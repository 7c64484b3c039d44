"""What a reading by a chat model may cost: which pairs are asked about, how often, and what a failure leaves."""

from __future__ import annotations

from typing import Any

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import MatchRole
from copilot.domain.verdicts import Verdict
from copilot.language.chat_client import ChatClient
from copilot.language.match_reader import ChatModelReader
from copilot.services.matching.scores.weights import READING, MatchingWeights
from copilot.services.matching.service import MatchingService
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryProfileIndex, WordEncoder, WordReader
from tests.language.chat_server import called, refused, serving
from tests.services.matching.community import EXPERIENCE, GOALS, homed, mentee, mentor
from tests.services.matching.test_reading import ON, Stubborn, community, run, scores


def test_no_more_is_sent_than_the_budget_and_everybodys_best_comes_first() -> None:
    reader = WordReader()
    result, _ = run(community(4), reader, MatchingWeights(read_top=20, read_budget=5, floor=0))
    assert len(reader.asked) == 5
    assert {needs for needs, _, _ in reader.asked[:4]} == {(goal,) for goal in GOALS[:4]}
    assert {offers[0][:9] for _, offers, _ in reader.asked[:4]} == {done[:9] for done in EXPERIENCE[:4]}
    assert result.warnings == (
        (
            "The budget of 5 readings was used up: 5 of 16 candidates were read, the others count without it. "
            "A later run reads on."
        ),
    )


def test_only_the_top_of_each_seeker_is_read() -> None:
    reader = WordReader()
    run(community(4), reader, MatchingWeights(read_top=1, floor=0))
    assert len(reader.asked) == 4


def test_nobody_is_read_who_has_no_place() -> None:
    reader = WordReader()
    run(
        [mentee("e0", GOALS[0]), mentor("m0", EXPERIENCE[0]), mentor("full", EXPERIENCE[0], capacity=0)],
        reader,
    )
    assert len(reader.asked) == 1


def test_what_was_read_once_is_not_asked_again_until_a_text_changes() -> None:
    reader = WordReader()
    service, units = homed(community(2), MatchingWeights(read_top=20, floor=0), reader)
    _, first = service.run(OPERATOR, MatchRole.MENTOR)
    assert len(reader.asked) == 4
    _, second = service.run(OPERATOR, MatchRole.MENTOR)
    assert len(reader.asked) == 4
    assert scores(first) == scores(second)
    with units() as unit:
        changed = unit.members.get("m0").profile.model_copy(update={"experience": ("Negotiated wages",)})
        unit.members.save(unit.members.get("m0").changed(profile=changed))
        unit.commit()
    service.run(OPERATOR, MatchRole.MENTOR)
    assert len(reader.asked) == 6


def test_the_same_texts_of_other_people_are_not_read_twice() -> None:
    reader = WordReader()
    run([mentee("e0", GOALS[0]), mentee("e1", GOALS[0]), mentor("m0", EXPERIENCE[0], capacity=2)], reader)
    assert len(reader.asked) == 1


def test_a_verdict_that_counts_for_nothing_is_not_paid_for_again() -> None:
    reader = Stubborn(None)
    service, _ = homed(community(2), MatchingWeights(read_top=20, floor=0), reader)
    for _ in range(2):
        service.run(OPERATOR, MatchRole.MENTOR)
    assert len(reader.asked) == 4


def test_another_model_reads_for_itself() -> None:
    _, units = homed(community(1))
    for reader in (readers := [WordReader(), Stubborn(Verdict(fit=2, words=("prices",)))]):
        MatchingService(
            units, WordEncoder(), MemoryProfileIndex(), Policy(), FixedClock(), ON, reader=reader
        ).run(OPERATOR, MatchRole.MENTOR)
    assert [len(reader.asked) for reader in readers] == [1, 1]
    with units.reading() as unit:
        assert unit.verdicts.count(partner="m0") == 2


def test_a_model_that_goes_out_of_reach_midway_leaves_what_it_said() -> None:
    reader = WordReader(answers=3)
    service, units = homed(community(4), MatchingWeights(read_top=20, floor=0), reader)
    result, matches = service.run(OPERATOR, MatchRole.MENTOR)
    assert len(matches) == 4
    assert len(reader.asked) == 5
    (warning,) = result.warnings
    assert warning.startswith("The chat model stopped answering. The chat model's server can't be reached.")
    assert "3 of 16 candidates were read" in warning
    with units.reading() as unit:
        assert unit.verdicts.count() == 3
        assert unit.runs.get(result.id).warnings == result.warnings
    reader.answers = 1_000
    assert service.run(OPERATOR, MatchRole.MENTOR)[0].warnings == ()
    assert len(reader.asked) == 5 + 13


def test_one_failure_in_passing_stops_nothing() -> None:
    class Hiccup(WordReader):
        def read(self, needs: Any, offers: Any, role_words: Any) -> Verdict | None:
            self.answers = 2 if len(self.asked) == 2 else 1_000
            return super().read(needs, offers, role_words)

    reader = Hiccup()
    result, _ = run(community(2), reader, MatchingWeights(read_top=20, floor=0))
    assert len(reader.asked) == 4
    assert "failed in passing" in result.warnings[0]


def test_without_a_chat_model_a_run_says_so_and_goes_on() -> None:
    result, matches = run(community(), None)
    assert len(matches) == 4
    assert result.warnings == ("No chat model is configured, so none has read the candidates.",)


def test_progress_tells_of_each_pair_asked_about() -> None:
    told: list[tuple[int, int, str]] = []
    run(
        community(2),
        WordReader(),
        MatchingWeights(read_top=20, floor=0, read_budget=3),
        progress=lambda *each: told.append(each),
    )
    assert [each for each in told if each[2] == "reading"] == [(n, 3, "reading") for n in (1, 2, 3)]


def test_a_what_if_and_suggestions_use_what_was_said_and_ask_nothing() -> None:
    reader = WordReader()
    service, units = homed(community(2), MatchingWeights(read_top=20, floor=0), reader)
    _, matches = service.run(OPERATOR, MatchRole.MENTOR)
    asked = len(reader.asked)
    units.has_a_writer = True  # nobody else may write now
    match = next(each for each in matches if each.seeker == "e0")
    suggested = service.suggest(OPERATOR, "e0", MatchRole.MENTOR, k=1)[0]
    answer = service.what_if(OPERATOR, "e0", match.partner, MatchRole.MENTOR)
    assert suggested.parts[READING] == match.parts[READING]
    assert answer.score == match.score
    assert len(reader.asked) == asked


def test_a_server_that_fails_halfway_gets_no_more_requests_than_the_budget() -> None:
    verdict = called("AskedVerdict", {"words": "suppliers", "fit": 2})
    with serving(verdict, verdict, refused(500, "oops")) as server:
        result, _ = run(
            community(4),
            ChatModelReader(ChatClient("small", server.url)),
            MatchingWeights(read_top=20, floor=0, read_budget=3),
        )
    assert len(server.asked) == 3
    assert "budget of 3" in result.warnings[0]


def test_a_members_verdicts_are_found_by_her_id_also_where_another_had_the_same_words() -> None:
    """The words of a verdict are the partner's: with her they have to go."""
    twins = [mentee("e0", GOALS[0]), mentor("m0", EXPERIENCE[0]), mentor("m1", EXPERIENCE[0])]
    reader = WordReader()
    service, units = homed(twins, MatchingWeights(read_top=20, floor=0), reader)
    service.run(OPERATOR, MatchRole.MENTOR)
    assert len(reader.asked) == 1
    with units.reading() as unit:
        assert [unit.verdicts.count(partner=each) for each in ("m0", "m1")] == [1, 1]
        assert unit.verdicts.count(seeker="e0") == 2
