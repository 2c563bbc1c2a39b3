"""Decides and remembers. Never imports `actions` or `channels`."""
