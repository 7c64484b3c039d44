"""The life of a draft: offered → edited → approved, or discarded with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from copilot.domain.asking import OPERATOR_ID, Asker
from copilot.domain.drafts import CheckResult, Draft, DraftKind, Version
from copilot.errors import BadInput, Conflict
from copilot.ports import UnitOfWork
from copilot.services.drafting.approving import Approval
from copilot.services.drafting.checks import check_edited
from copilot.services.drafting.exports import Exported, Format, exported
from copilot.services.drafting.kinds import kind_named
from copilot.services.drafting.verbs.consenting import approved_by, asked_anew, check_read, may_still_agree
from copilot.services.drafting.verbs.making import Making, hidden, names_in
from copilot.services.drafting.verbs.on_approval import ON_APPROVAL
from copilot.services.policy import Action

LONGEST_MARKDOWN = 200_000
MUST_PASS = frozenset({"private", "safe"})
"""The checks that an edited text which others will read has to pass before anybody can stand behind it."""


class Life(Making):
    """Shows drafts to their owners, and keeps what becomes of them."""

    def list(self, asker: Asker, kind: DraftKind | None = None) -> list[Draft]:
        """The asker's drafts, the newest first."""
        with self._units.reading() as unit:
            drafts = unit.drafts.all() if kind is None else unit.drafts.all(kind=kind)
        own = [one for one in drafts if self._policy.allows(asker, Action.DRAFT_READ, owners=one.owners)]
        return sorted(own, key=lambda one: (one.created, one.id), reverse=True)

    def show(self, asker: Asker, draft: str) -> Draft:
        """One draft; NotFound where the asker may not see it."""
        with self._units.reading() as unit:
            return self._readable(unit, asker, draft)

    def edit(self, asker: Asker, draft: str, markdown: str) -> Draft:
        """Keep a person's words, checked as words; the earlier text stays as a version."""
        if not markdown.strip() or len(markdown) > LONGEST_MARKDOWN:
            raise BadInput(
                "The text is empty or too long.",
                place=f"draft {draft}",
                cure=f"Give 1 to {LONGEST_MARKDOWN:,} characters.",
            )
        now, by = self._clock.now(), asker.name_in_log
        checks = self._checked(asker, draft, markdown)

        def edited(old: Draft) -> Draft:
            version = Version(at=now, by=by, markdown=old.markdown)
            # What a member writes is hers: an operator who had the first version made does not see it.
            owners = old.owners if asker.operator else old.owners - {OPERATOR_ID}
            return old.changed(
                state="edited",
                markdown=markdown,
                checks=checks,
                versions=(*old.versions, version),
                inputs=asked_anew(old.inputs),
                owners=owners,
            )

        return self._changed(asker, draft, "edit", edited, ("offered", "edited"))

    def approve(self, asker: Asker, draft: str, version: int | None = None) -> Draft:
        """A person stands behind it. Where others will read it, the one it is about agrees by approving it as well.

        Args:
            asker: who approves.
            draft: which one.
            version: how many versions came before the words she read; Conflict where they were edited since.
        """

        def approved(old: Draft) -> Draft:
            check_read(old, version)
            if old.state == "approved" and not may_still_agree(old, asker):
                raise _settled(old)
            _require_fit(old)
            return approved_by(old, asker)

        return self._changed(
            asker, draft, "approve", approved, ("offered", "edited", "approved"), self._what_follows(asker)
        )

    def discard(self, asker: Asker, draft: str, reason: str) -> Draft:
        """Put it away, with the reason."""
        if not reason.strip():
            raise BadInput(
                "A draft is discarded with a reason.",
                place="--reason",
                cure="Say in a few words what was wrong.",
            )
        change: Callable[[Draft], Draft] = lambda old: old.changed(state="discarded", reason=reason.strip())  # noqa: E731
        return self._changed(asker, draft, "discard", change, ("offered", "edited", "approved"))

    def export(self, asker: Asker, draft: str, format_: Format) -> Exported:
        """The draft as a file."""
        return exported(self.show(asker, draft), format_)

    def _checked(self, asker: Asker, draft: str, markdown: str) -> tuple[CheckResult, ...]:
        """The verdicts on an edited text; it may name those the draft is about and those of its relationship."""
        with self._units.reading() as unit:
            old = self._readable(unit, asker, draft)
            relationship = unit.relationships.find(old.relationship) if old.relationship else None
            names = names_in(unit)
        people = {old.about, *(relationship.members if relationship else ())}
        return check_edited(old, markdown, names, people)

    def _what_follows(self, asker: Asker) -> Callable[[UnitOfWork, Draft], None]:
        """What else an approval does, in the same transaction."""

        def follow(unit: UnitOfWork, approved: Draft) -> None:
            if approved.state == "approved" and approved.kind in ON_APPROVAL:
                ON_APPROVAL[approved.kind](Approval(unit, approved, asker, self._policy, self._clock.now()))

        return follow

    def _changed(
        self, asker: Asker, draft: str, verb: str, change: Callable[[Draft], Draft], allowed: Sequence[str],
        then: Callable[[UnitOfWork, Draft], None] = lambda unit, draft: None,
    ) -> Draft:  # fmt: skip
        with self._units() as unit:
            old = self._readable(unit, asker, draft)
            self._policy.require(asker, Action.DRAFT_WRITE, owners=old.owners)
            if old.state not in allowed:
                raise Conflict(
                    f"The draft is {old.state} already.", place=f"draft {draft}", cure="Have a new one made."
                )
            new = change(old)
            kept = unit.drafts.save(new)
            then(unit, kept)
            unit.audit_log.add(self._entry(asker, verb, draft))
            unit.commit()
        return kept

    def _readable(self, unit: UnitOfWork, asker: Asker, draft: str) -> Draft:
        found = unit.drafts.find(draft)
        if found is None or not self._policy.allows(asker, Action.DRAFT_READ, owners=found.owners):
            raise hidden("draft", draft)
        return found


def _require_fit(draft: Draft) -> None:
    """Style is for whoever edits to decide; others' names, and links or orders in a text for others, are not.

    In her own plan a person may write whom she will tell, and what she will read.
    """
    if not kind_named(draft.kind).for_others:
        return
    for check in draft.checks:
        if check.name in MUST_PASS and not check.passed:
            raise Conflict(
                f"The draft can't be approved as it stands. {check.reason}",
                place=f"draft {draft.id}",
                cure="Edit it again and take that out, or discard it.",
            )


def _settled(draft: Draft) -> Conflict:
    return Conflict(
        f"The draft is {draft.state} already.", place=f"draft {draft.id}", cure="Have a new one made."
    )
