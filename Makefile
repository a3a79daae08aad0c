# make demo    speak an example article with the embedded voice, offline
# make test    install what tests need and run them
# make player  build the scripts of the player and of the pages of their sources, by Node
# make check   lint, formatting and types
# make fuzz    random tests with new cases, for SECONDS=300
# make bench   the benchmarks, as ratios, and what got worse since they were recorded
# make torture every embedded voice on the shortest texts, each command killed at every step
# make sites   build small sites with real generators, and look at the player in each of them
# make quality speak 120 sentences, hear them back, fail where more is misheard than recorded

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

SECONDS ?= 300
# Many tests wait for a clock or a browser: three workers fill two cores.
JOBS ?= 3

.PHONY: demo test sites fuzz player check bench quality torture clean

demo: $(VENV)/.installed
	@echo "Speaking examples/lighthouse.html, offline:"
	@$(BIN)/tts make examples/lighthouse.html --offline --output output
	@echo
	@echo "Yours next:        $(BIN)/tts make https://... or a file"
	@echo "What would be said: $(BIN)/tts script examples/library.txt"
	@echo "In Chinese:        $(BIN)/tts make examples/tea.md --offline"

# What is compiled is kept: tests start the command hundreds of times, and machines may be set to compile it each time.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.tested
	TMPDIR=$$($(BIN)/python -m tools.scratch) $(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile \
	  --no-loadscope-reorder -o tmp_path_retention_policy=failed $(PYTEST)

# Their generators come from npm, PyPI and Debian; ONE="hugo or astro" chooses.
sites: $(VENV)/.tested
	$(BIN)/python -m pytest tests/generators/check_generators.py $(if $(ONE),-k "$(ONE)") $(PYTEST)

fuzz: $(VENV)/.tested
	$(BIN)/python tools/fuzz.py $(SECONDS)

player: $(VENV)/.tested
	@npm ci --prefix tests/npm --no-audit --no-fund --loglevel=error
	@$(BIN)/python -m tools.make_player
	@$(BIN)/python -m tools.make_pages

check: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: export PAGECAST_FIGURES := output/figures.jsonl
bench: $(VENV)/.tested
	@rm -f $(PAGECAST_FIGURES) && mkdir -p $(dir $(PAGECAST_FIGURES)) && $(BIN)/python benchmarks/compare.py --pace
	@for bench in benchmarks/bench_*.py; do $(BIN)/python $$bench || exit 1; done
	@$(BIN)/python benchmarks/bench_edge.py --faults
	@$(BIN)/python benchmarks/bench_archive.py --scaling --engine hibari
	@$(BIN)/python benchmarks/compare.py

quality: $(VENV)/.tested
	$(BIN)/python benchmarks/quality.py

torture: $(VENV)/.tested
	PAGECAST_TORTURE=1000 $(BIN)/python -m pytest tests/test_kills_*.py
	$(BIN)/python benchmarks/torture_voices.py

clean:
	rm -rf $(VENV) build dist *.egg-info

$(VENV)/.installed: pyproject.toml constraints.txt
	@echo "Making $(VENV) and installing Pagecast with its embedded voices (once; about 260 MB to download, 650 MB on disk) ..."
	@$(PYTHON) -c 'import sys; sys.exit("Pagecast needs Python 3.11 or newer, and this is " + sys.version.split()[0] + ": name one with  make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else 0'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --editable '.[local]'
	@touch $@

NPM := npm ci --no-audit --no-fund --prefer-offline --loglevel=error --prefix

$(VENV)/.tested: $(VENV)/.installed pyproject.toml constraints.txt tests/npm/package-lock.json $(wildcard tests/sites_npm/*/package-lock.json)
	@echo "Installing what tests and checks need ..."
	@$(PIP) --editable '.[local,ja,espeak,book,rst,s3,listen,keyring,cluster,test,check]'
	@if command -v npm >/dev/null; then for each in tests/npm tests/sites_npm/*; do $(NPM) $$each || exit 1; done; fi
	@touch $@
