"""What one operation of Twilio's REST API takes: its parameters, each with a JSON schema.

It says whether a value fits; which of Twilio's codes a misfit gets is for the caller to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openapi_schema_validator import OAS30Validator

from channels.twin.formats import is_url


@dataclass(frozen=True, kw_only=True)
class Operation:
    """The parameters of one operation.

    Attributes:
        parameters: schema by parameter name.
        required: the parameters without which nothing is done.
    """

    parameters: Mapping[str, dict[str, Any]]
    required: tuple[str, ...] = ()

    def is_list(self, name: str) -> bool:
        """Whether a parameter may be given several times."""
        return self.parameters[name].get("type") == "array"

    def accepts(self, name: str, values: Sequence[str]) -> bool:
        """Whether the values of one known parameter have its type, format, length, pattern and enumeration."""
        schema = self.parameters[name]
        if schema.get("type") == "array":
            return all(_fits(schema.get("items", {}), value) for value in values)
        return len(values) == 1 and _fits(schema, values[0])


def _fits(schema: Mapping[str, Any], value: str) -> bool:
    try:
        typed = _typed(schema.get("type", "string"), value)
    except ValueError:
        return False
    if schema.get("format") == "uri" and not schema.get("x-twilio", {}).get("ignoreFormat"):
        return is_url(value)
    return bool(OAS30Validator(dict(schema)).is_valid(typed))


def _typed(kind: str, value: str) -> str | int | float | bool:
    if kind == "integer":
        return int(value)
    if kind == "number":
        return float(value)
    if kind == "boolean":
        return value.lower() == "true" if value.lower() in ("true", "false") else value
    return value
