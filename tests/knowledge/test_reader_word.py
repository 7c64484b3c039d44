from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from copilot.errors import BadInput
from knowledge.readers.word import read
from tests.knowledge.making_files import with_part, word, word_of


def kinds(data: bytes) -> list[tuple[str, int, str]]:
    extract = read(data)
    return [(block.kind, block.level, extract.text[block.start : block.end]) for block in extract.blocks]


def test_headings_lists_steps_and_tables_are_told_by_their_styles() -> None:
    document = docx.Document()
    document.core_properties.title = "Handbook"
    document.add_heading("Giving feedback", 0)
    document.add_heading("Before you start", 2)
    document.add_paragraph("Ask first.\tThen speak.")
    for item in ("quiet room", "enough time"):
        document.add_paragraph(item, style="List Bullet")
    document.add_paragraph("a door", style="List Bullet 2")
    for item in ("Name it", "Say it"):
        document.add_paragraph(item, style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("who", "what", "mentor", "talks|to you"), strict=True):
        cell.text = text
    assert kinds(word(document)) == [
        ("heading", 1, "# Giving feedback"),
        ("heading", 2, "## Before you start"),
        ("paragraph", 0, "Ask first. Then speak."),
        ("list", 0, "- quiet room\n- enough time\n- a door"),
        ("steps", 0, "1. Name it\n2. Say it"),
        ("table", 0, "| who | what |\n|---|---|\n| mentor | talks/to you |"),
    ]
    assert read(word(document)).matter["title"] == "Handbook"


def test_items_further_in_stay_under_their_item() -> None:
    document = docx.Document()
    for depth, text in ((0, "Ask"), (1, "kindly"), (1, "soon"), (0, "Tell")):
        paragraph = document.add_paragraph(text, style="List Number")
        number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(number))
    assert read(word(document)).text.splitlines()[0].endswith("Ask")
    assert [line[:2] for line in read(word(document)).text.splitlines()[1:3]] == ["  ", "  "]


def test_inserted_words_are_read_and_deleted_ones_are_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Ask ")
    for tag, text, inner in (("del", "never", "delText"), ("ins", "always", "t")):
        run = f"<w:{tag} {nsdecls('w')}><w:r><w:{inner}>{text}</w:{inner}></w:r></w:{tag}>"
        paragraph._p.append(parse_xml(run))
    assert read(word(document)).text == "Ask always"


def test_content_controls_are_read_and_the_table_of_contents_is_not() -> None:
    document = docx.Document()
    for gallery, text in (("Table of Contents", "Contents 1"), ("Cover Pages", "A cover")):
        control = (
            f"<w:sdt {nsdecls('w')}><w:sdtPr><w:docPartObj><w:docPartGallery w:val='{gallery}'/>"
            "</w:docPartObj></w:sdtPr>"
            f"<w:sdtContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
        document.element.body.insert(0, parse_xml(control))
    assert read(word(document)).text == "A cover"


def bomb(size: int, name: str = "word/document.xml") -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as target, target.open(name, "w") as part:
        for _ in range(size // 1_000_000):
            part.write(b" " * 1_000_000)
    return out.getvalue()


def lying_bomb() -> bytes:
    """Its directory tells of 100 bytes where 40 million come out."""
    data = bytearray(bomb(40_000_000))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 and no more", "no Word document"),
        (b"Only words, no zip.", "no Word document"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
            "protected with a password, or written by an old Word",
        ),
        (word_of("cut")[:-100], "no Word document"),
        (bomb(5_000_000, "notes.txt"), "no Word document"),
        (bomb(40_000_000), "more than 30 MB"),
        (lying_bomb(), "no Word document"),
        (with_part(word_of("x"), "word/document.xml", b"<w:document"), "no Word document"),
        (
            with_part(
                word_of("x"),
                "word/styles.xml",
                b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>',
            ),
            "XML entities",
        ),
    ],
    ids="short,text,ole,cut,other-zip,bomb,lying-bomb,xml,entities".split(","),
)
def test_what_is_no_safe_word_document_is_refused_with_a_cure(data: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match=reason) as caught:
        read(data)
    assert caught.value.cure


def test_pictures_are_left_out_before_anything_unpacks_them() -> None:
    document = with_part(word_of("Words."), "word/media/image1.png", b"\0" * 100_000_000)
    assert read(document).text == "Words."
