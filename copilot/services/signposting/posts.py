"""The words of the signposts: those that ship, and the community's own over them.

A broken file of the community never stops an answer: somebody in distress must not be met by an error about YAML, nor
be told what the guides say instead. What is wrong with one kind costs that kind alone its own words; the faults are
kept for whoever looks after the installation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

ANYBODY = "your programme's manager"
FILE = "signposts.yaml"
LINK = re.compile(r"https?://[^\s<>()\[\]]+")


class Kind(StrEnum):
    """Matters that get a signpost."""

    CRISIS = "crisis"
    HARASSMENT = "harassment"
    MEDICAL = "medical"
    LEGAL = "legal"
    PAY = "pay"


HEAVY = frozenset({Kind.CRISIS, Kind.HARASSMENT, Kind.MEDICAL})
"""Kinds that are no goal to plan for; a rise in pay or the law of contracts is one."""


class Signpost(BaseModel):
    """Whom to turn to in matters of one kind; `link` may be empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    words: str
    contact: str = ANYBODY
    link: str = ""

    @property
    def text(self) -> str:
        """All of it, as it is shown."""
        return (
            f"{self.words} Here you can turn to {self.contact.rstrip('.')}{self.link and f': {self.link}'}."
        )


class Own(BaseModel):
    """What a community may set for a kind; what it leaves out stays as it ships."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    words: Annotated[str, Field(max_length=1000)] = ""
    contact: Annotated[str, Field(max_length=200)] = ""
    link: Annotated[str, Field(max_length=300)] = ""

    @field_validator("link")
    @classmethod
    def _leads_to_a_page(cls, link: str) -> str:
        if link and not LINK.fullmatch(link):
            raise ValueError("must be one address that begins with https:// or http://")
        return link


@dataclass(frozen=True)
class Posts:
    """A signpost for each kind. faults: sentences about what could not be used, each naming file and field."""

    by_kind: Mapping[Kind, Signpost]
    faults: tuple[str, ...] = ()


def signposts_file(setting: str, home: Path) -> Path | None:
    """The community's file: the one that is set, else `signposts.yaml` in the home where there is one."""
    if setting:
        return Path(setting).expanduser()
    return home / FILE if (home / FILE).is_file() else None


def read_posts(file: Path | None = None, contact: str = ANYBODY) -> Posts:
    """The signposts that ship, with the community's own over them.

    Args:
        file: YAML, for each kind any of `words`, `contact` and `link`.
        contact: whom to turn to where the file names nobody.
    """
    posts = {
        Kind(kind): Signpost(kind=Kind(kind), words=words, contact=contact)
        for kind, words in _shipped().items()
    }
    if file is None:
        return Posts(posts)
    try:
        told = _told(file)
    except (OSError, ValueError, yaml.YAMLError) as fault:
        return Posts(posts, (f"{file}: {_why(fault)}. The words that ship are used until it is mended.",))
    faults = []
    for kind, own in told.items():
        try:
            known = Kind(str(kind))
            posts[known] = _over(posts[known], Own.model_validate(own))
        except (ValidationError, ValueError) as fault:
            faults += [f"{file}: {sentence}." for sentence in _sentences(str(kind), fault)]
    return Posts(posts, tuple(faults))


def _shipped() -> dict[str, str]:
    text = (files("copilot.services.signposting") / FILE).read_text("utf-8")
    read: dict[str, str] = yaml.safe_load(text)
    return read


def _told(file: Path) -> dict[object, object]:
    told: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
    if told is None:
        return {}
    if not isinstance(told, dict):
        raise ValueError("it must name kinds, such as `crisis:`, and under each its words, contact or link")
    return told


def _over(post: Signpost, own: Own) -> Signpost:
    return post.model_copy(update=own.model_dump(exclude_defaults=True))


def _why(fault: Exception) -> str:
    if isinstance(fault, UnicodeDecodeError):
        return "this file isn't text in UTF-8"
    if isinstance(fault, OSError):
        return f"this file can't be read ({fault.strerror})"
    if isinstance(fault, yaml.MarkedYAMLError) and fault.problem_mark is not None:
        return f"line {fault.problem_mark.line + 1} is no YAML ({fault.problem})"
    return " ".join(str(fault).split())


def _sentences(kind: str, fault: ValueError) -> Iterator[str]:
    if not isinstance(fault, ValidationError):
        yield f"“{kind}” is no kind of signpost; choose from {', '.join(Kind)}"
        return
    for one in fault.errors():
        field = ".".join([kind, *(str(part) for part in one["loc"])])
        yield f"{field} {_wrong(one['type'], one.get('ctx', {}), one['msg'])}; {kind} keeps the words that ship"


def _wrong(code: str, limits: Mapping[str, object], message: str) -> str:
    sentences = {
        "extra_forbidden": "isn't known; a kind has words, contact and link",
        "string_type": "must be text; put it in quotation marks",
        "string_too_long": f"is longer than {limits.get('max_length')} characters",
        "model_type": "must hold words, contact or link",
        "value_error": str(limits.get("error", message)),
    }
    return sentences.get(code, message)
