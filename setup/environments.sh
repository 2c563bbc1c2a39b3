#!/bin/sh
# Finds or fetches the tools and builds both environments from uv.lock. Run by `make setup`; safe to run again.
#   .venv         what meets the internet and the records: Python 3.11 to 3.13
#   .venv-engine  Rasa 3.6, which is frozen on Python 3.10
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

find_uv() {
  for candidate in .uv/bin/uv "$(command -v uv 2>/dev/null || true)" "$HOME/.local/bin/uv" "$HOME/.cargo/bin/uv"; do
    if [ -n "$candidate" ] && [ -x "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then
      printf '%s' "$candidate"
      return
    fi
  done
  say "uv is not here: installing it into .uv ..."
  for python in python3 python3.13 python3.12 python3.11 python; do
    if command -v "$python" >/dev/null 2>&1 && "$python" -m venv .uv >/dev/null 2>&1; then
      .uv/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.8,<1" >&2 && printf '.uv/bin/uv' && return
    fi
  done
  rm -rf .uv
  say "Could not install uv. Install Python 3 with venv and pip (Debian: apt-get install python3-venv), or uv itself,"
  say "then run make again."
  exit 1
}

# Prints the folders of Pythons that pyenv keeps, wherever it is: its versions are not on PATH, its shims may be.
pyenv_versions() {
  printf '%s\n' "${PYENV_ROOT:-$HOME/.pyenv}/versions"
  # Where HOME was set to another folder, the account's own is not there.
  printf '%s\n' "$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6)/.pyenv/versions"
  old_ifs=$IFS
  IFS=:
  for folder in $PATH; do
    # One of pyenv's Pythons may stand on PATH itself: the others lie beside it.
    case "$folder" in
      */versions/*/bin) printf '%s\n' "${folder%/*/bin}" ;;
      */shims | */bin) printf '%s\n' "${folder%/*}/versions" ;;
    esac
  done
  IFS=$old_ifs
}

# Prints the path of a Python of one of the given versions: on PATH, under pyenv, or found or fetched by uv.
find_python() {
  for version in "$@"; do
    for candidate in "$(command -v "python$version" 2>/dev/null || true)" \
      $(pyenv_versions | while read -r folder; do ls -d "$folder/$version".*/bin/python 2>/dev/null || true; done); do
      if [ -x "$candidate" ] && is_version "$candidate" "$version"; then
        printf '%s' "$candidate"
        return
      fi
    done
  done
  for version in "$@"; do
    found=$("$UV" python find --no-project "$version" 2>/dev/null || true)
    if [ -n "$found" ]; then
      printf '%s' "$found"
      return
    fi
  done
  say "Python $1 is not here: uv fetches it ..."
  if "$UV" python install "$1" >&2; then
    "$UV" python find --no-project "$1"
    return
  fi
  say "Python $1 could not be found or fetched. Install it (pyenv install $1, or your system's package), then run make"
  say "again; PYENV_ROOT is looked at too."
  exit 1
}

is_version() {
  "$1" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$2')" >/dev/null 2>&1
}

UV=$(find_uv)
LINE=$(find_python 3.11 3.12 3.13)
ENGINE=$(find_python 3.10)
say "Building .venv with $("$LINE" --version) and .venv-engine with $("$ENGINE" --version) ..."
"$UV" sync --quiet --frozen --python "$LINE"
UV_PROJECT_ENVIRONMENT=.venv-engine "$UV" sync --quiet --frozen --only-group engine --no-install-project --python "$ENGINE"
say "Both environments are built."
