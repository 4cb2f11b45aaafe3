"""What an officer sends with a list of rating results."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from scoring.models import RatingImport
from scoring.rating_import.limits import MAX_FILE_BYTES
from scoring.rating_import.values.decisions import Decision, normalise_number

ANSWER_PREFIX = "tra-loi"


class RatingUploadForm(forms.Form):
    """The file, and its decision where the file does not name one."""

    file = forms.FileField(
        label="Tệp kết quả",
        help_text="XLSX, XLS, ODS hoặc CSV, đúng như phụ lục của quyết định; nhiều nhất 20 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
        error_messages={
            "required": "Chọn tệp kết quả.",
            "empty": "Tệp trống. Chọn lại tệp kết quả.",
        },
    )
    decision_number = forms.CharField(
        label="Số quyết định",
        max_length=60,
        required=False,
        help_text="Chỉ ghi khi tệp không nêu. Ví dụ: 2616/QĐ-UBND.",
    )
    decision_on = forms.DateField(
        label="Ngày quyết định",
        required=False,
        help_text="Chỉ ghi khi tệp không nêu. Ví dụ: 29/12/2021.",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        error_messages={"invalid": "Ghi ngày dạng ngày/tháng/năm, ví dụ 29/12/2021."},
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is too heavy before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_FILE_BYTES:
            raise ValidationError(
                f"Tệp nặng hơn {MAX_FILE_BYTES >> 20} MB. Xóa hình ảnh hoặc chia nhỏ rồi tải lại."
            )
        return upload

    def clean_decision_number(self) -> str:
        """One writing for one number."""
        typed = self.cleaned_data["decision_number"]
        number = normalise_number(typed)
        if typed and not number:
            raise ValidationError("Ghi số quyết định đủ ký hiệu, ví dụ 2616/QĐ-UBND.")
        return number

    @property
    def decision(self) -> Decision | None:
        """What the officer typed for the whole file; nothing when nothing was typed."""
        cleaned = self.cleaned_data
        return Decision(cleaned["decision_number"], cleaned["decision_on"]) or None


def answers_in(data: QueryDict, rating_import: RatingImport) -> dict[int, dict[str, str]]:
    """Answers of a form by position and topic: ``tra-loi-<position>-<topic>``.

    Only those that say something new; whether an answer was offered the plan decides.
    """
    told: dict[int, dict[str, str]] = {}
    for name, answer in data.items():
        prefix, _, rest = name.rpartition(f"{ANSWER_PREFIX}-")
        position, _, topic = rest.partition("-")
        if prefix == "" and position.isdecimal() and topic and isinstance(answer, str):
            told.setdefault(int(position), {})[topic] = answer[:60]
    rows = rating_import.rows.filter(position__in=list(told)).values_list("position", "answers")
    known: dict[int, Any] = dict(rows)
    return {
        position: given
        for position, given in told.items()
        if position in known
        and any(known[position].get(topic, "") != answer for topic, answer in given.items())
    }
