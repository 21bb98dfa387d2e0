# make demo   see the gateway at work            make test   install the test tools, run every test
# make check  lint and types                     make bench  speed, as ratios to bare lxml
# make soak   an hour of everything going wrong; SECONDS=60 SEED=7 for less, and the same again
# make fuzz   30 minutes of made-up input (MINUTES=5 for less)
PYTHON ?= python3.11
VENV := .venv
DEMO := build/demo
SECONDS := 3600
SEED := random
MINUTES ?= 30

.PHONY: demo test check bench soak fuzz clean

$(VENV)/installed: setup.cfg setup.py pyproject.toml
	command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/tools: $(VENV)/installed
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -e '.[test]'
	touch $@

demo: $(VENV)/installed
	rm -rf $(DEMO)
	$(VENV)/bin/edi demo --root $(DEMO)

test: $(VENV)/tools
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/pytest -q -n 2 --dist loadfile

check: $(VENV)/tools
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/pytest -q -n 2 -m "not slow"

bench: $(VENV)/tools
	$(VENV)/bin/python -m bench

soak: $(VENV)/tools
	$(VENV)/bin/pytest -q -s tests/soak/test_soak.py --soak-seconds $(SECONDS) --soak-seed $(SEED)

fuzz: $(VENV)/tools
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -e '.[fuzz]'
	$(VENV)/bin/python -m tests.fuzz --minutes $(MINUTES)

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
