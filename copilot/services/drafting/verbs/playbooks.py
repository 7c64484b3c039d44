"""The playbook: drafted from the community's own records, kept as new versions of its chapters by whoever approves."""

from __future__ import annotations

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.matches import AuditEntry
from copilot.domain.playbook import KEYS, Chapter, ChapterKey
from copilot.domain.records import new_id
from copilot.errors import BadInput, Conflict
from copilot.ports import Progress, UnitOfWork
from copilot.services.drafting.approving import Approval
from copilot.services.drafting.facts.playbook import PlaybookFacts
from copilot.services.drafting.verbs.making import Making, names_in
from copilot.services.playbook.community import read
from copilot.services.playbook.texts import chapters_in, key_of, with_what_was_there
from copilot.services.policy import Action

VERSIONS = "versions"


class Playbooks(Making):
    """Drafts the playbook."""

    def playbook(self, asker: Asker, chapter: str = "", progress: Progress | None = None) -> Draft:
        """All ten chapters, or one by its key or number, for the playbook's editors."""
        self._policy.require(asker, Action.PLAYBOOK_WRITE)
        self._policy.require(asker, Action.ANALYTICS_READ)
        keys = (key_of(chapter),) if chapter else KEYS
        facts, guides = PlaybookFacts(self._library, self._encoder), len(self._library.guides())
        with self._units.reading() as unit:
            here = read(unit, self._clock.now(), guides=guides, tracks=_tracks(), weights=self._weights())
            gathered, names = facts.gather(unit, here, keys), names_in(unit)
            versions = _versions(unit, keys)
        gathered = facts.with_passages(gathered, progress)
        own = {asker.member} - {""}
        return self._made(
            asker, DraftKind.PLAYBOOK, gathered, names, about="", people=own, inputs={VERSIONS: versions}
        )


def keep_chapters(approval: Approval) -> None:
    """Keep each chapter of the approved text as its next version. Sections that editors had added stay in it.

    Raises BadInput where no chapter is left in the text, Conflict where somebody changed one since it was drafted.
    """
    approval.policy.require(approval.asker, Action.PLAYBOOK_WRITE)
    written = chapters_in(approval.draft.markdown)
    if not written:
        raise BadInput(
            "No chapter is left in it.", place=f"draft {approval.draft.id}",
            cure="Begin each with its heading, such as “## 1. Clear roles and expectations”, or discard the draft.",
        )  # fmt: skip
    before = dict(each.split(":") for each in approval.draft.inputs.get(VERSIONS, "").split(",") if each)
    for key, text in written.items():
        _keep(approval, key, text, before.get(key, "0"))


def _keep(approval: Approval, key: ChapterKey, text: str, before: str) -> None:
    unit, draft = approval.unit, approval.draft
    found, by, now = unit.chapters.find(key), approval.asker.name_in_log, approval.at
    if str(found.version if found else 0) != before:
        raise Conflict(
            f"Chapter {KEYS.index(key) + 1} was changed since this was drafted.", place=f"draft {draft.id}",
            cure="Have it drafted again, so that nobody’s words are written over.",
        )  # fmt: skip
    if found is None:
        unit.chapters.add(Chapter(id=key, text=text, by=by, at=now, source=draft.id))
    else:
        whole = with_what_was_there(text, found.text)
        unit.chapters.save(found.rewritten(by, now, text=whole, source=draft.id))
    unit.audit_log.add(
        AuditEntry(
            id=new_id("l"),
            at=now,
            by=by,
            verb="edit",
            kind="playbook",
            record=key,
            detail={"draft": draft.id},
        )
    )


def _versions(unit: UnitOfWork, keys: tuple[ChapterKey, ...]) -> str:
    """What each chapter stands at while it is drafted, such as `roles:2,peers:1`."""
    every = {each.id: each.version for each in unit.chapters.all()}
    return ",".join(f"{key}:{every.get(key, 0)}" for key in keys)


def _tracks() -> int:
    from knowledge.tracks import tracks

    return len(tracks())
