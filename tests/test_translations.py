"""English for every public string of ours; Vietnamese for what others say in English."""

import ast
import re
from importlib.util import find_spec
from pathlib import Path

import django
import pytest
from django.conf import global_settings, settings
from django.utils import translation
from django.utils.translation import ngettext
from django.utils.translation.template import templatize

from tests.catalogues import CONTEXT, TEXT, asked, asked_by_template, compiled, written

LOCALE = settings.BASE_DIR / "locale"
CATALOGUES = sorted(LOCALE.rglob("*.po"))
VIETNAMESE = compiled(LOCALE / "vi/LC_MESSAGES/django.mo")
DJANGO = Path(django.__file__).parent
PARTS_OF_DJANGO = ["conf", "contrib/admin", "contrib/auth", "contrib/postgres", "contrib/sessions"]
PACKAGES = ["axes", "django_otp", "import_export", "django_filters", "leaflet"]
# Seen by developers alone: Django's start page, its own CSRF page, names of languages.
FOR_DEVELOPERS = re.compile(
    r"DEBUG=True|docs\.djangoproject|Django|install worked|Tutorial|Topics, references|Connect, get"
    r"|You are seeing this message because|If you have configured your browser|referrer"
)
COUNTED = re.compile(rf"\bngettext\(({TEXT}), *({TEXT})", re.DOTALL)
LANGUAGE_NAMES = {str(name) for _code, name in global_settings.LANGUAGES}
# A figure is written without a suffix: "12", not "12th".
WITHOUT_ORDINALS = f"ordinal {CONTEXT}"


def test_every_string_our_sources_translate_has_its_english():
    english = compiled(LOCALE / "en/LC_MESSAGES/django.mo")
    assert {text: where for text, where in asked().items() if not english.get(text)} == {}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_catalogue_is_complete_free_of_guesses_and_compiled(path):
    entries = written(path)
    assert [text for text, (said, is_fuzzy) in entries.items() if is_fuzzy or not said] == []
    assert compiled(path.with_suffix(".mo")).keys() - {""} == entries.keys()
    in_memory = compiled(path.with_suffix(".mo"))
    assert {text for text, (said, _) in entries.items() if in_memory[text] != said} == set()


def test_english_catalogue_keeps_nothing_our_sources_no_longer_say():
    assert written(LOCALE / "en/LC_MESSAGES/django.po").keys() - asked().keys() == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_what_a_package_says_is_vietnamese(package):
    known = VIETNAMESE.keys() | _vietnamese_of_django("django")
    root = Path(find_spec(package).origin).parent
    said = {
        text
        for path in root.rglob("locale/*/LC_MESSAGES/django.mo")
        for text in compiled(path)
        if text
    }
    assert len(said) > 10
    assert said - known == set()


def test_what_django_leaves_in_english_is_vietnamese():
    known = VIETNAMESE.keys() | _vietnamese_of_django("django") | LANGUAGE_NAMES
    said = {
        text
        for part in PARTS_OF_DJANGO
        for text in written(DJANGO / part / "locale/en/LC_MESSAGES/django.po")
    }
    assert len(said) > 500
    assert {text for text in said - known if not FOR_DEVELOPERS.search(text)} == set()


@pytest.mark.parametrize("template", sorted((DJANGO / "contrib/admin/templates").rglob("*.html")))
def test_what_pages_of_the_admin_count_is_vietnamese(template):
    """A catalogue may know a sentence alone and not the one that is counted."""
    source = templatize(template.read_text(encoding="utf-8"))
    with translation.override("vi"):
        for call in COUNTED.finditer(source):
            one, many = (ast.literal_eval(text) for text in call.groups())
            assert {ngettext(one, many, number) for number in (1, 2)}.isdisjoint({one, many})


def test_what_scripts_of_the_admin_leave_in_english_is_vietnamese():
    known = (
        _vietnamese_of_django("djangojs") | compiled(LOCALE / "vi/LC_MESSAGES/djangojs.mo").keys()
    )
    said = written(DJANGO / "contrib/admin/locale/en/LC_MESSAGES/djangojs.po").keys()
    assert said - known == set()


def test_template_strings_are_found():
    source = '{% translate "Một" %}{% blocktranslate %}Hai (2) {{ x }}{% endblocktranslate %}'
    assert list(asked_by_template(source)) == ["Một", "Hai (2) %(x)s"]


def _vietnamese_of_django(domain: str) -> set[str]:
    paths = DJANGO.rglob(f"locale/vi/LC_MESSAGES/{domain}.mo")
    return {text for path in paths for text, said in compiled(path).items() if said}


def test_what_the_editor_says_is_vietnamese():
    """Its words come from script, hence from the other catalogue."""
    root = Path(find_spec("django_prose_editor").origin).parent
    [german] = root.glob("locale/de/LC_MESSAGES/djangojs.mo")
    said = set(compiled(german)) - {""}
    assert len(said) > 20
    assert said - compiled(LOCALE / "vi/LC_MESSAGES/djangojs.mo").keys() == set()
