# One word a chore. `make` alone prints this help.
.DEFAULT_GOAL := help
SHELL := /bin/sh
STAMP := .venv/.built-from-lock
RUN := .venv/bin
# Compiled modules are kept, whatever the machine says: without them a gateway takes seven seconds to come back, not three.
unexport PYTHONDONTWRITEBYTECODE

##@ Start here
.PHONY: demo
demo: setup ## Run the whole line on this machine: web phone, desk, a twin of the phone company
	@$(RUN)/fourthline demo

.PHONY: setup
setup: $(STAMP) ## Find or fetch the tools and build both environments

$(STAMP): uv.lock pyproject.toml setup/environments.sh
	@sh setup/environments.sh
	@touch $(STAMP)

##@ Work on it
.PHONY: test
test: setup train ## Run the whole test suite
	@sh setup/test.sh

.PHONY: check
check: setup ## Lint, types, import rules, file and function sizes, docs, Rasa's own validation
	@sh setup/check.sh

.PHONY: train
train: setup ## Train the language understanding, where there is no model for these files
	@$(RUN)/fourthline train

.PHONY: docs
docs: setup ## Write the generated pages of docs/ anew
	@$(RUN)/python -m bot.commands.pages

.PHONY: bench
bench: setup train ## Measure, print the table and write docs/benchmarks.md
	@$(RUN)/python -m channels.bench

N ?= 500
WORKERS ?= 1
.PHONY: soak
soak: setup train ## Kill the line's parts at random among N escalations and count who was told (N=500 WORKERS=1 DATABASE=URL)
	@$(RUN)/python -m channels.soak --escalations $(N) --workers $(WORKERS) $(if $(DATABASE),--database $(DATABASE))

##@ Look after it
.PHONY: doctor
doctor: setup ## Look at everything the line needs
	@$(RUN)/fourthline doctor

.PHONY: clean
clean: ## Remove both environments, the models and caches; records in var/ stay
	@rm -rf .venv .venv-engine .uv models .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.PHONY: help
help:
	@awk 'BEGIN {FS = ":.*##"; print "Fourthline: the fourth response.\n\nUsage: make WORD"} \
	  /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z]+:.*##/ {printf "  %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
