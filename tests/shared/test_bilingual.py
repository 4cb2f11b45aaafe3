"""Names with an English twin."""

from django.utils.translation import override

from ocop_portal.shared.bilingual import bilingual, said


def test_kept_text_picks_its_language_when_printed():
    with override("en"):
        kept = bilingual("Thực phẩm", "Food")
        assert f"{kept}" == "Food"
    assert f"{kept}" == "Thực phẩm"


def test_without_english_the_vietnamese_stands():
    with override("en"):
        assert (f"{bilingual('Chè', '')}", said("Chè", "")) == ("Chè", "Chè")
