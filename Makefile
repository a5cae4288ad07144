# Everything here does its own set-up first: see .ci/setup.
.POSIX:
.PHONY: help demo run test coverage bench soak lock translate format clean
DEMO = build/demo
PYTHON = .venv/bin/python

help:
	@echo "make demo       the whole main job on the example round, then the window on it"
	@echo "make run        open the window"
	@echo "make test       every check"
	@echo "make coverage   which branches of the core its tests reach"
	@echo "make bench      speed and memory, as ratios to a named baseline"
	@echo "make soak       the same tests with many more examples, and the long runs"
	@echo "make format     lay the code out, mend what can be mended"
	@echo "make lock       pin the packages anew (make lock UPGRADE=--upgrade takes the newest)"
	@echo "make translate  gather the texts to translate, and compile what was translated"
	@echo "make clean      remove what was made, the environments too"

# The demo ends with 1 when findings wait for a decision, which is what the example is meant to show.
demo:
	@.ci/setup run
	@rm -rf $(DEMO)
	@$(PYTHON) -m dd_panel demo $(DEMO) || test $$? -eq 1
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		echo "Opening the round in a window; close it to come back."; \
		$(PYTHON) -m dd_panel $(DEMO)/*.ddround; \
	else \
		echo "No screen here, so no window. Where there is one: $(PYTHON) -m dd_panel" $(DEMO)/*.ddround; \
	fi

run:
	@.ci/setup run
	@$(PYTHON) -m dd_panel

test:
	@.ci/setup test
	@.ci/test

# Not part of make test: watching every branch nearly doubles the time of the tests.
coverage:
	@.ci/setup test
	@.venv-core/bin/python -m pytest -q -n 2 --cov --cov-report=term:skip-covered --cov-report=html:build/coverage-html \
		tests/domain tests/store tests/exchange tests/services tests/cli tests/analysis

bench:
	@.ci/setup run
	@$(PYTHON) -m tests.bench

soak:
	@.ci/setup test
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -q -n 2 --hypothesis-profile=soak -m "not screen and not wheel"
	@QT_QPA_PLATFORM=xcb xvfb-run --auto-servernum --server-args="-screen 0 1600x1000x24" \
		$(PYTHON) -m pytest -q -m "soak and screen"

format:
	@.ci/setup run
	@$(PYTHON) -m ruff check --fix --quiet . || true
	@$(PYTHON) -m ruff format .

lock:
	@.ci/setup run
	@.ci/lock $(UPGRADE)

translate:
	@.ci/setup run
	@.ci/translate

clean:
	rm -rf build dist .venv .venv-core .ruff_cache .hypothesis .import_linter_cache
	find dd_panel tests resources -name __pycache__ -type d -exec rm -rf {} +
