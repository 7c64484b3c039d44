import base64
import shlex
import subprocess
import sys

import pytest

from copilot.errors import BadInput
from knowledge.readers.pdf import PROGRAM, read
from tests.knowledge.making_files import Placed, column, pdf

# Made with pypdf from `pdf([column("Only for those who know the word.")])`, RC4 with 128 bits.
LOCKED = base64.b64decode(
    "JVBERi0xLjMKJeLjz9MKMSAwIG9iago8PAovVHlwZSAvQ2F0YWxvZwovUGFnZXMgMiAwIFIKPj4KZW5kb2JqCjIgMCBvYmoKPDwK"
    "L1R5cGUgL1BhZ2VzCi9Db3VudCAxCi9LaWRzIFsgMyAwIFIgXQo+PgplbmRvYmoKMyAwIG9iago8PAovVHlwZSAvUGFnZQovUGFy"
    "ZW50IDIgMCBSCi9NZWRpYUJveCBbIDAgMCA2MTIgNzkyIF0KL0NvbnRlbnRzIDQgMCBSCi9SZXNvdXJjZXMgPDwKL0ZvbnQgPDwK"
    "L0YxIDUgMCBSCi9GMiA2IDAgUgo+Pgo+Pgo+PgplbmRvYmoKNCAwIG9iago8PAovRmlsdGVyIC9GbGF0ZURlY29kZQovTGVuZ3Ro"
    "IDY5Cj4+CnN0cmVhbQoxrvpeEKspFDq3HQswIv6DNuWCjRykVSCrXQ+BkPVPZaSYEmeAlRVu8heNXuNnHmzRZA6zHe35xDcfozNT"
    "hACmdIuNXxMKZW5kc3RyZWFtCmVuZG9iago1IDAgb2JqCjw8Ci9UeXBlIC9Gb250Ci9TdWJ0eXBlIC9UeXBlMQovQmFzZUZvbnQg"
    "L0hlbHZldGljYQovRW5jb2RpbmcgL1dpbkFuc2lFbmNvZGluZwo+PgplbmRvYmoKNiAwIG9iago8PAovVHlwZSAvRm9udAovU3Vi"
    "dHlwZSAvVHlwZTEKL0Jhc2VGb250IC9IZWx2ZXRpY2EtQm9sZAovRW5jb2RpbmcgL1dpbkFuc2lFbmNvZGluZwo+PgplbmRvYmoK"
    "NyAwIG9iago8PAovVGl0bGUgPD4KPj4KZW5kb2JqCjggMCBvYmoKPDwKL1YgMgovUiAzCi9MZW5ndGggMTI4Ci9QIDQyOTQ5Njcy"
    "OTIKL0ZpbHRlciAvU3RhbmRhcmQKL08gPDBkYjU4NTVmYzUzMjY1NjllNzY1OTA2Y2FmNjRlNDQyOWE0YzIwZDZlOTk2ZmRlZjk2"
    "M2U5YjUwODBmOWUwODM+Ci9VIDw1ZDNiMTUwZmEwYTcyMzk3NmVmZjU1NTRjYTcyNDlhNzI4YmY0ZTVlNGU3NThhNDE2NDAwNGU1"
    "NmZmZmEwMTA4Pgo+PgplbmRvYmoKeHJlZgowIDkKMDAwMDAwMDAwMCA2NTUzNSBmIAowMDAwMDAwMDE1IDAwMDAwIG4gCjAwMDAw"
    "MDAwNjQgMDAwMDAgbiAKMDAwMDAwMDEyMyAwMDAwMCBuIAowMDAwMDAwMjYxIDAwMDAwIG4gCjAwMDAwMDA0MDEgMDAwMDAgbiAK"
    "MDAwMDAwMDQ5OCAwMDAwMCBuIAowMDAwMDAwNjAwIDAwMDAwIG4gCjAwMDAwMDA2MzEgMDAwMDAgbiAKdHJhaWxlcgo8PAovU2l6"
    "ZSA5Ci9Sb290IDEgMCBSCi9JbmZvIDcgMCBSCi9JRCBbIDxiZTgyMGQwOTJmMThiYzExMGI2NDExZjg1ZDgxMDBmND4gPGJlODIw"
    "ZDA5MmYxOGJjMTEwYjY0MTFmODVkODEwMGY0PiBdCi9FbmNyeXB0IDggMCBSCj4+CnN0YXJ0eHJlZgo4NDYKJSVFT0YK"
)
OPEN = base64.b64decode(
    "JVBERi0xLjMKJeLjz9MKMSAwIG9iago8PAovVHlwZSAvQ2F0YWxvZwovUGFnZXMgMiAwIFIKPj4KZW5kb2JqCjIgMCBvYmoKPDwK"
    "L1R5cGUgL1BhZ2VzCi9Db3VudCAxCi9LaWRzIFsgMyAwIFIgXQo+PgplbmRvYmoKMyAwIG9iago8PAovVHlwZSAvUGFnZQovUGFy"
    "ZW50IDIgMCBSCi9NZWRpYUJveCBbIDAgMCA2MTIgNzkyIF0KL0NvbnRlbnRzIDQgMCBSCi9SZXNvdXJjZXMgPDwKL0ZvbnQgPDwK"
    "L0YxIDUgMCBSCi9GMiA2IDAgUgo+Pgo+Pgo+PgplbmRvYmoKNCAwIG9iago8PAovRmlsdGVyIC9GbGF0ZURlY29kZQovTGVuZ3Ro"
    "IDY5Cj4+CnN0cmVhbQrTxWNw/s05/tCG4Pho9Og11D+/o0kV7B7TCnQ7tKzvjikarytY6MTBCJNolOvH8e2UPSVO1sYVfDTDF48m"
    "AwS67Hy1b4MKZW5kc3RyZWFtCmVuZG9iago1IDAgb2JqCjw8Ci9UeXBlIC9Gb250Ci9TdWJ0eXBlIC9UeXBlMQovQmFzZUZvbnQg"
    "L0hlbHZldGljYQovRW5jb2RpbmcgL1dpbkFuc2lFbmNvZGluZwo+PgplbmRvYmoKNiAwIG9iago8PAovVHlwZSAvRm9udAovU3Vi"
    "dHlwZSAvVHlwZTEKL0Jhc2VGb250IC9IZWx2ZXRpY2EtQm9sZAovRW5jb2RpbmcgL1dpbkFuc2lFbmNvZGluZwo+PgplbmRvYmoK"
    "NyAwIG9iago8PAovVGl0bGUgPD4KPj4KZW5kb2JqCjggMCBvYmoKPDwKL1YgMgovUiAzCi9MZW5ndGggMTI4Ci9QIDQyOTQ5Njcy"
    "OTIKL0ZpbHRlciAvU3RhbmRhcmQKL08gPDU2NmZhODczZWUzM2M3OTdjZDNiOTA0ZmRhZGY4MTRhZmEzNGRmOWEzOGY2ZWQ0MWI5"
    "ODRlMmM2ZGEyYWE2ZjU+Ci9VIDwwMGU1NWRjNmFiNzAyMzhiNjA4ZTM2MmNiMGEzYjNkNDI4YmY0ZTVlNGU3NThhNDE2NDAwNGU1"
    "NmZmZmEwMTA4Pgo+PgplbmRvYmoKeHJlZgowIDkKMDAwMDAwMDAwMCA2NTUzNSBmIAowMDAwMDAwMDE1IDAwMDAwIG4gCjAwMDAw"
    "MDAwNjQgMDAwMDAgbiAKMDAwMDAwMDEyMyAwMDAwMCBuIAowMDAwMDAwMjYxIDAwMDAwIG4gCjAwMDAwMDA0MDEgMDAwMDAgbiAK"
    "MDAwMDAwMDQ5OCAwMDAwMCBuIAowMDAwMDAwNjAwIDAwMDAwIG4gCjAwMDAwMDA2MzEgMDAwMDAgbiAKdHJhaWxlcgo8PAovU2l6"
    "ZSA5Ci9Sb290IDEgMCBSCi9JbmZvIDcgMCBSCi9JRCBbIDw4ZjhkN2YzMmNhZTI1N2JmYWUxNTUzYWQ2NzFkY2M1OD4gPDhmOGQ3"
    "ZjMyY2FlMjU3YmZhZTE1NTNhZDY3MWRjYzU4PiBdCi9FbmNyeXB0IDggMCBSCj4+CnN0YXJ0eHJlZgo4NDYKJSVFT0YK"
)


def kinds(*pages: list[Placed], title: str = "") -> list[tuple[str, int, str]]:
    extract = read(pdf(pages, title))
    return [(block.kind, block.level, extract.text[block.start : block.end]) for block in extract.blocks]


def test_lines_are_joined_to_paragraphs_and_broken_words_mended() -> None:
    body = column(
        "A mentor talks to you about what you want to learn, and a communi-",
        "cation is the better for it. A well-known guide on well-known feed-",
        "back says that the well-",
        "known answer is to ask, and to go on asking until you understand.",
        "",
        "Feedback is a second paragraph after a gap that is easily seen by eye.",
    )
    first, second = (text for _, _, text in kinds(body))
    assert "a communication is the better for it." in first
    assert "A well-known guide on well-known feedback says that the well-known answer is" in first
    assert second == "Feedback is a second paragraph after a gap that is easily seen by eye."


def test_larger_and_bold_lines_are_headings() -> None:
    page: list[Placed] = [
        (72, 740, "F2", 20, "Giving feedback to"),
        (72, 716, "F2", 20, "people above you"),
        (72, 680, "F2", 14, "Before you start"),
        *column("Ask whether the person wants to hear it now, and choose a quiet room.", top=650),
        (72, 620, "F2", 11, "Quiet rooms"),
        *column("They are on the second floor, and nobody minds if you take one now.", top=600),
        *column("1. Ask first.", "2. Then tell what you saw, with", "   the place and the day.", top=560),
        *column("- one thing", "- another thing", top=480),
    ]
    assert kinds(page) == [
        ("heading", 1, "# Giving feedback to people above you"),
        ("heading", 2, "## Before you start"),
        ("paragraph", 0, "Ask whether the person wants to hear it now, and choose a quiet room."),
        ("heading", 3, "### Quiet rooms"),
        ("paragraph", 0, "They are on the second floor, and nobody minds if you take one now."),
        ("steps", 0, "1. Ask first.\n2. Then tell what you saw, with the place and the day."),
        ("list", 0, "- one thing\n- another thing"),
    ]


def test_running_heads_feet_and_page_numbers_are_left_out() -> None:
    def page(number: int, *lines: str) -> list[Placed]:
        edges = [(72, 770, "F1", 9, f"Acme handbook, part {number}"), (300, 30, "F1", 9, f"{number}")]
        return [*edges, *column(*lines)]  # type: ignore[list-item]  # ints pass for floats

    pages = [
        page(1, "The first page says that a sentence may go on over the end of a page,"),
        page(2, "and on the next one it ends. The second page has a number too."),
        page(3, "The third page is the last one, and it has as many words as the others."),
    ]
    first, second = (text for _, _, text in kinds(*pages))
    assert "over the end of a page, and on the next one it ends. The second page has a number too." in first
    assert second == "The third page is the last one, and it has as many words as the others."


@pytest.mark.parametrize(
    ("title", "kept"),
    [("Our handbook", "Our handbook"), ("Microsoft Word - draft.docx", None), ("a.indd", None)],
)
def test_the_title_comes_from_the_properties_unless_a_program_made_it_up(
    title: str, kept: str | None
) -> None:
    assert read(pdf([column("Words.")], title)).matter.get("title") == kept


def test_a_file_that_may_only_be_read_is_read() -> None:
    assert read(OPEN).text == "Only for those who know the word."


WHOLE = pdf([column("Some words of a page.")])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (LOCKED, "protected with a password"),
        (pdf([[]] * 3), "no text; it may be a scan"),
        (pdf([[]] * 10_000), "more than 5,000 pages"),
        (b"%PDF-1.7\nnothing", "no PDF"),
        (WHOLE[:200], "no PDF"),
        (b"words", "no PDF"),
        (pdf([]), "no PDF|no text"),
    ],
    ids="locked,scan,many-pages,broken,cut,words,no-pages".split(","),
)
def test_what_cannot_be_read_is_refused_with_a_cure(data: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match=reason) as caught:
        read(data)
    assert caught.value.cure


def test_pages_without_text_are_told_of() -> None:
    assert read(pdf([column("Words."), [], []])).warnings == (
        "2 of its 3 pages hold no text; they may be scans.",
    )


def test_right_to_left_words_come_with_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    line = ["كيف أقدم ملاحظات صادقة؟", 0, 11.0, False, 72.0, 300.0, 700.0]
    told = {"pages": [[line]], "outline": [["Marks", 0]], "properties": {}}
    monkeypatch.setattr("knowledge.readers.pdf._told", lambda data: told)
    assert "from right to left" in read(b"").warnings[0]


def test_bookmarks_make_headings_of_lines_that_do_not_stand_out() -> None:
    lines = column(
        "Before you start", "", "Ask whether the person wants to hear it now, in a room that is quiet."
    )
    marked = pdf([lines]).replace(b"/Type /Catalog", b"/Type /Catalog /Outlines 8 0 R")
    table = marked.index(b"xref")
    outline = b"8 0 obj\n<< /First 9 0 R /Last 9 0 R /Count 1 >>\nendobj\n"
    outline += b"9 0 obj\n<< /Title (Before you start) /Parent 8 0 R /Dest [6 0 R /Fit] >>\nendobj\n"
    assert read(marked[:table] + outline + b"trailer\n<< /Root 1 0 R >>\n%%EOF").text.startswith(
        "# Before you start\n\n"
    )


def test_a_file_that_keeps_the_program_busy_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.readers.pdf.LONGEST_READING", 0.001)
    with pytest.raises(BadInput, match="longer than"):
        read(WHOLE)


def test_a_file_that_crashes_the_program_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.readers.pdf.MOST_PAGES", "no number")
    with pytest.raises(BadInput, match="may be broken"):
        read(WHOLE)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of this kind")
def test_a_lower_limit_of_memory_is_respected_and_no_fault() -> None:
    command = shlex.join([sys.executable, "-P", str(PROGRAM), "10", "10000"])
    told = subprocess.run(
        ["/bin/sh", "-c", f"ulimit -v 1500000; exec {command}"],
        input=pdf([column("Read all the same.")]), capture_output=True, check=True,
    )  # fmt: skip
    assert b"Read all the same." in told.stdout
