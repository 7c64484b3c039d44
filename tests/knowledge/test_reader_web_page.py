import time

import pytest

from copilot.errors import BadInput
from knowledge.readers.web_page import read

PAGE = """<!doctype html><html lang="en-GB"><head><title>Giving feedback | Acme</title>
<meta name="keywords" content="feedback, courage"><style>p { color: red }</style><script>"<p>code</p>"</script></head>
<body class="has-sidebar">
<header><a href="/">Acme</a><nav><ul><li><a href="/">Home</a></li><li><a href="/x">About us</a></li></ul></nav></header>
<div class="cookie-banner"><p>We use cookies to make this better.</p><button>Accept all</button></div>
<div class="sidebar"><h3>Related</h3><p>Our newsletter comes out every second month of the year.</p></div>
%s
<footer><p>Copyright by Acme, all rights reserved, since 1999.</p></footer></body></html>"""


def kinds(body: str) -> list[tuple[str, int, str]]:
    extract = read(body.encode())
    return [(block.kind, block.level, extract.text[block.start : block.end]) for block in extract.blocks]


@pytest.mark.parametrize("wrapped", ["<main>{}</main>", "<div role=main>{}</div>", "<div id=x>{}</div>"])
def test_the_main_text_is_read_and_what_stands_around_it_is_not(wrapped: str) -> None:
    heading = '<h1>Giving feedback<a class="headerlink" href="#x">¶</a></h1>'
    body = f"{heading}<p>Ask <b>first</b>,<br>then <a href=y>speak</a>.</p>"
    extract = read((PAGE % wrapped.format(body)).encode())
    assert extract.text == "# Giving feedback\n\nAsk first,\nthen speak."
    assert extract.matter["title"] == "Giving feedback"
    assert extract.matter["language"] == "en-GB"
    assert extract.matter["keywords"] == "feedback, courage"


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        (
            "<ol start=3><li><p>Ask<p>More<ul><li>one<li>two</ul></li><li>Tell</ol>",
            [("steps", 0, "3. Ask\n  More\n  - one\n  - two\n4. Tell")],
        ),
        (
            "<table><caption>Who</caption><tr><th>a<th>b<tr><td>1<td><ul><li>x<li>y</ul><tr><td>only</table>",
            [("paragraph", 0, "Who"), ("table", 0, "| a | b |\n|---|---|\n| 1 | x / y |\n| only |  |")],
        ),
        (
            "<table><tr><td><h2>Old page</h2><p>Words.</p><table><tr><td>a<td>b<tr><td>c<td>d</table></table>",
            [
                ("heading", 2, "## Old page"),
                ("paragraph", 0, "Words."),
                ("table", 0, "| a | b |\n|---|---|\n| c | d |"),
            ],
        ),
        ("<pre>  a\n <b>b</b>```</pre>", [("code", 0, "````\n  a\n b```\n````")]),
        (
            "<dl><dt>Mentor</dt>\n<dd><p>talks to you</p></dd><dt>Sponsor:<dd>of you</dl>",
            [("paragraph", 0, "Mentor: talks to you"), ("paragraph", 0, "Sponsor: of you")],
        ),
        (
            "<ul><li><h3>Card</h3><p>Words.</p></li></ul>",
            [("heading", 3, "### Card"), ("paragraph", 0, "Words.")],
        ),
        ("one<br><br>two<div>three</div>four", [("paragraph", 0, t) for t in ("one", "two", "three", "four")]),
        (
            "<p>So it is.<sup><a href=#n>12</a></sup> He <q>said</q> x<sup>2</sup>",
            [("paragraph", 0, "So it is. He “said” x2")],
        ),
        ("<p>a<img alt=picture> b <input value=c><select><option>d</select></p>", [("paragraph", 0, "a b")]),
        (
            "<p>shown</p><p hidden>a</p><p style='display: none'>b</p><i aria-hidden=true>c</i>",
            [("paragraph", 0, "shown")],
        ),
        ("<p>a &amp; b&nbsp;c&shy;d&#0;&#xd800;e", [("paragraph", 0, "a & b cd��e")]),
    ],
    ids="steps,table,layout,code,terms,cards,breaks,notes,controls,hidden,entities".split(","),
)  # fmt: skip
def test_the_build_of_a_page_is_kept(body: str, blocks: list[tuple[str, int, str]]) -> None:
    assert kinds(body) == blocks


def test_a_page_whose_names_mislead_is_read_all_the_same() -> None:
    text = "Everything stands in a part that calls itself a sidebar, and it is the text."
    assert read(f"<div class=sidebar><p>{text}</p></div><p>x</p>".encode()).text.startswith(text)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=windows-1251>", "cp1251"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'>", "koi8-r"),
        ("<?xml version='1.0' encoding='iso-8859-5'?>", "iso-8859-5"),
        ("<meta charset=windows-1251>", "utf-8"),
        ("<meta charset=utf-16>", "utf-8"),
        ("<meta charset=base64>", "utf-8"),
        ("", "utf-16"),
        ("", "utf-16-le"),
    ],
)
def test_a_page_declares_its_encoding_and_may_be_wrong(head: str, encoding: str) -> None:
    words = "Обратная связь помогает наставнику"
    filler = "<p>" + "plain words " * 60 if encoding == "utf-16-le" else ""
    assert words in read(f"{head}<p>{words}</p>{filler}".encode(encoding)).text


def test_right_to_left_and_mixed_scripts_are_kept_in_reading_order() -> None:
    words = "كيف أقدم ملاحظات؟ (SBI) מה עכשיו 反馈 می‌خواهم"
    assert read(f"<html dir=rtl lang=ar><p>{words}".encode()).text == words


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<div>" * 100_000 + "deep", "nested more than 2,000 deep"),
        ("<i>" * 50_000 + "</b>" * 50_000, "nested more than 2,000 deep"),
        ("<p>" + "word " * 1_100_000, "more than 5 million characters"),
    ],
    ids="deep,unclosed,long".split(","),
)
def test_a_page_made_to_do_harm_is_refused_soon_and_with_a_cure(source: str, reason: str) -> None:
    began = time.monotonic()
    with pytest.raises(BadInput, match=reason) as caught:
        read(source.encode())
    assert caught.value.cure
    assert time.monotonic() - began < 20


def test_pictures_within_a_page_cost_nothing() -> None:
    picture = "A" * 10_000_000
    assert (
        read(f"<p>Before<img src='data:image/png;base64,{picture}'> after.".encode()).text == "Before after."
    )
