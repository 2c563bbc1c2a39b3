"""Reads and answers JSON lines on standard streams, for evaluation: a bad line answers for itself and the run goes on.

It is the edge of the command line: every line in has exactly one line out, in the same order, written at once.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any

from bot.engine.server import load
from bot.engine.service import read_text, read_turn
from bot.errors import FourthlineError

if TYPE_CHECKING:
    from bot.engine.dialogue import Dialogue


def understand(source: Iterable[str], out: IO[str]) -> int:
    """Answer each {"id", "text", "lang"?} with what was understood."""
    asyncio.run(answer_lines(source, out, load()))
    return 0


async def answer_lines(source: Iterable[str], out: IO[str], dialogue: Dialogue) -> None:
    """Write one line for each line of `source` that is not blank."""
    for line in source:
        if line.strip():
            out.write(json.dumps(await understand_line(line, dialogue)) + "\n")
            out.flush()


def turn(source: IO[str], out: IO[str]) -> int:
    """Answer one TurnRequest document. Raises PermanentError or TemporaryError where there is no decision."""
    request = read_turn(source.read())
    decision = asyncio.run(load().turn(request))
    out.write(json.dumps(decision.to_document()) + "\n")
    return 0


async def understand_line(line: str, dialogue: Dialogue) -> dict[str, Any]:
    """Return the answer to one line: what was understood, or {"id", "error"}."""
    name: Any = None
    try:
        document = json.loads(line)
        name = document.get("id") if isinstance(document, dict) else None
        if isinstance(document, dict) and "lang" in document:
            document["language"] = document["lang"]
        text, language = read_text(json.dumps(document))
        understood = await dialogue.understand(text, language)
    except (FourthlineError, ValueError, RecursionError) as error:
        return {"id": name, "error": str(error) if isinstance(error, FourthlineError) else "not JSON"}
    except Exception as error:
        return {"id": name, "error": f"could not be read ({type(error).__name__})"}
    return {"id": name, **understood.to_document()}
