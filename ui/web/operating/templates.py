"""The template of the route that a request goes to: `/draft/{draft}.{kind}`, and never the path itself.

Paths carry tokens, ids and names; whatever tells of requests tells of templates alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import FastAPI

NO_ROUTE = "none"
"""What a path is called that leads nowhere."""
Pattern = re.Pattern[str]


class Templates:
    """The routes of an app, those of the apps mounted in it among them; read when they are first asked for.

    Args:
        app: the whole web app.
        more: paths beside its routes.
    """

    def __init__(self, app: FastAPI, more: tuple[str, ...] = ()) -> None:
        self._app = app
        self._more = more

    def of(self, path: str) -> str:
        """The template that a path fits; `none` where it fits none."""
        literal, patterns = self._known
        if path in literal:
            return path
        return next((template for pattern, template in patterns if pattern.match(path)), NO_ROUTE)

    @cached_property
    def _known(self) -> tuple[frozenset[str], list[tuple[Pattern, str]]]:
        found = [*((path, re.compile(re.escape(path) + "$")) for path in self._more), *_routes(self._app)]
        literal = frozenset(template for template, _ in found if "{" not in template)
        return literal, [(pattern, template) for template, pattern in found if "{" in template]


def _routes(app: Any, before: str = "") -> Iterator[tuple[str, Pattern]]:
    """Template and pattern of each route, in the order in which they are tried."""
    from fastapi.routing import iter_route_contexts
    from starlette.routing import Mount, compile_path

    for route in iter_route_contexts(app.routes):
        path = getattr(route, "path", None)
        mounted = next((each for each in app.routes if isinstance(each, Mount) and each.path == path), None)
        below = getattr(mounted, "app", None)
        if mounted is not None and hasattr(below, "routes"):
            yield from _routes(below, before + mounted.path)
        elif path is not None:
            whole = before + (f"{path}/{{path:path}}" if mounted is not None else path)
            pattern, template, _ = compile_path(whole)
            yield template, pattern
