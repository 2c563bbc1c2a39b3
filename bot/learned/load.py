"""Gives the screen its second reader where one is trained, now or as soon as it is there.

Without one the screen reads by its rules alone; it must never wait for one.
"""

from __future__ import annotations

import threading
import time
from functools import lru_cache

from bot.learned.named import model_path
from bot.logs import log
from bot.safety.screen import MISSING, UNREADABLE, Screen
from bot.taught import SAFETY_FILES, load_lexicons

#: How often a line that started before its reader was trained looks whether it is there, in seconds.
LOOK_AGAIN = 3.0


@lru_cache(maxsize=1)
def load_whole_screen() -> Screen:
    """Return the screen with both readers, the same one on every call. Raises PermanentError where a lexicon is bad."""
    screen = Screen(load_lexicons(SAFETY_FILES))
    adopt_if_trained(screen)
    return screen


def adopt_when_trained(screen: Screen) -> None:
    """Give the screen its trained reader in the background: at once where there is one, else as soon as there is."""

    def look() -> None:
        while not adopt_if_trained(screen):
            time.sleep(LOOK_AGAIN)
        log().info("learned_reader_up", version=screen.version)

    threading.Thread(target=look, name="learned-reader", daemon=True).start()


def adopt_if_trained(screen: Screen) -> bool:
    """Give the screen the trained reader of these files; return whether it reads with one now."""
    if screen.learned_state not in (MISSING, UNREADABLE):
        return True
    folder = model_path()
    if not folder.exists():
        return False
    from bot.learned.reader import TrainedReader  # onnxruntime takes a while to import, and may not be there

    try:
        screen.adopt(TrainedReader(folder))
    except Exception as error:  # noqa: BLE001 - each library tells of a broken file in an exception of its own
        if screen.learned_state == MISSING:
            log().error("learned_reader_not_loaded", why=type(error).__name__)
            screen.learned_state = UNREADABLE
        return False
    return True
