"""The API's description as a page to read: one document, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

_PAGE = Markup(
    "<!doctype html><html lang='en'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
    "<title>{title} API</title><style>"
    "body{{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#222;background:#fff}}"
    "h2{{margin-top:2.5rem}}h3{{font-size:1rem;margin:1.5rem 0 .25rem}}code{{background:#f2f2f2;padding:.1rem .3rem}}"
    "table{{border-collapse:collapse}}td{{padding:.15rem 1rem .15rem 0;vertical-align:top}}"
    "</style><h1>{title} API {version}</h1><p>{about}</p>"
    "<p>The same for programs: <a href='openapi.json'>openapi.json</a>.</p>{parts}</html>"
)
_PART = Markup("<h2>{tag}</h2>{routes}")
_ROUTE = Markup("<h3><code>{method} {address}</code></h3><p>{told}{takes}</p>{fields}")
_FIELDS = Markup("<table>{rows}</table>")
_ROW = Markup("<tr><td><code>{name}</code><td>{kind}<td>{told}")


def page_of(described: dict[str, Any]) -> Markup:
    """The whole page."""
    by_tag: dict[str, list[Markup]] = {}
    server = described["servers"][0]["url"]
    for path, methods in described["paths"].items():
        for method, route in methods.items():
            by_tag.setdefault(route["tags"][0], []).append(
                _route(server + path, method, route, described["components"]["schemas"])
            )
    parts = [_PART.format(tag=tag.capitalize(), routes=Markup("").join(each)) for tag, each in by_tag.items()]
    info = described["info"]
    return _PAGE.format(
        title=info["title"], version=info["version"], about=info["description"], parts=Markup("").join(parts)
    )


def _route(address: str, method: str, route: dict[str, Any], schemas: dict[str, Any]) -> Markup:
    rows = [_ROW.format(name=name, kind=kind, told=told) for name, kind, told in _fields(route, schemas)]
    scopes = route.get("x-scopes", [])
    return _ROUTE.format(
        method=method.upper(), address=address, told=route.get("description", ""),
        takes=f" Takes {' and '.join(scopes)}." if scopes else "",
        fields=_FIELDS.format(rows=Markup("").join(rows)) if rows else "",
    )  # fmt: skip


def _fields(route: dict[str, Any], schemas: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for each in route.get("parameters", []):
        yield each["name"], f"in the {each['in']}", each.get("description", "")
    body = route.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    shape = schemas.get(body.get("$ref", "").rpartition("/")[2], {})
    needed = set(shape.get("required", []))
    for name, field in shape.get("properties", {}).items():
        yield (
            name,
            "in the body, needed" if name in needed else "in the body",
            field.get("description", ""),
        )
