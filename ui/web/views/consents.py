"""What somebody agreed to, told to herself."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from copilot.domain.consents import TERMS, Purpose
from copilot.services.consents.ledger import LineTold
from ui.web.views.pieces import NOTHING, day, empty, listed, piece

CALLED: dict[Purpose, str] = {
    Purpose.DECLARED_GROUPS: "Counting by groups", Purpose.WISHES: "Wishes in matching",
    Purpose.SPEAKING: "What a sponsor may say", Purpose.WRITE_UP: "Words of recognition", Purpose.MOMENT: "A moment",
    Purpose.SHOUT_OUT: "A shout-out", Purpose.STORY: "A story", Purpose.SPOTLIGHT: "Speaking at an event",
    Purpose.LEADERBOARD: "The leaderboard", Purpose.BADGE: "A badge shown",
    Purpose.PLAYBOOK: "An offer to the playbook",
    Purpose.SURVEY_WORDS: "Survey words for managers", Purpose.WEBHOOK: "Nudges to your webhook",
}  # fmt: skip


def ledger(lines: Sequence[LineTold]) -> Markup:
    """Her lines: what stands, and folded below it what she took back."""
    if not lines:
        return piece(
            '<section class="card apart"><h2>What you agreed to</h2>{}</section>',
            empty(
                "Nothing so far.", "Whatever you agree to stands here with its day, and can be taken back."
            ),
        )
    standing = listed([_line(line) for line in lines if line.withdrawn_at is None])
    over = [_line(line) for line in lines if line.withdrawn_at is not None]
    past = piece("<details><summary>Taken back, or over</summary>{}</details>", listed(over))
    return piece(
        '<section class="card apart"><h2>What you agreed to</h2><p class="under">Nobody but you reads this list.'
        "</p>{}{}</section>",
        standing, past if over else NOTHING,
    )  # fmt: skip


def choices(lines: Sequence[LineTold]) -> list[tuple[str, str]]:
    """What can be taken back, as a list to choose from."""
    return [(_called(line), f"{line.purpose} {line.what}") for line in lines if line.withdrawn_at is None]


def _called(line: LineTold) -> str:
    since = f"{line.given_at:%Y-%m-%d}" if line.given_at else "an earlier day"
    which = f" {line.what}" if line.what else ""
    return f"{CALLED[line.purpose]}{which}, since {since}"


def _line(line: LineTold) -> Markup:
    since = day(line.given_at, "before this list was begun")
    ended = piece(" until {}", day(line.withdrawn_at)) if line.withdrawn_at else NOTHING
    return piece(
        '<b>{}</b> “{}” <span class="small">Since {}{}; seen by {}.{}</span>',
        CALLED[line.purpose], line.words, since, ended, line.visible_to, _given_at(line.purpose),
    )  # fmt: skip


def _given_at(purpose: Purpose) -> str:
    """The page's name, without the commands behind it; nothing where there are only commands."""
    place = TERMS[purpose].gives.split(", or ")[0].split("; ")[0]
    return "" if place.startswith("`") else f" Given at {place}."
