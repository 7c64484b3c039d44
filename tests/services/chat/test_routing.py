"""Which job an utterance asks for, and what is done where that isn't sure."""

import pytest

from copilot.domain.chat import Called, Tool, ToolResult, Turn
from copilot.language.encoder import load_encoder
from copilot.services.chat.acquaintances import Acquaintances
from copilot.services.chat.filling import Filling
from copilot.services.chat.jobs import WITHOUT_A_TOOL, WORDS, Job, utterances
from copilot.services.chat.routed_talk import OUTSIDE, RoutedTalk
from copilot.services.chat.routing import LONGEST, Routed, Router, read_part
from copilot.settings import Settings
from tests.fakes import WordEncoder
from tests.services.chat.community import router, talk
from tests.services.drafting.community import ANA


def ranked(**shares: float) -> Routed:
    order = sorted(
        ((Job(name.replace("_", "-")), share) for name, share in shares.items()), key=lambda one: -one[1]
    )
    return Routed(*order[0], tuple(order))


class Sure(Router):
    """A router that takes every utterance for what the test says."""

    def __init__(self, routed: Routed) -> None:
        super().__init__(WordEncoder())
        self.routed = routed
        self.read: list[str] = []

    def route(self, text: str) -> Routed:
        self.read.append(text)
        return self.routed


def said(
    routed: Routed, text: str, *earlier: Turn, tools: dict[str, Tool] | None = None
) -> tuple[list[str], ToolResult]:
    made = talk()
    filling = Filling(Acquaintances(made.units, made.services.relationships), ANA)
    events = list(
        RoutedTalk(Sure(routed), filling, {"tomas": "Tomás Reyes"}).talk(earlier, text, tools or made.tools())
    )
    result = events[-1]
    assert isinstance(result, ToolResult)
    return [one.tool for one in events if isinstance(one, Called)], result


def test_every_job_has_examples_and_every_tool_is_a_job() -> None:
    assert set(utterances()) == set(Job)
    assert set(talk().tools()) == {job.value for job in Job} - {job.value for job in WITHOUT_A_TOOL}
    assert set(WORDS) >= {job for job in Job if job not in WITHOUT_A_TOOL}


@pytest.mark.parametrize("job", sorted(set(WORDS) - {Job.GUIDES, Job.RECOGNITION}))
def test_what_a_button_types_is_understood(job: Job) -> None:
    assert router().route(WORDS[job][1]).job is job


def test_the_shares_add_up_and_the_likeliest_comes_first() -> None:
    routed = router().route("When is my next session?")
    assert routed.job is Job.SESSIONS
    assert sum(share for _, share in routed.ranked) == pytest.approx(1)
    assert [share for _, share in routed.ranked] == sorted(
        (share for _, share in routed.ranked), reverse=True
    )


def test_of_a_long_text_beginning_and_end_are_read() -> None:
    text = f"Draft my goal plan {'x ' * 10_000} please"
    assert len(read_part(text)) <= LONGEST + 3
    assert read_part(text).startswith("Draft my goal plan")
    assert read_part(text).endswith("please")


def test_unsure_is_asked_back_with_a_button_for_each_likely_job() -> None:
    used, result = said(ranked(agenda=0.3, sessions=0.25, guides=0.1, goals=0.02), "the session thing")
    assert used == []
    assert [step.label for step in result.steps] == [
        WORDS[job][0] for job in (Job.AGENDA, Job.SESSIONS, Job.GUIDES)
    ]
    assert "Did you mean" in result.text


def test_who_says_nothing_that_can_be_understood_is_told_what_there_is() -> None:
    used, result = said(ranked(unclear=0.9, help=0.05), "somebody")
    assert used == []
    assert len(result.steps) >= 3


def test_what_is_surely_outside_is_refused_and_what_may_be_is_put_to_the_guides() -> None:
    used, result = said(ranked(outside=0.9), "the weather in Paris")
    assert (used, result.text) == ([], OUTSIDE)
    used, result = said(ranked(outside=0.4), "delegate work to your team")
    assert used == ["guides"]
    assert "delegate" in result.text
    used, result = said(ranked(outside=0.4), "the weather in Paris")
    assert (used, result.text) == (["guides"], OUTSIDE)


def test_the_router_reads_somebody_for_a_name() -> None:
    taken = Sure(ranked(sessions=0.9))
    RoutedTalk(taken, Filling(None, ANA), {"tomas": "Tomás Reyes"}).route("when do I meet Tomás?")  # type: ignore[arg-type]  # no slot is read
    assert taken.read == ["when do I meet somebody?"]


def test_who_names_the_guides_is_answered_from_them() -> None:
    used, result = said(ranked(outside=0.9), "What do the guides say about delegating work to a team?")
    assert used == ["guides"]
    assert "delegate" in result.text


def test_the_button_for_the_guides_asks_what_was_said_before() -> None:
    made = talk()
    before = Turn(by="person", text="delegate work to my team", at=made.clock.now())
    used, result = said(ranked(charter=0.5), WORDS[Job.GUIDES][1], before)
    assert used == ["guides"]
    assert "delegate" in result.text
    used, result = said(ranked(charter=0.5), WORDS[Job.GUIDES][1])
    assert (used, result.pending and result.pending.missing) == ([], "question")


@pytest.mark.encoder
def test_the_real_encoder_understands_what_nobody_wrote_down() -> None:
    real = Router(load_encoder(Settings().encoder))
    for text, job in (
        ("could you put together what we'll go through when I see my mentee next week", Job.AGENDA),
        ("is there anyone around who'd show me how to run a budget?", Job.FIND),
        ("what did I say I would do by Friday", Job.ACTIONS),
        ("how do I tell somebody that their work isn't good enough", Job.GUIDES),
    ):
        assert real.route(text).job is job, text
    for job in set(WORDS) - {Job.GUIDES}:
        assert real.route(WORDS[job][1]).job is job
