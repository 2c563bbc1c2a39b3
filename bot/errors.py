"""The two families of failure. They are caught at three edges only: route, worker step, command line."""

from __future__ import annotations


class FourthlineError(Exception):
    """Something that Fourthline could not do."""


class TemporaryError(FourthlineError):
    """It may work when tried again."""


class PermanentError(FourthlineError):
    """Trying again will not help: a person must know."""
