"""Questionnaires of readiness: what ships can be read, and a wrong file is told by name and field."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from copilot.errors import BadInput
from knowledge.readiness import Questionnaire, questionnaires, read_questionnaires
from knowledge.shipped import shipped_guides

SHIPPED = (resources.files("knowledge") / "readiness" / "mentee.yaml").read_text("utf-8")


def read(folder: Path, text: str, name: str = "mentee.yaml") -> Questionnaire:
    (folder / name).write_text(text, "utf-8")
    (found,) = read_questionnaires(folder, shipped_guides()).values()
    return found


def test_those_that_ship_have_six_areas_each_and_no_sentence_twice() -> None:
    assert set(questionnaires()) == {"mentor", "mentee"}
    for asked in questionnaires().values():
        sentences = [each.say for area in asked.areas for each in area.questions]
        assert (len(asked.areas), len(set(sentences))) == (6, len(sentences))


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("feedback/receiving.md", "feedback/nowhere.md", "mentee.yaml, area 1, guide 1"),
        ("Nobody is obliged to answer", "Everybody is obliged to answer", "mentee.yaml, area 1, guide 1, passage"),
        ("key: hear-criticism", "key: ask-for-one-thing", "mentee.yaml, areas"),
        ("key: hear-criticism", "key: Hear!", "mentee.yaml, area 1, question 2, key"),
        ("id: expectations", "id: communication", "mentee.yaml, areas"),
        ("role: mentee", "role: boss", "mentee.yaml, role"),
        ("role: mentee", "role: mentor", "mentee.yaml, role"),
        ('    strong: "You ask', '    colour: "You ask', "mentee.yaml, area 1, strong"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_by_name_and_field(tmp_path: Path, right: str, wrong: str, place: str) -> None:
    assert right in SHIPPED
    with pytest.raises(BadInput) as told:
        read(tmp_path, SHIPPED.replace(right, wrong, 1))
    assert told.value.place == place
    assert told.value.cure
