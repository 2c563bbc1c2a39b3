"""Finds a data file inside an installed package and refuses any but the one whose hash is known.

The package's own code is never imported: only its data files are read.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from bot.errors import PermanentError


class PackageMissingError(PermanentError):
    """The package that carries an encoder's weights is not to be had on this machine."""


def verified(package: str, name: str, sha256: str, what: str) -> Path:
    """Return the file `name` of a package. Raises PermanentError where it is not `what`, PackageMissingError."""
    path = _find(package, name)
    try:
        found = _sha256(path)
    except OSError as error:
        raise PermanentError(f"{path}: cannot be read: {error}") from error
    if found != sha256:
        raise PermanentError(f"{path}: not the published {what} (sha256 {found})")
    return path


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _find(package: str, name: str) -> Path:
    try:
        for entry in files(package) or ():
            if entry.name == name:
                return Path(str(entry.locate()))
    except PackageNotFoundError as error:
        raise PackageMissingError(
            f"the package {package} is not installed: it carries the encoder's weights"
        ) from error
    raise PermanentError(f"the package {package} has no {name}")
