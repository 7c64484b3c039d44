"""A reply is written beside the page: it comes piece by piece, can be stopped, and is finished if nobody stops it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from copilot.domain.chat import Called
from copilot.errors import Conflict, HomeUnusable
from copilot.services.chat.service import ChatEvent
from ui.web.replies import Replies, Reply

VISIT = ("ana", "1")


def said(reply: Reply) -> list[ChatEvent]:
    return [event for events in reply for event in events]


def test_everything_that_is_said_comes_in_its_order() -> None:
    def start(wanted: Callable[[], bool]) -> Iterator[ChatEvent]:
        yield Called(tool="guides")
        yield from "abc"

    assert said(Reply(start)) == [Called(tool="guides"), "a", "b", "c"]


def test_a_failure_is_kept_for_who_waits_with_all_that_came_before() -> None:
    def start(wanted: Callable[[], bool]) -> Iterator[ChatEvent]:
        yield "Almost"
        raise HomeUnusable("The disk is full.", place="home", cure="Make room.")

    reply = Reply(start)
    assert said(reply) == ["Almost"]
    assert isinstance(reply.error, HomeUnusable)


def test_who_stops_a_reply_does_not_wait_for_it_and_it_is_told() -> None:
    goes_on, asked = threading.Event(), threading.Event()
    answers: list[bool] = []

    def start(wanted: Callable[[], bool]) -> Iterator[ChatEvent]:
        yield "Thinking"
        goes_on.wait(10)
        answers.append(wanted())
        asked.set()

    reply = Reply(start)
    came = iter(reply)
    assert next(came) == ["Thinking"]
    reply.stop()
    assert list(came) == []
    goes_on.set()
    assert asked.wait(10)
    assert answers == [False]


def test_what_is_being_kept_is_no_longer_stopped() -> None:
    def start(wanted: Callable[[], bool]) -> Iterator[ChatEvent]:
        assert wanted()
        reply.stop()
        yield "kept"

    reply = Reply(start)
    assert said(reply) == ["kept"]
    assert not reply.stopped


def test_one_reply_at_a_time_is_written_in_a_visit() -> None:
    replies = Replies()
    start: Callable[[Callable[[], bool]], Iterator[ChatEvent]] = lambda wanted: iter(["word"])  # noqa: E731
    with replies.begun(VISIT, start):
        with replies.begun(("ana", "2"), start) as beside:
            assert said(beside) == ["word"]
        with pytest.raises(Conflict, match="still being written"), replies.begun(VISIT, start):
            pass
    with replies.begun(VISIT, start) as after:
        assert said(after) == ["word"]


def test_stopping_where_nothing_is_written_does_nothing() -> None:
    Replies().stop(VISIT)
