import json

import pytest

from copilot.errors import BadInput
from knowledge.readers.notebook import read


def notebook(*cells: dict[str, object], **more: object) -> bytes:
    return json.dumps({"nbformat": 4, "cells": list(cells), "metadata": {}, **more}).encode()


def test_markdown_and_code_are_read_and_outputs_are_not() -> None:
    extract = read(
        notebook(
            {"cell_type": "markdown", "source": ["# Counting\n", "\n", "How many pairs **met**?"]},
            {"cell_type": "code", "source": "pairs = 3\n", "outputs": [{"text": "secret output"}]},
            {"cell_type": "markdown", "source": "<!-- never closed"},
            {"cell_type": "markdown", "source": "1. Look\n2. Ask"},
            metadata={"language_info": {"name": "python"}, "title": "Counts"},
        )
    )
    assert extract.text == "# Counting\n\nHow many pairs met?\n\n```python\npairs = 3\n```\n\n1. Look\n2. Ask"
    assert [block.kind for block in extract.blocks] == ["heading", "paragraph", "code", "steps"]
    assert extract.matter == {"title": "Counts"}


def test_the_third_version_of_the_format_is_read_too() -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Old"},
        {"cell_type": "code", "input": ["x = 1"], "language": "python"},
    ]
    extract = read(json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}).encode())
    assert extract.text == "## Old\n\n```\nx = 1\n```"


def test_front_matter_in_the_first_cell_is_read() -> None:
    extract = read(notebook({"cell_type": "raw", "source": "---\ntitle: First\n---\n"}))
    assert extract.matter == {"title": "First"}


@pytest.mark.parametrize(
    "data",
    [
        b'{"cells": [',
        b"[]",
        b'{"cells": 3}',
        b'{"nbformat": 4}',
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b"1" * 10_000,
    ],
    ids="cut,list,number,no-cells,deep-list,deep-object,long-number".split(","),
)
def test_what_is_no_notebook_is_refused_with_a_cure(data: bytes) -> None:
    with pytest.raises(BadInput, match="no Jupyter notebook") as caught:
        read(data)
    assert caught.value.cure


def test_cells_of_strange_shapes_are_passed_over() -> None:
    odd = [{"cell_type": "markdown"}, {"cell_type": 3, "source": 4}, {"source": {"a": 1}}]
    data = json.dumps(
        {"cells": [*odd, 7, None, {"cell_type": "markdown", "source": "\ud800 Words\0."}]}
    ).encode()
    assert read(data).text == "\ufffd Words."
