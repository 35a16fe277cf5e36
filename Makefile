# `make run` starts the lab, `make test` checks it. Both set up whatever they need first.

PYTHON ?= python3
BIN := .venv/bin
# What trains and what a browser waits for would only hold each other up; the rest shares two cores.
ALONE := tests/browser tests/engine

.PHONY: run test check screenshots benchmark clean

run: .venv/app.installed
	$(BIN)/streamlit run app.py

test: .venv/dev.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python assets/locale/update.py --check
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile $(addprefix --ignore=,$(ALONE))
	$(BIN)/python -m pytest $(ALONE)

screenshots: .venv/dev.installed
	$(BIN)/python docs/screenshots.py --out screenshots

benchmark: .venv/dev.installed
	$(BIN)/python -m benchmarks

.venv/bin/python:
	sh .ci/system venv
	$(PYTHON) -m venv .venv

# pip compiles what it installs, unless it is told not to: uncompiled, TensorFlow takes 17 s to
# import instead of 7.
.venv/app.installed: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --compile --requirement requirements.txt
	touch $@

.venv/dev.installed: requirements-dev.txt .venv/app.installed
	sh .ci/system browser
	$(BIN)/python -m pip install --quiet --compile --requirement requirements-dev.txt
	touch $@

clean:
	rm -rf .venv runs screenshots
