"""Sponsorship as each side reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from copilot.domain.asking import Asker
from copilot.domain.members import Role
from copilot.domain.sponsorship import AdvocacyKind, MaySay, Proof
from copilot.services.auditing.disclosure import Share
from copilot.services.auditing.report import AuditReport, Header
from copilot.services.auditing.sponsorship import SponsorshipRow
from copilot.services.members.service import Introduction
from copilot.services.sponsorship.shapes import (
    AdvocacySeen,
    PledgeSeen,
    SpokenBrief,
    SponsorshipStatus,
    SponsorshipView,
)
from ui.web.people import People
from ui.web.views.audit import audit_report
from ui.web.views.sponsorship import choice, consented, done, head, in_numbers, nothing_yet, pledges, to_read

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PEOPLE = People(
    {
        "grace": Introduction(name="Grace Wanjiku", headline=""),
        "paola": Introduction(name="Paola Ruiz", headline="Sells <b>far</b> away"),
    }
)
WHOSE: dict[str, Any] = {"relationship": "r", "sponsor": "paola", "member": "grace"}
QUOTE = Proof(kind="profile", record="experience[0]", quote="Led a move")


def view(mine: str = "sponsored", **fields: Any) -> SponsorshipView:
    told = {
        "id": "r", "member": "grace", "sponsors": ("paola",), "mine": mine, "state": "active", "started": TODAY,
        "programme": "", "reviewed_by": 2, **fields,
    }  # fmt: skip
    return SponsorshipView(**told)


def pledge(**fields: Any) -> PledgeSeen:
    told = {"id": "pl1", "what": "Say her name", "until": date(2026, 12, 1), "made": NOW, **WHOSE, **fields}
    return PledgeSeen(**told)


def act(**fields: Any) -> AdvocacySeen:
    told = {
        "id": "ad1",
        "kind": AdvocacyKind.NOMINATED,
        "on": TODAY,
        "room": "the round",
        "at": NOW,
        **WHOSE,
        **fields,
    }
    return AdvocacySeen(**told)


def brief(**fields: Any) -> SpokenBrief:
    return SpokenBrief(relationship="r", member="grace", sponsor="paola", **fields)


def test_it_says_that_two_people_looked_and_that_no_line_manager_is_in_it() -> None:
    told = head(view(), PEOPLE)
    assert "Two different people said yes" in told
    assert "Neither of you reports to the other." in told
    assert "&lt;b&gt;far" in told, "what members typed is words"


def test_who_has_come_to_stand_in_one_line_reads_what_to_do() -> None:
    told = head(view(in_one_line=("paola",), reviewed_by=0), PEOPLE)
    assert "Paola Ruiz and Grace Wanjiku stand in one reporting line now" in told
    assert "arranged by hand" in told


def test_where_the_other_side_has_left_nothing_is_said_of_how_it_came_about() -> None:
    told = head(view(reviewed_by=None), PEOPLE)
    assert "arranged by hand" not in told
    assert "said yes" not in told


def test_pledges_stand_with_their_days_and_what_is_settled_is_folded() -> None:
    late = pledge(id="pl2", until=date(2026, 11, 20), overdue=True, told="Its day was 20 November 2026.")
    over = pledge(id="pl3", state="given up", reason="The post is <i>gone</i>", ended=NOW)
    told = pledges(view(pledges=(late, pledge(aim="the lead"), over)), PEOPLE, TODAY)
    assert "until 1 December 2026, in 8 days" in told
    assert "Its day was 20 November 2026." in told
    assert "For: the lead" in told
    assert "Settled: 1" in told
    assert "&lt;i&gt;gone" in told


def test_without_a_pledge_each_side_reads_what_to_do() -> None:
    assert "Ask Paola which decision is near" in pledges(view(), PEOPLE, TODAY)
    assert "You have pledged nothing yet." in pledges(view("sponsor"), PEOPLE, TODAY)


def test_what_may_be_said_can_be_read_on_the_way_to_a_meeting() -> None:
    may = MaySay(text="In Grace’s words: “Led a move”", evidence=(QUOTE,))
    told = to_read(brief(may_say=(may,), rooms=("the round", "the board"), until=TODAY), PEOPLE)
    assert "What may be said of Grace" in told
    assert "From the profile, experience" in told
    assert told.count("Led a move") == 1, "the quotation stands there already"
    assert "Nowhere else, and until" in told
    assert "Paola may say" in consented(brief(may_say=(may,), rooms=("the round",), until=TODAY), PEOPLE)


def test_where_nothing_may_be_said_the_reason_stands_there() -> None:
    why = "Nothing may be said: the consent was taken back on 20 November 2026."
    assert "The consent was taken back on 20 November 2026." in to_read(brief(why_empty=why), PEOPLE)
    assert "You can take it back at any time" in consented(brief(why_empty=why), PEOPLE)


def test_the_record_says_where_on_which_evidence_and_what_came_of_it() -> None:
    entry = act(
        said="She <b>led</b> it", evidence=(QUOTE,), outcome="door opened", outcome_words="Asked in.",
        told="You had not agreed to be spoken of in this room.",
    )  # fmt: skip
    told = done(view(advocacy=(entry,)), PEOPLE)
    for words in (
        "Nominated",
        "the round",
        "&lt;b&gt;led",
        "a door opened",
        "Asked in.",
        "Led a move",
        "had not agreed",
    ):
        assert words in told
    assert "You haven’t confirmed it yet." in told
    told = done(view("sponsor", advocacy=(act(confirmed=False),)), PEOPLE)
    assert "Grace says it wasn’t so." in told


def test_nothing_logged_and_no_sponsorship_say_what_to_do() -> None:
    assert "stands here" in done(view(), PEOPLE)
    assert "Two minutes after the meeting" in done(view("sponsor"), PEOPLE)
    assert "/partners" in nothing_yet(_asker(Role.MENTEE))
    assert "You sponsor nobody" in nothing_yet(_asker(Role.SPONSOR))


def test_only_who_has_the_page_of_partners_is_led_there() -> None:
    told = nothing_yet(_asker(Role.MENTOR))
    assert "You have no sponsor" in told
    assert "/partners" not in told


def test_who_is_here_for_the_numbers_begins_with_them() -> None:
    assert nothing_yet(_asker(Role.ADMIN, Role.PEER)) == ""
    assert nothing_yet(_asker(Role.MANAGER, manages=frozenset({"p1"}))) == ""
    assert "You have no sponsor" in nothing_yet(_asker(Role.MENTEE, manages=frozenset({"p1"})))


def _asker(*roles: Role, **fields: Any) -> Asker:
    return Asker(member="x", roles=frozenset(roles), **fields)


def test_a_choice_says_which_side_one_is_on() -> None:
    assert choice(view(), PEOPLE) == "Paola Ruiz speaks for you"
    assert choice(view("sponsor", state="closed"), PEOPLE) == "You speak for Grace Wanjiku (closed)"


def test_managers_read_a_sentence_and_others_nothing() -> None:
    status = SponsorshipStatus(sponsorships=10, live_pledge=5, act_lately=5, told="About 10 sponsorships.")
    assert "Bridges.</b> About 10 sponsorships." in in_numbers([("bridges", status)])
    assert in_numbers([]) == ""


def test_the_audit_page_shows_how_far_sponsorship_goes_for_whom() -> None:
    share = Share(of=40, count=10, rate=0.25, rate_from=0.25, rate_to=0.25, rounded=True)
    row = SponsorshipRow(
        step="a door opened", attribute="gender", group="<woman>", share=share, interval=(0.14, 0.4), best_off="man",
        impact_ratio=0.5, fisher_p=0.01,
    )  # fmt: skip
    header = Header(
        audit="a1", on=TODAY, by="operator", programme="", members=80, seed=0, encoder="e", weights={}
    )
    report = AuditReport(
        header=header, verdicts=(), groups=(), access=(), quality=(), exposure=(), funnel=(), decisions=(),
        constraints=(), price_of_fairness=(), name_swaps=(), sponsorship=(row,),
    )  # fmt: skip
    told = audit_report(report, PEOPLE, "")
    assert "For whom sponsorship goes how far" in told
    assert "A door opened" in told
    assert "&lt;woman&gt;" in told
    assert "about 10 of 40 (25%)" in told
