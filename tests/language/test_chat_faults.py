"""Whatever a chat model's server gets wrong: a sentence, in time, and the embedded draft in its place."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from copilot.domain.drafts import DraftKind
from copilot.errors import ModelUnavailable
from copilot.language.chat_client import ChatClient
from copilot.language.chat_model import ChatModelWriter
from tests.language.chat_server import ChatServer, Reply, called, declined, refused, said, serving, streamed
from tests.language.test_chat_model import BRIEF, FOUND, PLAN
from tests.services.drafting.community import ANA, drafting, units

SILENCE = 0.4
TEN_TOKENS = ("one ",) * 10


def writer(server: ChatServer, **settings: Any) -> ChatModelWriter:
    return ChatModelWriter(
        ChatClient("small", server.url, "secret", **{"silence": SILENCE, "pause": 0.01, **settings})
    )


def stalled(**how: Any) -> Reply:
    return streamed(*TEN_TOKENS, stall=20, **how)


FAULTS: dict[str, tuple[Reply, str]] = {
    "the key is refused": (refused(401, "Incorrect API key"), "refused the key"),
    "asked too much, for an hour": (
        refused(429, "Rate limit", headers={"Retry-After": "3600"}),
        "asked too much",
    ),
    "an error each time": (refused(500, "oops"), "status 500"),
    "a stall after ten tokens": (stalled(), "wrote nothing for 0.4 seconds"),
    "a stall with signs of life": (stalled(pings=True), "wrote nothing for 0.4 seconds"),
    "a stall before the first token": (streamed(stall=20), "wrote nothing for 0.4 seconds"),
    "a stream that is cut": (streamed(*TEN_TOKENS, cut=True), "broke off"),
    "no JSON": ("{ this is not JSON", "could not be read"),
    "a broken piece": ({"status": 200, "pieces": ["what?"], "cut": False}, "could not be read"),
    "prose instead of JSON": (said("Here is your plan: be bold."), "did not fill in"),
    "JSON that ends in the middle": (said('{"goals": [{"source": 1, "title": "Keep', "length"), "did not fill in"),
    "JSON of the wrong shape": (said('{"goals": "none"}'), "did not fill in"),
    "two megabytes": (said("x" * 2_000_000), "far too long"),
    "two megabytes in small pieces": (streamed(*("lorem ipsum " * 100,) * 1_700), "far too long"),
    "an empty answer": (said(""), "did not fill in"),
    "nothing at all": ("", "could not be read"),
    "a refusal": (declined(), "declined to write"),
    "a filter behind the model": (said("", "content_filter"), "declined to write"),
    "a filter before the model": (refused(400, "Filtered", "content_filter"), "declined to write"),
}  # fmt: skip


@pytest.fixture(params=FAULTS, ids=lambda name: name.replace(" ", "-"))
def fault(request: pytest.FixtureRequest) -> tuple[Reply, str]:
    return FAULTS[request.param]


def test_a_fault_is_a_sentence_with_a_cure_and_comes_in_time(fault: tuple[Reply, str]) -> None:
    reply, sentence = fault
    begun = time.monotonic()
    with serving(reply) as server, pytest.raises(ModelUnavailable, match=sentence) as caught:
        writer(server).write(DraftKind.GOAL_PLAN, BRIEF)
    assert time.monotonic() - begun < 5
    assert caught.value.cure
    assert "secret" not in str(caught.value)
    assert len(server.asked) <= 4


def test_after_a_fault_the_embedded_writer_drafts_and_says_so(fault: tuple[Reply, str]) -> None:
    reply, sentence = fault
    community = units()
    with serving(reply) as server:
        draft = drafting(community, writer(server)).goal_plan(ANA, "ana")
    assert (draft.writer, draft.prompt) == ("embedded", "")
    assert draft.remark.startswith("small could not be used, so the embedded writer wrote this.")
    assert sentence in draft.remark
    assert all(check.passed for check in draft.checks)
    assert list(community.tables["drafts"].values()) == [draft]
    assert not [piece for piece in ("one one", "Keep", "lorem", "xxx") if piece in draft.markdown]


def test_a_server_that_refuses_the_connection_is_named_and_the_embedded_writer_drafts() -> None:
    nowhere = ChatModelWriter(ChatClient("small", "http://127.0.0.1:9/v1", pause=0.01))
    draft = drafting(writer=nowhere).goal_plan(ANA, "ana")
    assert draft.writer == "embedded"
    assert "http://127.0.0.1:9/v1 can't be reached" in draft.remark


def test_two_errors_and_then_an_answer_is_an_answer() -> None:
    oops = refused(500, "oops")
    with serving(oops, oops, called("AskedGoalPlan", PLAN)) as server:
        assert writer(server).write(DraftKind.GOAL_PLAN, BRIEF)
    assert len(server.asked) == 3


def test_a_third_error_is_the_last() -> None:
    with serving(refused(503, "busy")) as server, pytest.raises(ModelUnavailable, match="status 503"):
        writer(server).write(DraftKind.GOAL_PLAN, BRIEF)
    assert len(server.asked) == 3


def test_a_server_is_asked_again_when_it_says_so() -> None:
    busy = refused(429, "Rate limit", headers={"Retry-After": "1"})
    begun = time.monotonic()
    with serving(busy, called("AskedGoalPlan", PLAN)) as server:
        assert writer(server, silence=5).write(DraftKind.GOAL_PLAN, BRIEF)
    assert time.monotonic() - begun >= 1


def test_nobody_waits_for_a_server_that_wants_more_time_than_there_is() -> None:
    busy = refused(429, "Rate limit", headers={"Retry-After": "20"})
    with serving(busy) as server, pytest.raises(ModelUnavailable) as caught:
        writer(server).write(DraftKind.GOAL_PLAN, BRIEF)
    assert len(server.asked) == 1
    assert caught.value.cure == "Wait 20 seconds and try again."


def test_without_credit_nothing_is_tried_again() -> None:
    broke = refused(429, "You exceeded your quota", "insufficient_quota")
    with serving(broke) as server, pytest.raises(ModelUnavailable, match="credit"):
        writer(server).write(DraftKind.GOAL_PLAN, BRIEF)
    assert len(server.asked) == 1


def test_a_form_whose_stream_was_cut_is_asked_for_again() -> None:
    with serving(streamed(*TEN_TOKENS, cut=True), called("AskedGoalPlan", PLAN)) as server:
        assert writer(server).write(DraftKind.GOAL_PLAN, BRIEF)


def slow_failure(seconds: float) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def reply(_: dict[str, Any]) -> dict[str, Any]:
        time.sleep(seconds)
        return refused(500, "oops")

    return reply


def test_silence_is_counted_over_all_tries_together() -> None:
    begun = time.monotonic()
    with serving(slow_failure(0.3)) as server, pytest.raises(ModelUnavailable, match="wrote nothing"):
        writer(server, silence=0.5).write(DraftKind.GOAL_PLAN, BRIEF)
    assert time.monotonic() - begun < 1.2
    assert len(server.asked) == 2


def test_a_slow_model_that_keeps_writing_is_waited_for() -> None:
    pieces = [json.dumps(PLAN)[n : n + 40] for n in range(0, len(json.dumps(PLAN)), 40)]
    begun = time.monotonic()
    with serving(streamed(*pieces, pause=0.06)) as server:
        assert writer(server).write(DraftKind.GOAL_PLAN, BRIEF)
    assert time.monotonic() - begun > 2 * SILENCE


def test_a_model_that_writes_on_and_on_is_stopped_at_the_limit() -> None:
    endless = streamed(*TEN_TOKENS * 30, pause=0.02)
    begun = time.monotonic()
    with serving(endless) as server, pytest.raises(ModelUnavailable, match="still writing after"):
        writer(server, patience=0.5).write(DraftKind.GOAL_PLAN, BRIEF)
    assert time.monotonic() - begun < 2


def test_a_server_that_nobody_waits_for_any_longer_learns_it_at_once() -> None:
    with serving(stalled(pings=True)) as server:
        with pytest.raises(ModelUnavailable):
            writer(server).write(DraftKind.GOAL_PLAN, BRIEF)
        assert server.hung_up.wait(2)


def test_an_answer_that_has_begun_is_not_begun_again() -> None:
    with serving(streamed('Say what you saw. [1] "Say what you saw"\n', cut=True)) as server:
        spoken = writer(server).say("How?", FOUND)
        assert next(spoken).citations
        with pytest.raises(ModelUnavailable, match="broke off"):
            next(spoken)
    assert len(server.asked) == 1


def test_an_answer_that_has_not_begun_is_asked_for_again() -> None:
    with serving(refused(500, "oops"), streamed('Say what you saw. [1] "Say what you saw"\n')) as server:
        assert len(list(writer(server).say("How?", FOUND))) == 1


def test_a_model_that_thinks_aloud_is_at_work() -> None:
    thoughts = [{"reasoning_content": "hm"}] * 10
    reply = streamed(json.dumps(PLAN))
    reply["pieces"] = [
        {**reply["pieces"][0], "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
        for delta in thoughts
    ] + reply["pieces"]
    with serving({**reply, "pause": 0.1}) as server:
        assert writer(server).write(DraftKind.GOAL_PLAN, BRIEF)
