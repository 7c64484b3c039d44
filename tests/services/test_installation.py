"""What an installation runs with, what may be changed about it, and by whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.checks import Check
from copilot.domain.members import Role
from copilot.domain.usage import Prices, Usage
from copilot.errors import BadInput, Conflict, NotAllowed
from copilot.ports import Progress
from copilot.services.installation import PREVIOUS, InstallationService
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.scores.weights_file import FILE, in_words, read_weights
from copilot.services.policy import Policy
from copilot.settings import Settings
from copilot.settings_told import shown_value, told
from tests.fakes import FixedClock, MemoryUnitsOfWork

ADMIN = Asker(member="ann", roles=frozenset({Role.ADMIN}))
KEY = "sk-very-secret"


class Allowed:
    """An allowance of 1,000 tokens, of which 250 were taken."""

    a_day = 1_000

    def left(self) -> int:
        return 750

    def taken(self) -> int:
        return 250

    def take(self, usage: Usage) -> None:
        """Nothing more is taken."""


class House:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.units = MemoryUnitsOfWork()
        self.changes = 0
        self.service = InstallationService(
            self.units, Policy(), FixedClock(), folder,
            settings=lambda: told(Settings(openai_api_key=SecretStr(KEY)), folder, {"OPENAI_API_KEY": KEY}),
            weights=lambda: read_weights(folder, MatchingWeights()), overruled=False, examine=self._examine,
            allowance=Allowed(), prices=Prices(input=1.0, output=4.0), changed=self._changed,
        )  # fmt: skip

    def _examine(self, progress: Progress | None) -> list[Check]:
        if progress:
            progress(0, 1, "home")
        return [Check(name="home", ok=True, detail="is there")]

    def _changed(self) -> None:
        self.changes += 1


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_every_setting_says_what_it_does_and_how_it_is_set(house: House) -> None:
    settings = house.service.settings(ADMIN)
    assert {one.name for one in settings} == set(Settings.model_fields)
    assert [one.name for one in settings if not one.what] == []
    assert all(one.variable.isupper() and one.source for one in settings)


def test_of_a_secret_it_is_told_only_that_it_is_set(house: House) -> None:
    key = next(one for one in house.service.settings(ADMIN) if one.name == "openai_api_key")
    assert (key.value, key.secret, key.variable, key.source) == (
        "set", True, "OPENAI_API_KEY", "the environment",
    )  # fmt: skip
    assert all(KEY not in one.model_dump_json() for one in house.service.settings(ADMIN))


@given(st.text(st.characters(exclude_characters="/@", categories=["L", "N"]), min_size=3))
def test_a_password_inside_an_address_is_never_shown(password: str) -> None:
    for address in (
        f"postgresql+psycopg://grace:{password}§@db.example/m",
        f"http://x.example/v1?key={password}§",
    ):
        assert f"{password}§" not in shown_value(address)


@pytest.mark.parametrize("password", ["pa/secret§", "p@secret§", "p?a/b@secret§"])
def test_a_password_with_signs_in_it_is_never_shown_either(password: str) -> None:
    """SQLAlchemy's addresses may hold a password as it is, slashes and all."""
    shown = shown_value(f"postgresql+psycopg://grace:{password}@db.example/m")
    assert shown == "postgresql+psycopg://•••@db.example/m"


def test_where_a_setting_comes_from_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("floor: 0.2\n")
    found = {
        one.name: one for one in told(Settings(encoder="minilm"), tmp_path, {"MENTORING_ENCODER": "minilm"})
    }
    assert found["encoder"].source == "the environment"
    assert found["chat_model"].source == "as it comes"
    assert (found["home"].value, found["home"].source) == (str(tmp_path), "given when it was started")
    assert found["matching"].source == "matching.yaml in the home"


def test_without_a_file_the_weights_stand_there_as_they_would_in_one(house: House) -> None:
    file = house.service.weights(ADMIN)
    assert (file.text, file.exists, file.previous) == (in_words(MatchingWeights()), False, "")


def test_weights_are_changed_the_version_before_is_kept_and_the_log_says_so(house: House) -> None:
    text = in_words(MatchingWeights()).replace("floor: 0.15", "floor: 0.3")
    assert house.service.change_weights(ADMIN, text) == ("floor: 0.15 → 0.3",)
    assert read_weights(house.folder, MatchingWeights()).floor == 0.3
    assert house.service.weights(ADMIN).previous == in_words(MatchingWeights())
    assert house.changes == 1, "whatever was made with the old weights is told"
    with house.units.reading() as unit:
        (entry,) = unit.audit_log.all()
    assert (entry.by, entry.verb, entry.kind, entry.record) == ("ann", "change", "settings", FILE)
    assert entry.detail == {"changed": "floor: 0.15 → 0.3"}


def test_the_way_back_goes_forth_again(house: House) -> None:
    house.service.change_weights(ADMIN, "floor: 0.3\n")
    assert house.service.restore_weights(ADMIN) == ("floor: 0.3 → 0.15",)
    assert house.service.restore_weights(ADMIN) == ("floor: 0.15 → 0.3",)


def test_without_an_earlier_version_there_is_no_way_back(house: House) -> None:
    with pytest.raises(Conflict, match="No earlier version"):
        house.service.restore_weights(ADMIN)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("floor: 7", "floor"),
        ("flor: 0.2", "flor"),
        ("[[[", "no YAML"),
        ("[" * 1_500, "no YAML"),
        ("floor: 2026-99-99", "no YAML"),
        ("- floor", "it"),
        ("x" * 30_000, "30,000 characters"),
    ],
)
def test_what_cannot_be_read_as_weights_is_refused_and_the_file_stays(
    house: House, text: str, says: str
) -> None:
    house.service.change_weights(ADMIN, "floor: 0.3\n")
    with pytest.raises(BadInput, match=says) as refusal:
        house.service.change_weights(ADMIN, text)
    assert refusal.value.cure
    assert (house.folder / FILE).read_text() == "floor: 0.3\n"
    assert (house.folder / PREVIOUS).read_text() == in_words(MatchingWeights())
    assert house.changes == 1


def test_a_broken_file_can_be_looked_at_and_mended(house: House) -> None:
    (house.folder / FILE).write_text("floor: high\n")
    assert house.service.weights(ADMIN).text == "floor: high\n"
    house.service.change_weights(ADMIN, "floor: 0.3\n")
    assert house.service.weights(ADMIN).previous == "floor: high\n"


def test_the_days_tokens_cost_between_the_cheaper_and_the_dearer_price(house: House) -> None:
    spent = house.service.spending(ADMIN)
    assert (spent.tokens, spent.a_day, spent.least, spent.most) == (250, 1_000, 0.00025, 0.001)


def test_the_checks_tell_of_their_progress(house: House) -> None:
    told: list[str] = []
    assert house.service.examine(OPERATOR, lambda done, of, what: told.append(what))[0].ok
    assert told == ["home"]


@pytest.mark.parametrize(
    "asker", [Asker(), Asker(member="m1", roles=frozenset({Role.MENTEE})),
              Asker(member="m3", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))],
)  # fmt: skip
def test_members_and_managers_are_told_nothing_of_it(house: House, asker: Asker) -> None:
    service = house.service
    for attempt in (
        lambda: service.settings(asker),
        lambda: service.weights(asker),
        lambda: service.change_weights(asker, ""),
        lambda: service.restore_weights(asker),
        lambda: service.examine(asker),
        lambda: service.spending(asker),
    ):
        with pytest.raises(NotAllowed, match="change settings"):
            attempt()
    assert list(house.folder.iterdir()) == []
