"""Posts: written, answered, edited, removed, pinned; and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.domain.asking import Asker
from copilot.domain.relationships import Note
from copilot.domain.spaces import MOST_CHARACTERS, PostKind
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.services.spaces.posting import MOST_AN_HOUR, MOST_PINNED
from tests.services.spaces.community import (
    ADA,
    CIRCLE,
    DEE,
    EVE,
    KOFI,
    MEI,
    OUTSIDE_THE_PAIR,
    PAIR,
    PROGRAMME,
    RAVI,
    ZOE,
    Home,
)


class Untouched:
    """Stands in for the database where nothing may reach it."""

    def __call__(self) -> None:
        raise AssertionError("the database was opened")

    reading = __call__


def test_both_read_what_one_of_them_writes_the_newest_first(home: Home) -> None:
    first = home.posting.post(ADA, PAIR, "How did it go?")
    home.clock.move(timedelta(hours=1))
    home.posting.post(RAVI, PAIR, "I have a question")
    assert home.texts(RAVI, PAIR) == ["I have a question", "How did it go?"]
    home.clock.move(timedelta(hours=1))
    home.posting.reply(RAVI, first.id, "Well, thank you")
    assert home.texts(ADA, PAIR) == ["How did it go?", "Well, thank you", "I have a question"]


@pytest.mark.parametrize("asker", OUTSIDE_THE_PAIR)
def test_nobody_else_writes_answers_edits_removes_or_pins_there(home: Home, asker: Asker) -> None:
    post = home.posting.post(ADA, PAIR, "Between us").id
    for attempt in (
        lambda: home.posting.post(asker, PAIR, "Hello"),
        lambda: home.posting.reply(asker, post, "Hello"),
        lambda: home.posting.edit(asker, post, "Hello"),
        lambda: home.posting.remove(asker, post, "because"),
        lambda: home.posting.pin(asker, post),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert home.texts(ADA, PAIR) == ["Between us"]


def test_an_answer_to_an_answer_answers_the_same_post(home: Home) -> None:
    post = home.posting.post(ADA, PAIR, "How did it go?").id
    answer = home.posting.reply(RAVI, post, "Well").id
    home.clock.move(timedelta(minutes=1))
    again = home.posting.reply(ADA, answer, "Tell me more")
    assert again.parent == post
    (thread,) = home.spaces.show(ADA, PAIR).threads
    assert [reply.text for reply in thread.replies] == ["Well", "Tell me more"]


def test_a_resource_is_a_link_with_a_title_and_a_word_on_why(home: Home) -> None:
    post = home.posting.post(
        ADA, PAIR, "The part on pauses", title="On speaking", link="https://example.org/a?b=c#d"
    )
    assert (post.kind, post.link) == (PostKind.RESOURCE, "https://example.org/a?b=c#d")
    with pytest.raises(BadInput, match="needs a title"):
        home.posting.post(ADA, PAIR, "Look", link="https://example.org")
    with pytest.raises(BadInput, match="needs a title"):
        home.posting.edit(ADA, post.id, "Look", title=" ")


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "http://example.org", "data:text/html,<b>x", "ftp://example.org", "//example.org",
        "example.org", "https://", "https://localhost", "https://user:secret@example.org", "https://[::1",
        "https://example.org/a b", "https://example.org\u202egro", "https:\\\\example.org", "java\nscript:alert(1)",
        "https://example.org:99999", "https://" + "a" * 64 + ".org", "https://example.org/" + "x" * 2_000, "https://.",
        "HTTPS:example.org", "https://example..org",
    ],
)  # fmt: skip
def test_a_link_that_is_no_whole_https_address_is_refused(home: Home, link: str) -> None:
    with pytest.raises(BadInput, match="no link that can be posted"):
        home.posting.post(ADA, PAIR, "Look", title="A page", link=link)
    assert home.texts(ADA, PAIR) == []


def test_a_host_in_look_alike_letters_is_spelled_out(home: Home) -> None:
    post = home.posting.post(ADA, PAIR, "Look", title="A page", link="https://ex\u0430mple.org/x")
    assert post.link == "https://xn--exmple-4nf.org/x"


def test_five_megabytes_are_refused_before_the_database_is_opened(home: Home) -> None:
    home.posting._units = Untouched()  # type: ignore[assignment]  # stands in for it
    huge = "x" * 5_000_000
    for attempt in (
        lambda: home.posting.post(ADA, PAIR, huge),
        lambda: home.posting.post(ADA, PAIR, "x", title=huge),
        lambda: home.posting.post(ADA, PAIR, "x", title="x", link=f"https://{huge}"),
        lambda: home.posting.reply(ADA, "po1", huge),
        lambda: home.posting.edit(ADA, "po1", huge),
        lambda: home.stories.tell(ADA, PAIR, huge),
        lambda: home.spaces.open(ADA, huge),
    ):
        with pytest.raises(BadInput) as refused:
            attempt()
        assert refused.value.cure
        assert len(str(refused.value)) < 300, "what is too long is not said again"


def test_the_longest_post_is_kept_whole(home: Home) -> None:
    line = "x" * MOST_CHARACTERS
    home.posting.post(ADA, PAIR, line)
    assert home.texts(RAVI, PAIR) == [line]
    with pytest.raises(BadInput, match="20,000"):
        home.posting.post(ADA, PAIR, line + "x")


@pytest.mark.parametrize("text", ["", "  \n ", "\x00", "\u202e\u2066", "\ufeff"])
def test_a_post_without_words_is_refused(home: Home, text: str) -> None:
    with pytest.raises(BadInput, match="no words"):
        home.posting.post(ADA, PAIR, text)


def test_what_no_reader_sees_is_taken_out(home: Home) -> None:
    home.posting.post(ADA, PAIR, "one\x00\x1b[31m\u202etwo\u2066\r\nthree\ud800\U000e0041")
    assert home.texts(ADA, PAIR) == ["one[31mtwo\nthree\ufffd"]


def test_words_in_arabic_and_an_emoji_of_several_parts_stay_as_they_are(home: Home) -> None:
    words = "مرحبا بكم 👩\u200d🏫"
    home.posting.post(ADA, PAIR, words)
    assert home.texts(ADA, PAIR) == [words]


def test_sixty_posts_an_hour_are_enough(home: Home) -> None:
    for n in range(MOST_AN_HOUR):
        home.posting.post(ADA, PAIR, f"{n}")
    first = home.spaces.show(RAVI, PAIR).threads[0].post.id
    with pytest.raises(Conflict, match="within an hour"):
        home.posting.post(ADA, PROGRAMME, "One more")
    with pytest.raises(Conflict, match="within an hour"):
        home.posting.reply(ADA, first, "One more")
    home.posting.post(RAVI, PAIR, "He may")
    home.clock.move(timedelta(hours=1))
    home.posting.post(ADA, PAIR, "An hour later")


# Editing
def test_ones_own_is_edited_and_marked(home: Home) -> None:
    post = home.posting.post(ADA, PAIR, "Teh plan", title="Plan").id
    home.clock.move(timedelta(minutes=5))
    edited = home.posting.edit(ADA, post, "The plan")
    assert (edited.text, edited.title, edited.edited) == ("The plan", "Plan", home.clock.now())
    with pytest.raises(NotFound):
        home.posting.edit(RAVI, post, "My plan")


def test_a_link_that_is_added_makes_a_post_a_resource(home: Home) -> None:
    post = home.posting.post(ADA, PAIR, "Chapter two").id
    with pytest.raises(BadInput, match="needs a title"):
        home.posting.edit(ADA, post, "Chapter two", link="https://example.org")
    edited = home.posting.edit(ADA, post, "Chapter two", title="A book", link="https://example.org")
    assert edited.kind is PostKind.RESOURCE
    answer = home.posting.reply(ADA, post, "Chapter three, too").id
    with pytest.raises(BadInput, match="have no link"):
        home.posting.edit(ADA, answer, "x", link="https://example.org")
    with pytest.raises(BadInput, match="no link that can be posted"):
        home.posting.edit(ADA, post, "x", link="")


# Removing
def test_ones_own_is_gone_and_its_place_stays_where_it_was_answered(home: Home) -> None:
    alone, answered = (home.posting.post(ADA, PAIR, words).id for words in ("alone", "answered"))
    home.posting.reply(RAVI, answered, "I see")
    home.posting.remove(ADA, alone)
    home.posting.remove(ADA, answered)
    assert home.texts(RAVI, PAIR) == ["Removed.", "I see"]
    assert home.texts(ADA, PAIR) == ["Removed.", "I see"]
    with home.units.reading() as unit:
        assert unit.posts.find(alone) is None
        assert "answered" not in unit.posts.get(answered).model_dump_json()
    with pytest.raises(NotFound):
        home.posting.reply(RAVI, answered, "And now?")
    (thread,) = home.spaces.show(RAVI, PAIR).threads
    assert thread.post.author == ""


def test_what_she_wrote_is_hers_to_remove_after_she_left(home: Home) -> None:
    post = home.posting.post(ADA, PROGRAMME, "Hello").id
    home.change("enrolments", "spring:ada", state="left")
    home.posting.remove(ADA, post)
    assert home.texts(MEI, PROGRAMME) == []


def test_a_keeper_removes_with_a_reason_that_the_author_reads(home: Home) -> None:
    post = home.posting.post(ADA, PROGRAMME, "Buy my book").id
    home.posting.reply(RAVI, post, "Hm")
    with pytest.raises(BadInput, match="no words"):
        home.posting.remove(EVE, post)
    home.posting.remove(EVE, post, "No advertising here.")
    (hers,) = home.spaces.show(ADA, PROGRAMME).threads
    assert (hers.post.text, hers.post.reason) == ("Buy my book", "No advertising here.")
    (others,) = home.spaces.show(MEI, PROGRAMME).threads
    assert (others.post.text, others.post.reason, others.post.author) == ("Removed.", "", "")
    with home.units.reading() as unit:
        (entry,) = unit.audit_log.all()
    assert (entry.verb, entry.kind, entry.record, entry.by) == ("remove", "space", post, "eve")
    assert "advertising" not in entry.model_dump_json()


def test_an_answer_that_a_keeper_removed_is_seen_by_its_author_alone(home: Home) -> None:
    post = home.posting.post(MEI, PROGRAMME, "Hello").id
    answer = home.posting.reply(ADA, post, "Rude words").id
    home.posting.remove(EVE, answer, "Be kind.")
    assert home.texts(MEI, PROGRAMME) == ["Hello"]
    assert home.texts(ADA, PROGRAMME) == ["Hello", "Rude words"]
    home.posting.remove(ADA, answer)
    assert home.texts(ADA, PROGRAMME) == ["Hello"]


def test_who_keeps_nothing_removes_nothing_of_others(home: Home) -> None:
    post = home.posting.post(ADA, PROGRAMME, "Hello").id
    with pytest.raises(NotAllowed):
        home.posting.remove(MEI, post, "because")
    between_two = home.posting.post(ADA, PAIR, "Hello").id
    with pytest.raises(NotAllowed):
        home.posting.remove(RAVI, between_two, "because")


def test_admins_keep_topics(home: Home) -> None:
    topic = home.spaces.open(DEE, "Leadership", topic=True, keepers=["ravi"]).id
    post = home.posting.post(ADA, topic, "Buy my book").id
    home.posting.remove(DEE, post, "No advertising.")
    assert home.texts(KOFI, topic) == []


# Pinning
def test_both_of_a_pair_pin_and_in_a_programme_its_managers(home: Home) -> None:
    post = home.posting.post(ADA, PAIR, "Our next date").id
    home.posting.pin(RAVI, post)
    assert [thread.post.id for thread in home.spaces.show(ADA, PAIR).pinned] == [post]
    home.posting.pin(ADA, post, pinned=False)
    assert home.spaces.show(ADA, PAIR).pinned == ()
    of_all = home.posting.post(ADA, PROGRAMME, "Look").id
    with pytest.raises(NotAllowed):
        home.posting.pin(ADA, of_all)
    assert home.posting.pin(EVE, of_all).pinned


def test_an_answer_is_not_pinned_and_neither_are_eight_posts(home: Home) -> None:
    posts = [home.posting.post(MEI, CIRCLE, f"{n}").id for n in range(MOST_PINNED + 1)]
    for post in posts[:-1]:
        home.posting.pin(ZOE, post)
    with pytest.raises(Conflict, match="pinned already"):
        home.posting.pin(ZOE, posts[-1])
    with pytest.raises(BadInput, match="can’t be pinned"):
        home.posting.pin(ZOE, home.posting.reply(ZOE, posts[0], "Yes").id)


# Reading
def test_what_is_new_is_counted_over_a_week_without_ones_own(home: Home) -> None:
    home.posting.post(ADA, PAIR, "long ago")
    home.clock.move(timedelta(days=8))
    home.posting.reply(ADA, home.posting.post(ADA, PAIR, "today").id, "and again")
    assert {line.id: line.new for line in home.spaces.list(RAVI).mine}[PAIR] == 2
    assert {line.id: line.new for line in home.spaces.list(ADA).mine}[PAIR] == 0


def test_a_long_space_comes_in_pages(home: Home) -> None:
    for n in range(45):
        home.posting.post(MEI, CIRCLE, f"post {n}")
        home.clock.move(timedelta(minutes=1))
    first, last = home.spaces.show(ZOE, CIRCLE), home.spaces.show(ZOE, CIRCLE, page=99)
    assert (first.pages, len(first.threads), first.threads[0].post.text) == (3, 20, "post 44")
    assert (last.page, [thread.post.text for thread in last.threads][-1]) == (3, "post 0")
    assert home.spaces.show(ZOE, CIRCLE, holding=last.threads[-1].post.id).page == 3
    assert home.spaces.show(ZOE, CIRCLE, page=2, holding="no such post").page == 2


def test_answers_to_a_post_that_left_with_its_author_say_so(home: Home) -> None:
    post = home.posting.post(ADA, PROGRAMME, "Hello").id
    home.posting.reply(MEI, post, "Hello, Ada")
    with home.units() as unit:
        unit.posts.remove(post)
        unit.commit()
    assert home.texts(EVE, PROGRAMME) == ["Removed.", "Hello, Ada"]
    with pytest.raises(NotFound):
        home.posting.reply(MEI, post, "Where are you?")


def test_a_note_never_gets_into_a_space_or_a_search(home: Home) -> None:
    with home.units() as unit:
        for seen in ("private", "shared"):
            unit.notes.add(
                Note(
                    id=seen, session="s1", relationship="r1", author="ada", visibility=seen,
                    text="My fear of the board", at=home.clock.now(),
                )
            )  # fmt: skip
        unit.commit()
    for asker in (ADA, RAVI):
        assert "fear" not in home.spaces.show(asker, PAIR).model_dump_json()
        assert home.search.find(asker, "fear of the board").total == 0
