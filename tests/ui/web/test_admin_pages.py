"""The admin's pages at work, without a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from starlette.testclient import TestClient

from copilot.app import Copilot
from copilot.domain.asking import OPERATOR
from copilot.domain.members import Role
from copilot.errors import Stopped
from copilot.services.log import Wanted
from copilot.services.members.fields import FIELDS, suggested
from tests.fakes import WordEncoder
from tests.ui.web.building import asking, built, handlers, updates
from tests.ui.web.community import open_community
from ui.web.desk import Desk
from ui.web.long_work import LongWork, UnderWay
from ui.web.pages import (
    admin_guides,
    admin_health,
    admin_import,
    admin_log,
    admin_roles,
    admin_settings,
    research,
)

ROSTER = "Key,Full name,Role,Grade\nz1,Ada Lovelace,mentor,7\nz2,Alan Turing,wizard,6\n"
PAGES = (admin_settings, admin_health, admin_import, admin_guides, admin_roles, admin_log)


@pytest.fixture
def copilot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Copilot]:
    monkeypatch.setattr("copilot.choosing.load_encoder", lambda *_: WordEncoder())
    copilot = open_community(tmp_path / "home")
    yield copilot
    copilot.close()


def page_of(module: Any, copilot: Copilot) -> dict[str, Any]:
    return handlers(built(module.PAGE, Desk(copilot)))


def said(answer: Any) -> str:
    return " ".join(str(value) for value in updates(answer))


def test_the_settings_open_and_the_weights_are_changed_and_brought_back(copilot: Copilot) -> None:
    page, ann = page_of(admin_settings, copilot), asking("m4")
    assert "MENTORING_CHAT_TOKENS_A_DAY" in said(page["open_page"](ann))
    assert copilot.matching_weights.floor == 0.15
    assert "floor: 0.15 → 0.3" in said(page["keep_them"]("floor: 0.3", ann))
    assert copilot.matching_weights.floor == 0.3, "the next run goes by it, without a new start"
    assert "floor: Input should be" in said(page["keep_them"]("floor: 7", ann))
    assert "floor: 0.3 → 0.15" in said(page["go_back"](ann))


def test_a_roster_is_read_mapped_previewed_and_only_then_imported(copilot: Copilot, tmp_path: Path) -> None:
    page, ann = page_of(admin_import, copilot), asking("m4")
    file = tmp_path / "people.csv"
    file.write_text(ROSTER)
    taken = page["_take"](str(file), ann)
    assert not file.exists(), "a roster doesn't lie about"
    sheet = next(value for value in taken.values() if hasattr(value, "columns"))
    by_field = {field: column for column, field in suggested(sheet.columns).items()}
    columns = [by_field.get(field, "") for field in FIELDS]
    ahead = page["_look_ahead"](ann, sheet, True, *columns)
    assert "Nothing has been written yet" in said(ahead)
    assert "“wizard” is not a role" in said(ahead)
    assert copilot.members.introduced(OPERATOR, ["z1"]) == {}
    rows = next(value for value in ahead.values() if isinstance(value, list))
    assert "1 added" in said(page["take_in"](rows, ann))
    assert copilot.members.introduced(OPERATOR, ["z1", "z2"])["z1"].name == "Ada Lovelace"


def test_a_personnel_file_is_read_as_it_is_and_told_field_by_field(copilot: Copilot, tmp_path: Path) -> None:
    page, ann = page_of(admin_import, copilot), asking("m4")
    file = tmp_path / "people.csv"
    text = "Report;;;\nKey;Worker;Role;Manager\n'91;Okoye, Zoë;mentee;Bo Ek (92)\n'92;Ek, Bo;mentor;\n"
    file.write_bytes(text.encode("cp1252"))
    taken = page["_take"](str(file), ann)
    assert "Are these right: “Zoë”" in said(taken)
    sheet = next(value for value in taken.values() if hasattr(value, "columns"))
    by_field = {field: column for column, field in suggested(sheet.columns).items()}
    told = said(page["_look_ahead"](ann, sheet, True, *(by_field.get(field, "") for field in FIELDS)))
    assert "Field by field" in told
    assert "91 → Zoë Okoye" in told
    assert "91 → 92" in told


def test_data_for_research_shows_its_risk_before_it_leaves(copilot: Copilot) -> None:
    page, ann = page_of(research, copilot), asking("m4")
    told = said(page["assess"]("", 5, ann))
    assert "every combination stands for" in told
    assert 'href="/research.zip?k=5' in told
    assert copilot.log.as_csv(OPERATOR, Wanted(verb="anonymised")).count(b"export") == 0, "nothing has left"
    with pytest.raises(gr.Error, match="5 is the least"):
        page["assess"]("", 4, ann)
    with pytest.raises(gr.Error, match="may not export for research"):
        page["assess"]("", 5, asking("m1"))


def test_one_column_for_two_fields_is_refused_with_a_sentence(copilot: Copilot, tmp_path: Path) -> None:
    page, ann = page_of(admin_import, copilot), asking("m4")
    file = tmp_path / "people.csv"
    file.write_text(ROSTER)
    sheet = next(value for value in page["_take"](str(file), ann).values() if hasattr(value, "columns"))
    columns = ["Key" if field in ("id", "name") else "" for field in FIELDS]
    with pytest.raises(gr.Error, match="“Key” is chosen for id and for name"):
        page["_look_ahead"](ann, sheet, True, *columns)


@pytest.mark.parametrize(("name", "says"), [("people.exe", "no roster"), ("people.csv", "no columns")])
def test_a_file_that_is_no_roster_is_refused_without_telling_where_it_lay(
    copilot: Copilot, tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / name).write_text("")
    with pytest.raises(gr.Error, match=says) as refusal:
        page_of(admin_import, copilot)["_take"](str(tmp_path / name), asking("m4"))
    assert str(tmp_path) not in str(refusal.value)


def test_roles_are_found_changed_and_told(copilot: Copilot) -> None:
    page, ann = page_of(admin_roles, copilot), asking("m4")
    assert "Amara Okafor" in said(page["look"]("amara", "everybody", ann))
    assert "mentee" in said(page["choose"]("m1", ann))
    told = said(page["keep_them"]("m1", ["mentee", "mentor"], "", "everybody", ann))
    assert "Amara Okafor is now mentor." in told
    assert copilot.askers.identify("m1").roles == {Role.MENTEE, Role.MENTOR}
    with pytest.raises(gr.Error, match="last admin"):
        page["keep_them"]("m4", ["peer"], "", "everybody", ann)


def test_the_log_shows_what_was_done_and_turns_its_pages(copilot: Copilot) -> None:
    copilot.roles.give(OPERATOR, "m1", Role.MENTOR)
    page, ann = page_of(admin_log, copilot), asking("m4")
    assert "given: mentor" in said(page["open_page"](ann))
    assert "given: mentor" in said(page["turned"](1, "roles", "operator", "", "", ann))
    assert "Ask for less" in said(page["turned"](1, "roles", "m1", "", "", ann))


def test_guides_are_uploaded_read_and_told_apart(copilot: Copilot, tmp_path: Path) -> None:
    page, ann = page_of(admin_guides, copilot), asking("m4")
    assert "There are no guides yet" in said(page["_open"](ann))
    good, bad = tmp_path / "canteen.md", tmp_path / "broken.pdf"
    good.write_text("# Our canteen\n\nMentors meet there on Tuesdays and bring a question.\n")
    bad.write_text("no pdf")
    told = said(page["_upload"]([str(good), str(bad)], ann))
    assert "1 added" in told
    assert "broken.pdf" in told
    assert "Our canteen" in told
    assert not good.exists(), "uploads don't lie about"
    assert (copilot.home.folder / "guides" / "canteen.md").exists()
    assert "1 taken away" in said(page["_take_away"]("canteen.md", ann))


def test_health_is_examined_and_told(copilot: Copilot) -> None:
    page, ann = page_of(admin_health, copilot), asking("m4")
    assert "Tokens today" in said(page["open_page"](ann))
    told = said(page["check"](ann))
    assert "holds 7 members" in told
    assert "need you" in told or "as they should be" in told


def test_a_click_stops_what_the_same_tab_began_and_nothing_else() -> None:
    works, told, going_on = UnderWay(), [], threading.Event()

    def counting(tell: Any) -> None:
        for done in range(1_000):
            tell(done, 1_000, "counting")
            going_on.wait(0.01)

    work: LongWork[None] = LongWork(counting)
    for done, _, _ in works.begun("mine", work):
        told.append(done)
        works.stop("somebody else's")
        works.stop("mine")
    with pytest.raises(Stopped, match="It was stopped"):
        work.result()
    assert told[-1] < 999
    works.stop("mine")


HARMLESS = {"stopped", "_stopped", "_outdated", "_leave"}
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "keep_them": ("m1", ["admin"], "", "everybody"), "choose": ("m4",), "look": ("", "everybody"),
    "turned": (1, "anything", "anybody", "", ""), "_upload": (["/nowhere/a.md"],), "_take_away": ("a.md",),
    "take_in": ([],), "_take": (None,),
}  # fmt: skip


@pytest.mark.parametrize("module", PAGES, ids=lambda module: module.PAGE.path)
@pytest.mark.parametrize("member", ["m1", "m2", "m3"])
def test_every_handler_of_these_pages_refuses_whoever_keeps_no_house(
    community: Copilot, module: Any, member: str
) -> None:
    """Gradio answers hidden addresses too: what the page doesn't offer is refused all the same."""
    from copilot.services.members.mapping import Sheet

    request, sheet = asking(member), Sheet(columns=("id", "name", "roles"), rows=())
    for name, handler in page_of(module, community).items():
        if name in HARMLESS:
            continue
        arguments = ARGUMENTS.get(name, ())
        if name == "keep_them" and module is admin_settings:
            arguments = ("floor: 1",)
        if name == "_look_ahead":
            columns = [field if field in sheet.columns else "" for field in FIELDS]
            attempt = lambda: handler(request, sheet, True, *columns)  # noqa: B023, E731 - called at once
        else:
            attempt = lambda: handler(*arguments, request)  # noqa: B023, E731 - called at once
        try:
            told = said(attempt())
        except gr.Error as error:
            told = str(error)
        assert f"{member} may not" in told, name
    assert community.askers.identify("m4").roles == {Role.ADMIN}
    assert community.askers.identify(member).roles != {Role.ADMIN}


def test_the_log_as_a_file_is_for_admins(browser: TestClient) -> None:
    assert browser.get("/log.csv").status_code == 303
    browser.post("/sign-in", data={"member": "m1"})
    assert browser.get("/log.csv").status_code == 403
    browser.post("/sign-in", data={"member": "m4"})
    answer = browser.get("/log.csv?verb=approve")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert browser.get("/log.csv?since=soon").status_code == 400
