"""The house keeps its own rules: layers, sizes, addresses, templates."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from tests.project_files import APPS, ROOT, project_files, python_files, templates, text_of

# From the ground up; scoring, markets, news and feedback share the top and do not see each other.
LAYERS = ("shared", "communes", "producers", "accounts", "products")
TOP = ("scoring", "markets", "news", "feedback", "alerts")
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
LONGEST_TEMPLATE = 150

# Within an app a file imports only what stands before it.
ORDER_WITHIN_APP = (
    ("enums", "validators", "rules"),
    ("querysets", "models"),
    ("permissions", "services"),
    ("importers", "forms", "filters"),
    ("admin", "views", "urls"),
)

# Templates Django asks for by itself.
ASKED_FOR_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}

INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|<script\b(?![^>]*\b(?:src=|type="(?:application/(?:ld\+)?json|importmap)"))""",
    re.IGNORECASE,
)


def rank(label: str) -> int:
    return LAYERS.index(label) if label in LAYERS else len(LAYERS)


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in (*LAYERS, *TOP)]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_foreign_keys_point_downwards():
    upward = [
        f"{model._meta.label}.{field.name} -> {target._meta.label}"
        for model in our_models()
        for field in model._meta.get_fields()
        if field.concrete
        and isinstance(target := field.related_model, type)
        and (label := target._meta.app_label) in (*LAYERS, *TOP)
        and label != model._meta.app_label
        and rank(label) >= rank(model._meta.app_label)
    ]

    assert upward == []


def test_files_within_an_app_import_only_what_stands_before_them():
    ranks = {name: n for n, names in enumerate(ORDER_WITHIN_APP) for name in names}
    wrong = []
    for path in python_files(tests=False):
        app, *rest = path.relative_to(ROOT).with_suffix("").parts
        if app not in APPS or not rest or rest[0] not in ranks:
            continue
        for module in imported_modules(path):
            parts = module.split(".")
            if len(parts) > 1 and parts[0] == app and ranks.get(parts[1], -1) > ranks[rest[0]]:
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")

    assert wrong == []


def imported_modules(path: Path) -> list[str]:
    """Modules imported when the program runs, not for type checking alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            node.body = []
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return found


def test_no_import_inside_a_function_reaches_another_app():
    houses = (*APPS, "ocop_portal")
    hidden = []
    for path in python_files(tests=False):
        house = path.relative_to(ROOT).parts[0]
        if house not in houses:
            continue
        for function in functions(path):
            for node in ast.walk(function):
                module = getattr(node, "module", None) if isinstance(node, ast.ImportFrom) else None
                if module and module.split(".")[0] in houses:
                    hidden.append(f"{path.relative_to(ROOT)}:{node.lineno} {module}")

    assert hidden == []


def test_files_are_short_enough():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files(tests=False)
        if (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    }

    assert long == {}


def test_functions_are_short_enough():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in python_files(tests=False)
        for node in functions(path)
        if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]

    assert long == []


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def test_templates_are_short_enough():
    long = [
        str(path.relative_to(ROOT))
        for path in templates()
        if path.read_text(encoding="utf-8").count("\n") > LONGEST_TEMPLATE
    ]

    assert long == []


def test_every_template_parses():
    for path in templates():
        get_template(str(path.relative_to(ROOT / "templates")))


def test_every_template_is_used():
    texts = {path: path.read_text("utf-8") for path in (*python_files(tests=False), *templates())}
    conventional = conventional_template_names()
    unused = [
        name
        for template in templates()
        if (name := str(template.relative_to(ROOT / "templates"))) not in ASKED_FOR_BY_DJANGO
        and name not in conventional
        and not overrides_another_package(name)
        and not any(f'"{name}"' in text for path, text in texts.items() if path != template)
    ]

    assert unused == []


def conventional_template_names() -> set[str]:
    """Names the generic views in the address table derive from their model."""
    names = set()
    for pattern in url_patterns(get_resolver()):
        view = getattr(pattern.callback, "view_class", None)
        suffix = getattr(view, "template_name_suffix", None)
        queryset = getattr(view, "queryset", None)
        model = getattr(view, "model", None) or getattr(queryset, "model", None)
        if suffix and model:
            names.add(f"{model._meta.app_label}/{model._meta.model_name}{suffix}.html")
    return names


def overrides_another_package(name: str) -> bool:
    return any(
        (Path(config.path) / "templates" / name).exists() for config in apps.get_app_configs()
    )


def url_patterns(resolver: URLResolver) -> list[URLPattern]:
    found = []
    for entry in resolver.url_patterns:
        found += url_patterns(entry) if isinstance(entry, URLResolver) else [entry]
    return found


def url_names(resolver: URLResolver, prefix: str = "") -> set[str]:
    """Every name an address has, with its namespaces."""
    names = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            names |= url_names(entry, space)
        elif entry.name:
            names.add(prefix + entry.name)
    return names


def test_every_url_name_mentioned_exists():
    known = url_names(get_resolver())
    in_templates = r"""\{%-?\s*url\s+["']([^"']+)["']"""
    in_code = r"""\b(?:reverse|reverse_lazy|redirect|resolve_url)\(\s*["']([\w:-]+)["']"""
    mentioned = set(re.findall(in_templates, text_of(templates())))
    mentioned |= set(re.findall(in_code, text_of(python_files(tests=True))))

    assert mentioned - known == set()


def test_every_view_class_has_its_template():
    for pattern in url_patterns(get_resolver()):
        view = getattr(pattern.callback, "view_class", None)
        name = getattr(view, "template_name", None)
        if name:
            get_template(name)


def test_no_inline_style_or_script_in_templates():
    inline = [
        f"{path.relative_to(ROOT)}: {match.group(0).strip()}"
        for path in templates()
        for match in INLINE.finditer(path.read_text(encoding="utf-8"))
    ]

    assert inline == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        '<a onclick="go()">',
        "<script>go()</script>",
        '<script type="module">go()</script>',
        '<a href="javascript:go()">',
    ],
)
def test_inline_is_recognised(text):
    assert INLINE.search(text)


@pytest.mark.parametrize(
    "text",
    [
        '<script src="/static/js/map.js" type="module"></script>',
        '<script type="application/ld+json">{}</script>',
        '<link rel="stylesheet" href="/static/css/base.css">',
        "<p>one = two</p>",
    ],
)
def test_what_is_not_inline_passes(text):
    assert not INLINE.search(text)


def test_nothing_points_outside_the_repository():
    """No path of one machine, no package index."""
    machine = re.compile(
        r"(?<![\w./])/(?:ro" + r"ot|ho" + r"me/\w+|wo" + r"rk)/|--(?:extra-)?ind" + r"ex-url"
    )
    text_suffixes = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".csv", ".json", ""}
    leaks = [
        str(path.relative_to(ROOT))
        for path in project_files()
        if path.suffix in text_suffixes and machine.search(path.read_text(encoding="utf-8"))
    ]

    assert leaks == []
