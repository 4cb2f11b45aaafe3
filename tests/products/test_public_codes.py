"""Codes on labels: made by the database, told from typing errors, never changed nor used again."""

import datetime as dt
from itertools import combinations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from ocop_portal.shared.bulk import copy_rows, take_ids
from products.models import Certification
from products.public_codes import LENGTH, SYMBOLS, in_groups, is_well_formed, normalise
from products.services import award_certification
from tests.factories.products import certify, make_product

START = dt.date(2025, 5, 1)


def with_check(symbols):
    """The code that begins with these seven symbols: the one of 31 that is well formed."""
    [code] = [symbols + last for last in SYMBOLS if is_well_formed(symbols + last)]
    return code


codes = st.text(SYMBOLS, min_size=LENGTH - 1, max_size=LENGTH - 1).map(with_check)


class TestReading:
    @given(codes)
    def test_every_single_wrong_symbol_is_found(self, code):
        for place in range(LENGTH):
            wrong = {code[:place] + other + code[place + 1 :] for other in SYMBOLS} - {code}
            assert [each for each in wrong if is_well_formed(each)] == []

    @given(codes)
    def test_every_two_exchanged_symbols_are_found(self, code):
        for one, other in combinations(range(LENGTH), 2):
            symbols = list(code)
            symbols[one], symbols[other] = symbols[other], symbols[one]
            exchanged = "".join(symbols)
            assert exchanged == code or not is_well_formed(exchanged)

    @given(codes, st.sampled_from(["", " ", "-", " - ", "–", "\u00a0", "."]))
    def test_case_separators_and_look_alikes_do_not_matter(self, code, between):
        typed = between.join(code[at : at + 4] for at in (0, 4)).lower()
        assert normalise(f" {typed}\n") == code
        for right, alike in (("0", "o"), ("1", "l"), ("1", "I"), ("5", "s"), ("V", "u")):
            assert normalise(code.replace(right, alike)) == code
        assert normalise(in_groups(code)) == code

    @pytest.mark.parametrize(
        "typed", ["", "7", "7K3M9QW", "7K3M9QWXA", "MÃ-CHỨNG", "🙂" * 8, "0" * 9, "a" * 100_000]
    )
    def test_what_is_no_code_is_not_well_formed(self, typed):
        assert not is_well_formed(normalise(typed))
        assert len(normalise(typed)) <= 60


@pytest.mark.django_db
class TestMaking:
    def test_the_database_makes_what_the_reader_accepts(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT products_new_public_code() FROM generate_series(1, 500)")
            made = [code for (code,) in cursor.fetchall()]
        assert len(set(made)) == 500
        assert all(is_well_formed(code) for code in made)
        assert set("".join(code[:-1] for code in made)) == set(SYMBOLS)

    def test_a_plan_made_for_an_empty_register_does_not_read_all_of_it_later(self):
        """An import draws all its codes in one session, from the first row on."""
        with connection.cursor() as cursor:
            cursor.execute("DISCARD PLANS")
            cursor.execute(
                "UPDATE pg_class SET relpages = 0, reltuples = 0 WHERE relname IN "
                "('products_certification', 'products_certificationevent')"
            )
            cursor.execute("SELECT products_new_public_code() FROM generate_series(1, 20)")
            cursor.execute(
                "SELECT pg_stat_get_xact_numscans('products_certification'::regclass)"
                " + pg_stat_get_xact_numscans('products_certificationevent'::regclass)"
            )
            [read_whole] = cursor.fetchone()
        assert read_whole == 0

    def test_an_award_has_its_code_at_once(self):
        award = award_certification(
            product=make_product(), stars=4, decision_number="1/QĐ-UBND", decision_on=START
        )
        assert award.public_code == Certification.objects.get().public_code
        assert is_well_formed(award.public_code)

    def test_rows_written_in_bulk_have_theirs(self):
        product = make_product()
        Certification.objects.bulk_create(
            [Certification(product=product, stars=3, recognised_year=year) for year in (2018, 2019)]
        )
        pks = take_ids(Certification, 2)
        copy_rows(Certification, ({"id": pk, "product_id": product.pk, "stars": 3} for pk in pks))
        made = list(Certification.objects.values_list("public_code", flat=True))
        assert len(set(made)) == 4
        assert all(is_well_formed(code) for code in made)

    def test_a_code_never_changes(self):
        award = certify(make_product(), on=START)
        rows = Certification.objects.filter(pk=award.pk)
        with pytest.raises(DatabaseError, match="thì không đổi"), transaction.atomic():
            rows.update(public_code="00000000")
        award.stars = 5
        award.save()
        assert rows.get().public_code == award.public_code

    def test_a_code_of_another_shape_is_refused(self):
        with pytest.raises(IntegrityError, match="public_code_shape"), transaction.atomic():
            certify(make_product(), public_code="khong-co")

    def test_the_trail_remembers_the_code_of_a_row_that_is_gone(self):
        award = certify(make_product(), on=START)
        Certification.objects.filter(pk=award.pk).delete()
        told = Certification.pgh_event_model.objects.filter(public_code=award.public_code)
        assert set(told.values_list("pgh_label", flat=True)) == {"insert", "delete"}
