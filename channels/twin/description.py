"""What a REST request may carry, read from Twilio's own OpenAPI description where the developer has a copy.

The description is never shipped. Without it, the parameter names are those of the installed twilio library and the
formats those of a small table of ours; `source` says which of the two is in force.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS30Validator

from bot.errors import PermanentError
from channels.twin import library_names
from channels.twin.operation import Operation

SETTING = "TWILIO_OPENAPI"
FILE_NAME = "twilio_api_v2010.json"
MESSAGES_PATH = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
CALLS_PATH = "/2010-04-01/Accounts/{AccountSid}/Calls.json"
CALL_PATH = "/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json"
MESSAGE_SCHEMA = "api.v2010.account.message"
CALL_SCHEMA = "api.v2010.account.call"


@dataclass(frozen=True, kw_only=True)
class Description(Operation):
    """The parameters of sending a message, each with its JSON schema, and those of calls beside them.

    Attributes:
        source: where it comes from, for people.
        official: whether that is Twilio's OpenAPI description.
        schemas: the schemas of resources by name, {} where they are not known.
        calls: the parameters of placing a call.
        call_changes: the parameters of changing a call.
    """

    source: str
    official: bool
    schemas: Mapping[str, Any]
    calls: Operation
    call_changes: Operation

    def faults_of(self, resource: Mapping[str, Any], name: str = MESSAGE_SCHEMA) -> tuple[str, ...]:
        """Return what is wrong with a resource of ours by the description, () where nothing is.

        Fields that the schema does not know count as wrong. Raises KeyError for a schema that is not known.
        """
        schema = _resolved(self.schemas, self.schemas[name])
        closed = {**schema, "additionalProperties": False}
        return tuple(error.message for error in OAS30Validator(closed).iter_errors(dict(resource)))


def from_openapi(path: Path) -> Description:
    """Read Twilio's OpenAPI description of its 2010-04-01 API. Raises PermanentError where it is not one."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        schemas = document["components"]["schemas"]
        messages, calls, changes = (
            _operation(document, schemas, place) for place in (MESSAGES_PATH, CALLS_PATH, CALL_PATH)
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PermanentError(f"{path} is not Twilio's OpenAPI description of messages and calls.") from error
    return Description(
        source=f"Twilio's OpenAPI description, version {document['info']['version']}",
        official=True,
        parameters=messages.parameters,
        required=messages.required,
        schemas=schemas,
        calls=calls,
        call_changes=changes,
    )


def _operation(document: Mapping[str, Any], schemas: Mapping[str, Any], path: str) -> Operation:
    body = document["paths"][path]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    return Operation(
        parameters={name: _resolved(schemas, schema) for name, schema in body["properties"].items()},
        required=tuple(body.get("required", ())),
    )


def _resolved(schemas: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return _resolved(schemas, schemas[schema["$ref"].rpartition("/")[2]])
    return {name: _resolved(schemas, value) if isinstance(value, dict) else value for name, value in schema.items()}


def from_library() -> Description:
    """Return what the installed twilio library and our small table know."""
    messages = library_names.messages()
    return Description(
        source="the twilio library's parameter names and a small table",
        official=False,
        parameters=messages.parameters,
        required=messages.required,
        schemas={},
        calls=library_names.calls(),
        call_changes=library_names.call_changes(),
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
