"""What the admin's pages say."""

from __future__ import annotations

from datetime import UTC, date, datetime

from copilot.domain.checks import Check
from copilot.domain.members import Role
from copilot.domain.rosters import RawRow
from copilot.services.guide_shelf import Shelved
from copilot.services.installation import Setting, Spending, WeightsFile
from copilot.services.log import Line, LogPage, Wanted
from copilot.services.members.mapping import Sheet
from copilot.services.members.preview import RowTold
from copilot.services.members.rows import Rejected
from copilot.services.members.service import Imported
from copilot.services.roles import Holder, Holders
from knowledge.words import GuideFailed, GuidesAdded
from tests.ui.web.community import HOSTILE
from ui.web.views.admin_guides import guide_list, guides_added
from ui.web.views.admin_health import checks, models, spent_today
from ui.web.views.admin_import import column_choice, done, file_read, preview
from ui.web.views.admin_log import address, log_page
from ui.web.views.admin_roles import changed, role_table
from ui.web.views.admin_settings import settings_page, weights_changed, weights_words


def _setting(name: str, value: str = "x", *, secret: bool = False) -> Setting:
    return Setting(
        name=name, variable=f"MENTORING_{name.upper()}", value=value, source="as it comes", what="what it does",
        secret=secret,
    )  # fmt: skip


def test_each_setting_stands_in_its_group_and_a_new_one_under_more() -> None:
    page = str(settings_page([_setting("encoder"), _setting("something_new")]))
    assert page.index("Reading and searching") < page.index("Encoder") < page.index("More")
    assert "Something new" in page
    assert "changed only there" in page
    assert "The chat model" not in page, "a group without settings has no card"


def test_a_secret_says_that_it_is_never_shown() -> None:
    assert "never shown" in str(settings_page([_setting("openai_api_key", "set", secret=True)]))


def test_the_weights_say_what_they_count_for() -> None:
    assert "goes before the file" in str(weights_words(WeightsFile(text="", exists=True, overruled=True)))
    assert "goes by it" in str(weights_words(WeightsFile(text="x", exists=True)))
    assert "become matching.yaml" in str(weights_words(WeightsFile(text="x", exists=False)))
    assert "1 weight changed" in str(weights_changed(["floor: 0.1 → 0.2"]))
    assert "same weights" in str(weights_changed([]))


def test_checks_count_what_needs_somebody_and_give_the_cure() -> None:
    wrong = Check(name="guides index", ok=False, detail="It differs.", cure="Run it again.")
    page = str(checks([Check(name="home", ok=True, detail="is there"), wrong]))
    assert "1 of 2 need you" in page
    assert "Run it again." in page
    assert "All 1 are as they should be" in str(checks([Check(name="home", ok=True, detail="is there")]))


def test_tokens_are_told_beside_the_budget_and_their_cost_as_far_as_it_is_known() -> None:
    assert "taken none" in str(spent_today(Spending(tokens=0, a_day=0)))
    assert "no prices are set" in str(spent_today(Spending(tokens=10, a_day=0)))
    page = str(spent_today(Spending(tokens=2_500, a_day=10_000, least=0.5, most=2.0)))
    assert "$0.50 to $2.00" in page
    assert "7,500 are left" in page
    assert 'aria-label="Tokens of today’s allowance: 25 %"' in page
    assert "Nothing is left" in str(spent_today(Spending(tokens=10, a_day=10)))


def test_the_models_in_use_are_named() -> None:
    assert "embedded writer" in str(models([_setting("encoder", "minilm"), _setting("chat_model", "big")]))
    asked = [_setting("chat_model", "big"), _setting("openai_api_key", "set", secret=True)]
    assert "<dd>big</dd>" in str(models(asked))
    assert "<dd>/m.gguf</dd>" in str(models([*asked, _setting("local_model", "/m.gguf")]))


def test_a_preview_names_row_field_error_and_cure_and_is_inert() -> None:
    found = Imported(
        added=1,
        rejected=(Rejected(row=4, field="level", error="is 11; 10 is the most"),),
        warnings=(HOSTILE,),
        rows=(RowTold(row=2, member="z1", name=HOSTILE, change="added"),),
    )
    page = str(preview(found))
    for word in (
        "Nothing has been written yet",
        "<code>level</code>",
        "is 11; 10 is the most.",
        "Mend it in the file",
    ):
        assert word in page
    assert "<img" not in page
    assert "<script" not in page
    assert "1 row left out" in str(done(found))


def test_long_previews_say_how_much_they_leave_out_and_show_changes_first() -> None:
    rows = [RowTold(row=n, member=f"m{n}", name="A", change="unchanged") for n in range(2, 100)]
    last = RowTold(row=100, member="new", name="B", change="updated", fields=("extra", "time_zone"))
    page = str(preview(Imported(unchanged=98, updated=1, rows=(*rows, last))))
    assert "The first 60 of 99 rows" in page
    assert page.index("new") < page.index("m2<")
    assert "other columns, time zone" in page


def test_a_column_is_offered_with_what_stands_in_it() -> None:
    sheet = Sheet(columns=("Key", "Empty"), rows=(RawRow(row=2, cells={"Key": "17", "Empty": ""}),))
    assert column_choice("Key", sheet) == "Key  ·  17"
    assert column_choice("Empty", sheet) == "Empty  ·  (empty)"
    assert "1 row, 2 columns" in str(file_read(HOSTILE, sheet))
    assert "<img" not in str(file_read(HOSTILE, sheet))


def test_the_shelf_says_where_guides_come_from_and_what_to_do_while_it_is_empty() -> None:
    one = Shelved(path="a.md", title=HOSTILE, language="en", passages=3, kind="your own", own=True)
    page = str(guide_list([one]))
    assert "1 guide with 3 passages" in page
    assert "<img" not in page
    assert "Add those that ship" in str(guide_list([]))


def test_each_file_that_failed_is_named_with_why() -> None:
    page = str(guides_added(GuidesAdded(failed=(GuideFailed(path="a.pdf", error="It is no PDF."),))))
    assert "1 file could not be read" in page
    assert "<strong>a.pdf</strong>: It is no PDF." in page
    assert "0 added" not in page


def test_a_change_of_roles_is_told_in_a_sentence() -> None:
    before = Holder(member="m1", name="Ada", roles=(Role.MENTEE,))
    after = Holder(member="m1", name="Ada", roles=(Role.MENTOR, Role.PEER))
    assert changed(before, after).startswith("Ada is now mentor, peer and is no longer mentee.")
    assert changed(before, before) == "Ada keeps the same roles."


def test_a_long_list_of_people_says_how_many_there_are() -> None:
    holders = Holders(
        found=(Holder(member="m1", name=HOSTILE[:99], roles=(Role.ADMIN,)),), total=420, counts={}
    )
    assert "The first 1 of 420 people" in str(role_table(holders))
    assert "<img" not in str(role_table(holders))
    assert "Nobody is called that" in str(role_table(Holders(found=(), total=0, counts={})))


def test_the_log_keeps_its_filter_in_the_files_address_and_is_inert() -> None:
    line = Line(
        at=datetime(2026, 11, 1, 9, 5, tzinfo=UTC), by=HOSTILE, verb="import", kind="member", record="roster"
    )
    wanted = Wanted(verb="import", since=date(2026, 11, 1))
    page = str(log_page(LogPage(lines=(line,), total=1, page=1, pages=1), wanted))
    assert 'href="/log.csv?verb=import&amp;since=2026-11-01"' in page
    assert "01 Nov 2026, 09:05" in page
    assert "<img" not in page
    assert "More</th>" not in page, "a column without a word in it is left out"
    assert address(Wanted()) == "/log.csv"


def test_an_empty_log_says_whether_anything_was_asked_for() -> None:
    nothing = LogPage(lines=(), total=0, page=1, pages=1)
    assert "Nothing has been done yet" in str(log_page(nothing, Wanted()))
    assert "Ask for less" in str(log_page(nothing, Wanted(by="m1")))
