"""What every `Post` keeps to: the one that tests use, and the one that sends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from copilot.domain.messages import Letter, Posted
from copilot.ports.outside import Post
from copilot.sending.post import SmtpPost
from tests.fakes.post import HeardPost
from tests.sending.mail_server import mail_server

FROM = "mentoring@example.org"


@dataclass
class World:
    """A post, what arrived by it, and a way to say what the other side does with the next letter."""

    post: Post
    arrived: Callable[[], list[tuple[str, str]]]
    answer: Callable[[str], None]


def _fake() -> Iterator[World]:
    post = HeardPost()
    yield World(
        post,
        lambda: [(each.to, each.message_id) for each in post.arrived],
        lambda outcome: post.answers.append(
            Posted.model_validate({"outcome": outcome, "fault": "It said so."})
        ),
    )


def _real() -> Iterator[World]:
    with mail_server() as box:

        def answer(outcome: str) -> None:
            steps = {
                "later": ("rcpt", "450 Busy"),
                "refused": ("rcpt", "550 Unknown"),
                "unsure": ("data", "hang up"),
            }
            setattr(box, *steps[outcome])

        post = SmtpPost("127.0.0.1", FROM, port=box.port, security="none", whole_seconds=5)
        yield World(post, lambda: list(zip(box.recipients, box.ids, strict=True)), answer)


@pytest.fixture(params=[_fake, _real], ids=["fake", "smtp"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    yield from request.param()


def letter(to: str = "amara@example.org") -> Letter:
    return Letter(to=to, subject="Tomorrow", text="At nine.", message_id="<n1@example.org>")


def test_a_letter_arrives_once_and_with_its_id(world: World) -> None:
    assert world.post.is_set_up
    assert world.post.send(letter()) == Posted(outcome="sent")
    assert world.arrived() == [("amara@example.org", "<n1@example.org>")]


@pytest.mark.parametrize("to", ["", "amara", "a@b@example.org", "a@example.org\nb@example.org"])
def test_what_is_no_address_is_refused(world: World, to: str) -> None:
    assert world.post.send(letter(to)).outcome == "refused"
    assert world.arrived() == []


@pytest.mark.parametrize("outcome", ["later", "refused"])
def test_what_surely_did_not_arrive_is_told_so(world: World, outcome: str) -> None:
    world.answer(outcome)
    told = world.post.send(letter())
    assert told.outcome == outcome
    assert told.fault
    assert world.arrived() == []


def test_what_was_handed_over_without_an_answer_is_unsure(world: World) -> None:
    world.answer("unsure")
    assert world.post.send(letter()).outcome == "unsure"
    assert len(world.arrived()) == 1


def test_a_check_sends_nothing(world: World) -> None:
    assert world.post.check() == Posted(outcome="sent")
    assert world.arrived() == []


@pytest.mark.parametrize("post", [HeardPost(is_set_up=False), SmtpPost("", "")], ids=["fake", "smtp"])
def test_where_nothing_is_set_up_it_says_so(post: Post) -> None:
    assert not post.is_set_up
    assert post.send(letter()).outcome == "later"
    assert post.check().outcome == "later"
