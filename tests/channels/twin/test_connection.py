"""The connection policy in a URL's fragment."""

from __future__ import annotations

import pytest

from bot.errors import PermanentError
from channels.twin.connection import ConnectionPolicy, Failure

URL = "https://line.example.org/twilio/sms"


def test_without_a_fragment_twilios_defaults_hold():
    policy = ConnectionPolicy.of(URL)
    assert (policy.connect_ms, policy.read_ms, policy.total_ms, policy.retries) == (5_000, 15_000, 15_000, 1)
    assert policy.tries_again(Failure.CONNECT, attempt=1)
    assert not policy.tries_again(Failure.CONNECT, attempt=2)
    assert not policy.tries_again(Failure.SERVER_ERROR, attempt=1)
    assert not policy.tries_again(Failure.READ, attempt=1)


def test_a_fragment_overrides_times_retries_and_what_is_retried():
    policy = ConnectionPolicy.of(URL + "#ct=2000&rt=3000&tt=9000&rc=3&rp=5xx,rt&e=ashburn")
    assert policy == ConnectionPolicy(2_000, 3_000, 9_000, 3, frozenset({Failure.SERVER_ERROR, Failure.READ}))
    assert policy.tries_again(Failure.SERVER_ERROR, attempt=3)
    assert not policy.tries_again(Failure.SERVER_ERROR, attempt=4)
    assert not policy.tries_again(Failure.CONNECT, attempt=1)


def test_all_retries_every_failure_but_the_total_time():
    policy = ConnectionPolicy.of(URL + "#rp=all")
    tried = {failure for failure in Failure if policy.tries_again(failure, attempt=1)}
    assert tried == set(Failure) - {Failure.TOTAL}


@pytest.mark.parametrize("fragment", ["rc=6", "rc=-1", "ct=99", "tt=15001", "rt=soon", "rp=sometimes"])
def test_what_twilio_would_not_take_is_refused(fragment: str):
    with pytest.raises(PermanentError):
        ConnectionPolicy.of(f"{URL}#{fragment}")
