"""Owns the intake: hears a message, keeps what was told, decides what to ask, says when it is enough. PURE."""
