#!/bin/sh
# The whole test suite, in both environments. Arguments go to pytest of the first.
set -eu
cd "$(dirname "$0")/.."
engine_tests() {
  RASA_TELEMETRY_ENABLED=false PYTHONPATH=. SQLALCHEMY_SILENCE_UBER_WARNING=1 TF_CPP_MIN_LOG_LEVEL=3 \
    .venv-engine/bin/python -W ignore -m pytest --confcutdir="$1" "$1"
}
.venv/bin/python -m pytest tests --ignore=tests/engine --ignore=tests/nlu "$@"
engine_tests tests/engine
engine_tests tests/nlu
