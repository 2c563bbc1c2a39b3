"""What goes on without anybody asking: the outbox, what was left unanswered, silences, open escalations."""
