"""What is counted for whoever runs an installation: how often, never who or what.

Each tally names its labels and every value that these may take. A value outside them is counted as `other`, so that
no name, id, address or text can come into a figure, whatever the code that counts hands over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from copilot.domain.drafts import DraftKind

OTHER = "other"


@dataclass(frozen=True, eq=False)
class Counted:
    """Something that is counted.

    Args:
        name: in words joined by underscores.
        what: what one is, in a sentence.
        labels: label → the values it may take, in the order in which they are given.
    """

    name: str
    what: str
    labels: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def told(self, given: tuple[str, ...]) -> tuple[str, ...]:
        """The labels' values as they may be kept: one for each label, none that isn't named here."""
        values = (*given, *[OTHER] * len(self.labels))
        return tuple(
            value if value in known else OTHER
            for value, known in zip(values, self.labels.values(), strict=False)
        )


def _one_of(*values: str) -> frozenset[str]:
    return frozenset(values)


JOBS = _one_of("answer", "chat", "draft")
KINDS = frozenset(kind.value for kind in DraftKind)
CHECK_NAMES = _one_of("grounded", "complete", "specific", "inclusive", "private", "safe")

SIGN_INS = Counted(
    "sign_ins",
    "Sign-ins by way and outcome.",
    {
        "way": _one_of("password", "persona", "elsewhere"),
        "outcome": _one_of("in", "refused", "held_back"),
    },
)
QUESTIONS = Counted(
    "questions",
    "Questions put to the guides, in the chat too.",
    {"outcome": _one_of("answered", "abstained", "signposted")},
)
DRAFTS = Counted(
    "drafts",
    "Drafts asked for. replaced: the embedded writer stood in for a chat model; questions: nothing passed.",
    {"kind": KINDS, "outcome": _one_of("passed", "replaced", "questions")},
)
CHECKS = Counted(
    "draft_checks",
    "What checks said of tries at drafts, those that nobody saw among them.",
    {"kind": KINDS, "check": CHECK_NAMES, "outcome": _one_of("passed", "failed")},
)
MODEL_CALLS = Counted(
    "chat_model_calls", "Requests to the chat model.", {"outcome": _one_of("answered", "failed")}
)
MODEL_TOKENS = Counted(
    "chat_model_tokens", "Tokens of the chat model.", {"direction": _one_of("read", "written")}
)
MODEL_FALLBACKS = Counted(
    "chat_model_fallbacks", "Jobs that the embedded way took over from the chat model.", {"job": JOBS}
)
NUDGES = Counted(
    "nudges", "Nudges by what became of them.", {"outcome": _one_of("sent", "failed", "unsure", "put_off", "dropped")}
)  # fmt: skip
DELIVERIES = Counted(
    "webhook_deliveries",
    "Posts to webhooks by what became of them.",
    {"outcome": _one_of("sent", "put_off", "given_up")},
)
ROUNDS = Counted(
    "background_rounds",
    "Rounds in the background.",
    {"round": _one_of("webhooks", "nudges", "retention"), "outcome": _one_of("done", "failed")},
)

EVERY = (
    SIGN_INS,
    QUESTIONS,
    DRAFTS,
    CHECKS,
    MODEL_CALLS,
    MODEL_TOKENS,
    MODEL_FALLBACKS,
    NUDGES,
    DELIVERIES,
    ROUNDS,
)
