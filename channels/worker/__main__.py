"""`python -m channels.worker`: runs the worker until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import sys
from urllib.parse import urlsplit

from bot import logs
from bot.errors import FourthlineError
from bot.learned.load import adopt_when_trained
from bot.settings import Settings, load_settings
from bot.store.migrate import migrate
from bot.supervision import end_with_supervisor
from channels.gateway import Line, open_line
from channels.ladder.posting import EidoPost
from channels.ladder.reaching import reach_for
from channels.outbound import sender_for
from channels.worker.run import Worker


async def _run() -> None:
    settings = load_settings()
    line = open_line(settings)
    adopt_when_trained(line.house.screen)
    await asyncio.to_thread(migrate, line.house.store)
    reach = reach_for(settings, _post(line, settings))
    worker = Worker(line.pipeline, sender_for(settings), reach, line.spool, settings.base_url)
    work = asyncio.create_task(worker.run())
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, work.cancel)
    logs.log().info("worker_up", program=line.house.profile.id)
    await asyncio.gather(work, return_exceptions=True)
    await line.close()


def _post(line: Line, settings: Settings) -> EidoPost:
    # A dispatch centre knows agencies by their domains (NENA-STA-010), and ours is where we are reached.
    domain = urlsplit(settings.public_url).hostname or ""
    return EidoPost(line.house, line.house.profile.numbers.eido_url, settings.eido_token.get_secret_value(), domain)


def main() -> int:
    """Run the worker; return the exit status."""
    end_with_supervisor()
    logs.configure("worker")
    try:
        asyncio.run(_run())
    except FourthlineError as error:
        print(f"worker: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
