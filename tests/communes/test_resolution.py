"""Places as officers type them, against the real units, on days before and after the reform."""

import datetime as dt
import pickle
import time

import pytest
from django.core.cache import cache

from communes.models import Commune, CommuneName
from communes.resolution import Gazetteer, Why, resolve
from communes.resolution.units import PackedUnits, Units

BEFORE = dt.date(2019, 6, 1)
THEN = dt.date(2021, 12, 31)
LATER = dt.date(2024, 5, 1)
NOW = dt.date(2026, 11, 22)


def answer(gazetteer, text, on):
    """The code and district of the unit found, or the codes of the candidates."""
    found = gazetteer.resolve(text, on)
    assert found.is_resolved == bool(found) == (found.commune is not None)
    if found.commune is None:
        return [candidate.commune.code for candidate in found.candidates]
    assert found.commune.is_in_force(on)
    assert [candidate.commune for candidate in found.candidates] == [found.commune]
    return found.commune.code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # as it stands on paper
        ("Xã Sĩ Bình, huyện Bạch Thông", "01978"),
        ("TT. Bằng Lũng", "02020"),
        ("P. Đức Xuân", "01840"),
        ("P.Đức Xuân - TP.Bắc Kạn", "01840"),
        ("X. Côn Minh - H. Na Rì", "02173"),
        ("xã Côn Minh.Huyện Na Rì.", "02173"),
        ("Xã Bằng Phúc/ huyện Chợ Đồn", "02041"),
        ("Bằng Phúc-Chợ Đồn", "02041"),
        ("x bang phuc h cho don", "02041"),
        ("Kim Hỷ (Na Rì)", "02146"),
        ("xã  Côn  Minh\nhuyện Na Rì", "02173"),
        ("TTr Nà Phặc", "01936"),
        ("T.T Nà Phặc", "01936"),
        ("T.T. Nà Phặc, h.Ngân Sơn", "01936"),
        ("TX Bắc Kạn, xã Dương Quang", "01849"),
        ("Phường Huyền Tụng, thị xã Bắc Kạn", "01846"),
        ("Vi Hương, Bạch thông, BK", "01975"),
        ("P. Nguyễn Thị Minh Khai, TPBK", "01834"),
        # villages, streets and numbers before it
        ("Thôn Chè Cọ, xã Côn Minh, huyện Na Rì, tỉnh Bắc Kạn", "02173"),
        ("thôn Nà Nghè xã Giáo Hiệu huyện Pác Nặm tỉnh Bắc Kạn", "01870"),
        ("Tổ dân phố số 2 phường Sông Cầu", "01837"),
        ("Tổ 5, đường Trần Phú, phường Đức Xuân", "01840"),
        ("12 Nguyễn Thị Minh Khai, P. Đức Xuân, TP Bắc Kạn", "01840"),
        ("Thôn Bản Thi, xã Yên Thịnh", "02044"),
        ("Tiểu khu 3, Chợ Rã, Ba Bể", "01888"),
        ("UBND xã Côn Minh", "02173"),
        ("xã vùng cao Côn Minh", "02173"),
        ("Số nhà 15, tổ 3, thị trấn Bằng Lũng, huyện Chợ Đồn, tỉnh Bắc Kạn, Việt Nam", "02020"),
        # without accents, capitals, spaces
        ("xa si binh", "01978"),
        ("CÔN MINH – NA RÌ", "02173"),
        ("con minh na ri bac kan", "02173"),
        ("cônminh", "02173"),
        ("Bang Lang", "02065"),
        ("bang lung", "02020"),
        ("thi tran phu thong", "01969"),
        ("huyen tung", "01846"),
        ("p huyen tung", "01846"),
        ("ban thi, cho don", "02035"),
        # tones in either place, i and y
        ("Phường Xuất Hoá", "01855"),
        ("Liêm Thủy", "02197"),
        ("Trung Hòa, Ngân Sơn", "01948"),
        ("Xã Sỹ Bình", "01978"),
        ("Yên Mĩ", "02077"),
        ("xã Cao Kì, Chợ Mới", "02104"),
        # wrong accents
        ("Bằng Lủng", "02020"),
        ("thi trấn Nà Phạc", "01936"),
        ("xả Lục Bình", "01990"),
        ("Thị Trấn Yên Lạc, Na Rì", "02155"),
        ("xã Xuân Lạc, huyện Chợ Dồn", "02023"),
        ("Giáo Hiệu, Pác Nậm", "01870"),
        # one slip
        ("Con Mimh, na ri", "02173"),
        ("Xã Côn Mnih", "02173"),
        ("Cô Minh", "02173"),
        ("Bằng Lủg", "02020"),
        ("P.Phùng Chí Kiênn, TP Bắc Cạn", "01843"),
        ("xã Xuân La, huyện Pắc Nặmm", "01873"),
        # shortened
        ("P. NTMK", "01834"),
        ("phường Minh Khai", "01834"),
        # names before 2020
        ("Rã Bản", "02059"),
        ("Xã Đông Viên, huyện Chợ Đồn", "02059"),
        ("Thị trấn Chợ Mới", "02086"),
        ("Chợ Mới, huyện Chợ Mới", "02086"),
        ("Cao Trĩ, Ba Bể", "01912"),
        # another kind than it is
        ("xã Phủ Thông", "01969"),
        ("Thị trấn Vân Tùng, huyện Ngân Sơn", "01954"),
        # the province of today
        ("xã Côn Minh, tỉnh Thái Nguyên", "02173"),
        ("Xã Vĩnh Thông (xã Sĩ Bình cũ)", "01978"),
        # codes
        ("01978", "01978"),
        ("1978", "01978"),
        ("'01978", "01978"),
        ("02173 - Xã Côn Minh", "02173"),
        ("Côn Minh [02173]", "02173"),
        ("mã 02173", "02173"),
        ("bang lng 02020", "02020"),
        ("Côn Minh 02173 02185", "02173"),
    ],
)
def test_one_unit_in_2021(gazetteer, text, code):
    assert answer(gazetteer, text, THEN) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Xã Côn Minh, huyện Na Rì", "02185"),
        ("P. Đức Xuân", "01840"),
        ("Bạch Thông", "02014"),
        ("Xã Bạch Thông", "02014"),
        ("Bắc Kạn", "01843"),
        ("P Bắc Kạn, Thái Nguyên", "01843"),
        ("Chợ Rã, Ba Bể", "01912"),
        ("Thị trấn Chợ Rã", "01912"),
        ("thi tran phu thong", "01969"),
        ("Văn Lang", "02143"),
        ("Văn Lăng", "05665"),
        ("Định Hóa", "05569"),
        ("Đồng Hỉ", "05692"),
        ("xã Tân Cương, thành phố Thái Nguyên, tỉnh Thái Nguyên", "05503"),
        ("Tân Thành", "05923"),
        ("Túc Duyên", "05443"),
        ("Thị trấn Đu, huyện Phú Lương", "05611"),
        ("05443", "05443"),
        ("02173 - Xã Côn Minh", "02185"),
        ("02185 Côn Minh", "02185"),
        # the old unit and the one it went into, both named
        ("Bằng Lũng, Chợ Đồn", "02020"),
        ("Khang Ninh, Ba Bể", "01906"),
        ("Xã Vĩnh Thông (xã Sĩ Bình cũ)", "01981"),
        ("Thôn Bằng Lũng, xã Chợ Đồn", "02020"),
    ],
)
def test_one_unit_today(gazetteer, text, code):
    assert answer(gazetteer, text, NOW) == code


@pytest.mark.parametrize(
    ("text", "on", "codes", "why"),
    [
        ("Xã Sĩ Bình, huyện Bạch Thông", NOW, ["01978"], Why.ENDED),
        ("Sĩ Bình, Bạch Thông", NOW, ["01978"], Why.ENDED),
        ("TT. Bằng Lũng", NOW, ["02020"], Why.ENDED),
        ("Rã Bản", NOW, ["02059"], Why.ENDED),
        ("Xã Vân Tùng", NOW, ["01954"], Why.ENDED),
        ("01978", NOW, ["01978"], Why.ENDED),
        ("Xã Bạch Thông", THEN, ["02014"], Why.NOT_YET),
        ("Phường Phan Đình Phùng, TP Thái Nguyên", THEN, ["05443"], Why.NOT_YET),
        ("Rã Bản", BEFORE, ["02059"], Why.NOT_YET),
        ("Sĩ Bình, huyện Chợ Đồn", THEN, ["01978"], Why.DISTRICT),
        ("Côn Minh, thành phố Bắc Kạn", THEN, ["02173"], Why.DISTRICT),
        ("Xã Côn Minh, huyện Phú Lương", THEN, ["02173"], Why.DISTRICT),
        ("xã Côn Minh, tỉnh Cao Bằng", NOW, ["02185"], Why.PROVINCE),
        ("xã Côn Minh, tỉnh Hà Giang", NOW, ["02185"], Why.PROVINCE),
        ("Thôn Bản Thi", THEN, ["02035"], Why.VILLAGE),
        ("huyện Côn Minh", THEN, ["02173"], Why.LEVEL),
        ("Xã Con Mimhh", THEN, ["02173"], Why.SLIP),
    ],
)
def test_one_candidate_with_its_reason(gazetteer, text, on, codes, why):
    assert answer(gazetteer, text, on) == codes
    assert gazetteer.resolve(text, on).candidates[0].has(why)


@pytest.mark.parametrize(
    ("text", "on", "codes"),
    [
        ("Phong Huân", THEN, ["02083", "02065"]),
        ("Văn Học", THEN, ["02137", "02152"]),
        ("Lương Hạ", THEN, ["02155", "02152"]),
        ("bang lng", THEN, ["02020", "02065"]),
        ("van lang", NOW, ["02143", "05665"]),
        ("Văn Lăng", THEN, ["02140", "05665"]),
        ("Tân Lập", NOW, ["02032", "05500"]),
        ("Phường Tân Thành", NOW, ["05500", "05923"]),
        ("Yên Thịnh, Bằng Lũng", THEN, ["02020", "02044"]),
        ("Xã Côn Minh và xã Quang Phong", THEN, ["02173", "02185"]),
        ("02185 Côn Minh", THEN, ["02173", "02185"]),
        ("05461", NOW, ["05443", "05467"]),
        ("phong huan 02083", NOW, ["02065", "02083", "02083"]),
    ],
)
def test_several_candidates(gazetteer, text, on, codes):
    assert sorted(answer(gazetteer, text, on)) == sorted(codes)


@pytest.mark.parametrize(
    ("text", "on", "why"),
    [
        ("", THEN, Why.EMPTY),
        ("???", THEN, Why.EMPTY),
        ("xã Xyz", THEN, Why.UNKNOWN_PART),
        ("Ngã tư Sở", THEN, Why.NOT_FOUND),
        ("thành phố Bắc Kạn", THEN, Why.NOT_A_COMMUNE),
        ("thành phố Bắc Kạn", NOW, Why.NOT_A_COMMUNE),
        ("T.P. Bắc Kạn", NOW, Why.NOT_A_COMMUNE),
        ("huyện Bạch Thông", NOW, Why.NOT_A_COMMUNE),
        ("tỉnh Bắc Kạn", THEN, Why.NOT_A_COMMUNE),
        ("Thái Nguyên", NOW, Why.NOT_A_COMMUNE),
        ("số 1 Lê Hồng Phong, quận Ngô Quyền, TP Hải Phòng", THEN, Why.NOT_A_COMMUNE),
    ],
)
def test_no_unit_at_all(gazetteer, text, on, why):
    found = gazetteer.resolve(text, on)
    assert (found.commune, found.candidates) == (None, ())
    assert [reason.why for reason in found.reasons] == [why]


@pytest.mark.parametrize("text", ["Bạch Thông", "Ba Bể", "Bắc Kạn", "Na Ry"])
def test_a_district_alone_is_no_commune_while_districts_last(gazetteer, text):
    found = gazetteer.resolve(text, THEN)
    assert [reason.why for reason in found.reasons] == [Why.ALSO_HIGHER]
    assert [candidate.has(Why.NOT_YET) for candidate in found.candidates] == [True]


def test_an_old_name_that_is_a_district_too_is_left_to_the_officer(gazetteer):
    found = gazetteer.resolve("Chợ Mới", THEN)
    assert [reason.why for reason in found.reasons] == [Why.ALSO_HIGHER]
    assert [candidate.commune.name for candidate in found.candidates] == ["Đồng Tâm"]


def test_an_unknown_name_beside_a_known_one_is_told(gazetteer):
    found = gazetteer.resolve("Côn Minh, xã Qwerty", THEN)
    assert found.commune is None
    assert [reason.why for reason in found.reasons] == [Why.UNKNOWN_PART]


def test_candidates_tell_who_stands_there_on_that_day(gazetteer):
    ended = gazetteer.resolve("Xã Sĩ Bình", NOW).candidates[0]
    assert [unit.name for unit in ended.on_that_day] == ["Vĩnh Thông"]
    coming = gazetteer.resolve("Xã Bạch Thông", THEN).candidates[0]
    assert sorted(unit.name for unit in coming.on_that_day) == [
        "Dương Phong",
        "Quang Thuận",
        "Đồng Thắng",
    ]


@pytest.mark.parametrize(
    ("text", "on", "sentence"),
    [
        (
            "Rã Bản",
            THEN,
            "Xã Đồng Thắng, Huyện Chợ Đồn: “Rã Bản” là tên cũ đến hết 31/01/2020, "
            "nhập vào đơn vị này.",
        ),
        (
            "Thành phố Bắc Kạn",
            NOW,
            "“Bắc Kạn” là Thành phố Bắc Kạn (đến hết 30/06/2025), không phải xã, phường; "
            "cần ghi thêm xã, phường.",
        ),
        (
            "Sĩ Bình, huyện Chợ Đồn",
            NOW,
            "Xã Sĩ Bình, Huyện Bạch Thông: Không còn từ 01/07/2025; nơi này sau đó thuộc "
            "Xã Vĩnh Thông. Không thuộc “Chợ Đồn” mà thuộc Huyện Bạch Thông.",
        ),
        (
            "TT Con Mimh",
            THEN,
            "Xã Côn Minh, Huyện Na Rì: Ghi “Con Mimh”, gần giống “Côn Minh”. "
            "Ghi là thị trấn, đơn vị này là xã.",
        ),
        ("Sĩ Bình", THEN, "Xã Sĩ Bình, Huyện Bạch Thông"),
        ("xã Xyz", NOW, "Không có xã, phường nào tên “Xyz”."),
        (
            "02185 Côn Minh",
            THEN,
            "Mã 02185 là Xã Quang Phong, khác với tên đã ghi. "
            "Xã Côn Minh, Huyện Na Rì Xã Quang Phong, Huyện Na Rì",
        ),
    ],
)
def test_explanations_read_as_sentences(gazetteer, text, on, sentence):
    assert gazetteer.resolve(text, on).explain() == sentence


def test_a_part_of_a_divided_place_is_never_taken_for_the_whole(gazetteer):
    units = [unit for unit in gazetteer.communes.values() if unit.name == "Cường Lợi"]
    name = CommuneName(commune=units[0], name="Văn Học", kind="former", share="part")
    alone = Gazetteer(Units(units, [name], [], [], gazetteer.lineage))
    found = alone.resolve("Văn Học", THEN)
    assert found.commune is None
    assert found.candidates[0].has(Why.PART)


def test_other_spellings_are_told(gazetteer):
    unit = gazetteer.resolve("Kim Hỷ", THEN).commune
    name = CommuneName(commune=unit, name="Kim Hỉnh", kind="spelling")
    alone = Gazetteer(Units([unit], [name], [], [], gazetteer.lineage))
    assert alone.resolve("kim hỉnh", THEN).candidates[0].has(Why.OTHER_SPELLING)


def test_what_is_kept_is_bounded(gazetteer, monkeypatch):
    monkeypatch.setattr("communes.resolution.gazetteer.MOST_KEPT", 2)
    lines = ["Côn Minh", "xã Côn Minh", "xã Sĩ Bình", "xã Rã Bản, Chợ Đồn", "Côn Minh"]
    codes = [answer(gazetteer, line, LATER) for line in lines]
    assert codes == ["02173", "02173", "01978", "02059", "02173"]


def test_van_tung_is_what_it_was_on_the_day(gazetteer):
    assert gazetteer.resolve("Vân Tùng", dt.date(2023, 4, 9)).commune.kind == "xa"
    assert gazetteer.resolve("Vân Tùng", dt.date(2023, 4, 10)).commune.kind == "thi_tran"
    assert gazetteer.resolve("Xã Vân Tùng", LATER).candidates[0].has(Why.KIND)


def test_twenty_thousand_addresses_are_resolved_quickly(gazetteer):
    villages = ["Nà Pài", "Bản Cuôn", "Khuổi Tấy", "Pác Chi"]
    texts = [
        f"Thôn {villages[number % 4]} {number % 50}, xã {unit.name}, {unit.district.name}"
        for number in range(200)
        for unit in gazetteer.communes.values()
        if unit.district is not None
    ][:20_000]
    fresh = Gazetteer.__new__(Gazetteer)
    fresh.__dict__.update(gazetteer.__dict__, _answers={}, _segments={}, _decided={})
    started = time.process_time()
    found = fresh.resolve_all(texts, THEN)
    assert time.process_time() - started < 3  # about 0.5 on an idle machine
    assert sum(answer.is_resolved for answer in found) > 19_000


def test_the_database_gives_the_same_gazetteer(units, gazetteer, django_assert_num_queries):
    with django_assert_num_queries(6):
        loaded = Gazetteer.load()
    assert loaded.names.by_key.keys() == gazetteer.names.by_key.keys()
    assert loaded.resolve("Rã Bản", THEN).commune == Commune.objects.get(name="Đồng Thắng")


def test_resolve_reads_the_units_once_and_again_after_a_change(units, django_assert_num_queries):
    cache.clear()
    assert resolve("Sĩ Bình", THEN).commune.name == "Sĩ Bình"
    with django_assert_num_queries(1):
        resolve("Rã Bản", THEN)
    Commune.objects.filter(name="Sĩ Bình").update(name="Bình Sĩ")
    assert resolve("Bình Sĩ", THEN).commune.name == "Bình Sĩ"


def test_units_of_other_provinces_are_not_mixed_in(units, load):
    load("--nation")
    assert resolve("xã Tân Lập, huyện Chợ Đồn", THEN).commune.code == "02032"
    assert {unit.province.code for unit in Gazetteer.load().communes.values()} == {"06", "19"}


def test_without_a_served_province_all_are_known(units):
    Commune.objects.first().province._meta.model.objects.update(is_served=False)
    assert len(Gazetteer.load().communes) == 201


def test_a_packed_unit_is_the_row_it_was_made_of_and_one_object_while_held(gazetteer):
    units = [*gazetteer.communes.values()]
    packed = pickle.loads(pickle.dumps(PackedUnits(units)))
    assert list(packed) == [unit.pk for unit in units]
    for unit in units:
        again = packed[unit.pk]
        assert again is packed[unit.pk]
        assert again.province == unit.province
        assert again.district == unit.district
        names = {field.attname for field in Commune._meta.concrete_fields} & vars(unit).keys()
        assert {name: getattr(again, name) for name in names} == {
            name: getattr(unit, name) for name in names
        }
    with pytest.raises(KeyError):
        packed[max(packed) + 1]
