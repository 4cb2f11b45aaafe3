"""Loading the units: the real folder, a folder with faults, another province."""

import datetime as dt
import shutil
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.base import CommandError

from communes.enums import NameShare, SuccessionKind
from communes.importers import SourceError, parse_folder, plan_load
from communes.models import (
    Commune,
    CommuneBoundary,
    CommuneName,
    CommuneSuccession,
    District,
    Province,
)

EVE = dt.date(2025, 6, 30)
REFORM = dt.date(2025, 7, 1)


def test_real_folder_holds_the_whole_past(units):
    kinds = Counter(Commune.objects.in_force(EVE).values_list("kind", flat=True))
    assert kinds == {"xa": 95, "thi_tran": 7, "phuong": 6}
    before = dt.date(2023, 4, 9)
    kinds = Counter(Commune.objects.in_force(before).values_list("kind", flat=True))
    assert kinds == {"xa": 96, "thi_tran": 6, "phuong": 6}
    kinds = Counter(Commune.objects.in_force(REFORM).values_list("kind", flat=True))
    assert kinds == {"xa": 77, "phuong": 15}
    assert District.objects.filter(valid_to=REFORM).count() == 8


def test_every_unit_of_2020_went_into_one_of_the_37(units):
    merged = CommuneSuccession.objects.filter(effective_on=REFORM)
    assert Counter(merged.values_list("kind", flat=True)) == {
        SuccessionKind.MERGED: 107,
        SuccessionKind.KEPT: 1,
    }
    assert set(merged.values_list("legal_act", flat=True)) == {"Nghị quyết 1683/NQ-UBTVQH15"}
    assert set(merged.values_list("predecessor_id", flat=True)) == set(
        Commune.objects.in_force(EVE).values_list("pk", flat=True)
    )
    assert merged.values("successor").distinct().count() == 37


def test_every_new_code_once_meant_another_place(units):
    present = set(Commune.objects.in_force(REFORM).values_list("code", flat=True))
    former = set(Commune.objects.in_force(EVE).values_list("code", flat=True))
    former |= set(CommuneName.objects.exclude(code="").values_list("code", flat=True))
    assert present - former == set()


def test_units_named_in_2020_begin_then_and_absorbing_ones_earlier(units):
    begun = Commune.objects.filter(valid_from=dt.date(2020, 2, 1)).values_list("name", flat=True)
    assert sorted(begun) == sorted(
        "Hiệp Lực,Tân Tú,Quân Hà,Đồng Thắng,Yên Phong,Đồng Tâm,Thanh Thịnh,Văn Vũ,Văn Lang,"
        "Sơn Thành,Trần Phú".split(",")
    )
    absorbing = Commune.objects.get(name="Thượng Giáo")
    assert absorbing.valid_from is None
    assert [str(name) for name in absorbing.other_names.all()] == ["Cao Trĩ"]


def test_van_tung_has_two_lives_and_what_became_of_it(units):
    xa, thi_tran = Commune.objects.filter(name="Vân Tùng").order_by("valid_to")
    assert (xa.kind, xa.valid_to) == ("xa", dt.date(2023, 4, 10))
    assert (thi_tran.kind, thi_tran.valid_from) == ("thi_tran", dt.date(2023, 4, 10))
    change = xa.successions.get()
    assert (change.successor, change.kind) == (thi_tran, SuccessionKind.KIND_CHANGED)
    assert thi_tran.successions.get().successor.name == "Ngân Sơn"


def test_a_divided_place_says_how_much_went_where(units):
    shares = CommuneName.objects.filter(name="Phong Huân").values_list("commune__name", "share")
    assert dict(shares) == {"Bằng Lãng": NameShare.PART, "Yên Phong": NameShare.MOST}
    shares = CommuneName.objects.filter(code="05932").values_list("commune__name", "share")
    assert dict(shares) == {"Phú Bình": NameShare.PART, "Điềm Thuỵ": NameShare.PART}


def test_boundaries_cover_both_divisions_and_provinces(mapped):
    for on, count in ((EVE, 108), (REFORM, 92)):
        assert Commune.objects.in_force(on).filter(boundary__isnull=False).count() == count
    assert Province.objects.filter(outline__isnull=False).count() == 34
    assert set(Province.objects.filter(is_served=True).values_list("code", flat=True)) == {
        "06",
        "19",
    }


def test_loading_twice_changes_nothing(mapped, load):
    rows = list(Commune.objects.order_by("pk").values())
    again = load()
    assert [line.partition(": ")[2].partition(", giữ")[0] for line in again] == [
        "thêm 0, đổi 0"
    ] * 7
    assert list(Commune.objects.order_by("pk").values()) == rows


def test_a_dry_run_tells_and_writes_nothing(db, load):
    assert "xã, phường: thêm 201, đổi 0, giữ nguyên 0" in load("--dry-run")
    assert not Commune.objects.exists()


def test_a_changed_row_is_put_right_and_counted(mapped, load):
    Commune.objects.filter(name="Côn Minh").update(name="Con Minh", sort_key="")
    District.objects.filter(code="066").update(valid_to=None)
    boundary = CommuneBoundary.objects.get(commune__slug="xa-ba-be")
    boundary.geometry = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}
    boundary.save()
    assert load() == [
        "tỉnh, thành phố: thêm 0, đổi 0, giữ nguyên 35",
        "huyện cũ: thêm 0, đổi 1, giữ nguyên 7",
        "xã, phường: thêm 0, đổi 2, giữ nguyên 199",
        "tên khác: thêm 0, đổi 0, giữ nguyên 207",
        "biến động địa giới: thêm 0, đổi 0, giữ nguyên 109",
        "ranh giới, boundaries-2020.geojson: thêm 0, đổi 0, giữ nguyên 109",
        "ranh giới, boundaries-2025.geojson: thêm 0, đổi 1, giữ nguyên 91",
    ]
    assert Commune.objects.filter(name="Côn Minh").exclude(sort_key="").count() == 2
    boundary.refresh_from_db()
    assert len(boundary.geometry["coordinates"][0]) > 100


def test_addresses_are_short_for_today_and_tell_the_district_of_the_past(units):
    slugs = Commune.objects.filter(name="Côn Minh").order_by("-valid_from")
    assert set(slugs.values_list("slug", flat=True)) == {
        "xa-con-minh",
        "xa-con-minh-huyen-na-ri",
    }


def test_another_province_is_served_from_the_list_of_the_nation(db, load):
    assert load("--province", "04") == [
        "tỉnh, thành phố: thêm 35, đổi 0, giữ nguyên 0",
        "xã, phường: thêm 56, đổi 0, giữ nguyên 0",
    ]
    assert Province.objects.get(is_served=True).name == "Cao Bằng"
    assert Commune.objects.served().count() == 56


def test_the_nation_leaves_what_is_known_alone(units, load):
    assert load("--nation")[1] == "xã, phường: thêm 3229, đổi 0, giữ nguyên 92"
    assert Commune.objects.in_force(REFORM).count() == 3321
    assert Commune.objects.in_force(REFORM).served().count() == 92
    assert load("--nation")[1] == "xã, phường: thêm 0, đổi 0, giữ nguyên 3321"


def test_an_unknown_province_is_refused(db, load):
    with pytest.raises(CommandError, match="không có tỉnh mã 99"):
        load("--province", "99")


@pytest.fixture
def copy(tmp_path, folder):
    """A copy of the folder, to be spoilt; outlines come when they are."""
    ignore = shutil.ignore_patterns("*.geojson", "communes-vietnam*")
    return Path(shutil.copytree(folder, tmp_path / "units", ignore=ignore))


def spoil(path, old, new):
    original = settings.BASE_DIR / "fixtures" / "communes" / path.name
    content = (path if path.exists() else original).read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("communes.csv", "01837,Sông Cầu,phường", "1837,Sông Cầu,phường", "dòng 3: cột code: có"),
        ("communes.csv", "Sông Cầu,phường", "Sông Cầu,xóm", "cần một trong: xã, phường, thị trấn"),
        ("communes.csv", "Sông Cầu,", ",", "dòng 3: cột name: có “”, cần một giá trị."),
        ("communes.csv", ",4.68,", ",4km,", "cột area_km2: có “4km”, cần số như 12.34"),
        ("communes.csv", "2025-07-01,1.38", "1/7/2025,1.38", "cần ngày như 2025-07-01"),
        ("communes.csv", "phường,06,", "phường,6x,", "cột province_code: có “6x”"),
        ("communes.csv", "phường,06,058", "phường,07,058", "không có đơn vị mã 07"),
        ("communes.csv", "phường,06,058,,", "phường,06,058,2026-01-01,", "valid_to phải sau"),
        ("communes.csv", "01837,Sông", "01834,Sông", "dòng 3: trùng với dòng 2."),
        (
            "communes.csv",
            "01837,Sông Cầu,phường,06,058,,",
            "01834,Sông Cầu,phường,06,058,2021-01-01,",
            "mã 01834 trùng thời gian",
        ),
        ("communes.csv", "code,name,kind", "ma,name,kind", "dòng 1: thiếu cột code."),
        ("districts.csv", "058,Thành", "O58,Thành", "cột code: có “O58”, cần 2 đến 5 chữ số."),
        (
            "successions.csv",
            ",2025-07-01,nhập",
            ",2025-08-01,nhập",
            "không có đơn vị mã 01840 từ 2025-08-01",
        ),
        ("successions.csv", "toàn bộ,2025-07-01", "toàn bộ,", "cột effective_on: có “”"),
        ("names.csv", "01912,,Cao Trĩ", "01912,2020-02-01,Cao Trĩ", "mã 01912 từ 2020-02-01"),
        ("names.csv", "tên cũ,xã,,toàn bộ", "tên cũ,xã,12,toàn bộ", "cột code: có “12”, cần 5"),
        ("provinces.csv", "Hanoi,,,", "Hanoi,,,y", "cột served: có “y”"),
        ("boundaries-2025.geojson", '"MultiPolygon"', '"Point"', "hình không đọc được"),
        ("boundaries-2020.geojson", ",[105.8", ",[905.8", "kinh độ, vĩ độ tính bằng độ"),
        ("boundaries-2020.geojson", "[[[105", "[[[105.1,22.1],[105", "vòng khép kín"),
        ("boundaries-2020.geojson", '{"type":"FeatureCollection"', "{", "không phải tập GeoJSON"),
    ],
)
def test_a_fault_is_named_with_its_file_and_line(db, copy, file, old, new, said):
    spoil(copy / file, old, new)
    with pytest.raises(SourceError) as caught:
        plan_load(parse_folder(copy))
    assert said in str(caught.value)
    assert file in str(caught.value)
    assert not Province.objects.exists()


def test_every_fault_is_told_at_once(db, copy, load):
    spoil(copy / "communes.csv", "Sông Cầu,phường", "Sông Cầu,xóm")
    spoil(copy / "communes.csv", "Đức Xuân,phường", "Đức Xuân,khu")
    spoil(copy / "names.csv", "tên cũ,xã", "tên xưa,xã")
    with pytest.raises(CommandError) as caught:
        load("--folder", copy)
    assert len(str(caught.value).splitlines()) == 3


def test_a_missing_file_is_told(db, tmp_path, load):
    with pytest.raises(CommandError, match=r"communes\.csv, dòng 1: không có tệp này"):
        load("--folder", tmp_path)


def test_a_folder_without_a_past_is_enough(db, copy, load):
    for name in ("districts.csv", "names.csv", "successions.csv"):
        (copy / name).unlink()
    lines = (copy / "communes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    today = [lines[0], *(line for line in lines if ",19,," in line)]
    (copy / "communes.csv").write_text("".join(today), encoding="utf-8")
    assert load("--folder", copy) == [
        "tỉnh, thành phố: thêm 35, đổi 0, giữ nguyên 0",
        "xã, phường: thêm 92, đổi 0, giữ nguyên 0",
    ]
