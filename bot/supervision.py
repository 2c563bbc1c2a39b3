"""Makes sure that no part outlives the supervisor that started it, so that a second start never meets the first."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""From Linux's <sys/prctl.h>."""


def end_with_supervisor() -> None:
    """Ask the kernel to end this process when its supervisor dies; elsewhere than on Linux, and alone, do nothing."""
    if "SUPERVISOR_ENABLED" in os.environ:
        end_with_parent()


def end_with_parent() -> None:
    """Ask the kernel to end this process when its parent dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
