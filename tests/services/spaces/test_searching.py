"""Search: the words of a question over what one may read, and over nothing else."""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.spaces import Post
from copilot.errors import BadInput, CopilotError, NotAllowed, NotFound
from copilot.services.spaces.bm25 import K1, B, Text, asked, scores, terms, terms_at
from tests.services.spaces.community import (
    ADA,
    CIRCLE,
    DEE,
    EVE,
    EVERYBODY,
    KOFI,
    MEI,
    NOBODY,
    PAIR,
    PROGRAMME,
    RAVI,
    ZOE,
    Home,
)


# Ranking
def test_the_score_is_the_one_of_the_paper() -> None:
    texts = [Text("", "slides help"), Text("", "nerves nerves slides today"), Text("", "music")]
    average = (2 + 4 + 1) / 3
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    expected = [idf * (K1 + 1) / (1 + K1 * (1 - B + B * length / average)) for length in (2, 4)]
    assert scores(asked("slides"), texts) == pytest.approx([*expected, 0.0])


def test_rarer_words_titles_and_short_texts_count_more() -> None:
    texts = [
        Text("", "a talk about budgets and talks"), Text("Budgets", "for the board"), Text("", "talk"),
        Text("", "talk talk " + "of this and that " * 20),
    ]  # fmt: skip
    ranks = scores(asked("budget"), texts)
    assert ranks[1] > ranks[0] > 0 == ranks[2]
    ranks = scores(asked("talk"), texts)
    assert ranks[2] > ranks[3] > 0


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("presentations", "My presentation"), ("resume", "Your résumé, please"), ("会議", "明日の会議です"),
        ("presenting", "I presented it"), ("who is it", "It is who you think"), ("C++", "I write c"),
        ("Ravi’s", "ravi knows"),
    ],
)  # fmt: skip
def test_forms_of_a_word_accents_and_other_scripts_are_found(query: str, text: str) -> None:
    assert scores(asked(query), [Text("", text), Text("", "something else")])[0] > 0


@given(st.text(max_size=60))
def test_the_fast_way_finds_the_same_words(text: str) -> None:
    assert terms(text) == [term for _, _, term in terms_at(text)]
    assert all(text[start:end] for start, end, _ in terms_at(text))


def test_nothing_is_ranked_in_nothing() -> None:
    assert scores(asked("slides"), []) == []
    assert scores(asked("slides"), [Text("", "…")]) == [0.0]
    assert terms("") == []


# Finding
def test_the_words_around_the_find_are_quoted_with_the_words_marked(home: Home) -> None:
    before, after = "One thing before. " * 30, " And one thing after." * 30
    home.posting.post(ADA, PAIR, f"{before}The steering group liked the opening.{after}", title="Monday")
    (hit,) = home.search.find(RAVI, "steering groups").hits
    assert (hit.title, hit.author, hit.space, hit.name) == ("Monday", "ada", PAIR, "Ada Moreau and Ravi Iyer")
    assert "The steering group liked the opening." in hit.quote
    assert len(hit.quote) < 260
    assert [hit.quote[start:end] for start, end in hit.marks] == ["steering", "group"]


def test_a_find_in_one_endless_word_is_quoted_too(home: Home) -> None:
    home.posting.post(ADA, PAIR, "x" * 9_000 + " slides " + "y" * 9_000)
    (hit,) = home.search.find(ADA, "slides").hits
    assert [hit.quote[start:end] for start, end in hit.marks] == ["slides"]


def test_of_equals_the_newest_comes_first_and_answers_name_their_thread(home: Home) -> None:
    first = home.posting.post(ADA, PAIR, "slides").id
    home.clock.move(timedelta(hours=1))
    answer = home.posting.reply(RAVI, first, "slides").id
    assert [(hit.id, hit.thread) for hit in home.search.find(ADA, "slides").hits] == [
        (answer, first),
        (first, first),
    ]


@pytest.mark.parametrize("query", ["", " ", "!?…", "x" * 501])
def test_a_question_without_a_word_is_refused(home: Home, query: str) -> None:
    with pytest.raises(BadInput):
        home.search.find(ADA, query)


def test_one_space_alone_is_searched_where_it_is_named(home: Home) -> None:
    home.posting.post(ADA, PAIR, "slides")
    home.posting.post(ADA, PROGRAMME, "slides")
    assert home.search.find(ADA, "slides").total == 2
    assert home.search.find(ADA, "slides", space=PAIR).total == 1
    with pytest.raises(NotFound):
        home.search.find(MEI, "slides", space=PAIR)


def test_removed_words_are_not_found(home: Home) -> None:
    post = home.posting.post(ADA, PROGRAMME, "slides").id
    home.posting.reply(MEI, post, "thanks")
    home.posting.remove(EVE, post, "because")
    for asker in (ADA, MEI, EVE):
        assert home.search.find(asker, "slides removed").total == 0


def test_whoever_is_not_signed_in_finds_nothing(home: Home) -> None:
    home.stories.tell(ADA, PAIR, "slides", public=True)
    with pytest.raises(NotAllowed):
        home.search.find(NOBODY, "slides")
    with pytest.raises(NotAllowed):
        home.stories.every(NOBODY)


def test_what_others_write_elsewhere_changes_no_score(home: Home) -> None:
    """Not even how rare a word is elsewhere can be told from a ranking."""
    home.posting.post(ADA, PAIR, "slides and nerves")
    before = home.search.find(RAVI, "slides nerves")
    for _ in range(5):
        home.posting.post(MEI, CIRCLE, "slides slides")
    assert home.search.find(RAVI, "slides nerves") == before


POSTERS = st.sampled_from([ADA, RAVI, MEI, KOFI, ZOE, EVE])
WORDS = st.lists(st.sampled_from(["slides", "nerves", "board", "budget"]), min_size=1, max_size=3)
DOINGS = st.lists(
    st.tuples(
        POSTERS,
        st.sampled_from(["post", "reply", "story", "agree", "take back", "remove", "leave", "join"]),
        st.integers(0, 9),
        WORDS,
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(DOINGS)
def test_search_gives_nothing_that_the_spaces_and_stories_of_the_asker_do_not_show(
    doings: list[tuple[Asker, str, int, list[str]]],
) -> None:
    home = Home()
    spaces = [PAIR, CIRCLE, PROGRAMME, home.spaces.open(KOFI, "Chess").id,
              home.spaces.open(DEE, "Leading", topic=True).id]  # fmt: skip
    for asker, what, n, words in doings:
        with suppress(CopilotError):
            _do(home, asker, what, n, " ".join(words), spaces)
        home.clock.move(timedelta(minutes=1))
    for asker in (*EVERYBODY, OPERATOR):
        assert _found(home, asker) == _shown(home, asker)


def _do(home: Home, asker: Asker, what: str, n: int, words: str, spaces: list[str]) -> None:
    space = spaces[n % len(spaces)]
    with home.units.reading() as unit:
        posts = [post.id for post in unit.posts.all()]
    post = posts[n % len(posts)] if posts else ""
    {
        "post": lambda: home.posting.post(asker, space, words),
        "reply": lambda: home.posting.reply(asker, post, words),
        "story": lambda: home.stories.tell(asker, space, words, about=["ada", "zoe"][: n % 3], public=n > 5),
        "agree": lambda: home.stories.agree(asker, post),
        "take back": lambda: home.stories.agree(asker, post, agrees=False),
        "remove": lambda: home.posting.remove(asker, post, "because"),
        "leave": lambda: home.spaces.leave(asker, space),
        "join": lambda: home.spaces.join(asker, space),
    }[what]()


def _found(home: Home, asker: Asker) -> set[str]:
    searched = home.search.find(asker, "slides nerves board budget", most=100)
    assert searched.total == len(searched.hits)
    return {hit.id for hit in searched.hits}


def _shown(home: Home, asker: Asker) -> set[str]:
    """Every post whose words she is shown: in her spaces, and among the stories."""
    listed = home.stories.every(asker)
    found = {story.id for story in (*listed.stories, *listed.asked, *listed.waiting)}
    for line in home.spaces.list(asker).mine:
        for page in range(1, home.spaces.show(asker, line.id).pages + 1):
            for thread in home.spaces.show(asker, line.id, page=page).threads:
                found |= {post.id for post in (thread.post, *thread.replies) if not post.removed}
    return found


def test_what_stands_on_the_board_is_found_by_everybody_until_it_is_over(home: Home) -> None:
    today = home.clock.now().date()
    board = {"space": "", "author": "ravi", "kind": "opportunity", "offer": "talk", "at": home.clock.now()}
    with home.units() as unit:
        unit.posts.add(
            Post.model_validate(
                {**board, "id": "b1", "title": "A talk", "text": "Ten minutes about lanterns"}
            ),
            Post.model_validate(
                {**board, "id": "b2", "text": "Lanterns", "closes": today - timedelta(days=1)}
            ),
            Post.model_validate({**board, "id": "b3", "text": "Lanterns, taken away", "removed": True}),
        )
        unit.commit()
    [hit] = home.search.find(DEE, "lanterns").hits
    assert (hit.id, hit.space, hit.name) == ("b1", "", "Opportunities")
    with pytest.raises(NotAllowed):
        home.search.find(NOBODY, "lanterns")
