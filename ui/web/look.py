"""How it looks: one calm palette, light and dark, system fonts only. Colours live in `static/look.css`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

STATIC = Path(__file__).parent / "static"
SANS = ("Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "Arial", "sans-serif")
MONO = ("ui-monospace", "Cascadia Mono", "Liberation Mono", "monospace")

HEAD = (
    '<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="/look/look.css">'
    '<script src="/look/reading.js" defer></script><script src="/look/review.js" defer></script>'
    '<script src="/look/chat.js" defer></script><script src="/look/spaces.js" defer></script>'
    '<script src="/look/plots.js" defer></script><script src="/look/lists.js" defer></script>'
)
"""Part of every Gradio page. The style sheet and the scripts are files, so that browsers keep them."""

PALETTE = {
    "body_background_fill": "var(--paper)",
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--muted)",
    "background_fill_primary": "var(--surface)",
    "background_fill_secondary": "var(--paper)",
    "border_color_primary": "var(--line)",
    "border_color_accent": "var(--accent)",
    "color_accent_soft": "var(--accent-soft)",
    "link_text_color": "var(--accent)",
    "link_text_color_hover": "var(--accent-strong)",
    "link_text_color_visited": "var(--accent)",
    "link_text_color_active": "var(--accent)",
    "block_background_fill": "transparent",
    "block_label_background_fill": "transparent",
    "block_label_text_color": "var(--ink)",
    "block_title_text_color": "var(--ink)",
    "block_info_text_color": "var(--muted)",
    "input_background_fill": "var(--surface)",
    "input_border_color": "var(--edge)",
    "input_border_color_focus": "var(--accent)",
    "input_placeholder_color": "var(--muted)",
    "button_primary_background_fill": "var(--accent)",
    "button_primary_background_fill_hover": "var(--accent-strong)",
    "button_primary_border_color": "var(--accent)",
    "button_primary_border_color_hover": "var(--accent-strong)",
    "button_primary_text_color": "var(--on-accent)",
    "button_secondary_background_fill": "var(--surface)",
    "button_secondary_background_fill_hover": "var(--accent-soft)",
    "button_secondary_text_color": "var(--ink)",
    "button_secondary_border_color": "var(--edge)",
    "button_cancel_background_fill": "var(--surface)",
    "button_cancel_background_fill_hover": "var(--care-soft)",
    "button_cancel_text_color": "var(--care)",
    "button_cancel_border_color": "var(--edge)",
    "checkbox_background_color": "var(--surface)",
    "checkbox_background_color_selected": "var(--accent)",
    "checkbox_border_color": "var(--edge)",
    "checkbox_border_color_selected": "var(--accent)",
    "checkbox_label_background_fill": "var(--surface)",
    "checkbox_label_background_fill_hover": "var(--accent-soft)",
    "checkbox_label_background_fill_selected": "var(--accent-soft)",
    "checkbox_label_text_color": "var(--ink)",
    "checkbox_label_border_color": "var(--line)",
    "slider_color": "var(--accent)",
    "error_background_fill": "var(--care-soft)",
    "error_text_color": "var(--care)",
    "error_border_color": "var(--care)",
}
SAME_IN_BOTH = {
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_padding": "0px",
    "input_radius": "10px",
    "input_border_width": "1px",
    "input_padding": "10px 12px",
    "button_large_radius": "10px",
    "button_medium_radius": "10px",
    "button_small_radius": "999px",
    "button_border_width": "1px",
    "button_large_text_weight": "600",
    "layout_gap": "16px",
}


def theme() -> Any:
    """Gradio's theme over our own colours. Fonts by name only: nothing is fetched."""
    from gradio.themes import Base
    from gradio.themes.utils import sizes

    ours = Base(font=SANS, font_mono=MONO, text_size=sizes.text_md, radius_size=sizes.radius_md)
    # The colours are variables that change with the scheme, so dark takes the same names.
    dark = {f"{name}_dark": value for name, value in PALETTE.items() if hasattr(ours, f"{name}_dark")}
    return ours.set(**PALETTE, **dark, **SAME_IN_BOTH)
