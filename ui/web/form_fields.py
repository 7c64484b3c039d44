"""Fields that more than one form asks for, each written once."""

from __future__ import annotations

from typing import Any

import gradio as gr

from copilot.domain.spaces import Channel
from ui.web.typed_times import LENGTHS
from ui.web.views.webhooks import CHANNELS


def when_and_how_long() -> tuple[Any, Any, Any]:
    """The day, the time and the length of a meeting to be planned; inside a row."""
    return (
        gr.Textbox(label="Day (such as 2027-03-31)", max_length=10, min_width=150),
        gr.Textbox(label="Time (such as 14:30)", max_length=5, min_width=120),
        gr.Dropdown(list(LENGTHS), value=60, label="How long", min_width=130, filterable=False),
    )


def channel_choice() -> Any:
    """To which other system."""
    return gr.Radio(
        [(name, channel.value) for channel, name in CHANNELS.items()],
        value=Channel.SLACK.value,
        label="Where to?",
        elem_classes="pills",
    )


def webhook_address(label: str) -> Any:
    """Where the other system takes posts; it is typed like a password, for it is one."""
    return gr.Textbox(label=label, placeholder="https://…", type="password", max_length=2_000)
