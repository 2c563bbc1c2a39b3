"""Trains Rasa's DIET on levels of danger as intents and reads messages with it, for a comparison alone.

Run as `python -m bot.engine.diet`: lines {"text", "level"} teach, lines {"id", "text"} are read, in that order; for
each of these one line {"id", "level"} comes out. The model is thrown away: it must never serve.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

from bot.engine.quiet import silence  # isort: skip  (before anything of Rasa)

from rasa.core.agent import Agent
from rasa.model_training import train_nlu

from bot.engine.dialogue import speech
from bot.errors import FourthlineError, PermanentError

#: The pipeline that Rasa suggests where there are no pretrained vectors, without entities.
PIPELINE = (
    "WhitespaceTokenizer",
    "RegexFeaturizer",
    "LexicalSyntacticFeaturizer",
    "CountVectorsFeaturizer",
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
)
NO_LEVEL = "none"


def run(source: Iterable[str], out: IO[str], epochs: int) -> None:
    """Teach, read and answer. Raises PermanentError where lines are wrong or DIET cannot be trained on them."""
    taught, asked = _parted(source)
    with tempfile.TemporaryDirectory(prefix="diet-") as folder:
        agent = Agent.load(str(train(taught, Path(folder), epochs)))
        silence()
        asyncio.run(_read(agent, asked, out))


def train(taught: Sequence[dict[str, Any]], folder: Path, epochs: int) -> Path:
    """Return the model of lines that teach, in `folder`."""
    config, examples = folder / "config.json", folder / "nlu.json"
    config.write_text(json.dumps(_config(epochs)), encoding="utf-8")
    # Rasa's JSON takes a text as it is; its YAML would read brackets in one as an entity.
    common = [{"text": speech(line["text"]), "intent": line["level"]} for line in taught]
    examples.write_text(json.dumps({"rasa_nlu_data": {"common_examples": common}}), encoding="utf-8")
    with contextlib.redirect_stdout(sys.stderr):
        model = train_nlu(str(config), str(examples), str(folder), fixed_model_name="diet")
    if model is None:
        raise PermanentError("Rasa made no model of these lines")
    return Path(model)


def _config(epochs: int) -> dict[str, Any]:
    named = [part if isinstance(part, dict) else {"name": part} for part in PIPELINE]
    diet = {"name": "DIETClassifier", "epochs": epochs, "entity_recognition": False, "random_seed": 0}
    return {
        "recipe": "default.v1",
        "language": "en",
        "assistant_id": "fourthline-diet",
        "pipeline": [*named, diet],
        "policies": [],
    }


def _parted(source: Iterable[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    try:
        lines = [json.loads(line) for line in source if line.strip()]
        taught = [line for line in lines if "level" in line]
        asked = [{"id": line["id"], "text": line["text"]} for line in lines if "level" not in line]
    except (ValueError, KeyError, TypeError) as error:
        raise PermanentError(f"a line is not what it must be: {error}") from error
    if not taught:
        raise PermanentError("no line teaches anything")
    return taught, asked


async def _read(agent: Agent, asked: Sequence[dict[str, Any]], out: IO[str]) -> None:
    for line in asked:
        parsed = await agent.parse_message(speech(line["text"]))
        level = parsed["intent"].get("name") or NO_LEVEL
        out.write(json.dumps({"id": line["id"], "level": level}) + "\n")
        out.flush()


def main() -> int:
    """Run on standard streams; return 0, or 1 with the reason on standard error."""
    silence()
    parser = argparse.ArgumentParser(prog="python -m bot.engine.diet", description="DIET, to be compared with.")
    parser.add_argument("--epochs", type=int, default=20)
    try:
        run(sys.stdin, sys.stdout, parser.parse_args().epochs)
    except FourthlineError as error:
        print(f"diet: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
