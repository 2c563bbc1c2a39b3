"""PURE: a text and its context in, an assessment with its reasons out. Never a file, never a network."""
