"""Making records from what people typed: the domain's limits become sentences."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from copilot.domain.records import without_controls
from copilot.errors import BadInput

M = TypeVar("M", bound=BaseModel)


def made(model: type[M], **fields: Any) -> M:
    """The model, or BadInput naming the first field that is wrong and how; without characters that steer a terminal."""
    try:
        return model(**without_controls(fields))
    except ValidationError as fault:
        field, sentence = what_is_wrong(fault)
        raise BadInput(
            f"{field.replace('_', ' ')} {sentence}.", place=field, cure="Mend it and try again."
        ) from fault


def what_is_wrong(fault: ValidationError) -> tuple[str, str]:
    """The first field that is wrong, and the rest of a sentence that begins with its name."""
    first = fault.errors()[0]
    field = next((str(part) for part in first["loc"] if isinstance(part, str)), "row")
    limits = first.get("ctx", {})
    given = str(first.get("input"))[:40]
    sentences = {
        "greater_than_equal": f"is {given}; {limits.get('ge')} is the least",
        "less_than_equal": f"is {given}; {limits.get('le')} is the most",
        "string_too_long": f"is longer than {limits.get('max_length')} characters",
        "string_too_short": "is empty",
        "value_error": str(limits.get("error", first["msg"])),
    }
    return field, sentences.get(first["type"], first["msg"])
