import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from copilot.errors import BadInput, NotFound, Unavailable
from knowledge import records
from knowledge.library import Library
from tests.fakes import WordEncoder

Open = Callable[[], Library]


def test_adding_a_folder_indexes_every_guide(library: Library, handbook: Path) -> None:
    done = library.add([handbook])
    assert (done.added, done.updated, done.unchanged, done.removed, done.failed) == (2, 0, 0, 0, ())
    assert done.passages == 4
    assert [guide.path for guide in library.guides()] == ["feedback.md", "people/endings.md"]
    assert library.guide("feedback.md").folder == str(handbook)
    assert library.agrees() == (True, "The index holds all 4 passages.")


def test_a_guide_comes_back_as_it_was_read(library: Library, handbook: Path) -> None:
    from knowledge.reading import read, sources

    library.add([handbook])
    assert library.guides() == [read(source)[0] for source in sources([handbook])]


def test_an_unknown_guide_is_not_found(library: Library) -> None:
    with pytest.raises(NotFound):
        library.guide("nowhere.md")


def test_adding_an_unchanged_folder_encodes_nothing(
    library: Library, handbook: Path, encoder: WordEncoder
) -> None:
    library.add([handbook])
    encoder.encoded.clear()
    done = library.add([handbook])
    assert (done.unchanged, done.encoded, encoder.encoded) == (2, 0, [])


def test_a_changed_file_is_read_again_and_a_vanished_one_goes(library: Library, handbook: Path) -> None:
    library.add([handbook])
    (handbook / "feedback.md").write_text("# New\n\nAltogether new words on listening.")
    (handbook / "people" / "endings.md").unlink()
    done = library.add([handbook])
    assert (done.added, done.updated, done.removed, done.passages) == (0, 1, 1, 1)
    assert library.search("closing session goodbye")[0].passage.path == "feedback.md"
    assert library.agrees()[0]


@pytest.mark.parametrize("locked", ["people", "."])
def test_guides_in_a_folder_that_cannot_be_listed_have_not_vanished(
    library: Library, handbook: Path, monkeypatch: pytest.MonkeyPatch, locked: str
) -> None:
    library.add([handbook])
    listed = os.scandir

    def scandir(folder: str) -> Any:
        if Path(folder) == handbook / locked:
            raise PermissionError(errno.EACCES, "Permission denied", folder)
        return listed(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    done = library.add([handbook])
    assert (done.removed, [each.path for each in done.failed]) == (0, [locked])
    assert len(library.guides()) == 2


def test_only_the_folder_added_again_loses_what_vanished(
    library: Library, handbook: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "listening.md").write_text("# Listening\n\nListen before you speak.")
    library.add([handbook])
    library.add([other])
    (other / "listening.md").unlink()
    (other / "asking.md").write_text("# Asking\n\nAsk open questions.")
    done = library.add([other])
    assert (done.added, done.removed) == (1, 1)
    assert len(library.guides()) == 3


def test_two_folders_with_the_same_paths_need_a_name(
    library: Library, handbook: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "feedback.md").write_text("# Other\n\nOther words.")
    library.add([handbook])
    refused = library.add([other])
    assert [failed.path for failed in refused.failed] == ["feedback.md"]
    assert "--name" in refused.failed[0].error
    assert library.add([other], name="crew").added == 1
    assert library.guide("feedback.md").title == "Giving feedback"


def test_a_handbook_that_was_moved_is_taken_over(library: Library, handbook: Path) -> None:
    library.add([handbook])
    moved = handbook.rename(handbook.with_name("moved"))
    (moved / "feedback.md").write_text("# Giving feedback\n\nRevised words.")
    done = library.add([moved])
    assert (done.updated, done.unchanged, done.failed) == (1, 1, ())


def test_a_bad_file_is_told_and_the_others_are_read(library: Library, handbook: Path) -> None:
    (handbook / "empty.md").write_text("")
    (handbook / "binary.md").write_bytes(bytes(range(256)) * 10)
    (handbook / "large.md").write_bytes(b"x" * 20_000_000)
    done = library.add([handbook])
    assert done.added == 2
    assert {failed.path for failed in done.failed} == {"empty.md", "binary.md", "large.md"}


def test_a_missing_folder_changes_nothing(library: Library, handbook: Path) -> None:
    library.add([handbook])
    with pytest.raises(BadInput):
        library.add([handbook / "nowhere"])
    assert len(library.guides()) == 2


def test_the_guides_that_ship_are_found(library: Library) -> None:
    done = library.add([], builtin=True)
    assert done.added >= 12
    assert done.failed == ()
    assert library.add([], builtin=True).unchanged == done.added


def test_progress_tells_every_file(library: Library, handbook: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    library.add([handbook], progress=lambda *step: seen.append(step))
    assert [step for step in seen if step[2].endswith(".md")] == [
        (1, 2, "feedback.md"),
        (2, 2, "people/endings.md"),
    ]


def test_the_best_passage_comes_first_with_its_signals(library: Library, handbook: Path) -> None:
    library.add([handbook])
    found = library.search("which steps does SBI feedback have", k=3)
    assert found[0].passage.section == "Steps of SBI feedback"
    assert found == sorted(found, key=lambda one: -one.score)
    assert all(0 <= value <= 1 for one in found for value in [one.score, *one.signals.values()])
    assert {"dense", "sentence", "lexical", "coverage"} <= set(found[0].signals)


def test_a_found_passage_stands_in_its_guide(library: Library, handbook: Path) -> None:
    library.add([handbook])
    for one in library.search("feedback in a closing session", k=10):
        passage = one.passage
        assert library.guide(passage.path).text[passage.start : passage.end] == passage.text


def test_near_duplicates_are_shown_once(library: Library, handbook: Path) -> None:
    shutil.copytree(handbook, handbook / "copy")
    library.add([handbook])
    found = library.search("say goodbye in a closing session", k=10)
    assert len({one.passage.text for one in found}) == len(found)


@pytest.mark.parametrize(
    "text", ["", "   ", "🎉🎉", "?!", "\0", '"', "a AND (b OR NOT", "x" * 50_000, "word " * 10_000]
)
def test_any_text_may_be_searched(library: Library, handbook: Path, text: str) -> None:
    library.add([handbook])
    library.search(text)
    assert 0 <= library.answer(text).confidence <= 1


def test_an_empty_library_finds_nothing_and_says_so(library: Library) -> None:
    assert library.search("feedback") == []
    answer = library.answer("how do I give feedback?")
    assert answer.abstained
    assert "no guides yet" in answer.answer


def test_reading_guides_opens_neither_encoder_nor_index(opened: Open, handbook: Path, tmp_path: Path) -> None:
    opened().add([handbook])

    class Asleep(WordEncoder):
        @property
        def name(self) -> str:  # type: ignore[override] # a property where the fake has a value
            raise AssertionError("the encoder was asked")

    engine = create_engine(f"sqlite:///{tmp_path / 'guides.db'}")
    reader = Library(engine, Asleep(), tmp_path / "elsewhere")
    assert len(reader.guides()) == 2
    assert reader.guide("feedback.md").title == "Giving feedback"
    assert not (tmp_path / "elsewhere").exists()
    engine.dispose()


def test_a_lost_index_is_made_again_without_encoding(
    opened: Open, handbook: Path, tmp_path: Path, encoder: WordEncoder
) -> None:
    opened().add([handbook])
    opened().close()
    shutil.rmtree(tmp_path / "index")
    encoder.encoded.clear()
    library = opened()
    assert library.search("closing session goodbye")[0].passage.path == "people/endings.md"
    assert library.agrees()[0]
    assert encoder.encoded == ["closing session goodbye"]


def test_an_index_that_disagrees_is_noticed_and_rebuilt(opened: Open, handbook: Path) -> None:
    library = opened()
    library.add([handbook])
    with library._engine.begin() as connection:
        connection.execute(text("DELETE FROM knowledge_lexical WHERE rowid = 1"))
    agrees, sentence = library.agrees()
    assert not agrees
    assert "rebuild" in sentence
    assert library.rebuild() == 4
    assert library.agrees()[0]


def test_another_encoder_indexes_everything_again(opened: Open, handbook: Path, encoder: WordEncoder) -> None:
    opened().add([handbook])
    encoder.name = "words-2"
    library = opened()
    assert not library.agrees()[0]
    assert library.search("closing session goodbye")[0].passage.path == "people/endings.md"
    assert library.agrees()[0]


def test_a_folder_that_another_process_owns_is_unavailable(
    opened: Open, handbook: Path, tmp_path: Path, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.chroma.LOCK_WAIT", 0.1)
    library = opened()
    library.add([handbook])
    other = Library(library._engine, encoder, tmp_path / "index")
    with pytest.raises(Unavailable, match="Another process"):
        other.search("feedback")
    library.close()
    assert other.search("feedback")
    other.close()


def test_many_threads_may_search_while_guides_are_added(library: Library, handbook: Path) -> None:
    library.add([handbook])
    failures: list[Exception] = []

    def search() -> None:
        try:
            for _ in range(5):
                assert library.search("closing session goodbye")
        except Exception as error:  # noqa: BLE001 - a thread's error has to reach the test
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    (handbook / "new.md").write_text("# New\n\nMore words on closing.")
    library.add([handbook])
    for thread in threads:
        thread.join()
    assert failures == []


KILLED = """
import os, signal, sys
from pathlib import Path
from typing import Any
from sqlalchemy import create_engine
from knowledge import indexing, records
from knowledge.library import Library
from tests.fakes import WordEncoder

class Mortal(WordEncoder):
    def encode(self, texts, progress=None):
        if len(self.encoded) > 60:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode(texts, progress)

indexing.BATCH = 4
home = Path(sys.argv[1])
engine = create_engine(f"sqlite:///{home / 'guides.db'}")
Library(engine, Mortal(), home / "index").add([home / "many"])
"""


def test_a_run_that_is_killed_leaves_a_library_that_opens_and_goes_on(opened: Open, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(30):
        (many / f"{number:02}.md").write_text(
            f"# Guide {number}\n\nWords of guide {number}.\n\n## More\n\nMore {number}."
        )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    library = opened()
    kept = len(library.guides())
    assert 0 < kept < 30
    assert library.search("guide words")
    assert library.agrees()[0]
    done = library.add([many])
    assert (done.unchanged, done.added, len(library.guides())) == (kept, 30 - kept, 30)
    assert library.agrees()[0]


@pytest.fixture
def postgres_library(postgres_url: str, tmp_path: Path, encoder: WordEncoder) -> Iterator[Library]:
    engine = create_engine(postgres_url)
    records.metadata.create_all(engine)
    library = Library(engine, encoder, tmp_path / "index-beside-postgres")
    yield library
    library.close()
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS knowledge_lexical"))
    records.metadata.drop_all(engine)
    engine.dispose()


@pytest.mark.postgres
def test_postgresql_keeps_and_finds_the_same_guides(
    postgres_library: Library, library: Library, handbook: Path
) -> None:
    postgres_library.add([handbook])
    library.add([handbook])
    assert postgres_library.guides() == library.guides()
    question = "which steps does SBI feedback have"
    assert postgres_library.search(question)[0].passage == library.search(question)[0].passage
    assert postgres_library.search("it's 'quoted' \\ & | ! :*") is not None
    (handbook / "feedback.md").unlink()
    assert postgres_library.add([handbook]).removed == 1
    assert postgres_library.rebuild() == 2
    assert postgres_library.agrees()[0]


def test_a_guide_added_by_itself_goes_with_the_folder_it_was_later_added_with(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "handbook"
    folder.mkdir()
    for name in ("a.md", "z.md"):
        (folder / name).write_text(f"# {name}\n\nWords about mentoring in {name}.\n", encoding="utf-8")
    library.add([folder / "z.md"])
    library.add([folder])
    (folder / "z.md").unlink()
    assert library.add([folder]).removed == 1
    assert [guide.path for guide in library.guides()] == ["a.md"]
