# Everything a newcomer needs: `make run`, `make test`. Set-up happens by itself, in .venv.

VENV := .venv
# Python 3.11 to 3.13, the first one found; `make PYTHON=/path/to/python run` chooses another.
PYTHON ?= $(shell for p in python3.12 python3.11 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& echo $$p && break; done)
# Tests start many processes, which would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE
# Browser tests: auto (where a Chromium is found), require, or skip.
BROWSER ?= auto

.PHONY: run test test-browser test-engine test-rest quick check format practise clean

run: $(VENV)/.installed
	$(VENV)/bin/streamlit run streamlit_app.py

# Side by side: tests that start processes of their own and wait for those, and all others.
PROCESSES := tests/browser tests/core/engine

test: $(VENV)/.installed-dev
	$(MAKE) -j3 test-browser test-engine test-rest

test-browser:
	$(VENV)/bin/python -m pytest --browser $(BROWSER) tests/browser

test-engine:
	$(VENV)/bin/python -m pytest --browser skip tests/core/engine

test-rest:
	$(VENV)/bin/python -m pytest --browser skip -n 2 --dist loadfile $(addprefix --ignore=,$(PROCESSES))

quick: $(VENV)/.installed-dev
	$(VENV)/bin/python -m pytest --browser skip -n 2 -m "not engine and not slow" tests/benchmarks tests/core tests/ui tests/pages/test_pages.py

check: $(VENV)/.installed-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

format: $(VENV)/.installed-dev
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# Trains the networks that are shipped once more, side by side; pretraining/README.md says how long.
practise: $(VENV)/.installed-dev
	$(MAKE) -j2 practise-lstm practise-gru

# A long training of a GRU wants smaller steps than one of an LSTM.
practise-gru: ASKED = --series 6000000 --rate 0.004

practise-%: $(VENV)/.installed-dev
	TF_NUM_INTEROP_THREADS=1 $(VENV)/bin/python -m pretraining.train --cell $* $(ASKED)
	$(VENV)/bin/python -m pretraining.score --cell $* --calibrate

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Lookback needs Python 3.11, 3.12 or 3.13; found: $$(python3 --version 2>&1 || echo none)."; \
		echo "Install one of them, or name it: make PYTHON=/path/to/python3.12 run"; exit 1; fi
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
