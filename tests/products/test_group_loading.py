"""The groups of three decisions, and their crosswalk."""

import json

import pytest
from django.conf import settings

from products.importers.groups import load_groups
from products.models import GroupCrosswalk, ProductGroup

GROUPS = settings.BASE_DIR / "fixtures/groups"

pytestmark = pytest.mark.django_db


@pytest.fixture
def _groups():
    load_groups(GROUPS)


@pytest.mark.usefixtures("_groups")
class TestLoaded:
    def test_present_decision_has_six_groups_in_order(self):
        groups = ProductGroup.objects.filter(is_current=True, parent=None)
        assert [(group.code, group.short_name) for group in groups] == [
            ("I", "Thực phẩm"),
            ("II", "Đồ uống"),
            ("III", "Dược liệu"),
            ("IV", "Thủ công mỹ nghệ"),
            ("V", "Sinh vật cảnh"),
            ("VI", "Du lịch cộng đồng"),
        ]

    @pytest.mark.parametrize("decision", ["26/2026/QĐ-TTg", "148/QĐ-TTg", "1048/QĐ-TTg"])
    def test_every_decision_has_its_26_sets_once(self, decision):
        subgroups = ProductGroup.objects.filter(decision=decision, parent__isnull=False)
        assert sorted(subgroups.values_list("set_number", flat=True)) == list(range(1, 27))

    def test_every_illustration_is_a_file_of_ours(self):
        drawn = {path.name for path in (settings.BASE_DIR / "static/img").glob("*.svg")}
        assert set(ProductGroup.objects.values_list("illustration", flat=True)) <= drawn

    def test_every_older_subgroup_became_a_present_one_but_medical_devices(self):
        lost = ProductGroup.objects.filter(
            is_current=False, parent__isnull=False, crosswalks_to__isnull=True
        )
        assert [group.name for group in lost] == ["Trang thiết bị, dụng cụ y tế"]

    def test_every_present_subgroup_came_from_148(self):
        came = GroupCrosswalk.objects.filter(older__decision="148/QĐ-TTg")
        assert came.order_by().values("current").distinct().count() == 26

    def test_loading_again_changes_nothing(self):
        again = load_groups(GROUPS)
        assert [(tally.added, tally.changed, tally.unchanged) for tally in again] == [
            (0, 0, 96),
            (0, 0, 52),
        ]

    def test_a_spoilt_row_is_put_right(self):
        ProductGroup.objects.filter(decision="148/QĐ-TTg", code="I.6").update(name="Cà phê")
        groups, _ = load_groups(GROUPS)
        assert (groups.added, groups.changed) == (0, 1)
        assert ProductGroup.objects.get(decision="148/QĐ-TTg", code="I.6").name == "Cà phê, ca cao"


def test_crosswalk_to_an_unknown_subgroup_writes_nothing(tmp_path):
    for name in ("26-2026.json", "148.json", "1048.json"):
        (tmp_path / name).write_bytes((GROUPS / name).read_bytes())
    (tmp_path / "crosswalk.csv").write_text(
        "older_decision,older_code,current_code,note\n148/QĐ-TTg,I.6,IX.9,\n", encoding="utf-8"
    )
    with pytest.raises(KeyError):
        load_groups(tmp_path)
    assert ProductGroup.objects.count() == 0


@pytest.mark.parametrize("name", ["26-2026.json", "148.json", "1048.json"])
def test_every_file_says_where_it_comes_from(name):
    assert "QĐ-TTg" in json.loads((GROUPS / name).read_text(encoding="utf-8"))["source"]
