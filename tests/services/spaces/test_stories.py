"""Success stories: read once everybody they are about has agreed, and no longer than that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.errors import BadInput, NotFound
from tests.services.spaces.community import (
    ADA,
    DEE,
    EVE,
    KOFI,
    MEI,
    NOBODY,
    PAIR,
    PROGRAMME,
    RAVI,
    ZOE,
    Home,
)

WORDS = "She opened the meeting, and the room listened."


def read_in(home: Home, asker: Asker, space: str = PROGRAMME) -> bool:
    return WORDS in home.texts(asker, space)


def found_by(home: Home, asker: Asker) -> bool:
    return home.search.find(asker, "opened meeting listened").total == 1


def stories(home: Home, asker: Asker) -> list[str]:
    return [story.text for story in home.stories.every(asker).stories]


def test_nobody_else_reads_a_story_until_each_of_those_it_is_about_has_agreed(home: Home) -> None:
    story = home.stories.tell(RAVI, PROGRAMME, WORDS, about=["ada", "kofi"]).id
    for asker in (MEI, EVE):
        assert not read_in(home, asker)
        assert not found_by(home, asker)
    assert read_in(home, ADA), "it is about her, so she reads what she agrees to"
    assert read_in(home, RAVI)
    home.stories.agree(ADA, story)
    assert not read_in(home, MEI)
    assert [one.text for one in home.stories.every(KOFI).asked] == [WORDS], (
        "also where she isn't in the space"
    )
    home.stories.agree(KOFI, story)
    assert read_in(home, MEI)
    assert found_by(home, MEI)


def test_an_agreement_taken_back_hides_it_again_at_once(home: Home) -> None:
    story = home.stories.tell(RAVI, PROGRAMME, WORDS, about=["ada"], public=True).id
    home.stories.agree(ADA, story)
    assert stories(home, ZOE) == [WORDS]
    home.stories.agree(ADA, story, agrees=False)
    assert stories(home, ZOE) == []
    assert not read_in(home, MEI)
    assert not found_by(home, MEI)


def test_a_public_story_is_for_the_whole_community_once_it_may_be_read(home: Home) -> None:
    story = home.stories.tell(RAVI, PAIR, WORDS, about=["ada"], public=True).id
    everybody = (MEI, KOFI, ZOE, EVE, DEE, OPERATOR)
    assert not any(stories(home, asker) for asker in everybody)
    home.stories.agree(ADA, story)
    for asker in everybody:
        assert stories(home, asker) == [WORDS]
        (hit,) = home.search.find(asker, "room listened").hits
        assert hit.space == home.stories.every(asker).stories[0].space == "", "which space it is, stays there"
    with pytest.raises(NotFound):
        home.posting.reply(MEI, story, "Lovely")


def test_a_story_of_a_space_is_for_that_space(home: Home) -> None:
    story = home.stories.tell(RAVI, PAIR, WORDS, about=["ada"]).id
    home.stories.agree(ADA, story)
    assert stories(home, ADA) == [WORDS]
    assert stories(home, MEI) == []


def test_nobody_agrees_for_somebody_else(home: Home) -> None:
    story = home.stories.tell(RAVI, PROGRAMME, WORDS, about=["ada"]).id
    for asker in (MEI, EVE, DEE, KOFI, OPERATOR, NOBODY):
        with pytest.raises(NotFound):
            home.stories.agree(asker, story)
    assert not read_in(home, MEI)


def test_a_story_about_herself_alone_is_hers_to_tell(home: Home) -> None:
    home.stories.tell(ADA, PROGRAMME, WORDS, about=["ada"], public=True)
    assert stories(home, ZOE) == [WORDS]


def test_who_is_named_has_to_be_asked(home: Home) -> None:
    with pytest.raises(BadInput, match="Ada Moreau is named"):
        home.stories.tell(RAVI, PAIR, "How Ada found her voice")
    with pytest.raises(BadInput, match="Zoe Laurent is named"):
        home.stories.tell(RAVI, PAIR, "A word", title="Zoe Laurent helped us")
    home.stories.tell(RAVI, PAIR, "How Ada found her voice", about=["ada"])
    home.stories.tell(RAVI, PAIR, "How I, Ravi Iyer, found my voice")


def test_whom_nobody_knows_cannot_be_asked(home: Home) -> None:
    with pytest.raises(NotFound, match="nobody-99"):
        home.stories.tell(RAVI, PAIR, WORDS, about=["nobody-99"])
    with pytest.raises(BadInput, match="more than 20"):
        home.stories.tell(RAVI, PAIR, WORDS, about=[f"m{n}" for n in range(21)])


def test_other_words_ask_again(home: Home) -> None:
    story = home.stories.tell(RAVI, PROGRAMME, "A first try", about=["ada"]).id
    home.stories.agree(ADA, story)
    assert home.texts(MEI, PROGRAMME) == ["A first try"]
    home.posting.edit(RAVI, story, WORDS)
    assert home.texts(MEI, PROGRAMME) == []
    assert [one.id for one in home.stories.every(ADA).asked] == [story]


def test_what_answers_a_story_is_read_where_the_story_is(home: Home) -> None:
    story = home.stories.tell(RAVI, PROGRAMME, WORDS, about=["ada"]).id
    home.posting.reply(ADA, story, "I was so nervous")
    assert home.texts(MEI, PROGRAMME) == []
    assert home.search.find(MEI, "nervous").total == 0
    with pytest.raises(NotFound):
        home.posting.reply(MEI, story, "Lovely")
    home.stories.agree(ADA, story)
    assert home.texts(MEI, PROGRAMME) == [WORDS, "I was so nervous"]
    home.stories.agree(ADA, story, agrees=False)
    assert home.texts(MEI, PROGRAMME) == []


@pytest.mark.parametrize("with_the_account", [True, False])
def test_a_hidden_story_that_is_removed_gives_nothing_away(home: Home, with_the_account: bool) -> None:
    story = home.stories.tell(RAVI, PROGRAMME, WORDS, about=["ada"]).id
    home.posting.reply(ADA, story, "I was so nervous")
    if with_the_account:
        with home.units() as unit:
            unit.posts.remove(story)
            unit.commit()
    else:
        home.posting.remove(RAVI, story)
    assert home.texts(MEI, PROGRAMME) == []
    assert home.search.find(MEI, "nervous").total == 0
    assert home.texts(ADA, PROGRAMME) == ["Removed.", "I was so nervous"]


def test_she_sees_which_of_hers_still_wait_and_what_she_agreed_to(home: Home) -> None:
    home.stories.tell(RAVI, PROGRAMME, WORDS, about=["ada", "mei"])
    home.clock.move(timedelta(minutes=1))
    waiting = home.stories.every(RAVI).waiting
    assert [story.agreed for story in waiting] == [frozenset()]
    home.stories.agree(ADA, waiting[0].id)
    hers = home.stories.every(ADA)
    assert (len(hers.asked), len(hers.waiting)) == (0, 1)


def test_a_removed_story_is_in_no_list(home: Home) -> None:
    story = home.stories.tell(ADA, PROGRAMME, WORDS, public=True).id
    home.posting.remove(EVE, story, "Not here.")
    assert stories(home, ZOE) == []
    assert home.search.find(ZOE, "meeting").total == 0


def test_other_words_name_nobody_who_was_not_asked(home: Home) -> None:
    story = home.stories.tell(RAVI, PAIR, "How it began", title="A story", about=["ada"], public=True).id
    home.stories.agree(ADA, story)
    with pytest.raises(BadInput, match="Zoe Laurent is named"):
        home.posting.edit(RAVI, story, "Zoe Laurent was told off by her manager")
    with pytest.raises(BadInput, match="Zoe Laurent is named"):
        home.posting.edit(RAVI, story, "How it began", title="What Zoe Laurent did")
    assert stories(home, MEI) == ["How it began"], "what was refused changed nothing"
    home.posting.edit(RAVI, story, "How Ada and I, Ravi Iyer, began")
    assert stories(home, MEI) == []


def test_other_words_of_her_own_story_name_nobody_either(home: Home) -> None:
    story = home.stories.tell(RAVI, PAIR, WORDS, public=True).id
    with pytest.raises(BadInput, match="Ada Moreau is named"):
        home.posting.edit(RAVI, story, "How Ada cried")


def test_another_title_asks_again(home: Home) -> None:
    story = home.stories.tell(RAVI, PROGRAMME, WORDS, title="One", about=["ada"]).id
    home.stories.agree(ADA, story)
    home.posting.edit(RAVI, story, WORDS, title="Two")
    assert not read_in(home, MEI)


def test_what_answers_a_story_names_nobody_who_was_not_asked(home: Home) -> None:
    story = home.stories.tell(RAVI, PROGRAMME, WORDS, about=["ada"]).id
    home.stories.agree(ADA, story)
    for text in ("Kofi Mensah was there, too", "Mei should hear this"):
        with pytest.raises(BadInput, match="is named in it"):
            home.posting.reply(ADA, story, text)
    answer = home.posting.reply(MEI, story, "Well done, Ada and Ravi, says Mei").id
    with pytest.raises(BadInput, match="Kofi Mensah is named"):
        home.posting.edit(MEI, answer, "Kofi Mensah paid for it")
    root = home.posting.post(RAVI, PROGRAMME, "No story").id
    assert home.posting.reply(MEI, root, "Kofi Mensah knows more").text.startswith("Kofi")
