"""The desk: where call-takers see who waits, read what was said and why it was marked, and act on it.

Only POST changes anything; every page works without JavaScript, which adds nothing but liveness.
"""

from channels.console.desk import Desk, DeskSettings
from channels.console.routes import routes

__all__ = ["Desk", "DeskSettings", "routes"]
