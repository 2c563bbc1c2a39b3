"""What a REST request may carry, read from Twilio's own OpenAPI description where the developer has a copy.

The description is never shipped. Without it, the parameter names are those of the installed twilio library and the
formats those of a small table of ours; `source` says which of the two is in force.
"""

from __future__ import annotations

import inspect
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from openapi_schema_validator import OAS30Validator

from bot.errors import PermanentError

SETTING = "TWILIO_OPENAPI"
FILE_NAME = "twilio_api_v2010.json"
MESSAGES_PATH = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
MESSAGE_SCHEMA = "api.v2010.account.message"
_E164 = re.compile(r"\+[1-9]\d{1,14}")

# Formats that the library's names do not tell; each is also in Twilio's reference of the Message resource.
_KNOWN_FORMATS: dict[str, dict[str, Any]] = {
    "To": {"type": "string", "format": "phone-number"},
    "From": {"type": "string", "format": "phone-number"},
    "StatusCallback": {"type": "string", "format": "uri"},
    "MessagingServiceSid": {"type": "string", "pattern": "^MG[0-9a-fA-F]{32}$"},
    "MediaUrl": {"type": "array", "items": {"type": "string"}},
    "PersistentAction": {"type": "array", "items": {"type": "string"}},
    "ValidityPeriod": {"type": "integer"},
    "Attempt": {"type": "integer"},
    "SmartEncoded": {"type": "boolean"},
    "ProvideFeedback": {"type": "boolean"},
    "ShortenUrls": {"type": "boolean"},
    "SendAsMms": {"type": "boolean"},
    "ForceDelivery": {"type": "boolean"},
    "MaxPrice": {"type": "number"},
}


@dataclass(frozen=True)
class Description:
    """The parameters of sending a message, each with its JSON schema.

    Attributes:
        source: where it comes from, for people.
        official: whether that is Twilio's OpenAPI description.
        parameters: schema by parameter name.
        required: the parameters without which nothing is sent.
        schemas: the schemas of resources by name, {} where they are not known.
    """

    source: str
    official: bool
    parameters: Mapping[str, dict[str, Any]]
    required: tuple[str, ...]
    schemas: Mapping[str, Any]

    def is_list(self, name: str) -> bool:
        """Whether a parameter may be given several times."""
        return self.parameters[name].get("type") == "array"

    def accepts(self, name: str, values: Sequence[str]) -> bool:
        """Whether the values of one known parameter have its type, format, length, pattern and enumeration."""
        schema = self.parameters[name]
        if schema.get("type") == "array":
            return all(_fits(schema.get("items", {}), value) for value in values)
        return len(values) == 1 and _fits(schema, values[0])

    def faults_of(self, resource: Mapping[str, Any], name: str = MESSAGE_SCHEMA) -> tuple[str, ...]:
        """Return what is wrong with a resource of ours by the description, () where nothing is.

        Fields that the schema does not know count as wrong. Raises KeyError for a schema that is not known.
        """
        schema = _resolved(self.schemas, self.schemas[name])
        closed = {**schema, "additionalProperties": False}
        return tuple(error.message for error in OAS30Validator(closed).iter_errors(dict(resource)))


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


def is_phone_number(value: str) -> bool:
    """Whether a value is E.164: plus, country code, at most 15 digits."""
    return _E164.fullmatch(value) is not None


def is_url(value: str) -> bool:
    """Whether Twilio would call it: http or https, a host, no underscore in it."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "_" not in (parts.hostname or "")


def from_openapi(path: Path) -> Description:
    """Read Twilio's OpenAPI description of its 2010-04-01 API. Raises PermanentError where it is not one."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        operation = document["paths"][MESSAGES_PATH]["post"]
        body = operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
        schemas = document["components"]["schemas"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PermanentError(f"{path} is not Twilio's OpenAPI description of messages.") from error
    return Description(
        source=f"Twilio's OpenAPI description, version {document['info']['version']}",
        official=True,
        parameters={name: _resolved(schemas, schema) for name, schema in body["properties"].items()},
        required=tuple(body.get("required", ())),
        schemas=schemas,
    )


def _resolved(schemas: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return _resolved(schemas, schemas[schema["$ref"].rpartition("/")[2]])
    return {name: _resolved(schemas, value) if isinstance(value, dict) else value for name, value in schema.items()}


def from_library() -> Description:
    """Return what the installed twilio library and our small table know."""
    # Here and not above: the library's REST half takes half a second to import, and with a copy nobody needs it.
    from twilio.rest.api.v2010.account.message import MessageList

    names = [name for name in inspect.signature(MessageList.create).parameters if name != "self"]
    spelled = ["".join(part.capitalize() for part in name.strip("_").split("_")) for name in names]
    return Description(
        source="the twilio library's parameter names and a small table",
        official=False,
        parameters={name: _KNOWN_FORMATS.get(name, {"type": "string"}) for name in spelled},
        required=("To",),
        schemas={},
    )


def find(path: Path | None = None) -> Description:
    """Return the best description there is: the given file, the one of TWILIO_OPENAPI, one beside the repository,
    else the library's.

    Raises PermanentError where a file was named but cannot be read as a description.
    """
    named = path or (Path(os.environ[SETTING]) if os.environ.get(SETTING) else None)
    if named:
        return from_openapi(named / FILE_NAME if named.is_dir() else named)
    beside = beside_repository()
    return from_openapi(beside) if beside.exists() else from_library()


def beside_repository() -> Path:
    """Return where a developer keeps a copy: `shared/twilio` beside the repository."""
    return Path(__file__).resolve().parents[3] / "shared" / "twilio" / FILE_NAME
