"""The guides as whoever keeps them sees them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from copilot.services.guide_shelf import Shelved
from knowledge.words import GuidesAdded
from ui.web.views.pieces import NOTHING, badge, counted, empty, listed, notice, piece, together

TONES = {"built in": "quiet", "your own": "good", "added": "plain"}


def guide_list(guides: Sequence[Shelved]) -> Markup:
    """Every guide with where it comes from and how many passages it has."""
    if not guides:
        return empty(
            "There are no guides yet.",
            "Add those that ship with one click above, or upload your own.",
        )
    passages = sum(one.passages for one in guides)
    rows = together([_row(one) for one in guides])
    return piece(
        '<section class="section"><h2>On the shelf</h2><p class="under">{} with {}.</p><div class="wide" tabindex="0" '
        'role="region" aria-label="The guides"><table class="plain-table"><thead><tr><th scope="col">Guide</th>'
        '<th scope="col">Passages</th><th scope="col">Comes from</th></tr></thead><tbody>{}</tbody></table></div>'
        "</section>",
        counted(len(guides), "guide"), counted(passages, "passage"), rows,
    )  # fmt: skip


def guides_added(found: GuidesAdded) -> Markup:
    """What was added, and each file that could not be, with why."""
    said = (
        f"{found.added} added, {found.updated} updated, {found.removed} taken away, "
        f"{found.unchanged} as they were."
    )
    changed = found.added or found.updated or found.removed or found.unchanged
    faults = listed(
        [piece("<strong>{}</strong>: {}", one.path, one.error) for one in found.failed], "plain faults"
    )
    wrong = piece(
        '<div class="notice care" role="alert"><p>{} could not be read:</p>{}</div>',
        counted(len(found.failed), "file"), faults,
    )  # fmt: skip
    doubts = listed([piece("{}", one) for one in found.warnings[:20]], "small")
    return (notice(said) if changed else NOTHING) + (wrong if found.failed else NOTHING) + doubts


def _row(one: Shelved) -> Markup:
    return piece(
        '<tr><th scope="row"><a href="/guide/{}">{}</a><span class="under small">{}</span></th><td>{:,}</td>'
        "<td>{}</td></tr>",
        one.path, one.title, one.path, one.passages, badge(one.kind, TONES.get(one.kind, "plain")),
    )  # fmt: skip
