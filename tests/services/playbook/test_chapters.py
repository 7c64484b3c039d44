"""Chapters: read by everybody, edited by editors, every version kept, two editors told of each other."""

from __future__ import annotations

import pytest

from copilot.domain.playbook import KEYS
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from tests.services.playbook.community import ADMIN, ANA, MANAGER, OPERATOR, playbook, units

FIRST, SECOND = "Mentors listen first.", "Mentors listen first.\n\nThen they ask."


def test_there_are_ten_chapters_in_the_order_of_the_practices_and_everybody_may_read_them() -> None:
    every = playbook().chapters(ANA)
    assert [one.n for one in every] == list(range(1, 11))
    assert [one.chapter for one in every] == list(KEYS)
    assert not any(one.written for one in every)


def test_a_chapter_is_named_by_its_number_or_its_key() -> None:
    service = playbook()
    assert service.show(ANA, "9").chapter is service.show(ANA, "peers").chapter
    for wrong in ("0", "11", "sponsorship", "", "²"):
        with pytest.raises(BadInput, match="no chapter"):
            service.show(ANA, wrong)


def test_an_edit_keeps_the_version_before_with_who_and_when() -> None:
    service = playbook()
    service.edit(ADMIN, "roles", FIRST)
    service.edit(OPERATOR, "1", SECOND)
    newest, oldest = service.versions(ADMIN, "roles")
    assert (newest.version, newest.by, newest.text.strip()) == (2, "operator", SECOND)
    assert (oldest.version, oldest.by, oldest.text.strip()) == (1, "adm", FIRST)
    assert oldest.at


def test_what_changed_is_shown_line_by_line() -> None:
    service = playbook()
    service.edit(ADMIN, "roles", FIRST)
    service.edit(ADMIN, "roles", SECOND)
    found = service.difference(ADMIN, "roles", 1)
    assert "+Then they ask." in found
    assert service.difference(ADMIN, "roles", 2) == ""
    assert "-Then they ask." in service.difference(ADMIN, "roles", 2, 1)


def test_an_earlier_version_comes_back_as_the_next_one() -> None:
    service = playbook()
    service.edit(ADMIN, "roles", FIRST)
    service.edit(ADMIN, "roles", SECOND)
    kept = service.restore(ADMIN, "roles", 1)
    assert (kept.version, kept.words) == (3, FIRST)
    assert [one.version for one in service.versions(ADMIN, "roles")] == [3, 2, 1]
    with pytest.raises(NotFound, match="no version 9"):
        service.restore(ADMIN, "roles", 9)


def test_of_two_editors_at_once_the_second_is_told_and_nothing_is_lost() -> None:
    service = playbook()
    service.edit(ADMIN, "roles", FIRST, version=0)
    service.edit(ADMIN, "roles", SECOND, version=1)
    with pytest.raises(Conflict, match="at version 2, and you began from 1"):
        service.edit(OPERATOR, "roles", "Mine.", version=1)
    with pytest.raises(Conflict):
        service.edit(OPERATOR, "roles", "Mine.", version=0)
    assert service.show(ANA, "roles").words == SECOND


@pytest.mark.parametrize("text", ["", "   \n", "x" * 100_001])
def test_an_empty_chapter_and_one_that_is_too_long_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="empty or too long"):
        playbook().edit(ADMIN, "roles", text)


def test_who_wrote_a_version_is_for_editors_alone() -> None:
    service = playbook()
    service.edit(ADMIN, "roles", FIRST)
    assert service.show(ANA, "roles").by == ""
    assert service.show(ADMIN, "roles").by == "adm"


@pytest.mark.parametrize("asker", [ANA, MANAGER])
def test_members_and_managers_change_nothing_and_see_no_versions(asker: object) -> None:
    service = playbook()
    service.edit(ADMIN, "roles", FIRST)
    for attempt in (
        lambda: service.edit(asker, "roles", SECOND),  # type: ignore[arg-type]
        lambda: service.versions(asker, "roles"),  # type: ignore[arg-type]
        lambda: service.difference(asker, "roles", 1),  # type: ignore[arg-type]
        lambda: service.restore(asker, "roles", 1),  # type: ignore[arg-type]
        lambda: service.health(asker),  # type: ignore[arg-type]
        lambda: service.propose(asker),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_name_in_an_editors_words_is_remarked_on() -> None:
    edited = playbook().edit(ADMIN, "roles", "Ask Beatriz Nunes, who knows.")
    assert "Have you asked her?" in edited.remarks[0]
    assert playbook().edit(ADMIN, "roles", FIRST).remarks == ()


def test_the_log_says_who_edited_which_chapter_and_not_what() -> None:
    home = units()
    playbook(home).edit(ADMIN, "roles", FIRST)
    with home.reading() as unit:
        (entry,) = unit.audit_log.all(kind="playbook")
    assert (entry.by, entry.verb, entry.record) == ("adm", "edit", "roles")
    assert "listen" not in str(entry)


def test_the_whole_is_exported_as_markdown_and_word() -> None:
    from io import BytesIO

    from docx import Document

    service = playbook()
    service.edit(ADMIN, "roles", FIRST)
    book = service.export(ANA, "md").content.decode()
    assert book.startswith("# The playbook of our community")
    assert FIRST in book
    assert "## 10. Public recognition" in book
    word = Document(BytesIO(service.export(ANA, "docx").content))
    assert FIRST in [one.text for one in word.paragraphs]
    with pytest.raises(BadInput, match="no format"):
        service.export(ANA, "pdf")
