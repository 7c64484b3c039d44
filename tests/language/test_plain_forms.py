"""The plain form that a model is shown after a refusal: one it could have filled in, and one that passes."""

import json

import pytest

from copilot.domain.briefs import NoteLine, Source
from copilot.domain.drafts import DraftKind
from copilot.language.asked import ASKED
from copilot.language.chat_client import ChatClient
from copilot.language.chat_model import ChatModelWriter
from copilot.language.embedded.writer import EmbeddedWriter
from copilot.services.drafting.checks import check
from evals.kept_briefs import KeptBrief, kept_briefs
from tests.language.chat_server import called, serving
from tests.language.test_chat_model import BRIEF, PLAN

PLAIN = EmbeddedWriter()


def of_kind(kind: DraftKind) -> list[KeptBrief]:
    return [one for one in kept_briefs().values() if one.kind is kind]


@pytest.mark.parametrize("kind", list(ASKED))
def test_a_form_read_back_from_what_a_model_is_asked_for_is_the_same_and_passes(kind: DraftKind) -> None:
    asked = ASKED[kind]
    for kept in of_kind(kind):
        brief = kept.gathered.brief
        shown = asked.of_form(PLAIN.write(kind, brief))
        form = asked.to_form(asked.form.model_validate_json(shown.model_dump_json(exclude_none=True)), brief)
        assert asked.of_form(form) == shown
        assert [one for one in check(kept.material(form)) if not one.passed] == [], kept.id


def test_after_a_refusal_a_model_is_told_why_and_shown_the_plain_form() -> None:
    with serving(called("AskedGoalPlan", PLAN)) as server:
        writer = ChatModelWriter(ChatClient("small", server.url), PLAIN)
        writer.write(DraftKind.GOAL_PLAN, BRIEF)
        writer.write(DraftKind.GOAL_PLAN, BRIEF, ["specific: two milestones say the same"])
    first, second = (json.dumps(body["messages"], ensure_ascii=False) for body in server.asked)
    plain = PLAIN.write(DraftKind.GOAL_PLAN, BRIEF)
    assert "two milestones say the same" in second
    for step in plain.goals[0].milestones:
        assert step.text in json.loads(second)[-1]["content"]
        assert step.text not in first


def test_where_there_is_no_plain_form_the_reasons_are_told_alone() -> None:
    brief = BRIEF.model_copy(update={"lines": (NoteLine(words=Source(n=9, text="It was a good talk.")),)})
    reply = {"items": [{"source": 9, "text": "Go on talking", "owner": "", "due": ""}]}
    with serving(called("AskedActions", reply)) as server:
        ChatModelWriter(ChatClient("small", server.url), PLAIN).write(
            DraftKind.ACTIONS, brief, ["complete: no"]
        )
    said = server.asked[0]["messages"][-1]["content"]
    assert "complete: no" in said
    assert "plain form" not in said


def test_a_plain_form_that_quotes_more_than_a_model_may_write_is_not_shown() -> None:
    long = Source(n=8, text="Two meetings held, and the third one planned. " * 20)
    brief = BRIEF.model_copy(update={"goals": (BRIEF.goals[0].model_copy(update={"measure": long}),)})
    with serving(called("AskedGoalPlan", PLAN)) as server:
        writer = ChatModelWriter(ChatClient("small", server.url), PLAIN)
        writer.write(DraftKind.GOAL_PLAN, brief, ["specific: no"])
    assert "plain form" not in server.asked[0]["messages"][-1]["content"]
