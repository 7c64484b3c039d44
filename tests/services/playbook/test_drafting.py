"""The drafted playbook: facts with evidence, proposals as such, every check; approving makes new versions."""

from __future__ import annotations

import json

import pytest

from copilot.domain.programmes import Programme
from copilot.errors import BadInput, Conflict, NotAllowed
from copilot.language.chat_client import ChatClient
from copilot.language.chat_model import ChatModelWriter
from copilot.language.embedded import EmbeddedWriter
from copilot.ports import Writer
from copilot.services.drafting import DraftingService
from copilot.services.playbook.texts import chapters_in, with_what_was_there
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork, WordEncoder
from tests.services.drafting.community import MEETING, SPEAKING, FewGuides
from tests.services.playbook.community import (
    ADMIN,
    ANA,
    DAY,
    MANAGER,
    OPERATOR,
    TODAY,
    playbook,
    units,
    with_charters,
    with_pairs,
)  # fmt: skip


def drafting(home: MemoryUnitsOfWork, writer: Writer | None = None) -> DraftingService:
    embedded = EmbeddedWriter()
    guides = FewGuides(speaking=SPEAKING, meeting=MEETING)
    return DraftingService(
        home, guides, writer or embedded, embedded, Policy(), FixedClock(), WordEncoder()  # type: ignore[arg-type]  # as much of a library as is asked
    )  # fmt: skip


def filled() -> MemoryUnitsOfWork:
    home = units()
    with_charters(home, "mentor", "mentee")
    with_pairs(home, 12, signed=8, met=9, goals=7)
    return home


def test_all_ten_chapters_pass_every_check_in_a_full_and_in_an_empty_community() -> None:
    for home in (filled(), units()):
        draft = drafting(home).playbook(ADMIN)
        assert [one.reason for one in draft.checks if not one.passed] == []
        assert len(draft.checks) == 6
        assert len(draft.body["chapters"]) == 10


def test_every_fact_has_a_source_and_what_is_to_settle_is_a_proposal() -> None:
    draft = drafting(filled()).playbook(ADMIN)
    kinds = {one.kind for one in draft.citations}
    assert {"programme", "settings", "count", "guide"} <= kinds
    assert all(fact.evidence for fact in draft.facts)
    assert "Which event does every new member come to first?" in draft.proposals
    assert "There is an approved charter for the mentor and the mentee. [1]" in draft.markdown


def test_one_chapter_can_be_drafted_alone() -> None:
    draft = drafting(filled()).playbook(OPERATOR, "9")
    assert [one["key"] for one in draft.body["chapters"]] == ["peers"]
    assert "## 9. Peer support" in draft.markdown
    with pytest.raises(BadInput, match="no chapter"):
        drafting(filled()).playbook(OPERATOR, "12")


@pytest.mark.parametrize("asker", [ANA, MANAGER])
def test_it_is_drafted_for_editors_alone(asker: object) -> None:
    with pytest.raises(NotAllowed):
        drafting(units()).playbook(asker)  # type: ignore[arg-type]


def test_a_programme_that_bears_a_members_name_is_left_out() -> None:
    home = units()
    with home() as unit:
        unit.programmes.add(
            Programme(id="p2", name="The Ana Castro circle", starts=TODAY - DAY, ends=TODAY + 9 * DAY)
        )
        unit.commit()
    draft = drafting(home).playbook(ADMIN)
    assert "Castro" not in draft.model_dump_json()
    assert "“Spring”" in draft.markdown


def test_approving_makes_the_chapters_and_a_second_draft_their_next_versions() -> None:
    home = filled()
    service, book = drafting(home), playbook(home)
    first = service.approve(ADMIN, service.playbook(ADMIN).id)
    shown = book.show(ANA, "roles")
    assert (shown.version, shown.written) == (1, True)
    assert "There is an approved charter for the mentor and the mentee." in shown.text
    assert "[1]" not in shown.text
    assert "Sources" not in book.show(ANA, "10").text
    service.approve(ADMIN, service.playbook(ADMIN, "roles").id)
    newest, oldest = book.versions(ADMIN, "roles")
    assert (newest.version, oldest.source) == (2, first.id)
    assert book.show(ANA, "matching").version == 1


def test_sections_that_an_editor_added_stay_when_a_chapter_is_drafted_anew() -> None:
    home = filled()
    service, book = drafting(home), playbook(home)
    service.approve(ADMIN, service.playbook(ADMIN, "1").id)
    words = book.show(ADMIN, "1").words + "\n\n### In our own words\n\nSay no early.\n"
    book.edit(ADMIN, "1", words)
    service.approve(ADMIN, service.playbook(ADMIN, "1").id)
    assert "### In our own words\n\nSay no early." in book.show(ANA, "1").text
    assert book.show(ANA, "1").text.count("### How it is done here") == 1


def test_what_was_edited_in_the_draft_is_what_is_kept() -> None:
    home = filled()
    service = drafting(home)
    draft = service.playbook(ADMIN, "1")
    service.edit(
        ADMIN, draft.id, draft.markdown.replace("## 1. Clear roles", "## 1. Clear roles\n\nOurs.\n\nX")
    )
    service.approve(ADMIN, draft.id)
    assert "Ours." in playbook(home).show(ANA, "1").text


def test_a_draft_in_which_no_chapter_is_left_is_not_approved() -> None:
    service = drafting(filled())
    draft = service.playbook(ADMIN, "1")
    service.edit(ADMIN, draft.id, "Nothing here.")
    with pytest.raises(BadInput, match="No chapter is left"):
        service.approve(ADMIN, draft.id)
    assert service.show(ADMIN, draft.id).state == "edited"


def test_a_chapter_changed_since_it_was_drafted_is_not_written_over() -> None:
    home = filled()
    service, book = drafting(home), playbook(home)
    draft = service.playbook(ADMIN)
    book.edit(ADMIN, "10", "Written meanwhile.")
    with pytest.raises(Conflict, match="Chapter 10 was changed"):
        service.approve(ADMIN, draft.id)
    assert book.show(ANA, "10").words == "Written meanwhile."
    assert not book.show(ANA, "1").written


def test_who_edits_no_more_approves_no_more() -> None:
    home = filled()
    service = drafting(home)
    draft = service.playbook(ADMIN)
    with pytest.raises(NotAllowed):
        service.approve(ANA.model_copy(update={"member": "adm"}), draft.id)
    assert not playbook(home).show(ANA, "1").written


def test_a_name_in_an_edited_draft_keeps_it_from_being_approved() -> None:
    service = drafting(filled())
    draft = service.playbook(ADMIN, "1")
    service.edit(ADMIN, draft.id, draft.markdown + "\nAsk Beatriz Nunes.\n")
    with pytest.raises(Conflict, match="another member"):
        service.approve(ADMIN, draft.id)


def test_it_is_exported_like_any_draft() -> None:
    service = drafting(filled())
    draft = service.playbook(ADMIN)
    assert service.export(ADMIN, draft.id, "md").content.startswith(b"# The playbook")
    assert service.export(ADMIN, draft.id, "docx").content[:2] == b"PK"
    assert json.loads(service.export(ADMIN, draft.id, "json").content)["kind"] == "playbook"
    with pytest.raises(BadInput, match="no date"):
        service.export(ADMIN, draft.id, "ics")


def test_a_chat_model_is_not_asked_and_the_draft_says_so() -> None:
    model = ChatModelWriter(ChatClient("big", "http://127.0.0.1:9"), EmbeddedWriter())
    draft = drafting(filled(), model).playbook(ADMIN)
    assert draft.writer == "embedded"
    assert "worded by no model" in draft.remark


def test_a_heading_that_stands_twice_or_is_no_chapters_is_told() -> None:
    with pytest.raises(BadInput, match="stands twice"):
        chapters_in("## 1. One\n\na\n\n## 1. Again\n\nb\n")
    with pytest.raises(BadInput, match="no chapter “12”"):
        chapters_in("## 12. Twelve\n\na\n")
    assert chapters_in("## 2. Two [1]\n\nA fact. [2][13]\n\n## Sources\n\n1. x") == {"matching": "A fact."}


def test_a_heading_of_the_editors_own_ends_no_chapter() -> None:
    draft = "## 1. One\n\na\n\n## House rules\n\nKnock.\n\n## 2. Two\n\nb\n\n## Sources\n\n1. x"
    assert chapters_in(draft) == {"roles": "a\n\n## House rules\n\nKnock.", "matching": "b"}


@pytest.mark.parametrize("level", ["#", "##", "####", "######"])
def test_a_section_of_any_level_stays_when_a_chapter_is_drafted_anew(level: str) -> None:
    old = f"Opening.\n\n### How it is done here\n\n- old\n\n{level} House rules\n\nKnock."
    new = with_what_was_there("Opening.\n\n### How it is done here\n\n- new", old)
    assert new == f"Opening.\n\n### How it is done here\n\n- new\n\n{level} House rules\n\nKnock."


def test_a_section_drafted_anew_replaces_the_old_one_and_no_other() -> None:
    old = "Opening.\n\n### How it is done here\n\n- old\n\n### Ours\n\n- kept"
    new = with_what_was_there("Opening.\n\n### How it is done here\n\n- new", old)
    assert "- old" not in new
    assert new.endswith("### Ours\n\n- kept")
