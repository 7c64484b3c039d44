"""Vectors from a server with OpenAI's embeddings, held to what every encoder keeps to."""

import json
from typing import Any

import numpy as np
import pytest

from copilot.choosing import encoder_of
from copilot.errors import ModelUnavailable
from copilot.language.openai_encoder import OpenAIEncoder
from copilot.settings import Settings
from tests.language.chat_server import ChatServer, Reply, refused, serving

TEXTS = ["A mentor listens.", "", "Say what you saw, and stop."]


def embedded(request: dict[str, Any]) -> dict[str, Any]:
    """Vectors of length 5 and more, the last text's first: the order is told by the index."""
    data = [
        {"object": "embedding", "index": n, "embedding": [3.0, 4.0, float(len(text))]}
        for n, text in enumerate(request["input"])
    ]
    usage = {"prompt_tokens": 5, "total_tokens": 5}
    return {"status": 200, "body": {"object": "list", "data": data[::-1], "model": "m", "usage": usage}}


def encoder(server: ChatServer, **settings: Any) -> OpenAIEncoder:
    return OpenAIEncoder("text-embedding-3-small", server.url, "secret", **{"retries": 0, **settings})


def test_vectors_have_length_one_and_the_order_of_their_texts() -> None:
    with serving(embedded) as server:
        vectors = encoder(server).encode(TEXTS)
    assert vectors.shape == (3, 3)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert list(np.argsort(vectors[:, 2])) == [1, 0, 2]
    (asked,) = server.asked
    assert (asked["model"], asked["input"]) == (
        "text-embedding-3-small",
        ["A mentor listens.", " ", TEXTS[2]],
    )
    assert server.keys == ["Bearer secret"]


def test_many_texts_are_several_requests_and_tell_how_far_they_are() -> None:
    told: list[int] = []
    with serving(embedded) as server:
        vectors = encoder(server).encode(["one"] * 600, lambda done, of, what: told.append(done))
    assert vectors.shape == (600, 3)
    assert [len(asked["input"]) for asked in server.asked] == [256, 256, 88]
    assert told == [256, 512, 600]


def test_no_texts_are_no_vectors_of_the_right_width() -> None:
    with serving(embedded) as server:
        assert encoder(server).encode([]).shape == (0, 3)


def test_the_name_tells_model_and_server() -> None:
    assert OpenAIEncoder("m").name == "openai:m"
    assert OpenAIEncoder("m", "http://localhost:1/v1").name == "openai:m@http://localhost:1/v1"


def test_a_text_is_taken_for_longer_rather_than_shorter() -> None:
    short, long = OpenAIEncoder("m").word_pieces(["A mentor listens.", "word " * 1_000])
    assert short >= 5
    assert long >= 1_000


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (refused(401, "Incorrect API key"), "The encoder's server refused the key"),
        (refused(404, "no such model"), "does not know the model text-embedding-3-small"),
        (refused(500, "oops"), "status 500"),
        ("{ this is not JSON", "could not be read"),
        ({"status": 200, "body": {"data": []}}, "could not be read"),
        (lambda asked: embedded({"input": asked["input"][:1]}), "could not be read"),
    ],
)
def test_a_fault_of_the_server_becomes_a_sentence(reply: Reply, sentence: str) -> None:
    with serving(reply) as server, pytest.raises(ModelUnavailable, match=sentence) as caught:
        encoder(server).encode(TEXTS)
    assert caught.value.cure
    assert "secret" not in str(caught.value)


def test_a_server_that_failed_in_passing_is_asked_again() -> None:
    with serving(refused(500, "oops"), embedded) as server:
        assert encoder(server, retries=1).encode(TEXTS).shape == (3, 3)


def test_the_settings_choose_it() -> None:
    with serving(embedded) as server:
        chosen = encoder_of(
            Settings(encoder="openai:text-embedding-3-small", openai_base_url=server.url, openai_api_key="k")
        )
        assert chosen.dimensions == 3
    assert json.dumps(server.asked).count("text-embedding-3-small") == 1
