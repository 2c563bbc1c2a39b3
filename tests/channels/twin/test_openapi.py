"""The twin beside Twilio's own OpenAPI description, where the developer has a copy of it."""

from __future__ import annotations

import asyncio

import pytest

from channels.twin import call_requests
from channels.twin.account import Account
from channels.twin.call_switch import CallSwitch
from channels.twin.callee import Callee, Reaction
from channels.twin.conformance import checked
from channels.twin.courier import Courier
from channels.twin.description import CALL_SCHEMA, Description, find, from_library
from channels.twin.practice import PracticeLine, Scripted
from channels.twin.refusals import RefusalError
from channels.twin.rest_account import AccountResource
from channels.twin.switchboard import Switchboard
from channels.twin.twin import ResidentText, Twin

ROSA = "+13035550142"
ACCOUNT = Account(webhook="http://127.0.0.1:8000/twilio/sms", messaging_service_sid="MG" + "5" * 32, haste=500)
PLAIN = {"To": [ROSA], "From": [ACCOUNT.line], "Body": ["Hello"]}
CALL = {"To": [ROSA], "From": [ACCOUNT.line], "Url": ["http://127.0.0.1:8000/twilio/voice"]}


@pytest.fixture(scope="module")
def description() -> Description:
    found = find()
    if not found.official:
        pytest.skip(
            "Twilio's OpenAPI description is neither beside the repository (shared/twilio) nor in TWILIO_OPENAPI."
        )
    return found


def test_the_description_is_found_and_knows_how_to_send(description: Description):
    assert description.official
    assert description.required == ("To",)
    assert {"To", "From", "Body", "StatusCallback", "MessagingServiceSid", "MediaUrl"} <= set(description.parameters)


def test_a_plain_request_conforms(description: Description):
    assert checked(PLAIN, ACCOUNT, description).body == "Hello"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"To": [""]}, 21604),
        ({"To": ["303 555 0142"]}, 21211),
        ({"MessagingServiceSid": ["MG5"]}, 21701),
        ({"StatusCallback": ["twilio/status"]}, 21609),
        ({"ValidityPeriod": ["long"]}, 20422),
        ({"SmartEncoded": ["perhaps"]}, 20422),
        ({"ContentRetention": ["forget"]}, 20422),
        ({"RiskCheck": ["off"]}, 20422),
        ({"Boddy": ["Hello"]}, 20001),
        ({"body": ["Hello"]}, 20001),
    ],
)
def test_a_request_that_the_description_forbids_is_refused(
    description: Description, changes: dict[str, list[str]], code: int
):
    with pytest.raises(RefusalError) as caught:
        checked({**PLAIN, **changes}, ACCOUNT, description)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "changes",
    [
        {"SmartEncoded": ["true"]},
        {"ValidityPeriod": ["600"]},
        {"ContentRetention": ["discard"]},
        {"RiskCheck": ["disable"]},
        {"MediaUrl": ["https://example.org/a.jpg", "https://example.org/b.jpg"]},
        {"From": [""], "MessagingServiceSid": [ACCOUNT.messaging_service_sid]},
    ],
)
def test_what_the_description_allows_is_taken(description: Description, changes: dict[str, list[str]]):
    assert checked({**PLAIN, **changes}, ACCOUNT, description).to == ROSA


def test_every_message_resource_of_ours_fits_the_description(description: Description):
    body = "<Response><Message>Hi</Message></Response>"
    twin = Twin(ACCOUNT, description=description)
    line = PracticeLine(ACCOUNT.auth_token, Scripted(body))

    async def passing() -> None:
        switchboard = Switchboard(twin, Courier(ACCOUNT, twin.journal, line))
        await switchboard.text(ResidentText(ROSA, "hello", media=("https://example.org/a.jpg",)))
        await switchboard.send(PLAIN)
        await switchboard.settle()
        await switchboard.close()

    asyncio.run(passing())
    resources = [message.resource() for message in twin.ledger.messages()]
    assert len(resources) == 3
    assert [description.faults_of(resource) for resource in resources] == [()] * 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"To": [""]}, 21201),
        ({"From": [""]}, 21213),
        ({"Url": ["voice"]}, 21205),
        ({"Method": ["PUT"]}, 21209),
        ({"Timeout": ["soon"]}, 21208),
        ({"StatusCallback": ["status"]}, 21609),
        ({"StatusCallbackMethod": ["PUT"]}, 20422),
        ({"MachineDetectionTimeout": ["long"]}, 21234),
        ({"AsyncAmdStatusCallback": ["amd"]}, 20422),
        ({"Bodyy": ["Hello"]}, 20001),
    ],
)
def test_a_call_that_the_description_forbids_is_refused(
    description: Description, changes: dict[str, list[str]], code: int
):
    with pytest.raises(RefusalError) as caught:
        call_requests.checked({**CALL, **changes}, ACCOUNT, description)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "changes",
    [
        {"Url": [""], "Twiml": ["<Response/>"]},
        {"StatusCallbackEvent": ["initiated", "ringing", "answered", "completed"]},
        {"MachineDetection": ["Enable"], "MachineDetectionTimeout": ["20"], "AsyncAmd": ["true"]},
        {"Timeout": ["20"], "TimeLimit": ["300"], "Method": ["GET"]},
    ],
)
def test_a_call_that_the_description_allows_is_taken(description: Description, changes: dict[str, list[str]]):
    assert call_requests.checked({**CALL, **changes}, ACCOUNT, description).to == ROSA


def test_every_call_resource_of_ours_fits_the_description(description: Description):
    twin = Twin(ACCOUNT, description=description)
    body = "<Response><Dial>+13035550911</Dial></Response>"
    resources: list[dict[str, object]] = []

    async def calling() -> None:
        switchboard = Switchboard(twin, Courier(ACCOUNT, twin.journal, PracticeLine(ACCOUNT.auth_token)))
        switch = CallSwitch(switchboard)
        for reaction in Reaction:
            twin.callees.script(ROSA, Callee(reaction))
            parameters = {**CALL, "Url": [""], "Twiml": [body], "MachineDetection": ["Enable"]}
            resources.append((await switch.place(parameters)).resource())
            await switchboard.settle()
        await switchboard.close()

    asyncio.run(calling())
    resources += [call.resource() for call in twin.calls.calls()]
    assert {resource["status"] for resource in resources} == {"queued", "completed", "busy", "no-answer", "failed"}
    assert [description.faults_of(resource, CALL_SCHEMA) for resource in resources] == [()] * 9


def test_the_account_and_number_resources_fit_the_description(description: Description):
    resource = AccountResource(Twin(ACCOUNT, description=description))
    assert description.faults_of(resource.resource(), "api.v2010.account") == ()
    assert description.faults_of(resource.number(ACCOUNT.line), "api.v2010.account.incoming_phone_number") == ()


def test_a_resource_with_a_wrong_value_or_an_unknown_field_does_not_fit(description: Description):
    message = Twin(ACCOUNT, description=description).receive(ResidentText(ROSA, "hello")).message.resource()
    assert description.faults_of(message) == ()
    assert description.faults_of({**message, "status": "arrived"}) != ()
    assert description.faults_of({**message, "colour": "red"}) != ()


def test_the_librarys_names_cover_every_parameter_that_we_use(description: Description):
    used = {"To", "From", "Body", "StatusCallback", "MessagingServiceSid", "MediaUrl", "ValidityPeriod"}
    assert used <= set(from_library().parameters) & set(description.parameters)
    used = {"To", "From", "Url", "Twiml", "Method", "Timeout", "StatusCallback", "StatusCallbackEvent", "TimeLimit"}
    assert used <= set(from_library().calls.parameters) & set(description.calls.parameters)
    assert {"Status", "Url", "Twiml"} <= set(from_library().call_changes.parameters)
