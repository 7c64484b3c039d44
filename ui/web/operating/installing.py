"""The parts of operating put around an app."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from copilot.readiness import parts_of
from ui.web.operating.addresses import ADDRESSES, Operating
from ui.web.operating.figures import Figures
from ui.web.operating.readiness import Readiness
from ui.web.operating.templates import Templates
from ui.web.operating.watching import Watch

if TYPE_CHECKING:
    from fastapi import FastAPI

    from copilot.app import Copilot


def put_around(app: FastAPI, copilot: Copilot) -> Callable[[], None]:
    """Health, figures, a line a request, and traces where the settings name a collector; gives back what ends them.

    To be called after all other middleware was added: these are the outermost.
    """
    templates, figures = Templates(app, ADDRESSES), Figures(copilot)
    settings = copilot.settings
    app.add_middleware(
        Operating,
        readiness=Readiness(parts_of(copilot)),
        figures=figures,
        token=settings.metrics_token.get_secret_value(),
    )
    app.add_middleware(Watch, templates=templates, seen=figures.seen, quiet=frozenset(ADDRESSES))
    if not settings.otlp_endpoint:
        return lambda: None
    from ui.web.operating.tracing import Tracing

    tracing = Tracing(settings.otlp_endpoint)
    tracing.watch(app, copilot.home.engine, templates)
    return tracing.close
