"""The settings as they may be shown: each with its value, where that comes from, and what it does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo

from copilot.services.installation import Setting
from copilot.services.matching.scores.weights_file import FILE
from copilot.settings import Settings

FROM_ENVIRONMENT = "the environment"
AS_IT_COMES = "as it comes"
GIVEN = "given when it was started"
NOT_SET = "not set"
# To the last @: SQLAlchemy takes a password with slashes in it, and some hold an @.
_CREDENTIALS = re.compile(r"//\S*@")
_QUESTION = re.compile(r"\?.*$")


def told(settings: Settings, home: Path, environment: Mapping[str, str]) -> list[Setting]:
    """Every setting of an installation.

    Args:
        settings: what was read.
        home: the folder in use, which a command's `--home` may have named.
        environment: the process's variables; only their names are looked at.
    """
    names = {name.upper() for name in environment}
    found = [_setting(name, field, settings, names) for name, field in Settings.model_fields.items()]
    return [_as_used(one, home, settings) for one in found]


def shown_value(value: Any) -> str:
    """A value that anybody may read over an admin's shoulder: no secret, no password inside an address."""
    if isinstance(value, SecretStr):
        return "set" if value.get_secret_value() else NOT_SET
    if value in ("", None):
        return NOT_SET
    text = str(value)
    return _QUESTION.sub("?…", _CREDENTIALS.sub("//•••@", text)) if "://" in text else text


def _setting(name: str, field: FieldInfo, settings: Settings, names: set[str]) -> Setting:
    variables = _variables(name, field)
    used = next((variable for variable in variables if variable.upper() in names), "")
    given = GIVEN if name in settings.model_fields_set else AS_IT_COMES
    value = getattr(settings, name)
    return Setting(
        name=name,
        variable=used or variables[0],
        value=shown_value(value),
        source=FROM_ENVIRONMENT if used else given,
        what=field.description or "",
        secret=isinstance(value, SecretStr),
    )


def _variables(name: str, field: FieldInfo) -> list[str]:
    if isinstance(field.validation_alias, AliasChoices):
        return [choice for choice in field.validation_alias.choices if isinstance(choice, str)]
    return [f"{Settings.model_config.get('env_prefix', '')}{name}".upper()]


def _as_used(setting: Setting, home: Path, settings: Settings) -> Setting:
    if setting.name == "home" and home != settings.home:
        return setting.model_copy(update={"value": str(home), "source": GIVEN})
    if setting.name == "matching":
        kept = setting.source == AS_IT_COMES and (home / FILE).is_file()
        source = f"{FILE} in the home" if kept else setting.source
        return setting.model_copy(update={"value": "the weights below", "source": source})
    return setting
