"""The text channel's webhooks: an inbound text and the delivery reports. Every text gets an answer in its webhook."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from twilio.twiml.messaging_response import MessagingResponse

from bot.conversation.inbound import Answer
from bot.errors import FourthlineError
from bot.logs import log
from channels import metrics
from channels.last_resort import LastResort
from channels.pipeline import Pipeline
from channels.receiving import receive_safely
from channels.sms.form import inbound_from_form
from channels.sms.signature import SignatureGuard
from channels.sms.status import DeliveryReport, note_delivery
from channels.spool import Spool


class SmsRoutes:
    """The endpoints of the text channel."""

    def __init__(
        self, pipeline: Pipeline, guard: SignatureGuard, last_resort: LastResort, spool: Spool, public_url: str
    ) -> None:
        """Take what the endpoints need."""
        self._pipeline = pipeline
        self._guard = guard
        self._last_resort = last_resort
        self._spool = spool
        self._public_url = public_url

    def routes(self) -> list[Route]:
        """Return the route table with its guards."""
        return [
            Route("/twilio/sms", self._guard(self.text), methods=["POST"]),
            Route("/twilio/status", self._guard(self.status), methods=["POST"]),
        ]

    async def text(self, _request: Request, form: FormData) -> Response:
        """Answer one inbound text with TwiML."""
        inbound = inbound_from_form({name: value for name, value in form.items() if isinstance(value, str)})
        answer, words = await receive_safely(self._pipeline, inbound, self._last_resort, self._spool)
        twiml = MessagingResponse()
        for reply in answer.replies:
            twiml.message(reply.text, status_callback=f"{self._public_url}/twilio/status?m={reply.id}")
        for text in words:
            twiml.message(text)
        task = BackgroundTask(self._handed_over, answer)
        return Response(str(twiml), media_type="text/xml", background=task)

    async def status(self, request: Request, form: FormData) -> Response:
        """Take one delivery report. It is answered 204 even where it is about nothing we know."""
        report = DeliveryReport.from_form(form, request.query_params.get("m", ""))
        if report is None:
            metrics.REFUSED.labels("/twilio/status", "unreadable").inc()
            return Response(status_code=204)
        try:
            await note_delivery(self._pipeline.house, report)
        except FourthlineError as error:
            # The phone company sends it again: 503 says that it was not kept.
            log().warning("delivery_report_not_kept", error=type(error).__name__)
            return Response(status_code=503)
        return Response(status_code=204)

    async def _handed_over(self, answer: Answer) -> None:
        try:
            await self._pipeline.handed_over(answer.replies)
        except FourthlineError as error:
            # Left as offered, the outbox sends it once more: told twice is better than not at all.
            log().warning("hand_over_not_noted", error=type(error).__name__)
