"""Kinds of criteria and of the notes printed beside them."""

from django.db import models


class CriterionKind(models.TextChoices):
    """How a criterion is answered."""

    CHOICE = "choice", "chọn một phương án"
    FLAG = "flag", "có hoặc không"
    CASES = "cases", "phương án theo trường hợp"
    GROUP = "group", "gồm các tiêu chí con"


class NoteKind(models.TextChoices):
    """What a note printed in a set does."""

    NOTE = "note", "ghi chú"
    REQUIREMENT = "requirement", "yêu cầu"
    GATE = "gate", "điều kiện loại"
