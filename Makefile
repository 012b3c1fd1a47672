# `make` alone says what there is. Every target sets up .venv by itself when needed.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run app quick test pages check docs licences calibrate calibrate-check validation \
	bench chromium

# Python reads again what it has compiled once: the many processes of the tests start sooner.
unexport PYTHONDONTWRITEBYTECODE

bin := .venv/bin
install := $(bin)/python -m pip install --quiet --disable-pip-version-check \
	--constraint constraints.txt --editable

# Best first: numba follows a new Python some months late. A name on the path proves nothing (it
# may be a shim that only says where the real one is), so each is asked to prove itself.
pythons := "$(PYTHON)" python3.13 python3.12 python3.14 python3 \
	"$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/*/bin/python3 \
	"$${UV_PYTHON_INSTALL_DIR:-$$HOME/.local/share/uv/python}"/*/bin/python3
suitable := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 12))

help: ## this list
	@sed -n 's/^\([a-z-]*\):.* ## \(.*\)/make \1 - \2/p' Makefile

run: .venv/run ## forecast and domino effect of the baseline, in words and as a page of pictures
	@$(bin)/domino run armenia-2025
	@$(bin)/domino effect armenia-2025 --of armenia
	@echo "To move its assumptions in a browser: make app" >&2

app: .venv/run ## the pages in a browser: move an assumption, see what changes
	@$(bin)/domino app

# One processor fetches the browser while another installs, and compiles the engine while another
# checks: a fresh machine waits for the longer of the two alone.
compile := $(bin)/python -c "from sim import load, simulate; simulate(load('armenia-2025'), runs=1)"
again := $(MAKE) --no-print-directory

test: ## what `make check` does, then all tests, those of the pages in a browser
	@$(again) chromium & $(again) .venv/test && wait $$!
	@$(compile) & $(again) check && wait $$!
	$(bin)/pytest -n 2 --dist loadgroup --cov --cov-report=
	NUMBA_DISABLE_JIT=1 $(bin)/pytest -n 2 --ignore=tests/pages -m "rules or parity_small" \
		--cov --cov-append --cov-report=
	@echo "Of the lines of sim/ and ui/ the tests ran $$($(bin)/coverage report --format=total)%, not" \
		"counting what only processes of their own run; by file: $(bin)/coverage report"

# Rules run as written, so that nothing waits for the compiler; what differs with it, and whatever
# starts a browser or a process, is left to `make test`.
loop := $(wildcard tests/rules tests/words tests/plots tests/test_words.py tests/test_plots.py) \
	tests/test_conventions.py tests/test_draws.py tests/test_oracle.py tests/test_questions.py

quick: .venv/test ## in a minute, what a change of rules, words or a figure needs: style, types, tests
	$(bin)/ruff format --check
	$(bin)/ruff check
	@$(bin)/mypy & NUMBA_DISABLE_JIT=1 $(bin)/pytest --quiet $(loop) \
		-m "not (browser or process or compiler or slow)" && wait $$!

pages: .venv/test chromium ## the tests of the pages alone
	$(bin)/pytest tests/pages

check: .venv/test ## format, style, spelling, types, import arrows, generated tables
	$(bin)/ruff format --check
	$(bin)/ruff check
	$(bin)/codespell
	$(bin)/mypy
	$(bin)/lint-imports --no-logo
	$(bin)/python docs/generate.py --check

# The tests of the pages, and of pictures as PNG and SVG, drive a browser of the system. Who may
# install it does; who may not is told, and those tests are skipped.
chromium:
	@if command -v chromium >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif [ "$$(id -u 2>/dev/null)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the tests that need a browser, once"; \
		apt-get update -qq && apt-get install -y -qq chromium >/dev/null; \
	else \
		echo "No Chromium here, so the tests that need a browser are skipped:" \
			"apt-get install chromium" >&2; \
	fi

docs: .venv/docs ## the documents as a site, in docs/_build/html; a warning is an error
	$(bin)/sphinx-build --fail-on-warning --keep-going --quiet docs docs/_build/html
	@echo "Open docs/_build/html/index.html in a browser."

licences: .venv/test ## the licence of every package that Domino is installed with
	@$(bin)/python docs/licences.py

calibrate: .venv/calibrate ## fit the model to the record anew; goes on after an interruption
	@$(bin)/python -m sim.hindcast calibrate
	@$(bin)/python -m sim.hindcast cases

calibrate-check: .venv/calibrate ## see whether the fits find numbers again that made up a history
	@$(bin)/python -m sim.hindcast check

validation: .venv/test chromium ## renew docs/validation.md from the record and the stored posterior
	@$(bin)/python docs/generate.py --validation

bench: .venv/run ## speed, side by side with other ways to do the same
	@$(bin)/python -m benchmarks

# A virtual environment holds the path of its folder: moved or copied, it is made anew.
ifneq ($(shell cat .venv/made 2>/dev/null),$(CURDIR))
.PHONY: .venv/made
endif

.venv/made:
	@found=; if $(bin)/python -c '$(suitable)' 2>/dev/null && grep -qs '$(CURDIR)/$(bin)/' $(bin)/pip; \
	then :; else \
		for python in $(pythons); do \
			if "$$python" -c '$(suitable)' 2>/dev/null; then found=$$python; break; fi; \
		done; \
		if [ -z "$$found" ]; then \
			echo "No Python found that will do: install Python 3.12 or newer with its venv" \
				"module, or name one: make PYTHON=/path/to/python3" >&2; \
			exit 1; \
		fi; \
		echo "Setting up .venv with $$("$$found" --version) ($$found)"; \
		"$$found" -m venv --clear .venv; \
	fi
	@echo '$(CURDIR)' >$@

.venv/run: .venv/made pyproject.toml constraints.txt
	@echo "Installing Domino into .venv, once; this takes a minute or two"
	@$(install) .
	@touch $@

.venv/calibrate: .venv/made pyproject.toml constraints.txt
	@echo "Installing Domino and its sampler into .venv, once; this takes a minute or two"
	@$(install) ".[calibrate]"
	@touch .venv/run $@

.venv/test: .venv/made pyproject.toml constraints.txt
	@echo "Installing Domino and its test tools into .venv, once; this takes a minute or two"
	@$(install) ".[test]"
	@touch .venv/run $@

.venv/docs: .venv/made pyproject.toml constraints.txt
	@echo "Installing what the site of documents is built with, once"
	@$(install) ".[docs]"
	@touch .venv/run $@
