"""Posts webhooks to a gateway as the phone company does, signed with its own code, and reads the answers. For tests."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from urllib.parse import urlencode

from httpx import Response
from starlette.testclient import TestClient

from channels.twin.webhooks import signature

Form = Mapping[str, str]


class PhoneCompany:
    """One account at the phone company."""

    def __init__(self, client: TestClient, auth_token: str, public_url: str) -> None:
        """Take the way to the gateway, the account's token and the address that the gateway is known by."""
        self._client = client
        self._auth_token = auth_token
        self._public_url = public_url

    def posts(self, path: str, form: Form, **changed: str) -> Response:
        """Post a form, signed. `changed` may be `url` or `token` signed with, `body` sent, or the whole `sign`."""
        pairs = list(form.items())
        signed_url = changed.get("url", f"{self._public_url}{path}")
        sign = changed.get("sign", signature(changed.get("token", self._auth_token), signed_url, pairs))
        body = changed.get("body", urlencode(pairs, errors="surrogatepass"))
        headers = {"Content-Type": b"application/x-www-form-urlencoded"}
        if sign:
            headers["X-Twilio-Signature"] = sign.encode("latin-1")
        answer: Response = self._client.post(path, content=body.encode(), headers=headers)
        return answer

    def texts(self, form: Form) -> list[str]:
        """Post an inbound text and return what its TwiML says. Raises ParseError where it is none."""
        return said_in(self.posts("/twilio/sms", form))

    def reports(self, message_id: int | str, form: Form) -> Response:
        """Post a delivery report."""
        return self.posts(f"/twilio/status?m={message_id}", form)


def said_in(answer: Response) -> list[str]:
    """Return the messages of a TwiML answer."""
    document = ET.fromstring(answer.text)
    assert document.tag == "Response"
    return [message.text or "" for message in document.iter("Message")]
