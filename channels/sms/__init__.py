"""The text channel."""
