"""The checks of a text that a person changed: those that judge words, not the form the words have left."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from copilot.domain.drafts import CheckResult, Draft
from copilot.services.drafting.checks.private import names_of_others
from copilot.services.drafting.checks.safe import unsafe_parts
from copilot.services.drafting.checks.verdict import verdict
from copilot.services.drafting.checks.words import unkind_words, without_quotations
from copilot.services.drafting.kinds import kind_named
from copilot.services.drafting.parts import as_members_say


def check_edited(
    draft: Draft, markdown: str, names: Mapping[str, str], mentioned: Collection[str]
) -> tuple[CheckResult, ...]:
    """Inclusive, private and safe, on the text in place of the draft's own.

    Private notes are not looked for: what somebody typed she knew, and a verdict would tell what others noted.
    """
    for_others = kind_named(draft.kind).for_others
    hers = "" if for_others else as_members_say(draft.inputs.get("topic", ""), draft.citations)
    quoted = [] if for_others else [draft.inputs.get("topic", ""), *(one.quote for one in draft.citations)]
    return (
        verdict("inclusive", unkind_words(without_quotations(markdown), draft.kind.value, hers)),
        verdict("private", names_of_others([markdown], names, mentioned, quoted)),
        verdict("safe", unsafe_parts([markdown])),
    )
