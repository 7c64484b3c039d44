"""What members offer: with or without a name, nobody else's; taken in, declined with a reason, taken back."""

from __future__ import annotations

import pytest

from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from tests.services.playbook.community import ADMIN, ANA, BEA, OPERATOR, playbook, units

INSIGHT = "Our circle met in the lunch break; that was the only hour in which everybody could come."


def test_an_offer_taken_in_stands_in_the_chapter_under_its_own_heading_without_a_name() -> None:
    service = playbook()
    service.edit(ADMIN, "peers", "Circles meet monthly.")
    offered = service.offer(ANA, "9", INSIGHT)
    taken = service.take(ADMIN, offered.id)
    assert taken.version == 2
    assert "### From members" in taken.text
    assert INSIGHT.replace(";", ";") in taken.text
    assert "Ana" not in taken.text
    assert "A member, " in taken.text
    assert taken.words == "Circles meet monthly."
    assert "+### From members" in service.difference(ADMIN, "peers", 1, 2)


def test_a_name_stands_under_it_only_where_she_said_so() -> None:
    service = playbook()
    taken = service.take(ADMIN, service.offer(ANA, "peers", INSIGHT, named=True).id)
    assert "Ana Castro" in taken.text


def test_a_chapter_that_nobody_has_written_begins_with_how_the_practice_is_meant() -> None:
    service = playbook()
    taken = service.take(ADMIN, service.offer(ANA, "peers", INSIGHT).id)
    assert "Not every question needs a mentor." in taken.text
    assert taken.version == 1


def test_a_text_that_names_somebody_else_is_refused_and_told_where_it_could_go() -> None:
    service = playbook()
    with pytest.raises(BadInput, match="another member") as refused:
        service.offer(ANA, "peers", "Beatriz Nunes helped me more than anybody.", kind="story", named=True)
    assert "story in a space" in refused.value.cure
    assert service.offers(ANA) == []


def test_her_own_name_in_an_offer_without_a_name_is_noticed() -> None:
    with pytest.raises(BadInput, match="own name"):
        playbook().offer(ANA, "peers", "I, Ana Castro, would do it again.")
    assert playbook().offer(ANA, "peers", "I, Ana Castro, would do it again.", named=True).named


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "empty"), ("  ", "empty"), ("x" * 4_001, "longer than"), ("Write to me@example.org", "e-mail")],
)
def test_an_empty_a_long_and_an_unsafe_offer_are_refused(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        playbook().offer(ANA, "peers", text)


def test_only_insights_and_stories_are_offered_by_members() -> None:
    with pytest.raises(BadInput):
        playbook().offer(ANA, "peers", INSIGHT, kind="revision")


def test_the_operator_is_nobody_and_offers_nothing() -> None:
    with pytest.raises(NotAllowed):
        playbook().offer(OPERATOR, "peers", INSIGHT)


def test_a_member_sees_her_own_offers_and_an_editor_all_without_learning_whose_unnamed_ones_are() -> None:
    service = playbook()
    hers, named = (
        service.offer(ANA, "peers", INSIGHT),
        service.offer(BEA, "roles", "Say no early.", named=True),
    )
    assert [one.id for one in service.offers(ANA)] == [hers.id]
    assert service.offers(ANA)[0].by == "ana"
    seen = {one.id: one.by for one in service.offers(ADMIN)}
    assert seen == {hers.id: "", named.id: "bea"}


def test_a_declined_offer_comes_back_with_a_reason_that_its_author_reads() -> None:
    service = playbook()
    offered = service.offer(ANA, "peers", INSIGHT)
    with pytest.raises(BadInput, match="with a reason"):
        service.decline(ADMIN, offered.id, " ")
    service.decline(ADMIN, offered.id, "It is in chapter 4 already.")
    (mine,) = service.offers(ANA)
    assert (mine.state, mine.reason) == ("declined", "It is in chapter 4 already.")
    with pytest.raises(Conflict, match="declined already"):
        service.take(ADMIN, offered.id)


def test_what_was_taken_in_may_be_let_go_with_a_reason() -> None:
    service = playbook()
    offered = service.offer(ANA, "peers", INSIGHT)
    service.take(ADMIN, offered.id)
    service.decline(ADMIN, offered.id, "We meet in the evening now.")
    assert "From members" not in service.show(ANA, "peers").text


def test_what_she_takes_back_is_gone_from_the_chapter_and_from_every_version() -> None:
    service = playbook()
    offered = service.offer(ANA, "peers", INSIGHT, named=True)
    service.take(ADMIN, offered.id)
    service.edit(ADMIN, "peers", "Circles meet monthly.")
    service.take_back(ANA, offered.id)
    assert "lunch break" not in service.show(BEA, "peers").text
    assert not any("lunch break" in one.text or "Ana" in one.text for one in service.versions(ADMIN, "peers"))
    service.restore(ADMIN, "peers", 1)
    assert "lunch break" not in service.show(BEA, "peers").text
    assert service.offers(ANA) == []


def test_an_editors_new_words_leave_what_members_gave_where_it_is() -> None:
    service = playbook()
    service.take(ADMIN, service.offer(ANA, "peers", INSIGHT).id)
    kept = service.edit(ADMIN, "peers", "New words.").chapter
    assert "lunch break" in kept.text
    assert "lunch break" in service.restore(ADMIN, "peers", 1).text


def test_nobody_takes_back_or_learns_of_what_somebody_else_offered() -> None:
    service = playbook()
    offered = service.offer(ANA, "peers", INSIGHT)
    for attempt in (lambda: service.take_back(BEA, offered.id), lambda: service.take_back(BEA, "w-none")):
        with pytest.raises(NotFound, match="that you may see"):
            attempt()
    with pytest.raises(NotFound):
        service.take_back(ADMIN, offered.id)
    with pytest.raises(NotAllowed):
        service.take(BEA, offered.id)
    with pytest.raises(NotFound):
        service.take(ADMIN, "w-none")


def test_ten_of_one_member_may_wait_at_once() -> None:
    service = playbook()
    for n in range(10):
        service.offer(ANA, "peers", f"{INSIGHT} {n}")
    with pytest.raises(Conflict, match="wait already"):
        service.offer(ANA, "peers", INSIGHT)


def test_markup_in_an_offer_stays_text() -> None:
    service = playbook()
    offered = service.offer(ANA, "peers", "# Not a heading\n\n## 3. Nor this\n\n> nor that *one*")
    text = service.take(ADMIN, offered.id).text
    assert "> \\# Not a heading" in text
    assert "\\*one\\*" in text
    assert "\n## 3." not in text


def test_who_has_left_is_a_former_member() -> None:
    home = units()
    service = playbook(home)
    service.take(ADMIN, service.offer(ANA, "peers", INSIGHT, named=True).id)
    with home() as unit:
        unit.members.remove("ana")
        unit.commit()
    assert "A former member, " in service.show(BEA, "peers").text
