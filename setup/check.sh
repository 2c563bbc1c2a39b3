#!/bin/sh
# Everything that `make check` holds, cheapest first; it stops at the first that fails.
set -eu
cd "$(dirname "$0")/.."
run=.venv/bin
step() { printf '\n== %s\n' "$*" >&2; }

step "ruff: lint and format"
"$run/ruff" check .
"$run/ruff" format --check --quiet .

step "sizes: files to 400 lines, functions to 60"
"$run/python" setup/sizes.py

step "types: mypy --strict"
"$run/mypy" bot/safety bot/intake bot/escalation bot/program bot/conversation bot/callbacks bot/store bot/commands \
  bot/learned bot/encoding bot/evaluation bot/exchange bot/sign_in.py bot/settings.py bot/turn.py channels

step "import rules"
"$run/lint-imports" --no-cache

step "docs and generated pages"
"$run/python" -m pytest -q tests/docs

step "Rasa: data validate"
# Which responses no rule names is no fault: the action and the gateway say them. So its output is shown if it fails.
if ! said=$(RASA_TELEMETRY_ENABLED=false PYTHONPATH=. SQLALCHEMY_SILENCE_UBER_WARNING=1 TF_CPP_MIN_LOG_LEVEL=3 \
  .venv-engine/bin/python -W ignore -m rasa data validate --config config.yml --domain bot/dialogue/domain \
  --data nlu_data/intents bot/dialogue/rules bot/dialogue/stories --fail-on-warnings 2>&1); then
  printf '%s\n' "$said" >&2
  exit 1
fi

printf '\nAll checks passed.\n' >&2
