"""Reads translation catalogues and finds the strings our sources ask to translate."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

CONTEXT = "\x04"
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b(?:_|n?p?gettext)\({TEXT}(?:, *{TEXT})*(?:, *\w+)?\)", re.DOTALL)
BACK_OFFICE = ("templates", "admin")  # Vietnamese alone; what it wraps is Django's own
NOT_OURS = {".venv", "var", "tests", "bench", "staticfiles"}


def compiled(path: Path) -> dict[str, str]:
    """Entries of a ``.mo`` file, context and message joined by ``CONTEXT``; plurals once."""
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    singular = {key: text for key, text in catalogue.items() if isinstance(key, str)}
    plural = {
        key[0]: text for key, text in catalogue.items() if isinstance(key, tuple) and not key[1]
    }
    return singular | plural


def written(path: Path) -> dict[str, tuple[str, bool]]:
    """Entries of a ``.po`` file: the (first) translation, and whether it is marked fuzzy."""
    entries = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        parts: dict[str, str] = {}
        keyword = ""
        for line in block.splitlines():
            if match := re.match(r'(msg\w+(?:\[0\])?) (".*")$', line):
                keyword = match[1].removesuffix("[0]")
                parts[keyword] = ast.literal_eval(match[2])
            elif re.match(r"msgstr\[", line):
                keyword = ""
            elif line.startswith('"') and keyword:
                parts[keyword] += ast.literal_eval(line)
        if parts.get("msgid"):
            context = parts["msgctxt"] + CONTEXT if "msgctxt" in parts else ""
            is_fuzzy = bool(re.search(r"^#,.*fuzzy", block, re.MULTILINE))
            entries[context + parts["msgid"]] = (parts.get("msgstr", ""), is_fuzzy)
    return entries


def asked_by_python(source: str) -> Iterator[str]:
    """Messages of every translation call in Python source."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        if name in PLAIN and texts:
            yield texts[0]
        elif name in WITH_CONTEXT and len(texts) > 1:
            yield texts[0] + CONTEXT + texts[1]


def asked_by_template(source: str) -> Iterator[str]:
    """Messages of every translation tag in a template."""
    for call in TEMPLATE_CALL.finditer(templatize(source)):
        yield from asked_by_python(call[0])


def asked() -> dict[str, str]:
    """Every message of our sources, and a file that asks for it."""
    found = {}
    letters = ("*.txt", asked_by_template)
    for pattern, read in (("*.py", asked_by_python), ("*.html", asked_by_template), letters):
        for path in settings.BASE_DIR.rglob(pattern):
            where = path.relative_to(settings.BASE_DIR)
            if where.parts[0] not in NOT_OURS and where.parts[:2] != BACK_OFFICE:
                source = path.read_text(encoding="utf-8")
                found |= dict.fromkeys(read(source), str(where))
    return found
