# Everything a fresh machine needs is Python >= 3.11, git and make. `make demo` and `make test` do the rest.

# The first Python that is recent enough, with ours in front; another one: make demo PYTHON=/path/to/python
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11
RECENT     := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON     ?= $(shell for each in $(CANDIDATES); do $$each -c "$(RECENT)" 2>/dev/null && echo $$each && break; done)

VENV  := .venv
BIN   := $(VENV)/bin
LOCK  := requirements-dev.lock
READY := $(VENV)/.ready

# Whatever is written goes under .dore; the runtime (Neo4j's jars) is shared by the demo and the tests.
export DORE_RUNTIME ?= $(CURDIR)/.dore/runtime
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PYTEST   := $(BIN)/python -m pytest
# A process for each core, at most four, each with a Neo4j of its own; all on the one server where NEO4J_URI names it.
PARALLEL ?= $(if $(NEO4J_URI),,-n auto --maxprocesses 4 --dist loadfile)

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench docs guide lock clean

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

demo: $(READY) ## install, start Neo4j, load the fictional region, serve it and show a first answer
	DORE_HOME=$(CURDIR)/.dore/demo $(BIN)/dore demo run

test: $(READY) ## install, then play the whole suite against a real Neo4j
	$(PYTEST) $(PARALLEL) $(ARGS)

check: $(READY) ## format, lint, types, architecture
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(PYTEST) tests/test_architecture.py tests/test_repository.py tests/test_containers.py

format: $(READY) ## put the code in shape
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: $(READY) ## measure, each script of bench/ in turn; one of them: make bench ONLY=bench/name.py
	@for script in $(or $(ONLY),$(sort $(wildcard bench/*.py))); do \
		case $$script in */__init__.py|*/homes.py|*/linking_data.py|*/linking_splink.py) continue;; esac; \
		echo "== $$script"; $(BIN)/python -m $$(echo $${script%.py} | tr / .) || exit 1; \
	done

docs: $(READY) ## write again the pages of docs/ that are made from the code
	$(BIN)/python docs/make_sources.py
	$(BIN)/python docs/make_data_model.py
	$(BIN)/python docs/make_indicators.py

guide: $(READY) ## take the pictures of the user guide again, of a fictional region of its own; Debian's chromium and chromium-l10n are needed
	rm -rf $(CURDIR)/.dore/guide
	DORE_HOME=$(CURDIR)/.dore/guide $(BIN)/python -m docs.make_guide_pictures
	DORE_HOME=$(CURDIR)/.dore/guide $(BIN)/dore down

lock: ## choose again the versions of everything that is installed, by name, version and sha256
	$(PYTHON) -m venv .dore/lock
	.dore/lock/bin/python -m pip install --quiet uv
	@for lock in "requirements.lock --extra build" "$(LOCK) --extra build --extra dev"; do \
		set -- $$lock; file=$$1; shift; \
		.dore/lock/bin/uv pip compile pyproject.toml "$$@" --upgrade --universal --python-version 3.11 \
			--generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
			--custom-compile-command "make lock" --quiet --output-file $$file || exit 1; \
	done

clean: ## remove what was installed, downloaded and loaded; the demo's data too
	@[ ! -x $(BIN)/dore ] || DORE_HOME=$(CURDIR)/.dore/demo $(BIN)/dore down
	rm -rf $(VENV) .dore build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Installed again only when what is locked or declared has changed.
$(READY): $(LOCK) pyproject.toml
	@[ -n "$(PYTHON)" ] || { echo "DORE demande Python 3.11 ou plus récent : make $(MAKECMDGOALS) PYTHON=/chemin/vers/python"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Le module venv de Python manque (sous Debian : apt install python3-venv)."; exit 1; }
	@echo "Installation dans $(VENV) : une à quatre minutes la première fois, selon le réseau."
	@$(BIN)/python -m pip install --quiet --no-compile --require-hashes --requirement $(LOCK)
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
