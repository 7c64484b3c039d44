"""The audit on a page: what to look at comes first, what is hidden stays hidden."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.domain.matches import MatchRole
from copilot.domain.members import Role
from copilot.services.auditing.access import AccessRow
from copilot.services.auditing.disclosure import Share
from copilot.services.auditing.name_swaps import SwapRow
from copilot.services.auditing.report import AuditReport, Header, HiddenGroups
from copilot.services.auditing.verdicts import Line, Verdict
from copilot.services.members.service import Introduction
from ui.web.pages.audit import may_read_an_audit
from ui.web.people import People
from ui.web.views.audit import audit_report

PEOPLE = People({"m3": Introduction(name="Tomás Figueiredo", headline="")})
SHOWN = Share(of=40, count=30, rate=0.75, rate_from=0.75, rate_to=0.75, rounded=False)
HIDDEN = Share(of=20, count=None, rate=None, rate_from=0.05, rate_to=0.2, rounded=True)


def _row(group: str, share: Share, best: str, attribute: str = "gender") -> AccessRow:
    return AccessRow(
        role=MatchRole.MENTOR, attribute=attribute, group=group, share=share, best_off=best, impact_ratio=None,
        interval=(0.6, 0.86) if share.rate else None, fisher_p=0.01, more_needed=None,
    )  # fmt: skip


def _line(verdict: Verdict, group: str) -> Line:
    return Line(
        line=f"access · mentor · gender: {group}", verdict=verdict, section="access", role="mentor",
        attribute="gender", group=group, sentence=f"What was found of {group}.",
    )  # fmt: skip


def _report(**more: object) -> AuditReport:
    header = Header(
        audit="audit1",
        on=date(2026, 11, 22),
        by="m3",
        programme="p1",
        members=60,
        seed=0,
        encoder="e",
        weights={},
    )
    fields: dict[str, object] = {
        "header": header,
        "verdicts": (
            _line(Verdict.PASS, "man"),
            _line(Verdict.TOO_FEW, "other"),
            _line(Verdict.LOOK, "woman"),
        ),
        "groups": (HiddenGroups(attribute="gender", shown=2, hidden=1),),
        "access": (
            _row("man", SHOWN, "man"),
            _row("woman", HIDDEN, "man"),
            _row("man × young", SHOWN, "man × young", "gender × age"),
        ),
        **dict.fromkeys(
            ("quality", "exposure", "funnel", "decisions", "constraints", "price_of_fairness", "name_swaps"),
            (),
        ),
    }
    return AuditReport.model_validate({**fields, **more})


def _text(markup: Markup) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(markup))).split())


def _page(report: AuditReport) -> str:
    return str(audit_report(report, PEOPLE, "Spring mentoring"))


def test_the_page_begins_with_whose_audit_it_is_and_how_many_lines_say_what() -> None:
    text = _text(Markup(_page(_report())))
    assert text.startswith(
        "This audit is self-run, not an independent audit. On 22 November 2026 Tomás Figueiredo"
    )
    assert "60 people of Spring mentoring" in text
    assert "worth a look 1 too few people to say 1 nothing found 1" in text


def test_what_is_worth_a_look_is_in_sight_and_the_rest_behind_a_click() -> None:
    html = _page(_report())
    seen = re.sub(r"<details>.*?</details>", "", html, flags=re.DOTALL)
    assert "What was found of woman." in seen
    assert "What was found of man." not in seen
    assert html.index("found of other") < html.index("found of man")


def test_without_a_look_the_page_does_not_call_it_fair() -> None:
    assert "not that all is fair" in _page(_report(verdicts=()))


def test_a_hidden_rate_is_drawn_as_a_veil_over_all_that_it_may_be() -> None:
    row = next(row for row in re.findall(r"<tr>.*?</tr>", _page(_report())) if ">woman<" in row)
    assert 'class="veil" style="left:5.0%;width:15.0%"' in row
    assert 'class="dot"' not in row
    assert "fewer than 5 of about 20" in row


def test_a_rate_has_its_interval_and_the_line_of_the_best_off_group() -> None:
    row = next(row for row in re.findall(r"<tr>.*?</tr>", _page(_report())) if ">man<" in row)
    assert 'class="dot" style="left:75.0%"' in row
    assert 'class="band" style="left:60.0%;width:26.0%"' in row
    assert 'class="line" style="left:60.0%"' in row


def test_where_the_best_off_rate_is_hidden_or_rounded_no_line_is_drawn() -> None:
    rounded = SHOWN.model_copy(update={"rounded": True})
    for best in (HIDDEN, rounded):
        html = _page(_report(access=(_row("man", SHOWN, "woman"), _row("woman", best, "woman"))))
        assert 'class="line" style' not in html


def test_crossed_attributes_are_behind_a_click() -> None:
    html = _page(_report())
    assert "man × young" in html
    assert "man × young" not in re.sub(r"<details>.*?</details>", "", html, flags=re.DOTALL)


def _swap(changed: int) -> SwapRow:
    return SwapRow(
        what="names", role=MatchRole.MENTOR, people=30, pairs=12, changed=changed, changed_without=5
    )


def test_the_page_says_whether_a_name_changed_a_match() -> None:
    assert "Names were not swapped this time" in _page(_report())
    assert "not one pair changed" in _page(_report(name_swaps=(_swap(0),)))
    assert "would have changed up to 5." in _page(_report(name_swaps=(_swap(0),)))
    assert "a defect of matching" in _page(_report(name_swaps=(_swap(2),)))


def test_what_members_declared_stays_text() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    html = _page(
        _report(access=(_row(hostile, SHOWN, hostile, hostile),), verdicts=(_line(Verdict.LOOK, hostile),))
    )
    assert "<img" not in html
    assert "&lt;img" in html


def test_the_page_is_offered_to_those_who_may_read_an_audit() -> None:
    assert may_read_an_audit(Asker(member="m4", roles=frozenset({Role.ADMIN})))
    assert may_read_an_audit(Asker(member="m3", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"})))
    assert not may_read_an_audit(Asker(member="m3", roles=frozenset({Role.MANAGER})))
    assert not may_read_an_audit(Asker(member="m1", roles=frozenset({Role.MENTEE, Role.MENTOR})))
