import pytest

from evals.running import run_suites
from evals.suites.homes import empty_home


def test_a_suites_home_is_its_own_whatever_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("MENTORING_DATABASE_URL", "postgresql://somebody-else/data")
    monkeypatch.setenv("MENTORING_HOME", str(tmp_path / "mine"))
    monkeypatch.setenv("OPENAI_API_KEY", "a-key")
    with empty_home() as copilot:
        folder = copilot.home.folder
        assert copilot.home.url == f"sqlite:///{folder / 'mentoring.sqlite3'}"
        assert not copilot.settings.chat_model_wanted
        assert copilot.settings.encoder_dtype == "float32"
        assert copilot.embedded.name == copilot.writer.name == "embedded"
    assert not folder.exists()
    assert not (tmp_path / "mine").exists()


@pytest.mark.encoder
@pytest.mark.slow
def test_the_search_keeps_its_baseline():
    told: list[str] = []
    result = run_suites(["retrieval"], lambda _done, _of, what: told.append(what))["retrieval"]
    assert result["passed"], result
    assert result["n"] >= 60
    assert "retrieval" in told
