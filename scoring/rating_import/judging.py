"""What one row does to one product: verdict, questions and act."""

from __future__ import annotations

from products.enums import EndReason, Standing
from scoring.enums import Answer, Topic, Verdict
from scoring.rating_import.acts import Act, Ending
from scoring.rating_import.comparing import compare
from scoring.rating_import.document import ParsedRow
from scoring.rating_import.history import Award
from scoring.rating_import.judgement import Judgement
from scoring.rating_import.law_check import fits_law, stored_score
from scoring.rating_import.layout.columns import Column
from scoring.rating_import.places import FoundPlace, PlaceBook
from scoring.rating_import.questions import Answers, Difference, Option, Question, ask
from scoring.rating_import.reconciling import WaitingDossiers
from scoring.rating_import.register import KnownProduct
from scoring.rating_import.states import note_before
from scoring.rating_import.terms import make_room
from scoring.rating_import.values.awards import AwardForm

AWARDED_STARS = (3, 4, 5)
NOTE_LENGTH = 500


class Judge:
    """Judges the rows of one product one after another; each sees what those before it did."""

    def __init__(self, product: KnownProduct, places: PlaceBook, dossiers: WaitingDossiers) -> None:
        self.product = product
        self.places = places
        self.dossiers = dossiers
        self.history = product.history

    def judge(self, row: ParsedRow, place: FoundPlace, answers: Answers) -> Judgement:
        """The row's effect on the product as it stands now; findings go to the row itself."""
        said = Judgement(Act(self.product, note=row.note[:NOTE_LENGTH]), answers)
        self._take_place(place, said)
        known = self._same_award(row, said)
        if known is not None:
            compare(row, known, self.history, said)
        elif Topic.UNDATED not in said.waiting:
            self._award(row, said)
        if not row.is_rejected:
            self.dossiers.reconcile(row, place, self.product, said, self.places)
        if not said.is_open and not row.is_rejected:
            self._conclude(row, known, said)
        return said

    def _take_place(self, place: FoundPlace, said: Judgement) -> None:
        """A place so far unknown is filled in; one that contradicts the register is asked about.

        Also for a product another row of the file makes: that row may not have said where.
        """
        product, commune_id = self.product, self.product.commune_id
        if place.commune_id is None:
            return
        taken = {"commune_id": place.commune_id, "district_id": None}
        if commune_id is None and self.places.may_be_near(place, None, product.district_id):
            said.act.product_updates |= taken
            return
        if product.pk is None:
            return
        if commune_id is not None and self.places.is_same_place(commune_id, place.commune_id):
            return
        if said.ask(self._question_of_place(place)) == Answer.FILE:
            said.act.product_updates |= taken

    def _question_of_place(self, place: FoundPlace) -> Question:
        product = self.product
        register = self.places.name_of(product.commune_id)
        register = register or self.places.district_name(product.district_id)
        difference = Difference("xã, phường", register, self.places.name_of(place.commune_id))
        return ask(
            Topic.PLACE,
            f"Sổ ghi sản phẩm ở {register}, tệp ghi {difference.file}.",
            Answer.REGISTER,
            Answer.FILE,
            differences=(difference,),
        )

    def _same_award(self, row: ParsedRow, said: Judgement) -> Award | None:
        """The award of the row's decision, or one the register knows too little of."""
        day, year = row.decided_on, row.year
        found = self.history.by_decision(row.decision.number, day, year)
        found = found or self.history.unnumbered(day, year)
        if found is not None or row.form == AwardForm.REISSUE:
            return found
        undated = self.history.undated(row.stars)
        if undated is None:
            return None
        text = f"Sổ có một chứng nhận {undated.stars} sao chưa rõ số, ngày quyết định."
        given = said.ask(ask(Topic.UNDATED, text, Answer.SAME, Answer.ANOTHER))
        return undated if given == Answer.SAME else None

    def _award(self, row: ParsedRow, said: Judgement) -> None:
        """A further award, or the first."""
        before = self.history.before(row.decided_on, row.year)
        stars = self._stars(row, before, said)
        if stars is None or not fits_law(row, stars, said):
            return
        day = row.decided_on
        award = Award(
            None,
            stars,
            score=stored_score(row),
            decision_number=row.decision.number,
            decision_on=day,
            year=None if day else row.year,
        )
        if day:
            make_room(row, award, day, self.history, said)
        else:
            row.warn("quyết định chưa có ngày: chứng nhận được ghi là “chưa rõ hạn”.")
        said.act.award = award
        said.verdict = self._verdict(row, award, before)

    def _verdict(self, row: ParsedRow, award: Award, before: Award | None) -> Verdict:
        if self.product.pk is None and not self.history.awards:
            return Verdict.NEW
        if before is None:
            return Verdict.NEW_CERTIFICATE
        if award.stars > before.stars:
            return Verdict.UPGRADE
        if award.stars == before.stars:
            return Verdict.RENEWAL
        row.warn(f"thấp hơn lần công nhận trước ({before.in_words()}).", Column.STARS)
        return Verdict.NEW_CERTIFICATE

    def _stars(self, row: ParsedRow, before: Award | None, said: Judgement) -> int | None:
        """Stars of the row; where it has none, those it renews, or else the officer's."""
        if row.stars is not None:
            return row.stars
        is_told = Topic.STARS in said.answers
        if before is not None and row.form != AwardForm.UPGRADE and not is_told:
            row.warn(f"lấy {before.stars} sao theo chứng nhận {before.in_words()}.", Column.STARS)
            return before.stars
        options = [Option(str(stars), f"{stars} sao") for stars in AWARDED_STARS]
        options.append(Option(Answer.SKIP.value, Answer.SKIP.label))
        given = said.ask(Question(Topic.STARS, "Tệp không ghi hạng sao.", tuple(options)))
        if given is None:
            row.error("cần hạng sao: ghi vào tệp hoặc chọn ở đây.", Column.STARS)
        return int(given) if given and given.isdigit() else None

    def _conclude(self, row: ParsedRow, known: Award | None, said: Judgement) -> None:
        """From now on the product is as this row makes it."""
        act = said.act
        if self.product.pk is not None and self.product.standing != Standing.RECOGNISED:
            act.product_updates["standing"] = Standing.RECOGNISED.value
        for name, value in act.product_updates.items():
            setattr(self.product, name, value)
        if act.updated is not None:
            note_before(act.updated)
            for name, value in act.award_updates.items():
                setattr(act.updated, name, value)
        if act.award is not None:
            self.history.awards.append(act.award)
        for ending in act.endings:
            end_award(ending)
        if act.closing is not None:
            self.dossiers.take(act.closing)
        if known is not None:
            said.verdict = Verdict.COMPLETION if act.writes else Verdict.UNCHANGED


def end_award(ending: Ending) -> None:
    """The award as it stands once another has taken its place."""
    award = ending.award
    note_before(award)
    award.end = award.ended_on = ending.on
    award.end_reason, award.superseded_by = EndReason.SUPERSEDED, ending.by
