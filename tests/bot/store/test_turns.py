from __future__ import annotations

import threading
import time

from bot.store.turns import Turns


def test_the_turn_goes_to_whoever_has_waited_longest() -> None:
    turns, served = Turns(), []
    assert turns.take(1)
    threads = []
    for number in range(8):

        def wait(number: int = number) -> None:
            assert turns.take(5)
            served.append(number)
            turns.hand_on()

        threads.append(threading.Thread(target=wait))
        threads[-1].start()
        _until(lambda number=number: len(turns._waiting) == number + 1)
    turns.hand_on()
    for thread in threads:
        thread.join(5)
    assert served == list(range(8))


def test_who_gave_up_is_passed_over() -> None:
    turns = Turns()
    assert turns.take(1)
    assert not turns.take(0.01)
    turns.hand_on()
    assert turns.take(0.01)


def _until(holds, seconds: float = 3) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.001)
