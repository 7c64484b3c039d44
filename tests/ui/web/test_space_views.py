"""Spaces as they are shown: who reads, what stands on top, what is said; and nothing in it that is live."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from copilot.domain.asking import Asker
from copilot.domain.relationships import Agreement, Signature
from copilot.domain.spaces import MOST_CHARACTERS, Channel
from copilot.services.members.service import Introduction
from copilot.services.policy import Policy
from copilot.services.webhooks import WebhooksService
from tests.fakes.webhooks import HeardWebhooks
from tests.services.spaces.community import (
    ADA,
    CIRCLE,
    DEE,
    EVE,
    KOFI,
    MEI,
    NAMES,
    PAIR,
    PROGRAMME,
    RAVI,
    TODAY,
    ZOE,
    Home,
)
from ui.web.people import People
from ui.web.spaces_shown import scene
from ui.web.views.pieces import shown
from ui.web.views.space_posts import conversation, search_found, story_page
from ui.web.views.spaces import Reader, groups_to_join, on_top, read_by, space_head, space_list


@pytest.fixture
def home() -> Home:
    return Home()


def reader_of(home: Home, asker: Asker) -> Reader:
    people = People({one: Introduction(name=name, headline="") for one, name in NAMES.items()})
    return Reader(asker.member, people, home.clock.now())


def posts(home: Home, asker: Asker, space: str) -> str:
    return str(conversation(home.spaces.show(asker, space), reader_of(home, asker)))


def listed(home: Home, asker: Asker, here: str = "") -> str:
    spaces = home.spaces.list(asker)
    asked = len(home.stories.every(asker).asked)
    return str(space_list(spaces, asked, here, reader_of(home, asker)))


# Who reads
def test_it_is_said_who_reads_what_is_written(home: Home) -> None:
    group = home.spaces.open(KOFI, "Chess").id
    topic = home.spaces.open(DEE, "Leading", topic=True).id

    def said(asker: Asker, space: str) -> str:
        return read_by(home.spaces.show(asker, space), reader_of(home, asker))

    assert said(ADA, PAIR) == "Read by you and Ravi."
    assert said(MEI, CIRCLE) == "Read by you, Kofi and Zoe."
    assert said(ADA, PROGRAMME) == "Read by you, Eve, Mei and Ravi."
    assert said(KOFI, group) == "Read by you; nobody else is in it yet."
    assert said(ADA, topic) == "Read by everybody in the community, 7 people."
    for asker in (ADA, RAVI, MEI, ZOE, EVE):
        home.spaces.join(asker, group)
    assert said(KOFI, group) == "Read by you and 5 others."


def test_a_large_programme_is_counted_not_listed(home: Home) -> None:
    home.change("enrolments", "spring:kofi", state="enrolled")
    home.change("enrolments", "spring:zoe", state="enrolled")
    space = home.spaces.show(ADA, PROGRAMME)
    assert read_by(space, reader_of(home, ADA)).startswith("Read by the 6 people of the programme")


# The list
def test_her_spaces_are_called_as_she_calls_them_with_what_is_new(home: Home) -> None:
    home.posting.post(RAVI, PAIR, "Hello")
    home.stories.tell(RAVI, PAIR, "It went well", about=["ada"])
    page = listed(home, ADA, PAIR)
    assert 'aria-current="page"><span>Ravi Iyer</span><span class="news">2 new</span>' in page
    assert "1 waits for you" in page
    home.change("relationships", "r1", state="closed")
    assert '<span class="news">closed</span>' in listed(home, ADA)


def test_a_group_to_join_says_what_it_is_for_and_who_keeps_it(home: Home) -> None:
    group = home.spaces.open(KOFI, "Chess", "Openings & endings").id
    page = str(groups_to_join(home.spaces.list(ADA).to_join, reader_of(home, ADA)))
    assert "Openings &amp; endings" in page
    assert "1 person in it, kept by Kofi" in page
    assert f'data-do="join {group}"' in page


def test_who_is_in_a_group_and_what_may_be_done_with_it(home: Home) -> None:
    group = home.spaces.open(KOFI, "Chess").id
    home.spaces.join(ADA, group)
    keeper = str(space_head(home.spaces.show(KOFI, group), reader_of(home, KOFI)))
    other = str(space_head(home.spaces.show(ADA, group), reader_of(home, ADA)))
    assert "In it: you and Kofi. Kept in order by Kofi." in other
    assert "Leave this group" in other
    assert "Close it" not in other
    assert "Close it" in keeper
    home.spaces.close(KOFI, group)
    assert "Open it again" in str(space_head(home.spaces.show(KOFI, group), reader_of(home, KOFI)))


# On top
def test_the_agreement_and_the_goals_stand_on_top_as_they_are_just_now(home: Home) -> None:
    signed = Agreement(
        text="We meet **every** two weeks.", signatures=(Signature(member="ada", at=home.clock.now()),)
    )
    home.change("relationships", "r1", agreement=signed)
    home.posting.pin(ADA, home.posting.post(ADA, PAIR, "The room is B12").id)
    top = str(on_top(home.spaces.show(ADA, PAIR), reader_of(home, ADA)))
    assert "not signed yet by Ravi" in top
    assert "<strong>every</strong>" in top
    assert "Present without notes" in top
    assert "The room is B12</b> <span" in top


def test_a_programme_shows_its_dates_its_wordings_and_who_manages_it(home: Home) -> None:
    home.change("programmes", "spring", agreement={"confidentiality": "What is said stays."})
    top = str(on_top(home.spaces.show(ADA, PROGRAMME), reader_of(home, ADA)))
    assert f'<time datetime="{TODAY.isoformat()}">' in top
    assert "Managed by Eve Novak." in top
    assert "Agreed here: confidentiality" in top
    assert "What is said stays." in top


def test_an_empty_space_says_what_to_do(home: Home) -> None:
    assert "Write the first word above" in posts(home, ADA, PAIR)
    home.change("relationships", "r1", state="closed")
    assert "Nothing was said here" in posts(home, ADA, PAIR)
    assert on_top(home.spaces.show(MEI, CIRCLE), reader_of(home, MEI)) == ""


# What is said
def test_each_may_do_with_a_post_what_is_hers_to_do(home: Home) -> None:
    post = home.posting.post(ADA, PROGRAMME, "Hello").id
    hers, others, keeper = (posts(home, asker, PROGRAMME) for asker in (ADA, MEI, EVE))
    assert f'data-do="edit {post}"' in hers
    assert f'data-do="remove {post}"' in hers
    assert f'data-do="pin {post}"' not in hers
    assert f'data-do="reply {post}"' in others
    assert f'data-do="remove {post}"' not in others
    assert f'data-do="edit {post}"' not in keeper
    assert f'data-do="pin {post}"' in keeper
    assert f'data-do="remove {post}"' in keeper
    assert '<span class="for-readers"> what Ada wrote</span>' in others, "a screen reader hears whose"


def test_what_was_removed_leaves_its_place_and_the_reason_to_its_author(home: Home) -> None:
    post = home.posting.post(ADA, PROGRAMME, "Buy my book").id
    home.posting.reply(MEI, post, "Hm")
    home.posting.remove(EVE, post, "No <b>advertising</b>.")
    hers, others = posts(home, ADA, PROGRAMME), posts(home, MEI, PROGRAMME)
    assert "A keeper removed this: “No &lt;b&gt;advertising&lt;/b&gt;.”" in hers
    assert "What stood here was removed." in others
    assert "Buy my book" not in others
    assert f"reply {post}" not in others


EVIL = (
    "![photo](https://evil.example/x.png) <img src=x onerror=alert(1)> <script>alert(1)</script> "
    "[click](javascript:alert(1)) <https://evil.example> &lt;b&gt;"
)


def test_nothing_in_a_post_is_live(home: Home) -> None:
    home.posting.post(ADA, PAIR, EVIL, title=EVIL[:80], link='https://example.org/?a=1&b="><script>')
    home.posting.reply(RAVI, home.spaces.show(ADA, PAIR).threads[0].post.id, EVIL)
    home.posting.pin(ADA, home.spaces.show(ADA, PAIR).threads[0].post.id)
    space = home.spaces.show(ADA, PAIR)
    hits = home.search.find(ADA, "photo click alert")
    page = " ".join(
        shown(markup)
        for markup in (
            conversation(space, reader_of(home, ADA)),
            on_top(space, reader_of(home, ADA)),
            search_found(hits, {}, reader_of(home, ADA)),
        )
    )
    for live in ("<img", "<script", 'href="javascript', "onerror=alert(1)>", 'href="https://evil'):
        assert live not in page.replace("&lt;", "‹")
    assert 'rel="noopener noreferrer nofollow" referrerpolicy="no-referrer"' in page


@pytest.mark.parametrize(
    "text",
    ["x" * MOST_CHARACTERS, "[" * MOST_CHARACTERS, "*a " * 6_000, "> " * 9_000, "`" * 20_000, "- " * 9_000,
     "|a" * 9_000 + "\n" + "|-" * 900, "<" * 20_000, "\\" * 20_000, "_a_" * 6_000],
)  # fmt: skip
def test_the_longest_line_is_folded(home: Home, text: str) -> None:
    home.posting.post(ADA, PAIR, text)
    page = posts(home, RAVI, PAIR)
    assert "Read all" in page
    assert len(page.split("<details", 1)[0]) < 2_400


def test_a_story_says_who_has_not_agreed_yet(home: Home) -> None:
    story = home.stories.tell(RAVI, PROGRAMME, "She opened the meeting", about=["ada", "mei"], public=True).id
    assert "Others read it once Mei and you have agreed." in posts(home, ADA, PROGRAMME)
    assert f'data-do="agree {story}"' in posts(home, ADA, PROGRAMME)
    home.stories.agree(ADA, story)
    assert "once Mei has agreed." in posts(home, RAVI, PROGRAMME)
    assert f'data-do="disagree {story}"' in posts(home, ADA, PROGRAMME)
    home.stories.agree(MEI, story)
    assert "Told to the whole community, as agreed with Ada and Mei." in posts(home, EVE, PROGRAMME)


def test_the_page_of_stories_begins_with_what_waits_for_her(home: Home) -> None:
    assert "No story yet." in str(story_page(home.stories.every(ADA), reader_of(home, ADA)))
    home.stories.tell(RAVI, PAIR, "She opened the meeting", about=["ada"])
    hers = str(story_page(home.stories.every(ADA), reader_of(home, ADA)))
    his = str(story_page(home.stories.every(RAVI), reader_of(home, RAVI)))
    assert "Waiting for your word" in hers
    assert "Agree that others read it" in hers
    assert "Waiting for others" in his
    assert "Agree that others read it" not in his


# Searching
def test_what_was_found_is_marked_and_leads_to_its_post(home: Home) -> None:
    post = home.posting.post(ADA, PAIR, "Long before. " * 30 + "The steering group <listened>.").id
    found = home.search.find(RAVI, "steering")
    page = str(search_found(found, {PAIR: "Ada Moreau"}, reader_of(home, RAVI)))
    assert "1 post with “steering”" in page
    assert "<mark>steering</mark> group &lt;listened&gt;." in page
    assert f'href="/spaces?space={PAIR}&amp;post={post}"' in page
    assert "<p>… " in page
    assert "Nothing of what you may read" in str(
        search_found(home.search.find(RAVI, "nowhere"), {}, reader_of(home, RAVI))
    )


def test_a_resource_says_where_its_link_leads(home: Home) -> None:
    home.posting.post(ADA, PAIR, "Chapter two", title="On questions", link="https://example.org/a/b.pdf")
    home.clock.move(timedelta(days=1))
    page = posts(home, RAVI, PAIR)
    assert "Open it at example.org</a>" in page
    assert "yesterday" in page


def test_who_writes_in_a_space_reads_where_its_posts_go_and_its_keeper_where_to_say_so(home: Home) -> None:
    webhooks = WebhooksService(home.units, Policy(), home.clock, HeardWebhooks())
    address = "https://hooks.example.org/services/wordofsecrecy"
    webhooks.add(EVE, PROGRAMME, Channel.TEAMS, "Spring’s channel", address)
    copilot = SimpleNamespace(spaces=home.spaces, stories=home.stories, webhooks=webhooks, clock=home.clock)
    people = reader_of(home, ADA).people
    desk: Any = SimpleNamespace(copilot=copilot, people=lambda asker, ids: people, zone=lambda asker: None)

    def head(asker: Asker, space: str) -> str:
        return str(scene(desk, asker, space).head)

    assert "Posts and resources also go to Spring’s channel in Teams." in head(ADA, PROGRAMME)
    assert "/webhooks" not in head(ADA, PROGRAMME)
    assert f"/webhooks?space={PROGRAMME}" in head(EVE, PROGRAMME)
    assert "wordofsecrecy" not in head(EVE, PROGRAMME)
    assert "/webhooks" not in head(ADA, PAIR)
    assert "also go" not in head(ADA, PAIR)
