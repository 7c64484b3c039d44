"""What comes from data is shown as the words it is, whatever it looks like."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from html.parser import HTMLParser
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from copilot.domain.asking import Asker
from copilot.domain.citations import GuideCitation, ProfileCitation
from copilot.domain.drafts import CheckResult, Draft
from copilot.domain.matches import Alternative, Benefit, Claim, Match, Rationale, Suggestion, Unmatched
from copilot.domain.members import Member, Profile
from copilot.domain.relationships import ActionItem, Goal, Milestone, Note, Relationship, Session
from copilot.errors import BadInput, NothingToSay
from copilot.services.glances import Glance
from copilot.services.members.service import Introduction
from copilot.services.relationships import RelationshipStatus, SharedThings
from knowledge.sentences import sentences
from knowledge.words import Answer, Final, Found, Guide, Passage, Said, Searched
from tests.ui.web.community import HOSTILE, NOW
from ui.web.people import People
from ui.web.views.answers import Turn, conversation, growing
from ui.web.views.drafts import exports, paper, questions
from ui.web.views.glances import glance
from ui.web.views.goals import goal_cards
from ui.web.views.guides import guide_address, guide_page, guide_panel, shelf
from ui.web.views.home import days, greeting
from ui.web.views.markdown import prose, prose_with_quote
from ui.web.views.matches import suggestion_cards
from ui.web.views.pieces import days_from, failure, initials, meter, notice, piece, shown
from ui.web.views.programme import is_quiet, one_by_one
from ui.web.views.relationships import sessions_and_notes
from ui.web.views.review import match_detail, queue
from ui.web.views.runs import left_out
from ui.web.views.sign_in import sign_in_page

TODAY = date(2026, 11, 22)
LIVE = {"img", "script", "iframe", "object", "embed", "svg", "video", "audio"}
PEOPLE = People({m: Introduction(name=f"{m} {HOSTILE}", headline=HOSTILE) for m in ("m1", "m2", "m3")})


class _Tags(HTMLParser):
    """Collects tags, the attributes that run or load something, and where links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.dangerous: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            leads_out = name in ("href", "src", "action") and not (value or "").startswith(("/", "#"))
            if name.startswith("on") or leads_out:
                self.dangerous.append(f"{tag} {name}={value}")


def _tags(markup: str) -> _Tags:
    seen = _Tags()
    seen.feed(markup)
    return seen


def _passage() -> Passage:
    return Passage(
        id="1", path=f"a/{HOSTILE}.md", title=HOSTILE, section=HOSTILE, start=0, end=9, text=HOSTILE
    )


def _citation(n: int = 1) -> GuideCitation:
    return GuideCitation(
        n=n, path=f"a/{HOSTILE}.md", section=HOSTILE, start=0, end=len(HOSTILE), quote=HOSTILE
    )


def _turn(*, abstained: bool = False) -> Turn:
    answer = Answer(
        answer=f"{HOSTILE} [1] [9]",
        citations=(_citation(),),
        confidence=0.9,
        abstained=abstained,
        writer=HOSTILE,
    )
    found = (Found(passage=_passage(), score=0.5),)
    return Turn(HOSTILE, found, answer.answer, answer.citations, answer)


def _rationale() -> Rationale:
    quote = ProfileCitation(n=1, member="m1", field=HOSTILE, quote=HOSTILE)
    return Rationale(
        for_=(Claim(claim=HOSTILE, evidence=(1, 7)),), against=(Claim(claim=HOSTILE),),
        benefit=Benefit(seeker=HOSTILE, partner=HOSTILE), citations=(quote,), confidence=HOSTILE,
        alternatives=(Alternative(member="m3", score=0.4, why_not=HOSTILE),), would_change=(HOSTILE,),
    )  # fmt: skip


def _match() -> Match:
    return Match.model_validate(
        {"id": f"x{HOSTILE}", "seeker": "m1", "partner": "m2", "role": "mentor", "score": 0.7, "reason": HOSTILE,
         "parts": {"need_offer": 0.6, HOSTILE: 2.0}, "rationale": _rationale(), "created": NOW}
    )  # fmt: skip


def _member(member: str) -> Member:
    texts = (HOSTILE,)
    profile = Profile(
        headline=HOSTILE, goals=texts, experience=texts, skills=texts, wishes=texts, languages=texts,
        function=HOSTILE, location=HOSTILE, level=3,
    )  # fmt: skip
    return Member.model_validate({"id": member, "name": HOSTILE, "roles": {"mentee"}, "profile": profile})


def _shared() -> SharedThings:
    relationship = Relationship.model_validate(
        {"id": f"r{HOSTILE}", "role": "mentor", "members": ("m1", "m2"), "started": TODAY}
    )
    session = Session(id="s1", relationship="r1", at=NOW, topic=HOSTILE, state="held")
    return SharedThings(
        relationship=relationship,
        sessions=(session, Session(id="s2", relationship="r1", at=NOW, topic=HOSTILE)),
        goals=(
            Goal(
                id="g1",
                member="m1",
                title=HOSTILE,
                why=HOSTILE,
                measure=HOSTILE,
                milestones=(Milestone(text=HOSTILE),),
            ),
        ),
        actions=(ActionItem(id="i1", relationship="r1", owner="m1", text=HOSTILE),),
        notes=(Note(id="n1", session="s1", relationship="r1", author="m2", text=HOSTILE, at=NOW),),
    )


def _draft(markdown: str = f"# {HOSTILE}\n\n- {HOSTILE} [1] [2]\n") -> Draft:
    return Draft.model_validate(
        {"id": f"d{HOSTILE}", "kind": "agenda", "writer": HOSTILE, "about": "m1", "made_by": "m1", "markdown": markdown,
         "citations": [_citation(), ProfileCitation(n=2, member="m1", field=HOSTILE, quote=HOSTILE)], "remark": HOSTILE,
         "checks": [CheckResult(name=HOSTILE, passed=False, reason=HOSTILE)], "created": NOW}
    )  # fmt: skip


def _guide() -> Guide:
    words = (HOSTILE,)
    text = f"# {HOSTILE}\n\n{HOSTILE}\n\n[a](http://evil.example) <http://evil.example> [r]: http://evil.example\n"
    return Guide(
        path=f"a/{HOSTILE}.md",
        title=HOSTILE,
        text=text,
        content_hash="",
        topics=words,
        sources=words,
        audience=words,
    )


def _status(of: Relationship, last_held: date | None) -> RelationshipStatus:
    own = {"id", "role", "members", "programme", "state", "stage", "started"}
    return RelationshipStatus(**of.model_dump(include=own), held=1, last_held=last_held, next_planned=None)


def _views() -> dict[str, Markup]:
    status = _status(_shared().relationship, None)
    suggestion = Suggestion(member="m2", score=0.5, parts={HOSTILE: 0.5}, rationale=_rationale())
    asker = Asker(member="m1")
    return {
        "answer": conversation([_turn(), _turn(abstained=True), Turn(HOSTILE)]),
        "guide": guide_panel(_guide(), 3, 40),
        "guides": shelf([_guide()]),
        "suggestions": suggestion_cards([suggestion], PEOPLE),
        "match": match_detail(_match(), _member("m1"), _member("m2"), PEOPLE),
        "queue": queue([_match()], "", PEOPLE, "/matches?match="),
        "unmatched": left_out([Unmatched(member="m1", reason=HOSTILE, cure=HOSTILE)], PEOPLE),
        "glance": glance([Glance(things=_shared(), standing="middle")], "m2", PEOPLE, TODAY),
        "sessions": sessions_and_notes(_shared(), PEOPLE, "m1", UTC),
        "goals": goal_cards(_shared().goals, TODAY),
        "draft": paper(_draft(), PEOPLE) + exports(_draft()),
        "questions": questions(NothingToSay(HOSTILE, cure=HOSTILE)),
        "programme": one_by_one([status], PEOPLE, TODAY),
        "today": greeting(asker, PEOPLE, NOW, UTC) + days(asker, PEOPLE, [_shared()], NOW, UTC),
        "failure": failure(BadInput(HOSTILE, cure=HOSTILE)),
        "notice": notice(HOSTILE),
        "meter": meter(140, HOSTILE),
    }


VIEWS = _views()


@pytest.mark.parametrize("name", VIEWS)
def test_hostile_text_stays_text(name: str) -> None:
    seen = _tags(str(VIEWS[name]))
    assert not set(seen.tags) & LIVE
    assert seen.dangerous == []


@pytest.mark.parametrize("name", VIEWS)
def test_the_words_themselves_are_shown_and_not_dropped(name: str) -> None:
    assert "alert(2)" in unescape(str(VIEWS[name]))


@pytest.mark.parametrize("page", [guide_page(_guide()), sign_in_page({HOSTILE: HOSTILE}, PEOPLE, HOSTILE)])
def test_whole_pages_hold_only_their_own_pictures_and_no_script(page: Markup) -> None:
    assert "<script" not in page
    assert re.findall(r'<img[^>]*src="([^"]*)"', page) in ([], ["/look/mark.svg"])
    assert page.count("<h1") == 1


@given(st.text())
def test_a_piece_escapes_whatever_it_is_given(text: str) -> None:
    assert unescape(str(piece("<b>{}</b>", text))[3:-4]) == unescape(text) or "&" in text
    assert not re.search(r"[<>]", str(piece("{}", text)))


@given(st.text(alphabet="ab \n\t<>&*_`#[]()!|$\\-1."))
def test_a_slot_is_one_block_that_markdown_leaves_alone(text: str) -> None:
    """Markdown ends an HTML block at an empty line; so there is none."""
    assert "\n" not in shown(piece("<p>{}</p>", text))
    assert shown(piece("<p>{}</p>", text)).startswith("<div")


@given(st.text(alphabet="ab \n<>&*_`#[]()!|:/.-1\"'x"))
def test_markdown_from_data_never_loads_or_leads_anywhere(text: str) -> None:
    seen = _tags(str(prose(text)))
    assert not set(seen.tags) & (LIVE | {"a"})
    assert seen.dangerous == []


def test_a_box_to_tick_is_a_box() -> None:
    assert 'class="todo"' in prose("- [ ] one\n- [x] two")
    assert 'class="todo done"' in prose("- [ ] one\n- [x] two")


def _letters(html: str) -> str:
    return "".join(re.findall(r"\w", unescape(re.sub(r"<[^>]+>", "", html))))


GUIDES = sorted(
    str(file).split("guides/")[-1]
    for folder in (resources.files("knowledge") / "guides").iterdir() if folder.is_dir()
    for file in folder.iterdir() if file.name.endswith(".md")
)  # fmt: skip


@pytest.mark.parametrize("path", GUIDES)
def test_a_quotation_is_marked_where_it_stands_and_nothing_else_is(path: str) -> None:
    text = (resources.files("knowledge") / "guides" / path).read_text("utf-8").split("---\n", 2)[-1]
    plain = _letters(str(prose(text)))
    for start, end, _ in sentences(text)[::5]:
        html = str(prose_with_quote(text, start, end))
        assert _letters(html) == plain
        marked = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL))
        assert _letters(marked) == _letters(re.sub(r"[*_`#|]", " ", text[start:end]))
        assert html.count('id="quoted"') == 1


@given(st.integers(-5, 60), st.integers(-5, 60))
def test_offsets_that_lie_outside_mark_nothing_and_break_nothing(start: int, end: int) -> None:
    text = "# A title\n\n- one **bold** thing\n- another\n"
    assert _letters(str(prose_with_quote(text, start, end))) == _letters(str(prose(text)))


def test_a_guide_opens_at_its_sentence() -> None:
    assert guide_address("a b/c?.md", 3, 9) == "/guide/a%20b/c%3F.md?start=3&end=9"
    guide = Guide(
        path="a.md", title="A title", text="# A title\n\nFirst. Second one. Third.\n", content_hash=""
    )
    start = guide.text.index("Second")
    panel = str(guide_panel(guide, start, start + len("Second one.")))
    assert '<mark id="quoted">Second one.</mark>' in panel
    assert panel.count("A title") == 1


def test_each_mark_of_an_answer_opens_the_guide_at_its_quotation() -> None:
    html = str(conversation([_turn()]))
    assert f"end={len(HOSTILE)}" in html
    assert "Source 1" in html
    assert "[9]" in html


def test_an_abstention_offers_the_nearest_reading() -> None:
    no = Answer(answer="The guides don't say.", abstained=True, confidence=0.1)
    html = str(conversation([Turn("How?", (Found(passage=_passage(), score=0.5),), no.answer, (), no)]))
    assert "rather not guess" in html
    assert html.count("data-guide") >= 2


def test_nothing_is_added_to_the_words_of_a_signpost() -> None:
    """It may be about the mentor: she is not told to ask him."""
    post = Answer(answer="Turn to the office for reports.", abstained=True, confidence=0)
    html = str(conversation([list(growing(Turn("He hurt me"), [Searched(), Final(answer=post)]))[-1]]))
    assert "Turn to the office for reports." in html
    assert not any(words in html for words in ("mentor", "rather not guess", "comes near"))


@pytest.mark.parametrize("words", ["The guides don't say.", "There are no guides yet."])
def test_a_remark_on_an_answer_that_says_no_is_shown(words: str) -> None:
    no = Answer(answer=words, abstained=True, confidence=0, remark="This question seems to be in Spanish.")
    assert "seems to be in Spanish" in conversation([Turn("¿Cómo?", (), no.answer, (), no)])


def test_what_was_read_stays_in_sight_while_the_answer_grows() -> None:
    turn = Turn("How?", (Found(passage=_passage(), score=0.5),))
    assert "Read 1 passage in 1 guide" in conversation([turn])
    assert 'aria-busy="true"' in conversation([turn])
    assert "Reading the guides" in conversation([Turn("How?")])


def test_marks_turn_into_links_while_the_answer_is_still_being_written() -> None:
    found = Searched(found=(Found(passage=_passage(), score=0.5),))
    first = Said(text="One. [1]", citations=(_citation(1),))
    turns = list(growing(Turn("How?"), [found, first, Said(text=" Two. [2]", citations=(_citation(2),))]))
    assert [turn.said for turn in turns] == ["", "One. [1]", "One. [1] Two. [2]"]
    assert "Writing the answer" in conversation([turns[0]])
    assert 'class="mark"' in conversation([turns[1]])
    assert "Quoted word for word" not in conversation([turns[2]])
    assert 'aria-busy="true"' in conversation([turns[2]])


def test_an_answer_that_was_given_up_is_replaced_and_the_page_says_why() -> None:
    begun = Said(text="Begun. [1]", citations=(_citation(1),))
    answer = Answer(
        answer="Quoted. [1]",
        citations=(_citation(1),),
        confidence=0.9,
        remark="small-model could not be used.",
    )
    turn = list(growing(Turn("How?"), [Searched(), begun, Final(answer=answer)]))[-1]
    html = conversation([turn])
    assert turn.complete
    assert "Begun" not in html
    assert "small-model could not be used." in html


def test_a_search_that_found_nothing_does_not_look_as_if_it_were_still_going_on() -> None:
    no = Answer(answer="The guides don't say.", abstained=True, confidence=0)
    html = conversation([list(growing(Turn("How?"), [Searched(), Final(answer=no)]))[-1]])
    assert "Reading the guides" not in html
    assert "rather not guess" in html


def test_the_sources_at_the_end_of_a_draft_are_shown_once() -> None:
    html = str(paper(_draft("# Plan\n\nWords [1].\n\n## Sources\n\n1. Goal: “x”\n"), PEOPLE))
    assert "<h2>Sources</h2>" not in html
    assert "Made from 2 quotations" in html


def test_only_an_agenda_goes_into_a_calendar() -> None:
    assert "Calendar" in exports(_draft())
    assert "Calendar" not in exports(_draft().changed(kind="recognition"))


def test_an_empty_place_says_what_to_do() -> None:
    for markup in (goal_cards([], TODAY), shelf([])):
        assert re.search(r'class="empty-title">[^<]+</p><p>[^<]+</p>', markup)


def test_a_relationship_is_quiet_after_six_weeks_with_nothing_planned() -> None:
    old = Relationship.model_validate(
        {"id": "r1", "role": "mentor", "members": ("m1", "m2"), "started": date(2026, 1, 1)}
    )
    status = _status(old, date(2026, 10, 1))
    assert is_quiet(status, TODAY)
    assert not is_quiet(status.model_copy(update={"next_planned": date(2026, 12, 1)}), TODAY)
    assert not is_quiet(status.model_copy(update={"last_held": date(2026, 11, 1)}), TODAY)


@pytest.mark.parametrize(
    ("on", "words"),
    [(TODAY, "today"), (date(2026, 11, 23), "tomorrow"), (date(2026, 11, 20), "2 days ago"), (None, "")],
)
def test_days_are_told_as_people_tell_them(on: date | None, words: str) -> None:
    assert days_from(TODAY, on) == words


@pytest.mark.parametrize(
    ("name", "letters"), [("Amara Okafor", "AO"), ("m9", "M"), ("Ana María de la Cruz", "AC"), ("", "")]
)
def test_initials_are_the_first_and_the_last(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_greeting_follows_her_own_clock() -> None:
    asker = Asker(member="m1")
    morning = datetime(2026, 11, 22, 8, tzinfo=UTC)
    assert "Good morning" in greeting(asker, PEOPLE, morning, UTC)
