"""The text channel's webhooks: an inbound text and the delivery reports. Every text gets an answer in its webhook."""

from __future__ import annotations

from anyio import to_thread
from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from twilio.twiml.messaging_response import MessagingResponse

from bot.conversation.inbound import Answer, Inbound
from bot.errors import FourthlineError
from bot.escalation.ladder import on_call_numbers
from bot.logs import log
from channels import metrics
from channels.ladder.taking import taken_by_text
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
        told = await self._from_on_call(inbound)
        if told:
            return _twiml(told)
        answer, words = await receive_safely(self._pipeline, inbound, self._last_resort, self._spool)
        twiml = MessagingResponse()
        for reply in answer.replies:
            twiml.message(reply.text, status_callback=f"{self._public_url}/twilio/status?m={reply.id}")
        for text in words:
            twiml.message(text)
        task = BackgroundTask(self._handed_over, answer)
        return Response(str(twiml), media_type="text/xml", background=task)

    async def _from_on_call(self, inbound: Inbound) -> str:
        """Return the answer to somebody on call who takes an escalation; "" for everybody else."""
        house = self._pipeline.house
        if inbound.sender not in on_call_numbers(house.profile.numbers):
            return ""
        try:
            return (await to_thread.run_sync(taken_by_text, house, inbound, self._public_url)).text
        except FourthlineError as error:
            # The next rung comes; meanwhile the text is kept and answered as any other.
            log().error("on_call_answer_failed", error=type(error).__name__)
            return ""

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


def _twiml(words: str) -> Response:
    twiml = MessagingResponse()
    twiml.message(words)
    return Response(str(twiml), media_type="text/xml")
