"""How long things are kept, told to everybody."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from copilot.services.retention.service import KeptFor
from ui.web.views.pieces import NOTHING, listed, piece

UNTIL_DELETED = "until you or somebody it belongs to deletes it, or you leave"


def kept_for(kinds: Sequence[KeptFor]) -> Markup:
    """What goes by itself, and when; of everything else, that it doesn't."""
    limited = [each for each in kinds if each.kept_for]
    if not limited:
        return piece(
            '<div class="section"><h2>How long it is kept</h2><p class="under">Nothing goes by itself here: '
            "it is kept {}.</p></div>",
            UNTIL_DELETED,
        )
    return piece(
        '<div class="section"><h2>How long it is kept</h2>{}<p class="under">Everything else is kept {}.</p></div>',
        listed([_line(each) for each in limited]), UNTIL_DELETED,
    )  # fmt: skip


def _line(kind: KeptFor) -> Markup:
    stays = piece(' <span class="small">Not: {}.</span>', kind.stays) if kind.stays else NOTHING
    return piece("{}: {} from {}.{}", kind.title, kind.kept_for, kind.from_when, stays)
