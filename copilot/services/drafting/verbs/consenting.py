"""Consent: words about somebody that others will read count only once she has agreed to them.

Whoever made a recognition approves it, and it is ready; it is public only when the recognised approved it too. Either
may come first: her yes alone leaves it a draft. It is a yes to the words she read; once they are changed she is asked
anew. A sponsorship brief is approved by the one it is about and by nobody else. The states stay those of every draft:
who has agreed is kept in the draft's inputs, and `Draft.publishable` reads it.
"""

from __future__ import annotations

from dataclasses import replace

from copilot.domain.asking import Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.wording import first_name
from copilot.errors import Conflict, NotAllowed
from copilot.services.drafting.material import Gathered

ASKED, GIVEN = "asked", "given"


def to_be_agreed(gathered: Gathered, name: str) -> Gathered:
    """The same with a remark on whose agreement it needs."""
    remark = f"Nothing of this is for others to see until {first_name(name)} has approved it."
    return replace(gathered, remark=" ".join(filter(None, (gathered.remark, remark))))


def may_still_agree(draft: Draft, asker: Asker) -> bool:
    """Whether it is ready, and the one it is about has not said yes yet."""
    return draft.state == "approved" and draft.consent == ASKED and asker.member == draft.about


def only_agrees(draft: Draft, asker: Asker) -> bool:
    """Whether her yes is consent and no more: others own the words too, and have not approved them yet."""
    hers = bool(asker.member) and asker.member == draft.about
    others = draft.made_by != draft.about and draft.owners - {draft.about}
    return (
        hers and draft.kind is DraftKind.RECOGNITION and draft.state in ("offered", "edited") and bool(others)
    )


def check_read(draft: Draft, read: int | None) -> None:
    """Conflict where the words are not those she read; `read` is how many versions there were before them."""
    if read is not None and read != len(draft.versions):
        raise Conflict(
            "The words were changed since you read them.",
            place=f"draft {draft.id}",
            cure="Read them again as they are now, and then decide.",
        )


def asked_anew(inputs: dict[str, str]) -> dict[str, str]:
    """The inputs of words that were changed: a yes to the earlier ones is none to these."""
    return {**inputs, "consent": ASKED} if inputs.get("consent") == GIVEN else inputs


def approved_by(draft: Draft, asker: Asker) -> Draft:
    """The draft approved; with consent where the one it is about approves. NotAllowed where that is hers alone."""
    hers = bool(asker.member) and asker.member == draft.about
    if draft.kind is DraftKind.BRIEF and not hers:
        raise NotAllowed(
            f"Only {draft.about} can approve what a sponsor may say of {draft.about}.",
            place=f"draft {draft.id}",
            cure="Ask for the brief to be read, changed and approved there.",
        )
    inputs = {**draft.inputs, "consent": GIVEN} if hers and draft.consent else draft.inputs
    state = draft.state if only_agrees(draft, asker) else "approved"
    return draft.changed(state=state, inputs=inputs)
