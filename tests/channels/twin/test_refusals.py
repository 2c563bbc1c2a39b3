"""Twilio's refusals."""

from __future__ import annotations

import pytest

from channels.twin.refusals import MORE_INFO, RefusalError


def test_a_refusal_is_told_as_twilio_tells_it():
    assert RefusalError(21211, "+1303").document() == {
        "code": 21211,
        "message": "The 'To' number +1303 is not a valid phone number.",
        "more_info": f"{MORE_INFO}21211",
        "status": 400,
    }


@pytest.mark.parametrize(
    ("status", "code"), [(429, 20429), (500, 20500), (503, 20503), (502, 20500), (401, 20003), (418, 20422)]
)
def test_a_status_finds_its_code_and_stands(status: int, code: int):
    refusal = RefusalError.with_status(status)
    assert (refusal.status, refusal.code, refusal.document()["status"]) == (status, code, status)
