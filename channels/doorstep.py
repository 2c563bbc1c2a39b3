"""`python -m channels.doorstep`: listens first and loads the gateway after, so that a text which comes in the
seconds of a start waits for its answer instead of being turned away.
"""

from __future__ import annotations

import socket
import sys

from bot.errors import FourthlineError
from bot.settings import Settings, load_settings

# Texts that come while the gateway loads wait here; more than a minute of a busy line.
BACKLOG = 1024


def listen(settings: Settings) -> socket.socket:
    """Return the listening socket of the gateway. Raises OSError where the address is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((settings.host, settings.port))
    listener.listen(BACKLOG)
    return listener


def main() -> int:
    """Run the gateway until it is told to stop; return the exit status."""
    try:
        settings = load_settings()
        listener = listen(settings)
        from channels.gateway import run

        run(settings, listener)
    except (FourthlineError, OSError) as error:
        print(f"gateway: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
