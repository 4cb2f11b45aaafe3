"""Static files: each borrowed one is listed with its licence, none asks another host."""

import re

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
LICENCES = (settings.BASE_DIR / "docs/licences.md").read_text(encoding="utf-8")
STYLES = sorted(STATIC.rglob("*.css"))


@pytest.mark.parametrize("folder", sorted((STATIC / "vendor").iterdir()), ids=lambda p: p.name)
def test_vendored_folder_names_version_and_carries_its_licence(folder):
    assert re.search(r"-\d+\.\d+", folder.name)
    assert f"`static/vendor/{folder.name}/`" in LICENCES
    assert [path for path in folder.iterdir() if path.stem.upper() in ("LICENCE", "LICENSE")]


def test_fonts_carry_their_licence():
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts/OFL.txt").read_text(encoding="utf-8")
    assert "`static/fonts/*.woff2`" in LICENCES


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_sheet_refers_only_to_files_that_exist(path):
    for target in re.findall(r"url\([\"']?([^\"')]+)", path.read_text(encoding="utf-8")):
        if not target.startswith(("#", "data:")):
            assert (path.parent / target).resolve().is_file(), target


@pytest.mark.parametrize(
    "path", [*STYLES, *sorted(STATIC.rglob("*.js"))], ids=lambda path: path.name
)
def test_no_source_map_or_foreign_import(path):
    text = path.read_text(encoding="utf-8")
    assert "sourceMappingURL" not in text
    assert "@import" not in text


def test_styles_close_every_block():
    for path in STYLES:
        text = path.read_text(encoding="utf-8")
        assert text.count("{") == text.count("}"), path.name
