"""How long things are kept, as everybody reads it."""

from __future__ import annotations

from copilot.domain.retention import Keep
from copilot.services.retention.service import KeptFor
from ui.web.views.retention import kept_for


def kind(keep: Keep, span: str, stays: str = "") -> KeptFor:
    return KeptFor(kind=keep, title=f"Some <{keep}>", kept_for=span, from_when="their day", stays=stays)


def test_what_goes_by_itself_is_named_with_its_time_and_what_stays() -> None:
    page = str(kept_for([kind(Keep.CHATS, "12 months", "those in use"), kind(Keep.NOTES, "")]))
    assert (
        'Some &lt;chats&gt;: 12 months from their day. <span class="small">Not: those in use.</span>' in page
    )
    assert "notes" not in page
    assert "Everything else is kept until" in page


def test_where_nothing_goes_by_itself_it_says_so() -> None:
    assert "Nothing goes by itself here" in str(kept_for([kind(Keep.CHATS, "")]))
