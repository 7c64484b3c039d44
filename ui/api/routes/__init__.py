"""The routes, each calling one verb of one service."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.routing import APIRoute


def every_router() -> tuple[APIRouter, ...]:
    """All of them, in the order of the documentation."""
    from ui.api.routes import community, drafts, guides, managing, matches, meetings, own, talking

    return tuple(
        module.router for module in (own, guides, matches, meetings, drafts, talking, community, managing)
    )


def every_route() -> Iterator[APIRoute]:
    """Each route of each."""
    for router in every_router():
        yield from (route for route in router.routes if isinstance(route, APIRoute))
