"""Holds files and functions to a size that a reader can keep in mind. Prints what is larger and fails."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

MOST_FILE_LINES = 400
MOST_FUNCTION_LINES = 60
GENERATED = ("bot/store/migrations/versions/",)


def python_files() -> list[Path]:
    """Return the Python files that git tracks or would track."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return [Path(name) for name in sorted(set(listed)) if not name.startswith(GENERATED) and Path(name).exists()]


def too_large(path: Path) -> Iterator[str]:
    """Yield one line for each thing in a file that is too large."""
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    if lines > MOST_FILE_LINES:
        yield f"{path}: {lines} lines, at most {MOST_FILE_LINES}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            if length > MOST_FUNCTION_LINES:
                yield f"{path}:{node.lineno}: {node.name} has {length} lines, at most {MOST_FUNCTION_LINES}"


def main() -> int:
    """Print everything that is too large; return 1 where there is any."""
    found = [line for path in python_files() for line in too_large(path)]
    print("\n".join(found) or "every file and function is within its size")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
