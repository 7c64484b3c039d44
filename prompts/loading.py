"""Prompts are files: declared inputs, then a section a role.

A file is cut into its roles before anything is filled in, so that nobody's text can open a role; every value is
written as data, on one line, without marks that a model could take for structure.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

import yaml
from jinja2 import Environment, StrictUndefined, meta

from copilot.errors import BadInput

Role = Literal["system", "user", "assistant"]
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_ROLE = re.compile(r"^# (system|user|assistant)\s*$", re.MULTILINE)
_STRUCTURE = str.maketrans({"<": "‹", ">": "›", "«": "‹", "»": "›", "`": "'", "\t": " "})


@dataclass(frozen=True)
class Said:
    """One message of a rendered prompt."""

    role: Role
    text: str


@dataclass(frozen=True)
class Prompt:
    """A prompt file. `version` is a hash of its text; `inputs` are the values it must be given."""

    name: str
    version: str
    inputs: tuple[str, ...]
    sections: tuple[tuple[Role, str], ...]

    def render(self, **values: object) -> tuple[Said, ...]:
        """The messages, with every value written as data.

        Raises BadInput where a declared input is missing or another one is given.
        """
        if set(values) != set(self.inputs):
            odd = ", ".join(sorted(set(values) ^ set(self.inputs)))
            raise BadInput("The prompt was given other inputs than it declares.", place=f"{self.name}: {odd}")
        environment = _environment()
        return tuple(
            Said(role, _tidy(environment.from_string(text).render(**values))) for role, text in self.sections
        )

    def used(self) -> set[str]:
        """The variables that its sections use."""
        environment = _environment()
        return set().union(
            *(meta.find_undeclared_variables(environment.parse(text)) for _, text in self.sections)
        )


@functools.cache
def load(name: str) -> Prompt:
    """The prompt of that name, such as `goal-plan`."""
    return read(name, (files("prompts") / f"{name}.md").read_text("utf-8"))


def names() -> list[str]:
    """Every prompt there is."""
    return sorted(
        file.name.removesuffix(".md") for file in files("prompts").iterdir() if file.name.endswith(".md")
    )


def read(name: str, text: str) -> Prompt:
    """A prompt from its text. Raises BadInput where the front matter or every role is missing."""
    matter = _FRONT_MATTER.match(text)
    declared = yaml.safe_load(matter[1]).get("inputs") if matter else None
    body = text[matter.end() :] if matter else text
    marks = list(_ROLE.finditer(body))
    if not isinstance(declared, list) or not marks:
        raise BadInput(
            "A prompt has `inputs:` between two lines of dashes, then `# system` or `# user`.", place=name
        )
    ends = [*(mark.start() for mark in marks[1:]), len(body)]
    sections = tuple(
        (_role(mark[1]), body[mark.end() : end].strip("\n")) for mark, end in zip(marks, ends, strict=True)
    )
    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Prompt(name, version, tuple(str(one) for one in declared), sections)


def as_data(value: object) -> object:
    """A text on one line, without hidden characters and without marks that look like structure."""
    if not isinstance(value, str):
        return value
    visible = "".join(
        " " if letter in "\n\r" else letter for letter in value if letter in "\n\r\t" or _visible(letter)
    )
    return " ".join(visible.translate(_STRUCTURE).split())


def _visible(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cf", "Co", "Cs", "Cn"}


def _role(name: str) -> Role:
    return "system" if name == "system" else "assistant" if name == "assistant" else "user"


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip()


@functools.cache
def _environment() -> Environment:
    # Prompts are not HTML: `finalize` writes every value as data instead of escaping it.
    return Environment(
        undefined=StrictUndefined,
        finalize=as_data,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701
    )
