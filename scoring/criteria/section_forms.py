"""A section of a draft set as it is edited: its heading, its criteria, their options.

One page holds one section, so that what is typed stays well within what a form may hold; the
sums of the part and the set come with it. Rows are saved in place, the trail tells each change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Max
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.http import QueryDict

from scoring.criteria.enums import CriterionKind
from scoring.criteria.note_lines import gates_to_text, notes_to_text, rows_from
from scoring.models import CriteriaSection, Criterion, CriterionOption

STARS = (3, 4, 5)
STAR_CHOICES = [("", "–"), *((star, f"{star} sao") for star in STARS)]
NOTES_HELP = "Mỗi dòng một ghi chú. Yêu cầu bắt buộc: viết [yêu cầu] ở đầu dòng."
GATES_HELP = "Mỗi dòng một điều. Tự dừng khi không có điểm: thêm [0 điểm: 6.1, 6.2] ở cuối dòng."


def small_area(rows: int = 2) -> forms.Textarea:
    """Return a low box for a few lines."""
    return forms.Textarea({"rows": rows})


class NotesForm(forms.ModelForm):
    """Something with notes and gates, each typed as lines."""

    notes_text = forms.CharField(
        label="ghi chú, yêu cầu", required=False, widget=small_area(), help_text=NOTES_HELP
    )
    gates_text = forms.CharField(
        label="điều kiện dừng, loại", required=False, widget=small_area(), help_text=GATES_HELP
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["notes_text"] = notes_to_text(self.instance.notes)
        self.initial["gates_text"] = gates_to_text(self.instance.notes)

    main: tuple[str, ...] = ("number", "title", "max_points")
    more_title = "Ghi chú, điều kiện dừng"

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What is always shown."""
        return [self[name] for name in self.main]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What is folded away while nothing stands in it."""
        return [field for field in self.visible_fields() if field.name not in self.main]

    @property
    def has_more(self) -> bool:
        """Whether something stands, or is wrong, in what is folded away."""
        return any(field.errors or field.value() for field in self.more_fields)

    def save(self, commit: bool = True) -> Any:
        """Write the lines back only where they were touched: a slip of spacing stays as printed."""
        if {"notes_text", "gates_text"} & set(self.changed_data):
            cleaned = self.cleaned_data
            self.instance.notes = rows_from(cleaned["notes_text"], cleaned["gates_text"])
        return super().save(commit)


class SectionForm(NotesForm):
    """The heading of a section."""

    class Meta:
        model = CriteriaSection
        fields = ("number", "title", "max_points")
        localized_fields = ("max_points",)


class CriterionForm(NotesForm):
    """A criterion without its options."""

    main = ("code", "title", "max_points", "kind")
    more_title = "Ghi chú, điều kiện dừng, trường hợp, minh chứng, mức tối thiểu, bỏ"

    cases_text = forms.CharField(
        label="trường hợp",
        required=False,
        widget=small_area(),
        help_text="Mỗi dòng: mã: tên. Ví dụ: a: Cộng đồng làm du lịch.",
    )
    evidence = forms.MultipleChoiceField(
        label="minh chứng", required=False, widget=forms.CheckboxSelectMultiple
    )
    parent_code = forms.CharField(
        label="thuộc tiêu chí",
        required=False,
        max_length=12,
        help_text="Mã của tiêu chí gồm nó, nếu có.",
    )
    is_gone = forms.BooleanField(label="Bỏ tiêu chí này", required=False)
    star_3 = forms.DecimalField(label="tối thiểu 3 sao", required=False, localize=True)
    star_4 = forms.DecimalField(label="tối thiểu 4 sao", required=False, localize=True)
    star_5 = forms.DecimalField(label="tối thiểu 5 sao", required=False, localize=True)

    class Meta:
        model = Criterion
        fields = ("code", "title", "max_points", "kind")
        localized_fields = ("max_points",)

    def __init__(self, *args: Any, proofs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        unknown = [(code, code) for code in row.evidence if code not in dict(proofs)]
        self.fields["evidence"].choices = proofs + unknown  # type: ignore[attr-defined]
        self.initial["evidence"] = row.evidence
        self.initial["parent_code"] = row.parent.code if row.parent else ""
        self.initial["cases_text"] = "\n".join(f"{k}: {label}" for k, label in row.cases.items())
        has_marks = bool(row.pk) and any(option.min_star for option in row.options.all())
        for star in STARS:
            least = None if has_marks else row.minimums.get(str(star))
            self.initial[f"star_{star}"] = None if least is None else Decimal(least)

    def clean_cases_text(self) -> dict[str, str]:
        """Read the cases; raise a form error for a line without a name."""
        cases = {}
        for line in self.cleaned_data["cases_text"].splitlines():
            code, colon, label = (part.strip() for part in line.partition(":"))
            if line.strip() and not (code and colon and label and len(code) <= 4):
                raise forms.ValidationError(f"Dòng “{line.strip()}”: viết mã, dấu hai chấm, tên.")
            if line.strip():
                cases[code] = label
        return cases

    def write(self, minimums: dict[str, str]) -> Criterion:
        """Save the criterion with what stands in fields of our own."""
        row = self.instance
        row.cases = self.cleaned_data["cases_text"]
        row.evidence = self.cleaned_data["evidence"]
        row.minimums = minimums
        return self.save()

    def typed_minimums(self) -> dict[int, Decimal]:
        """The minimums typed, by star."""
        typed = {star: self.cleaned_data.get(f"star_{star}") for star in STARS}
        return {star: least for star, least in typed.items() if least is not None}


class OptionForm(forms.ModelForm):
    """An option; a row without text is none."""

    min_star = forms.TypedChoiceField(
        label="dấu sao", required=False, choices=STAR_CHOICES, coerce=int, empty_value=None
    )

    class Meta:
        model = CriterionOption
        fields = ("points", "text", "min_star", "case")
        localized_fields = ("points",)
        widgets = {"text": small_area()}


OptionFormSet = inlineformset_factory(
    Criterion, CriterionOption, form=OptionForm, formset=BaseInlineFormSet, extra=1, can_delete=True
)


@dataclass
class Block:
    """A criterion with its options; ``is_new`` is the empty one at the end."""

    form: CriterionForm
    options: Any
    is_new: bool = False

    @property
    def is_used(self) -> bool:
        """Whether anything stands in it: the empty block counts once a code or title is typed."""
        return not self.is_new or self.form.has_changed()

    @property
    def highest(self) -> Decimal:
        """Points of the best option as kept."""
        rows = self.options.get_queryset() if self.form.instance.pk else ()
        return max((row.points for row in rows), default=Decimal(0))


class SectionEditor:
    """Everything of one section that can be typed, checked and saved together."""

    def __init__(self, section: CriteriaSection, data: QueryDict | None = None) -> None:
        self.section = section
        self.criteria_set = section.part.criteria_set
        kinds = self.criteria_set.version.evidence_kinds.all()
        self.proofs = [(kind.code, kind.name) for kind in kinds]
        self.form = SectionForm(data, instance=section, prefix="muc")
        rows = section.criteria.select_related("parent").prefetch_related("options")
        self.blocks = [self._block(data, row, f"tc{row.pk}") for row in rows]
        new = Criterion(criteria_set=self.criteria_set, section=section, kind=CriterionKind.CHOICE)
        self.blocks.append(self._block(data, new, "moi", is_new=True))

    def _block(
        self, data: QueryDict | None, row: Criterion, prefix: str, *, is_new: bool = False
    ) -> Block:
        form = CriterionForm(
            data,
            instance=row,
            prefix=prefix,
            proofs=self.proofs,
            empty_permitted=is_new,
            use_required_attribute=False,
        )
        options = OptionFormSet(data, instance=row, prefix=f"{prefix}-pa")
        if is_new:
            options.extra = 4
        return Block(form, options, is_new)

    def is_valid(self) -> bool:
        """Whether all of it can be saved; errors stand on the forms concerned."""
        used = [block for block in self.blocks if block.is_used]
        valid = [self.form.is_valid()]
        for block in used:
            valid += [block.form.is_valid(), block.options.is_valid()]
        if not all(valid):
            return False
        self._check_codes(used)
        for block in used:
            self._check_marks(block)
        return not any(block.form.errors for block in used)

    def _check_codes(self, used: list[Block]) -> None:
        """Each code once in the set; what belongs to another names one of this section."""
        elsewhere = set(
            self.criteria_set.criteria.exclude(section=self.section).values_list("code", flat=True)
        )
        kept = [block for block in used if not block.form.cleaned_data["is_gone"]]
        seen = Counter(block.form.cleaned_data["code"] for block in kept)
        for block in kept:
            code, parent = block.form.cleaned_data["code"], block.form.cleaned_data["parent_code"]
            if seen[code] > 1 or code in elsewhere:
                block.form.add_error("code", f"Mã {code} đã có trong bộ này.")
            if parent and (parent == code or parent not in seen):
                block.form.add_error("parent_code", f"Mục này không có tiêu chí {parent}.")

    def _check_marks(self, block: Block) -> None:
        """A minimum is typed only where no option bears a star: else the stars say it."""
        if marked_minimums(block.options):
            for star in block.form.typed_minimums():
                block.form.add_error(
                    f"star_{star}", "Phương án đã có dấu sao, mức tối thiểu theo dấu ấy: để trống."
                )

    @transaction.atomic
    def save(self) -> None:
        """Write what changed; nothing else is touched."""
        self.form.save()
        last = self.criteria_set.criteria.aggregate(last=Max("position"))["last"] or 0
        used = [block for block in self.blocks if block.is_used]
        gone = [block.form.instance for block in used if block.form.cleaned_data["is_gone"]]
        kept = [block for block in used if not block.form.cleaned_data["is_gone"]]
        for place, block in enumerate(kept, start=1):
            if block.is_new:
                block.form.instance.position = last + place
            self._write(block)
        self._set_parents(kept)
        _remove([row for row in gone if row.pk])

    def _write(self, block: Block) -> None:
        minimums = marked_minimums(block.options) or block.form.typed_minimums()
        row = block.form.write({str(star): f"{least:f}" for star, least in minimums.items()})
        block.options.instance = row
        last = row.options.aggregate(last=Max("position"))["last"] or 0
        for place, option in enumerate(block.options.save(commit=False), start=1):
            if option.pk is None:
                option.position = last + place
            option.save()
        for option in block.options.deleted_objects:
            option.delete()

    def _set_parents(self, kept: list[Block]) -> None:
        by_code = {block.form.instance.code: block.form.instance for block in kept}
        for block in kept:
            row, parent = block.form.instance, by_code.get(block.form.cleaned_data["parent_code"])
            if row.parent_id != (parent.pk if parent else None):
                row.parent = parent
                row.save(update_fields=["parent"])


def marked_minimums(options: BaseInlineFormSet) -> dict[int, Decimal]:
    """The minimums that the stars marked at the options come to; a higher star inherits."""
    marks = list(_marks(options))
    found = {}
    for star in STARS:
        asked = [(mark, points) for mark, points in marks if mark <= star]
        if asked:
            highest = max(mark for mark, _points in asked)
            found[star] = min(points for mark, points in asked if mark == highest)
    return found


def _marks(options: BaseInlineFormSet) -> Iterator[tuple[int, Decimal]]:
    for form in options.forms:
        cleaned = form.cleaned_data
        if cleaned.get("min_star") and cleaned.get("text") and not cleaned.get("DELETE"):
            yield cleaned["min_star"], cleaned["points"]


def _remove(rows: list[Criterion]) -> None:
    """Delete criteria with their options, those that belong to another first."""
    CriterionOption.objects.filter(criterion__in=rows).delete()
    Criterion.objects.filter(pk__in=[row.pk for row in rows if row.parent_id]).delete()
    Criterion.objects.filter(pk__in=[row.pk for row in rows]).delete()
