"""Words that are kept steer no terminal and turn no direction of writing."""

import json
from datetime import UTC, date, datetime

from pydantic_core import to_jsonable_python

from copilot.domain.circles import Circle
from copilot.domain.programmes import Programme
from copilot.domain.records import without_controls
from copilot.services.making import made

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STEERS = "A \x1b[31mred\x07 theme\u202e"


def test_what_steers_a_terminal_is_not_kept() -> None:
    circle = made(Circle, id="c1", theme=STEERS, came_from=(STEERS,), created=NOW)
    assert circle.theme == "A [31mred theme"
    assert circle.came_from == ("A [31mred theme",)
    assert circle.changed(theme=f"{STEERS}\x00!").theme == "A [31mred theme!"


def test_line_ends_tabs_and_every_script_stay() -> None:
    told = "Línea uno\n\tdos — 三つ, \u0627\u0644\u0639\u0631\u0628\u064a\u0629 👩‍🏫"
    assert without_controls(told) == told


def test_what_is_no_text_is_left_alone() -> None:
    assert without_controls({"at": NOW, "n": [1, None, "a\x1b"]}) == {"at": NOW, "n": [1, None, "a"]}


def test_sets_become_json_in_the_same_order_whatever_they_hash_to() -> None:
    managers = [f"m{n}" for n in range(10, 60)]
    kept = Programme(
        id="p", name="Spring", starts=date(2026, 1, 1), ends=date(2026, 6, 1), managers=frozenset(managers)
    )
    assert json.loads(kept.model_dump_json())["managers"] == managers
    assert kept.model_dump(mode="json")["managers"] == managers
    assert to_jsonable_python({"programmes": [kept]}, by_alias=True)["programmes"][0]["managers"] == managers
    assert kept.managers == frozenset(managers), "a set it stays"


def test_what_holds_a_set_still_says_so_in_its_schema() -> None:
    told = Programme.model_json_schema(mode="serialization")["properties"]["managers"]
    assert (told["type"], told["uniqueItems"], told["items"]) == ("array", True, {"type": "string"})
