"""How a chat model is asked for a form, and what is remembered of it."""

import json
from typing import Any

import pytest
from pydantic import BaseModel, Field

from copilot.errors import ModelUnavailable
from copilot.language.agent_loop import ask, from_text, schema_of
from copilot.language.chat_client import ChatClient
from tests.language.chat_server import ChatServer, called, refused, said, serving

SAID = [("system", "You rate."), ("user", "Rate this.")]


class Rating(BaseModel):
    """A rating."""

    words: str = Field(max_length=60, description="why")
    fit: int = Field(ge=0, le=4)


GOOD = {"words": "calm", "fit": 3}
BAD = {"words": "calm", "fit": 9}
NO_SCHEMA = refused(400, "response_format json_schema is not supported")
NO_TOOLS = refused(400, "tools are not supported")
READ = called("read_source", {"number": 1})


def read_source(number: int) -> str:
    """Read one numbered source again."""
    return f"source {number}"


class Asking:
    def __init__(self, server: ChatServer | ChatClient, **how: Any) -> None:
        own = isinstance(server, ChatClient)
        self.client = server if own else ChatClient("small", server.url, silence=5, pause=0.01)
        self.how = how

    def __call__(self) -> Rating | None:
        chat = self.client.open(temperature=0, most_tokens=50)
        return ask(chat, SAID, Rating, read_source, ways=self.client.ways, **self.how)


def test_a_schema_comes_first_without_what_servers_stumble_over() -> None:
    with serving(said(json.dumps(GOOD))) as server:
        assert Asking(server)() == Rating(**GOOD)
    (asked,) = server.asked
    schema = asked["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["words"] == {"description": "why", "type": "string"}
    assert schema["properties"]["fit"] == {"maximum": 4, "minimum": 0, "type": "integer"}
    assert "tools" not in asked
    assert asked["stream"] is True


def test_a_field_called_title_stays_in_the_schema() -> None:
    class Titled(BaseModel):
        title: str = Field("", max_length=9)

    assert schema_of(Titled)["properties"] == {"title": {"type": "string"}}


def test_openai_is_offered_the_tools_beside_the_schema() -> None:
    with serving(READ, said(json.dumps(GOOD))) as server:
        assert Asking(server, tools_beside_schema=True)() == Rating(**GOOD)
    assert server.ways() == ["schema", "schema"]
    assert [tool["function"]["name"] for tool in server.asked[0]["tools"]] == ["read_source"]
    assert server.asked[1]["messages"][-1] == {
        "role": "tool",
        "tool_call_id": "call_1",
        "content": "source 1",
    }


def test_a_server_without_schemas_is_asked_by_a_tool_and_not_by_a_schema_again() -> None:
    with serving(NO_SCHEMA, called("Rating", GOOD)) as server:
        asking = Asking(server)
        assert asking() == asking() == Rating(**GOOD)
    assert server.ways() == ["schema", "tools", "tools"]


def test_a_server_without_schemas_and_tools_is_asked_for_json_in_its_text() -> None:
    with serving(NO_SCHEMA, NO_TOOLS, said(f"Sure:\n```json\n{json.dumps(GOOD)}\n```")) as server:
        asking = Asking(server)
        assert asking() == asking() == Rating(**GOOD)
    assert server.ways() == ["schema", "tools", "text", "text"]
    assert '"maximum": 4' in server.asked[-1]["messages"][-1]["content"]


def test_what_worked_last_time_is_tried_first() -> None:
    with serving(said("Very well!"), called("Rating", GOOD)) as server:
        asking = Asking(server)
        assert asking() == asking() == Rating(**GOOD)
    assert server.ways() == ["schema", "tools", "tools"]


def test_a_model_that_reads_and_reads_is_stopped_after_four_calls() -> None:
    with serving(READ) as server:
        assert Asking(server, tools_beside_schema=True)() is None
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    "replies",
    [
        (said(json.dumps(BAD)),),
        (NO_SCHEMA, READ),
        (NO_SCHEMA, NO_TOOLS, said("no")),
        (said(""), READ, READ, READ),
        (called("Rating", BAD),),
        (called("Else", GOOD),),
    ],
)
def test_there_are_never_more_than_four_requests(replies: Any) -> None:
    with serving(*replies) as server:
        assert Asking(server)() is None
    assert len(server.asked) <= 4


def test_a_reply_that_was_cut_off_for_its_length_is_not_asked_for_in_another_way() -> None:
    with serving(said('{"words": "calm', "length")) as server:
        assert Asking(server)() is None
    assert len(server.asked) == 1


def test_a_request_that_is_refused_in_every_way_teaches_nothing_about_the_server() -> None:
    too_long = refused(400, "the request exceeds the available context size")
    with serving(too_long, too_long, too_long, said(json.dumps(GOOD))) as server:
        asking = Asking(server)
        with pytest.raises(ModelUnavailable, match="did not accept"):
            asking()
        assert asking() == Rating(**GOOD)
    assert server.ways() == ["schema", "tools", "text", "schema"]


def test_one_call_is_one_reply() -> None:
    with serving(said("Very well!")) as server:
        assert Asking(server, most_calls=1)() is None
    assert len(server.asked) == 1


def test_json_is_found_in_the_middle_of_a_text() -> None:
    assert from_text('As asked: {"words": "calm", "fit": 2}. Well?', Rating) == Rating(words="calm", fit=2)
    assert from_text('{"arguments": {"words": "calm", "fit": 2}}', Rating) == Rating(words="calm", fit=2)
    assert from_text("none at all { ", Rating) is None
