"""A draft that can't be made becomes the questions to ask, never invention."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.domain.drafts import DraftKind
from copilot.errors import NothingToSay


class QuestionsToAsk(NothingToSay):
    """Too little is known to draft from: what to ask instead, in words that can be sent as they stand.

    `about` is an id: a name would tell who is there.
    """

    def __init__(
        self, kind: DraftKind, about: str, questions: Sequence[str], reasons: Sequence[str] = ()
    ) -> None:
        what = kind.value.replace("-", " ")
        super().__init__(
            f"Too little is known to draft this {what}."
            if not reasons
            else f"No {what} could be drafted that passes the checks.",
            place=about,
            cure="Ask: " + " ".join(questions),
        )
        self.kind = kind
        self.about = about
        self.questions = tuple(questions)
        self.reasons = tuple(reasons)

    def as_draft(self) -> dict[str, object]:
        """The same in the shape of a draft, with questions for a body."""
        markdown = "\n".join(
            ["Too little is known yet. Questions to ask:", "", *(f"- {one}" for one in self.questions)]
        )
        return {
            "draft": None,
            "kind": self.kind.value,
            "state": "questions",
            "facts": [],
            "proposals": list(self.questions),
            "body": {"questions": list(self.questions)},
            "markdown": markdown + "\n",
            "citations": [],
            "checks": [],
            "reasons": list(self.reasons),
        }
