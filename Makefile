# Integritas Daerah: the commands of daily work. `make run` and `make test` start from nothing.
#
#   make run     serve the dashboard on http://localhost:8501   (PORT=9000 for another port)
#   make test    every test, also those in a real browser       (ARGS="-k map" for some)
#   make soak    hostile inputs, faults, random walks and examples that take minutes  (ARGS="-k box")
#   make check   ruff, mypy, import contracts, sqlfluff
#   make test-cluster   the same answers on a real Spark with two workers, started from nothing
#   make bench   how fast it is, as ratios against an empty page
#   make load    many viewers at once, as ratios against an empty app  (ARGS="--replicas 2")
#   make words   bring the catalogues up to date with the code
#   make clean   remove what the commands made, .venv included

PORT ?= 8501
# Two for each core of a small machine: browser tests spend half their time waiting.
JOBS ?= 4
ARGS ?=
PYTHON ?=

export PORT
# Each file is compiled once, not by each of the hundred processes that a run of the tests starts.
unexport PYTHONDONTWRITEBYTECODE

PY := .venv/bin/python
LOCALE := dashboard/locale
TEMPLATE := build/dashboard.pot

.DEFAULT_GOAL := run
.PHONY: run test test-cluster soak check bench load words clean env env-dev

run: env
	@exec $(PY) -m dashboard run

test: env-dev
	@$(PY) -m tests.browser --ensure
	@$(PY) -m tests.office --ensure
	@$(PY) -m tests.nginx --ensure
	@$(PY) -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder --durations=10 $(ARGS)

soak: env-dev
	@$(PY) -m tests.browser --ensure
	@$(PY) -m tests.nginx --ensure
	@$(PY) -m tests.git_server --ensure
	@$(PY) -m pytest -n 0 -o norecursedirs=".* build" -m "soak or hypothesis" \
		--hypothesis-profile=others --durations=10 $(ARGS) tests

test-cluster: env-dev
	@$(PY) -m tests.spark --ensure
	@$(PY) -m tests.spark --run $(ARGS)

check: env-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo
	$(PY) -m sqlfluff lint sql

bench: env-dev
	@$(PY) -m tests.browser --ensure
	@$(PY) -m tests.bench $(ARGS)

load: env-dev
	@$(PY) -m tests.nginx --ensure
	@$(PY) -m tests.load $(ARGS)

# The template is temporary: the two catalogues are what is kept. Locations carry no line
# numbers and nothing is matched by likeness, so that a diff shows only words that changed.
words: env
	@mkdir -p build
	@.venv/bin/pybabel -q extract --no-default-keywords -k say -k self -k message -k plural:1,2 \
		--add-location=file --sort-output --width=100 \
		--project=integritas-daerah --version=0.1.0 --copyright-holder="Integritas Daerah contributors" \
		-o $(TEMPLATE) dashboard pages
	@for lang in id en; do \
		file=$(LOCALE)/$$lang/LC_MESSAGES/dashboard.po; \
		if [ -f $$file ]; then \
			.venv/bin/pybabel -q update -D dashboard -d $(LOCALE) -i $(TEMPLATE) -l $$lang \
				--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=100; \
		else \
			mkdir -p $(LOCALE)/$$lang/LC_MESSAGES; \
			.venv/bin/pybabel -q init -D dashboard -d $(LOCALE) -i $(TEMPLATE) -l $$lang --width=100; \
		fi || exit 1; \
	done
	@rm -f $(TEMPLATE)

clean:
	rm -rf .venv .venv-spark build shots .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment ---------------------------------------------------------------------------
# A stamp keeps what was installed last: this folder's path (the editable install and the scripts
# know it) and the requirement files word for word. While nothing changed, nothing is asked of
# the network, so that a second start takes seconds and works without internet.

env: INSTALL := requirements.txt
env: STAMP := .venv/installed-run
env: .venv/bin/python
	@$(install)

env-dev: INSTALL := requirements-dev.txt
env-dev: STAMP := .venv/installed-dev
env-dev: .venv/bin/python
	@$(install)

WANTED_run = { pwd; cat requirements.txt; }
WANTED_dev = { pwd; cat requirements.txt requirements-spark.txt requirements-dev.txt; }

define install
set -e; \
if ! $(WANTED_$(if $(findstring dev,$(STAMP)),dev,run)) | cmp -s - $(STAMP); then \
	echo "Installing $(INSTALL) into .venv (once, until the file changes) ..."; \
	$(PY) -m pip install --quiet --disable-pip-version-check -r $(INSTALL) || { \
		echo "The packages in $(INSTALL) could not be installed, see above. Is there a way to PyPI or a mirror of it (PIP_INDEX_URL)?" >&2; exit 1; }; \
	$(WANTED_run) > .venv/installed-run; \
	$(if $(findstring dev,$(STAMP)),$(WANTED_dev) > .venv/installed-dev;) \
fi
endef

# Made again also when the Python it was made from is gone: a link that leads nowhere counts as
# missing.
.venv/bin/python:
	@set -e; \
	found=""; \
	for candidate in $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11 python3.14 python); do \
		if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			found="$$candidate"; break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Python 3.11 or newer is needed and $(if $(PYTHON),$(PYTHON) is none,the PATH has none (python3: $$(python3 --version 2>&1))). Install one, or name it: make run PYTHON=/path/to/python3.11" >&2; \
		exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$found lacks the venv module. On Debian or Ubuntu: apt-get install python3-venv" >&2; \
		exit 1; \
	fi; \
	echo "Making .venv with $$("$$found" --version) ..."; \
	rm -rf .venv; \
	"$$found" -m venv .venv || { rm -rf .venv; exit 1; }
