from collections.abc import Iterator, Sequence

import pytest

from copilot.domain.briefs import Brief
from copilot.domain.drafts import DraftKind, Form
from copilot.errors import CopilotError, HomeUnusable, ModelUnavailable
from copilot.ports import Composer, Spent
from copilot.services.contacts import without_contacts
from copilot.services.guides import GuidesService
from copilot.services.policy import Policy
from knowledge.words import Citation, Event, Final, Found, Said, Searched
from tests.services.drafting.community import ANA, FewGuides, units

GUIDE = """# Hard talks

## An example

Person A says what Grace felt: "I froze before the directors." Person B waits and asks one open question.
"""
QUOTE = "Person A says what Grace felt"


class Guides(FewGuides):
    """Counts how often it is asked, and may fail."""

    def __init__(self, fault: CopilotError | None = None) -> None:
        super().__init__(talks=GUIDE)
        self.asked: list[str] = []
        self.fault = fault

    def stream(
        self, question: str, composer: Composer | None = None, earlier: Sequence[str] = ()
    ) -> Iterator[Event]:
        self.asked.append(question)
        if self.fault:
            raise self.fault
        return super().stream(question, composer, earlier)


class ChatModel:
    """Stands for a chat model: repeats the question around a quotation, or fails."""

    name = "small-model"

    def __init__(self, fault: CopilotError | None = None) -> None:
        self.seen: list[str] = []
        self.fault = fault

    def write(
        self, kind: DraftKind, brief: Brief, faults: Sequence[str] = (), spent: Spent | None = None
    ) -> Form:
        raise NotImplementedError

    def say(self, question: str, found: Sequence[Found], earlier: Sequence[str] = ()) -> Iterator[Said]:
        self.seen += [*earlier, question]
        passage = found[0].passage
        at = passage.start + passage.text.index(QUOTE)
        cited = Citation(n=1, path=passage.path, section="", start=at, end=at + len(QUOTE), quote=QUOTE)
        yield Said(text=f"You ask: {question} “{QUOTE}” [1]", citations=(cited,))
        if self.fault:
            raise self.fault


def test_a_chat_model_sees_neither_names_nor_ways_to_reach_somebody() -> None:
    model = ChatModel()
    question = (
        "Grace froze before the directors; ask Tomás Reyes, t.reyes@example.org or +351 912 345 678, "
        "https://example.org/tomas-reyes?"
    )
    answer = GuidesService(units(), Guides(), model, Policy()).ask(ANA, question)
    assert model.seen == [
        "Person C froze before the directors; ask Person D, an e-mail address or a telephone number, a link"
    ]
    assert answer.answer.startswith(
        "You ask: Grace froze before the directors; ask Tomás Reyes, an e-mail address"
    )
    assert answer.answer.endswith(f"“{QUOTE}” [1]")
    assert answer.citations[0].quote == QUOTE


def test_a_chat_model_sees_no_names_in_the_earlier_questions_either() -> None:
    model = ChatModel()
    earlier = ["Grace Okafor froze before the directors. What would Tomás Reyes say?"]
    events = list(
        GuidesService(units(), Guides(), model, Policy()).stream(ANA, "and if Grace does?", earlier)
    )
    assert model.seen == [
        "Person C froze before the directors. What would Person D say?",
        "and if Person C does?",
    ]
    assert isinstance(events[0], Searched)
    assert isinstance(events[1], Said)
    assert events[1].text.startswith("You ask: and if Grace does?")
    assert isinstance(events[-1], Final)
    assert events[-1].answer.writer == "small-model"


CRISIS = "I want to kill myself"


def test_a_follow_up_on_a_crisis_gets_the_signpost_again() -> None:
    guides, model = Guides(), ChatModel()
    answer = GuidesService(units(), guides, model, Policy()).ask(ANA, "and how would I do it?", [CRISIS])
    assert answer.abstained
    assert "crisis line" in answer.answer
    assert not guides.asked
    assert not model.seen


def test_a_chat_model_does_not_see_what_got_a_signpost_before() -> None:
    model = ChatModel()
    question = "How should a mentor wait when somebody froze before the directors?"
    GuidesService(units(), Guides(), model, Policy()).ask(ANA, question, ["How do I ask Ben?", CRISIS])
    assert model.seen[-1] == question
    assert not any("kill" in said for said in model.seen)


def test_halves_of_characters_never_reach_the_guides() -> None:
    guides = Guides()
    GuidesService(units(), guides, ChatModel(), Policy()).ask(ANA, "Who froze \udcff\udcfe?")
    guides.asked[0].encode()


def test_nothing_about_a_member_is_given_to_the_chat_model() -> None:
    model = ChatModel()
    GuidesService(units(), Guides(), model, Policy()).ask(ANA, "Who froze before the directors?")
    assert model.seen == ["Who froze before the directors?"]


def test_a_model_that_fails_midway_is_replaced_by_the_embedded_answer_which_says_so() -> None:
    guides = Guides()
    model = ChatModel(ModelUnavailable("The chat model did not answer in time."))
    answer = GuidesService(units(), guides, model, Policy()).ask(ANA, "Who froze before the directors?")
    assert answer.writer == "embedded"
    assert "did not answer in time" in answer.remark


def test_a_locked_index_is_told_and_not_tried_again() -> None:
    guides = Guides(HomeUnusable("Another program uses the index."))
    with pytest.raises(HomeUnusable):
        GuidesService(units(), guides, ChatModel(), Policy()).ask(ANA, "Who froze?")
    assert len(guides.asked) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mail ana.duarte (at) example (dot) org now", "Mail an e-mail address now"),
        ("See www.example.org/ana and linkedin.com/in/ana.", "See a link and a link"),
        ("Call 020 7946 0958, or @ana_d", "Call a telephone number, or an account"),
        ("On 2026-03-02, 3.5 hours, 360 feedback", "On 2026-03-02, 3.5 hours, 360 feedback"),
        ("From 2019-2022, since 02.03.2026 and 2/3/2026", "From 2019-2022, since 02.03.2026 and 2/3/2026"),
    ],
)  # fmt: skip
def test_ways_to_reach_somebody_are_named_and_days_stay(text: str, told: str) -> None:
    assert without_contacts(text) == told
