"""The week of a programme: what moved, what deserves a look, what went well; in words that give nobody away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from copilot.domain.asking import Asker
from copilot.domain.matches import Benefit, Match, MatchRole, MatchState, Rationale
from copilot.domain.members import Member, Role
from copilot.domain.nudges import NudgeKind, NudgeSettings
from copilot.domain.relationships import Session
from copilot.errors import BadInput, NotAllowed, NotFound
from copilot.services.analytics.at_risk_service import AtRiskService
from copilot.services.analytics.digest import DigestService
from copilot.services.analytics.digest_html import as_html
from copilot.services.analytics.digest_letters import FOR_HER_EYES, DigestLetters
from copilot.services.analytics.digest_text import as_markdown, as_text
from copilot.services.analytics.digest_told import Digest
from copilot.services.nudges.due import due_now
from copilot.services.nudges.sending import NudgeSendingService
from copilot.services.nudges.settings import Community
from copilot.services.nudges.words import words_of
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.fakes.post import HeardPost
from tests.fakes.webhooks import HeardWebhooks
from tests.services.analytics.community import NOW, TODAY, add_goal, add_members, add_pairs, add_programme

MANAGER = Asker(member="boss", roles=frozenset({Role.MANAGER}), manages=frozenset({"p"}))
ADMIN = Asker(member="adm", roles=frozenset({Role.ADMIN}))
LAST_WEEK, THE_WEEK_BEFORE = date(2026, 11, 18), date(2026, 11, 11)
DAY = timedelta(days=1)


class Home:
    """A programme `p` that `boss` manages."""

    def __init__(self, name: str = "Pilot", starts: date = date(2026, 1, 1)) -> None:
        self.units = MemoryUnitsOfWork()
        self.clock = FixedClock(NOW)
        at_risk = AtRiskService(self.units, Policy(), self.clock)
        self.digest = DigestService(self.units, Policy(), self.clock, at_risk)
        with self.units() as unit:
            add_programme(unit, "p", starts=starts)
            unit.programmes.save(unit.programmes.get("p").changed(name=name))
            unit.commit()

    def pairs(self, many: int, *met: date, named: str = "", planned: bool = True) -> None:
        """Pairs that met every two weeks in summer and on these days, and will again where it is planned."""
        summer = [date(2026, 6, 1) + 14 * n * DAY for n in range(8)]
        with self.units() as unit:
            add_pairs(unit, many, [*summer, *met], named=named, programme="p")
            if planned:
                unit.sessions.add(
                    *(
                        Session(id=f"{named}next{n}", relationship=f"{named}r{n}", at=NOW + 5 * DAY)
                        for n in range(many)
                    )
                )
            unit.commit()

    def calm(self) -> None:
        """Twelve pairs that meet weekly, as many one week as the other."""
        self.pairs(12, *(date(2026, 9, 23) + 7 * n * DAY for n in range(9)))

    def week(self, asker: Asker = MANAGER, programme: str = "p", week: str = "") -> Digest:
        return self.digest.week(asker, programme, week)


@pytest.fixture
def home() -> Home:
    return Home()


def line(lines: Any, key: str) -> Any:
    (found,) = [each for each in lines if each.key == key]
    return found


# What is told


def test_a_week_is_told_in_fives_beside_the_week_before(home: Home) -> None:
    home.pairs(12, THE_WEEK_BEFORE, LAST_WEEK, LAST_WEEK + DAY, LAST_WEEK + 2 * DAY, LAST_WEEK + 3 * DAY)
    held = line(home.week().moved, "held")
    assert held.text == ("Meetings held: about 50; the week before: about 10. More than chance would make.")
    assert (held.figure.value, held.figure.before) == (50, 10)
    assert held.where.command == "mentoring analytics show --programme p --period 2026-11"


def test_a_small_difference_is_said_to_be_chance_perhaps(home: Home) -> None:
    home.pairs(12, THE_WEEK_BEFORE, LAST_WEEK)
    home.pairs(5, LAST_WEEK, named="more")
    home.pairs(1, date(2026, 9, 22), named="gone", planned=False)
    assert "Such a difference may be chance." in line(home.week().moved, "held").text


def test_where_a_week_would_tell_of_few_the_month_stands_there(home: Home) -> None:
    home.pairs(7, LAST_WEEK)
    home.pairs(1, date(2026, 9, 22), named="gone", planned=False)
    told = line(home.week().moved, "held")
    assert told.text.startswith("Meetings held in November 2026: about 5 so far; the month before: too few")


def test_a_week_without_meetings_after_a_full_one_is_told_though_it_is_hidden(home: Home) -> None:
    home.pairs(12, THE_WEEK_BEFORE, THE_WEEK_BEFORE + DAY)
    held = line(home.week().moved, "held")
    assert held.text == (
        "Meetings held: too few to count, or none; the week before: about 25. Fewer than chance would make."
    )
    assert held.figure.value is None


@pytest.mark.parametrize("many", range(1, 5))
def test_no_week_tells_one_pair_more_from_one_less_where_few_met(many: int) -> None:
    def told(met: int) -> str:
        home = Home()
        home.pairs(met, LAST_WEEK)
        home.pairs(8 - met, named="not")
        return " ".join(each.text for each in home.week(ADMIN).moved)

    assert told(many) == told(0)


def test_what_went_well_is_told_with_its_interval(home: Home) -> None:
    home.pairs(20, THE_WEEK_BEFORE, LAST_WEEK)
    with home.units() as unit:
        for n in range(12):
            add_goal(unit, f"s{n}", reached=LAST_WEEK)
        unit.commit()
    well = home.week().well
    assert line(well, "reached").text.startswith("Goals reached: about 10; the week before: too few")
    assert len(well) <= 3


def test_a_quiet_week_is_two_sentences(home: Home) -> None:
    home.calm()
    found = home.week()
    assert (found.state, found.moved, found.look, found.well) == ("quiet", (), (), ())
    assert found.opening == (
        "A quiet week in Pilot: nothing moved by more than chance or a few, and nothing calls for you.",
        "The figures are there whenever you want them: mentoring analytics show --programme p",
    )
    assert as_text(found).count("\n\n") == 2


# What deserves a look


def test_a_manager_reads_first_names_with_one_step_and_admins_counts_alone(home: Home) -> None:
    home.calm()
    home.pairs(4, named="silent", planned=False)
    with home.units() as unit:
        for member in unit.members.all():
            unit.members.save(member.changed(name=f"Ana{member.id} Reis-Okafor"))
        unit.commit()
    risk = line(home.week().look, "at_risk")
    assert risk.text == "4 relationships seem to be fading or stuck."
    assert len(risk.pairs) == 3
    assert risk.pairs[0].names.startswith("Anasilents")
    assert risk.pairs[0].step.startswith("Ask each of them")
    assert "Reis-Okafor" not in as_text(home.week())
    assert "at_risk" not in {each.key for each in home.week(ADMIN).look}, "of four nothing is counted"
    home.pairs(4, named="quieter", planned=False)
    counted = line(home.week(ADMIN).look, "at_risk")
    assert counted.pairs == ()
    assert re.search(r"fading: about (5|10) of \d+", counted.text)
    assert "Anas" not in as_text(home.week(ADMIN)) + as_text(home.week(ADMIN, ""))


def test_matches_that_wait_are_exact_for_who_decides_and_in_fives_for_others(home: Home) -> None:
    home.calm()
    with home.units() as unit:
        for n in range(6):
            state = MatchState.PROPOSED if n < 3 else MatchState.APPROVED
            unit.matches.add(
                Match(
                    id=f"x{n}", seeker=f"s{n}", partner=f"t{n}", role=MatchRole.MENTOR, state=state, programme="p",
                    score=0.5, rationale=Rationale(benefit=Benefit(seeker="", partner="")), created=NOW,
                )
            )  # fmt: skip
        unit.commit()
    matches = line(home.week().look, "matches")
    assert matches.text == "Matches wait: 3 for a decision and 3 for an answer."
    assert matches.where.page == "matches"
    assert all(each.key != "matches" for each in home.week(ADMIN).look)


def test_of_a_week_long_over_nothing_is_said_to_deserve_a_look(home: Home) -> None:
    home.pairs(12, date(2026, 10, 7), *(date(2026, 10, 14) + n * DAY for n in range(4)))
    home.pairs(4, named="silent", planned=False)
    found = home.week(week="2026-W42")
    assert found.state == "told"
    assert found.look == ()
    assert any("known of today alone" in note for note in found.notes)


def test_a_running_week_is_not_judged(home: Home) -> None:
    home.pairs(12, LAST_WEEK, TODAY)
    home.pairs(2, named="silent", planned=False)
    found = home.week(week="2026-W48")
    assert found.week.running
    assert line(found.moved, "held").text == "Meetings held: about 10 so far; the week before: about 10."
    assert "This week runs until 29 November 2026" in found.notes[0]


def test_open_surveys_are_told_by_side_where_less_than_half_have_answered(home: Home) -> None:
    with home.units() as unit:
        add_pairs(unit, 12, [LAST_WEEK], programme="p", started=TODAY - 30 * DAY)
        unit.commit()
    told = line(home.week().look, "surveys")
    assert told.text == (
        "Surveys are open; answered so far: of those who are mentored or sponsored fewer than 5, or none, of about 10; "
        "of mentors and sponsors fewer than 5, or none, of about 10."
    )
    assert told.where.command == "mentoring surveys results p"


# Nothing to tell, and what can't be


def test_a_programme_that_has_not_begun_is_over_or_is_empty_says_so() -> None:
    assert Home(starts=TODAY + 30 * DAY).week().opening[0] == "Pilot begins on 23 December 2026."
    assert Home().week().opening == ("Nobody takes part in Pilot yet.", "There is nothing to count.")
    assert Home().week(ADMIN, "").state == "empty"
    over = Home(starts=date(2025, 1, 1)).week()
    assert (over.state, over.opening[0]) == ("over", "Pilot was over on 5 February 2026.")


@pytest.mark.parametrize(
    "week", ["2026-W54", "2027-W53", "2026-W00", "2026-47", "next", "0000-W01", "9999-W52"]
)
def test_what_is_no_week_is_a_sentence(home: Home, week: str) -> None:
    with pytest.raises(BadInput) as fault:
        home.week(week=week)
    assert fault.value.cure


def test_a_week_to_come_is_refused_and_53_weeks_are_known(home: Home) -> None:
    with pytest.raises(BadInput, match="begins on 2026-11-30"):
        home.week(week="2026-W49")
    assert home.week(week="2020-W53").state == "not-begun"


def test_nobody_reads_the_week_of_another_programme(home: Home) -> None:
    for asker, programme in ((Asker(member="x"), "p"), (MANAGER, ""), (MANAGER, "q"), (Asker(), "")):
        with pytest.raises(NotAllowed):
            home.week(asker, programme)
    with pytest.raises(NotFound):
        home.week(ADMIN, "nowhere")


# Written


EVIL = (
    "<img src=x onerror=alert(1)> [now](https://evil.example) `x` **b** https://evil.example www.evil.example"
)


class Tags(HTMLParser):
    """The tags of a page, and what they would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.live: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.live += [
            f"{name}={value}" for name, value in attrs if name in ("src", "href") or name[:2] == "on"
        ]


def evil() -> Digest:
    home = Home(name=f"{EVIL}\n# Heading")
    home.calm()
    home.pairs(1, named="silent", planned=False)
    with home.units() as unit:
        for member in unit.members.all():
            unit.members.save(member.changed(name=f"<script>{member.id}\u202e\n\n[A](http://b) Reis"))
        unit.commit()
    return home.week()


def test_nothing_out_of_data_is_live_in_html() -> None:
    page = Tags()
    html = as_html(evil())
    page.feed(html)
    assert page.found <= {
        "html", "head", "meta", "title", "body", "h1", "h2", "p", "ul", "li", "div", "strong", "code",
    }  # fmt: skip
    assert page.live == []
    assert "url(" not in html
    assert "\u202e" not in html


def test_nothing_out_of_data_is_live_in_markdown() -> None:
    from markdown_it import MarkdownIt

    text = as_markdown(evil())
    tokens = MarkdownIt("commonmark", {"html": True}).parse(text)
    kinds = {each.type for each in walked(tokens)}
    assert not kinds & {"link_open", "image", "html_inline", "html_block", "strong_open", "em_open"}
    # Readers such as GitHub's make links of bare addresses, too.
    assert not re.search(r"://|www\.|@", text)
    assert sum(each.type == "heading_open" and each.tag == "h1" for each in tokens) == 1
    assert "\u202e" not in text


def walked(tokens: Any) -> Iterator[Any]:
    for each in tokens:
        yield each
        yield from walked(each.children or ())


def test_the_three_forms_say_the_same(home: Home) -> None:
    home.calm()
    home.pairs(2, named="silent", planned=False)
    found = home.week()
    address = "https://mentoring.example.org"
    for text in (as_markdown(found, address), as_html(found, address), as_text(found, address)):
        assert "2 relationships seem to be fading or stuck." in text
        assert f"{address}/analytics" in text
        assert "mentoring analytics at-risk --programme p" in text
    plain = re.sub(r"<[^>]+>", "", as_html(found, address).partition("<body")[2])
    assert "What deserves a look" in plain
    assert 'name="color-scheme" content="light dark"' in as_html(found)


# As a letter


def test_who_asked_for_it_gets_one_letter_and_who_sends_reads_nothing_of_it(home: Home) -> None:
    home.calm()
    home.pairs(1, named="silent", planned=False)
    with home.units() as unit:
        add_programme(unit, "later", starts=TODAY + 30 * DAY)
        add_programme(unit, "q")
        unit.members.add(
            Member(id="boss", name="Eve Novak", roles=frozenset({Role.MANAGER}), email="eve@example.org"),
        )
        add_pairs(unit, 12, [LAST_WEEK], named="q", programme="q")
        unit.nudge_settings.add(NudgeSettings(id="boss", digest=True, quiet_from=0, quiet_until=0))
        unit.commit()
    community, post = Community(address="https://mentoring.example.org"), HeardPost()
    letters = DigestLetters(home.units, home.digest, community)
    sending = NudgeSendingService(
        home.units, Policy(), home.clock, community,
        due=lambda unit, now: [d for d in due_now(unit, now, community) if d.kind is NudgeKind.DIGEST],
        words_of=lambda unit, nudge, now, stop: words_of(unit, nudge, now, community, stop=stop, digest=letters.letter),
        post=lambda: post, webhooks=HeardWebhooks,
    )  # fmt: skip
    assert sending.send(ADMIN).sent == 1
    assert sending.send(ADMIN).sent == 0
    [letter] = post.arrived
    assert letter.subject == "Your programmes: the week of 16 November 2026"
    for body in (letter.text, letter.html):
        assert "Pilot: the week of 16 November 2026 (2026-W47)" in body
        assert "Programme q: the week" in body
        assert "Programme later" not in body
        assert "One relationship seems to be fading or stuck." in body
        assert "Anasilent" not in body
        assert "Stop nudges of this kind" in body
    shown = letters.announced("boss", NOW)
    assert shown is not None
    assert shown.text == FOR_HER_EYES
    assert letters.letter("nobody", NOW) is None


def test_without_a_programme_under_way_there_is_no_letter() -> None:
    home = Home(starts=TODAY + 30 * DAY)
    with home.units() as unit:
        add_members(unit, "boss", "else")
        unit.commit()
    letters = DigestLetters(home.units, home.digest, Community())
    for who in ("boss", "else"):
        assert letters.letter(who, NOW) is None
        assert letters.announced(who, NOW) is None


def test_her_monday_is_that_of_her_own_time_zone(home: Home) -> None:
    home.calm()
    with home.units() as unit:
        add_members(unit, "boss")
        boss = unit.members.get("boss")
        unit.members.save(
            boss.changed(profile=boss.profile.model_copy(update={"time_zone": "Pacific/Auckland"}))
        )
        unit.commit()
    sunday = datetime(2026, 11, 22, 20, tzinfo=NOW.tzinfo)
    home.clock = FixedClock(sunday)
    home.digest._clock = home.clock
    found = DigestLetters(home.units, home.digest, Community()).letter("boss", sunday)
    assert found is not None
    assert "16 November 2026" in found.subject
