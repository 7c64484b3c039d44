from datetime import date
from pathlib import Path

import pytest

from copilot.errors import BadInput
from knowledge.reading import LARGEST, read, sources
from knowledge.words import Guide


def guide_of(tmp_path: Path, content: str | bytes, name: str = "guide.md") -> Guide:
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(sources([file])[0])[0]


def test_front_matter_tells_title_audience_and_review(handbook: Path) -> None:
    guide, warnings = read(sources([handbook])[0])
    assert (guide.path, guide.title, guide.language) == ("feedback.md", "Giving feedback", "en")
    assert guide.audience == ("mentor", "mentee")
    assert guide.reviewed == date(2026, 3, 1)
    assert guide.text.startswith("# Giving feedback")
    assert warnings == ()


@pytest.mark.parametrize(
    ("content", "name", "title"),
    [
        ("Words\n\n# Later heading\n\nmore", "a.md", "Later heading"),
        ("Only words.", "how-to_ask.md", "How to ask"),
        ("Setext\n======\n\nwords", "a.md", "Setext"),
        ("```\n# no heading\n```\n\nwords", "in-code.md", "In code"),
    ],
)
def test_a_title_comes_from_the_first_heading_or_else_the_file_name(
    tmp_path: Path, content: str, name: str, title: str
) -> None:
    assert guide_of(tmp_path, content, name).title == title


def test_broken_front_matter_is_a_warning_and_the_text_is_read(tmp_path: Path) -> None:
    file = tmp_path / "broken.md"
    file.write_text("---\ntitle: Kept\ntopics: [a, b\n---\n\nThe text.", encoding="utf-8")
    guide, warnings = read(sources([file])[0])
    assert (guide.title, guide.text) == ("Kept", "The text.")
    assert len(warnings) == 1


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffCafé über alles".encode(),
        "Café über alles, naïve façade".encode("latin-1"),
        "Café über alles".encode("utf-16"),
        "Café\r\nüber alles".encode(),
    ],
)
def test_encodings_are_detected(tmp_path: Path, data: bytes) -> None:
    text = guide_of(tmp_path, data).text
    assert text.startswith("Café")
    assert "über alles" in text
    assert "\r" not in text


def test_cyrillic_in_an_old_encoding_is_read(tmp_path: Path) -> None:
    text = "Обратная связь помогает наставнику и ученику лучше понимать друг друга. " * 5
    assert guide_of(tmp_path, text.encode("cp1251")).text.startswith("Обратная связь")


@pytest.mark.parametrize(
    ("source", "clean"),
    [
        ("Read [the guide](http://x.org/a) **now**.", "Read the guide now."),
        ("A ![picture](p.png) here", "A here"),
        ("One <!-- hidden\nnote --> two", "One two"),
        ("import X from './x'\n\n<Tabs>\n\nInside tabs.\n\n</Tabs>", "Inside tabs."),
        ('{{< note >}}\nMind this.\n{{< /note >}}', "Mind this."),
        ("{% include x.html %}\nAfter {{ site.name }} all", "After all"),
        ("::: {.callout-note}\nKept words.\n:::", "Kept words."),
        ("> [!NOTE]\n> Quoted words.", "Quoted words."),
        ('!!! tip "Try it"\n    Indented words.', "Try it\n\nIndented words."),
        ('<aside class="x">\n    Deep words.\n</aside>', "Deep words."),
        ("hard\nwrapped\nlines", "hard wrapped lines"),
        ("- [ ] a task\n- [x] done", "- a task\n- done"),
        ("```sh\n<b>{{ kept }}</b>\n```", "```sh\n<b>{{ kept }}</b>\n```"),
        ("Use `<b>` tags", "Use `<b>` tags"),
        ("| a | b |\n|:--|--:|\n| 1 | **2** |", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("3. third\n4. fourth", "3. third\n4. fourth"),
        ("- one\n  - inner\n- two", "- one\n  - inner\n- two"),
        ("See [^1].\n\n[^1]: The note.", "See .\n\nThe note."),
    ],
)  # fmt: skip
def test_what_was_written_for_machines_is_left_out(tmp_path: Path, source: str, clean: str) -> None:
    assert guide_of(tmp_path, source).text == clean


def test_blocks_point_at_their_text(tmp_path: Path) -> None:
    guide = guide_of(tmp_path, "# A\n\nwords\n\n- x\n- y\n\n1. z\n\n```\ncode\n```")
    assert [block.kind for block in guide.blocks] == ["heading", "paragraph", "list", "steps", "code"]
    assert [guide.text[block.start : block.end] for block in guide.blocks][1:4] == [
        "words",
        "- x\n- y",
        "1. z",
    ]


def test_plain_text_has_paragraphs_lists_and_headings(tmp_path: Path) -> None:
    wrapped = "This line was wrapped by an editor at about seventy characters\nand goes on here.\n"
    guide = guide_of(tmp_path, f"WELCOME\n\n{wrapped}\n1) first\n2) second\n", "notes.txt")
    assert guide.text.splitlines()[0] == "## WELCOME"
    assert "characters and goes on here." in guide.text
    assert guide.text.endswith("1. first\n2. second")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 20, "no text file"),
        (b"x" * (LARGEST + 1), "larger than 5 MB"),
        (b"# Only\n\n## Headings\n", "holds no text"),
    ],
)
def test_what_cannot_be_a_guide_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    with pytest.raises(BadInput, match=reason):
        guide_of(tmp_path, content)


def test_links_that_lead_round_and_hidden_folders_are_left_out(handbook: Path) -> None:
    (handbook / "people" / "again").symlink_to(handbook, target_is_directory=True)
    for hidden in (".git", "node_modules"):
        (handbook / hidden).mkdir()
        (handbook / hidden / "x.md").write_text("words")
    assert [source.path for source in sources([handbook])] == ["feedback.md", "people/endings.md"]


def test_a_name_goes_before_the_paths(handbook: Path) -> None:
    assert sources([handbook], "crew")[1].path == "crew/people/endings.md"


def test_a_missing_folder_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file or folder"):
        sources([tmp_path / "nowhere"])
