"""What is counted, for /metrics. No label ever holds an id, a number or a word of a resident."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

MESSAGES = Counter("fourthline_messages_total", "Inbound messages remembered", ["channel", "level"])
REPEATS = Counter("fourthline_repeats_total", "Inbound messages that came again", ["channel"])
REFUSED = Counter("fourthline_webhooks_refused_total", "Webhooks refused", ["route", "why"])
REPLY_SECONDS = Histogram(
    "fourthline_reply_seconds",
    "From receiving a message to its reply",
    ["channel"],
    buckets=(0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 1, 2, 4, 6, 10, 15),
)
ENGINE_FAILURES = Counter("fourthline_engine_failures_total", "Turns that the engine did not answer", ["why"])
LAST_RESORT = Counter("fourthline_last_resort_total", "Replies that needed the last resort", ["why"])
SENDS = Counter("fourthline_sends_total", "Texts sent by REST", ["result"])
OPEN_ESCALATIONS = Gauge("fourthline_open_escalations", "Escalations that nobody has acknowledged")
OLDEST_ESCALATION = Gauge("fourthline_oldest_open_escalation_seconds", "Age of the oldest open escalation")
QUEUED = Gauge("fourthline_queued_records", "Records waiting in the queue")
STEP_FAILURES = Counter("fourthline_worker_step_failures_total", "Worker steps that failed", ["step"])
