# The face of the project; `make help` is made from the comments after two hashes.
# Make decides nothing but set-up: what is up to date is decided by digests (pipeline/output/manifest.py).

RUN := .venv/bin/
READY := .venv/.ready
READY_DEV := .venv/.ready-dev
DOSSIERS := content

.DEFAULT_GOAL := help
.PHONY: help build new watch serve gallery conformance import-report bench authoring-pictures check-content schema test test-all check lint types imports fix lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

$(READY): requirements.lock pyproject.toml tools/setup.sh tools/steps.sh
	@tools/setup.sh requirements.lock $(READY)

$(READY_DEV): requirements-dev.lock pyproject.toml tools/setup.sh tools/steps.sh
	@tools/setup.sh requirements-dev.lock $(READY_DEV)
	@touch $(READY)

build: $(READY) ## Set up if needed, then make every file that is not up to date
	@$(RUN)dossier build $(DOSSIERS) $(ARGS)

new: $(READY) ## Begin a dossier: make new DOSSIERS=content/wk-7-2026
	@$(RUN)dossier new $(DOSSIERS) $(ARGS)

watch: $(READY) ## Build again whenever a content file is saved, until Ctrl-C
	@$(RUN)dossier watch $(DOSSIERS) $(ARGS)

serve: $(READY) ## See and review the pages in the browser while you write, until Ctrl-C
	@$(RUN)dossier serve $(DOSSIERS) $(ARGS)

check-content: $(READY) ## Validate the content files without building
	@$(RUN)dossier check $(DOSSIERS)

schema: $(READY) ## Write the JSON Schemas that editors use for the content files
	@$(RUN)dossier schema --write templates/schema

test: $(READY_DEV) ## Set up if needed, then run the tests (ARGS= for pytest)
	@$(RUN)pytest -m "not slow" $(ARGS)

test-all: $(READY_DEV) ## Run all tests, with the slow ones, for which it sets LibreOffice and Chromium up
	@tools/setup-slow.sh
	@$(RUN)pytest $(ARGS)

gallery: $(READY_DEV) ## Build every kind of slide, and a sheet with the pages of each format
	@tools/setup-slow.sh
	@$(RUN)python -m tools.gallery

conformance: $(READY_DEV) ## Let every validator judge the files; write docs/conformance.md
	@tools/setup-slow.sh
	@$(RUN)python -m tools.conformance

import-report: $(READY_DEV) ## Import all decks and documents of FOLDER=…, and count what each import keeps
	@$(RUN)python -m tools.import_report $(FOLDER) $(ARGS)

bench: $(READY_DEV) ## Compare cost with pandoc and Typst; write docs/benchmarks.md (ARGS="--only cold")
	@tools/setup-bench.sh
	@$(RUN)python -m tools.bench --write $(ARGS)

check: lint types imports ## Run the linters, type checkers and import contracts

lint: $(READY_DEV)
	@$(RUN)ruff check pipeline tests tools
	@$(RUN)ruff format --check pipeline tests tools

types: $(READY_DEV)
	@$(RUN)mypy
	@$(RUN)basedpyright

imports: $(READY_DEV)
	@$(RUN)lint-imports

fix: $(READY_DEV) ## Format the code and mend what the linter can
	@$(RUN)ruff check --fix pipeline tests tools
	@$(RUN)ruff format pipeline tests tools

authoring-pictures: $(READY_DEV) ## Draw the pictures of docs/authoring.md from its examples
	@$(RUN)python -m tools.authoring

UPGRADE := --upgrade
lock: $(READY_DEV) ## Resolve the dependencies anew into the lock files (UPGRADE= keeps what can stay)
	@$(RUN)uv pip compile -q $(UPGRADE) --generate-hashes --python-version 3.11 --no-header --no-annotate --extra setup -o requirements.lock pyproject.toml
	@$(RUN)uv pip compile -q $(UPGRADE) --generate-hashes --python-version 3.11 --no-header --no-annotate --extra setup --extra dev -o requirements-dev.lock pyproject.toml
	@$(RUN)uv pip compile -q $(UPGRADE) --generate-hashes --python-version 3.11 --no-header --no-annotate --group bench -o requirements-bench.lock

clean: ## Remove what the build made (what was handed out stays, and the virtual environment)
	@[ ! -d output ] || find output -mindepth 1 -maxdepth 1 ! -name 'register.jsonl*' ! -name packages -exec rm -rf {} +
