"""Gradio prints tracebacks with the words of errors, which quote what people typed: here only their places are kept."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any

log = logging.getLogger(__name__)


class _Places:
    """Stands in for the module `traceback` in Gradio's modules: what is printed there is noted without its words."""

    def __getattr__(self, name: str) -> Any:
        return getattr(traceback, name)

    def print_exc(self, *_: object, **__: object) -> None:
        log.error("Gradio came upon an error", exc_info=sys.exc_info()[1])


def _unsaid(*_: object, **__: object) -> None:
    log.error("Gradio had something to say", exc_info=sys.exc_info()[1])


def keep_words_out() -> None:
    """From now on Gradio's server prints nothing of what it is given; calling it again changes nothing."""
    from gradio import queueing, route_utils, routes, utils

    for module in (queueing, route_utils, routes, utils):
        vars(module)["traceback"] = _Places()
        vars(module)["print"] = _unsaid
