# make run     prepare everything and serve on 127.0.0.1:$(PORT)
# make debug   the same with Django's own server: reloads, shows tracebacks
# make test    all tests
# make check   every check, as CI does
# make bench   measurements on a generated national register
# make lock    new locked requirements after a change of pyproject.toml (asks for uv on the path)
# make messages  gather and compile the translations

PORT ?= 8000
PYTHON ?= python3
ENV := .venv/bin/python
MANAGE := $(ENV) manage.py

.PHONY: run debug test check lint bench lock messages environment dev-environment

run: export DEBUG = 0
run: environment
	@$(MANAGE) serve --port $(PORT)

debug: environment
	@$(MANAGE) setup_portal
	@$(MANAGE) runserver 127.0.0.1:$(PORT)

test: dev-environment
	$(ENV) -m pytest -n 2

check: lint test

lint: dev-environment
	$(ENV) -m ruff check .
	$(ENV) -m ruff format --check .
	$(ENV) -m djlint --lint --quiet templates
	$(ENV) -m mypy .
	$(ENV) -c "from importlinter.cli import lint_imports_command as c; c()"
	DJANGO_SETTINGS_MODULE=ocop_portal.settings.test $(MANAGE) makemigrations --check --dry-run

bench: dev-environment
	$(ENV) -m bench

lock: UV = uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes
lock:
	$(UV) --no-annotate --no-header -o requirements.txt
	$(UV) --no-annotate --no-header --group dev -o requirements-dev.txt

messages: environment
	$(MANAGE) makemessages --locale en --no-location --no-wrap --no-obsolete --ignore ".venv/*" --ignore "var/*" --ignore "tests/*" --ignore "templates/admin/*"
	$(MANAGE) compilemessages --locale en --ignore .venv

environment:
	@$(PYTHON) scripts/environment.py requirements.txt

dev-environment:
	@$(PYTHON) scripts/environment.py requirements-dev.txt
