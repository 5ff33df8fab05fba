# Two commands to know: make demo, make test. See README.md.
.DELETE_ON_ERROR:
.PHONY: help demo serve test chromium accessibility bench spark docs check-law lint types floors unit lock clean

PYTHON ?= python3
UV ?= $(or $(shell uv --version >/dev/null 2>&1 && command -v uv),.uv-env/bin/uv)
SYSTEM_PACKAGES := sudo apt-get install -y python3-venv make chromium
BROWSERS := chromium chromium-browser google-chrome

RECENT_PYTHON = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
    { echo 'Amparo needs Python 3.11 or later; name one: make PYTHON=python3.12' >&2; exit 1; }

export UV_PYTHON_DOWNLOADS := never

INTO := --quiet --python .venv/bin/python
RUNTIME := .venv/.runtime
AMPARO := .venv/.amparo
FOR_TEST := .venv/.test
FOR_BENCH := .venv/.bench
FOR_SPARK := .venv/.spark
FOR_DOCS := .venv/.docs

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: $(AMPARO) ## both countries on a small synthetic set of workers
	.venv/bin/amparo demo

serve: $(AMPARO) ## the workbench in a browser, at http://127.0.0.1:8000/
	.venv/bin/amparo serve

test: lint types floors check-law docs unit ## everything that must hold: style, types, floors, law, documentation, tests

bench: $(AMPARO) $(FOR_BENCH) ## speed and memory, measured on this machine
	.venv/bin/python -m benchmarks.run
	.venv/bin/python -m benchmarks.sweep

spark: $(AMPARO) $(FOR_SPARK) ## PySpark for `amparo run --cluster spark` (docs/cluster.md)

docs: $(AMPARO) $(FOR_DOCS) ## the documentation as a small site, build/site/index.html; a broken link is an error
	NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --quiet

check-law: $(AMPARO) ## every provision cited, dated, labelled; prints the public register
	.venv/bin/amparo check-law

lint: $(FOR_TEST)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: $(AMPARO) $(FOR_TEST)
	.venv/bin/mypy

floors: $(AMPARO) $(FOR_TEST)
	.venv/bin/lint-imports

unit: $(AMPARO) $(FOR_TEST) chromium
	.venv/bin/pytest

# Pages are tested in the system's own Chromium. Root gets it here; anybody else is told the line, and those tests skip.
chromium:
	@for each in $(BROWSERS); do command -v $$each >/dev/null && exit; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit; \
	fi; \
	echo 'No Chromium: the tests of pages in a browser are skipped. To run them: $(SYSTEM_PACKAGES)' >&2

accessibility: $(AMPARO) $(FOR_TEST) chromium ## every page checked in a browser; the accessibility statement made of it
	rm -rf build/accessibility
	-.venv/bin/pytest tests/web/test_every_page.py
	PYTHONPATH=tests .venv/bin/python -m web.statement

# --- the environment: made once, touched again only when a lock or pyproject.toml changes ---

.uv-env/bin/uv: requirements-uv.lock
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo '$(SYSTEM_PACKAGES)' >&2; exit 1; }
	@$(RECENT_PYTHON)
	$(PYTHON) -m venv .uv-env
	.uv-env/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $@

.venv/bin/python: | $(UV)
	@$(RECENT_PYTHON)
	$(UV) venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv

$(RUNTIME): requirements.lock | .venv/bin/python
	$(UV) pip install $(INTO) --require-hashes -r requirements.lock
	@touch $@

$(AMPARO): pyproject.toml $(RUNTIME)
	$(UV) pip install $(INTO) --offline --no-deps --no-build-isolation --editable .
	@touch $@

$(FOR_TEST): requirements-test.lock $(RUNTIME)
	$(UV) pip install $(INTO) --require-hashes -r requirements-test.lock
	@touch $@

$(FOR_BENCH): requirements-bench.lock $(RUNTIME)
	$(UV) pip install $(INTO) --require-hashes -r requirements-bench.lock
	@touch $@

$(FOR_SPARK): requirements-spark.lock $(RUNTIME)
	$(UV) pip install $(INTO) --require-hashes -r requirements-spark.lock
	@touch $@

$(FOR_DOCS): requirements-docs.lock $(RUNTIME)
	$(UV) pip install $(INTO) --require-hashes -r requirements-docs.lock
	@touch $@

# --- the locks: docs/decisions/0002-lock-file.md. Newer versions: make lock UPGRADE=--upgrade ---

COMPILE = $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --no-annotate \
    --custom-compile-command 'make lock' $(UPGRADE)
ALL := build/all.lock

lock: | $(UV) ## solve the dependencies again and write the lock files
	@mkdir -p build
	@cat requirements-bench.lock requirements-test.lock requirements-spark.lock requirements-docs.lock 2>/dev/null | sed -n 's/ *\\$$//; /^[a-z]/p' | sort -u > $(ALL) || true
	$(COMPILE) --group build --group test --group bench --group spark --group docs -o $(ALL)
	$(COMPILE) --generate-hashes -c $(ALL) --group build -o requirements.lock
	$(COMPILE) --generate-hashes -c $(ALL) --group build --group test -o requirements-test.lock
	$(COMPILE) --generate-hashes -c $(ALL) --group build --group bench -o requirements-bench.lock
	$(COMPILE) --generate-hashes -c $(ALL) --group build --group spark -o requirements-spark.lock
	$(COMPILE) --generate-hashes -c $(ALL) --group build --group docs -o requirements-docs.lock
	echo uv | $(UV) pip compile - --quiet --universal --python-version 3.11 --no-annotate --generate-hashes \
	    --custom-compile-command 'make lock' $(UPGRADE) -o requirements-uv.lock

clean: ## remove the environment and everything generated
	rm -rf .venv .uv-env build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
