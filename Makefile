# Every chore of the project; `make` alone lists them. Nothing but Python 3.11 or newer is needed to begin.

PYTHON ?= python3
PORT ?= 8000

python := .venv/bin/python
# What makes the environment; a Python that was named wins over the one of an environment that is there.
environment := PYTHON="$(PYTHON)" PYTHON_NAMED="$(filter-out file default undefined,$(origin PYTHON))" .ci/environment
# Tests and generated files depend on no variable of the person who calls make.
plain := env -u DATABASE_URL -u DJANGO_SETTINGS_MODULE
tested := env -u DATABASE_URL DJANGO_SETTINGS_MODULE=policyhub.settings.test

# Every core takes the next test file, in order, so that the data of a package are loaded at most once per core.
# ARGS come later and win: "-n 0" keeps the tests in one process, as --pdb does by itself.
shared := -n auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder

# The rules of the tree, the documents and the OpenAPI document know no database.
of_no_engine := --ignore-glob='tests/house/test_[!m]*' --ignore=tests/catalogue/test_schema.py --ignore=tests/catalogue/test_readme.py

# What `make bench` runs. SIZE reaches bench/reads.py by the environment.
PROGRAMS := bench/reads.py
export SIZE

.DEFAULT_GOAL := help
.PHONY: help run test test-postgres check fix schema bench lock

help: ## List these targets
	@awk -F ': ## ' '/^[a-z-]+: ## / { printf "  make %-15s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ## Install, migrate, load into an empty catalogue and serve on 127.0.0.1 (PORT=8000)
	@$(environment) requirements.txt
	@exec $(python) manage.py start --port "$(PORT)"

test: ## Run the tests on SQLite; needs no server (ARGS="-k name" chooses some)
	@$(environment) requirements.txt
	@$(plain) $(python) -m pytest $(shared) $(ARGS)

test-postgres: ## Run the tests on a throwaway PostgreSQL; of those with many cases some (all: HYPOTHESIS_PROFILE=deep)
	@$(environment) requirements.txt
	@$(plain) .ci/postgres $(python) -m pytest $(shared) $(of_no_engine) $(ARGS)

check: ## Run everything that must hold before a change is merged (DEEP=1: more examples)
	@PYTHON="$(PYTHON)" .ci/run

fix: ## Format the code and repair what the linter can
	@$(environment) requirements-dev.txt
	@$(python) -m ruff format .
	@$(python) -m ruff check --fix .

schema: ## Write the generated files anew: docs/models/ and docs/openapi.yaml
	@$(environment) requirements.txt
	@$(tested) $(python) manage.py make_docs
	@$(tested) $(python) manage.py make_schema

bench: ## Measure the reads against two rivals (SIZE=100000, ARGS="--engine sqlite"; PROGRAMS="bench/*.py": all benchmarks)
	@$(environment) requirements.txt
	@for file in $(PROGRAMS); do echo "== $$file"; PYTHONPATH=. $(python) "$$file" $(ARGS) || exit 1; done

lock: ## Resolve the dependencies of pyproject.toml anew and write the hashed lock files
	@$(environment) requirements-dev.txt
	@$(python) -m uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 \
		--upgrade --quiet -o requirements.txt
	@$(python) -m uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 \
		--upgrade --quiet --group dev -c requirements.txt -o requirements-dev.txt
