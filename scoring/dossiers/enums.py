"""Where a dossier stands, what may be done to it, and which act leads from where to where.

A dossier has a *status* (what is being done with it) and a *level* (the office that has it). The
steps of its process (`scoring.models.AssessmentProcess`) say which levels there are, so that the
process of 26/2026 and the older ones with a district council are rows of one machinery.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DossierStatus(TextChoices):
    """What is being done with a dossier."""

    DRAFT = "draft", _("đang soạn")
    SUBMITTED = "submitted", _("đã nộp, chờ tiếp nhận")
    REVIEW = "review", _("đang thẩm tra")
    SUPPLEMENT = "supplement", _("chờ bổ sung")
    ADVISORY = "advisory", _("tổ tư vấn đang thẩm định")
    COUNCIL = "council", _("chờ hội đồng chấm")
    CONCLUDED = "concluded", _("hội đồng đã kết luận")
    SENT_UP = "sent_up", _("đã trình Bộ")
    RECOGNISED = "recognised", _("đã công nhận")
    NOT_RECOGNISED = "not_recognised", _("không công nhận")
    REFUSED = "refused", _("không tiếp nhận")
    WITHDRAWN = "withdrawn", _("chủ thể đã rút")


class DossierAct(TextChoices):
    """What is done to a dossier; each leaves a `DossierMove`."""

    OPEN = "open", _("lập hồ sơ")
    SUBMIT = "submit", _("nộp hồ sơ")
    WITHDRAW = "withdraw", _("rút hồ sơ")
    ACCEPT = "accept", _("tiếp nhận")
    RETURN = "return", _("trả lại")
    REFUSE = "refuse", _("từ chối")
    REQUEST = "request", _("yêu cầu bổ sung")
    ANSWER = "answer", _("nộp bổ sung")
    FORWARD = "forward", _("chuyển cấp trên")
    SEND_BACK = "send_back", _("chuyển lại cấp dưới")
    ADVISE = "advise", _("giao tổ tư vấn")
    TO_COUNCIL = "to_council", _("trình hội đồng")
    CONCLUDE = "conclude", _("kết luận của hội đồng")
    SCORE_AGAIN = "score_again", _("đưa lại hội đồng chấm")
    RECOGNISE = "recognise", _("công nhận")
    NOT_RECOGNISE = "not_recognise", _("không công nhận")
    SEND_UP = "send_up", _("trình Bộ")
    COME_BACK = "come_back", _("nhận kết quả dưới 90 điểm từ Bộ")
    REOPEN = "reopen", _("mở lại theo khiếu nại")
    TAKE_BACK = "take_back", _("hoàn tác quyết định nhập từ tệp")


class Transition(NamedTuple):
    """From which states an act leads to which; ``None`` leads to where the service says."""

    sources: frozenset[DossierStatus]
    target: DossierStatus | None


_S = DossierStatus

TRANSITIONS: dict[DossierAct, Transition] = {
    DossierAct.SUBMIT: Transition(frozenset({_S.DRAFT}), _S.SUBMITTED),
    DossierAct.ACCEPT: Transition(frozenset({_S.SUBMITTED}), _S.REVIEW),
    DossierAct.RETURN: Transition(frozenset({_S.SUBMITTED}), _S.DRAFT),
    DossierAct.REFUSE: Transition(frozenset({_S.SUBMITTED, _S.REVIEW, _S.ADVISORY}), _S.REFUSED),
    DossierAct.REQUEST: Transition(frozenset({_S.REVIEW, _S.ADVISORY}), _S.SUPPLEMENT),
    DossierAct.ANSWER: Transition(frozenset({_S.SUPPLEMENT}), None),
    DossierAct.FORWARD: Transition(frozenset({_S.REVIEW, _S.CONCLUDED}), _S.REVIEW),
    DossierAct.SEND_BACK: Transition(frozenset({_S.REVIEW}), _S.REVIEW),
    DossierAct.ADVISE: Transition(frozenset({_S.REVIEW}), _S.ADVISORY),
    DossierAct.TO_COUNCIL: Transition(frozenset({_S.REVIEW, _S.ADVISORY}), _S.COUNCIL),
    DossierAct.CONCLUDE: Transition(frozenset({_S.COUNCIL}), _S.CONCLUDED),
    DossierAct.SCORE_AGAIN: Transition(frozenset({_S.CONCLUDED}), _S.COUNCIL),
    DossierAct.RECOGNISE: Transition(frozenset({_S.CONCLUDED, _S.SENT_UP}), _S.RECOGNISED),
    DossierAct.NOT_RECOGNISE: Transition(frozenset({_S.CONCLUDED}), _S.NOT_RECOGNISED),
    DossierAct.SEND_UP: Transition(frozenset({_S.CONCLUDED}), _S.SENT_UP),
    DossierAct.COME_BACK: Transition(frozenset({_S.SENT_UP}), _S.CONCLUDED),
    DossierAct.REOPEN: Transition(frozenset({_S.NOT_RECOGNISED, _S.REFUSED, _S.RECOGNISED}), None),
    DossierAct.TAKE_BACK: Transition(frozenset({_S.RECOGNISED}), _S.CONCLUDED),
    DossierAct.WITHDRAW: Transition(
        frozenset({_S.DRAFT, _S.SUBMITTED, _S.REVIEW, _S.SUPPLEMENT, _S.ADVISORY, _S.COUNCIL}),
        _S.WITHDRAWN,
    ),
}
"""DESIGN section 4. Withdrawal is the producer's, from any state before the conclusion."""

WITH_THE_PRODUCER = frozenset({_S.DRAFT, _S.SUPPLEMENT})
"""States in which the producer writes, and the office waits with its clock stopped."""

IN_THE_OFFICE = frozenset({_S.SUBMITTED, _S.REVIEW, _S.ADVISORY, _S.COUNCIL, _S.CONCLUDED})
"""States in which some office has something to do."""

ENDED = frozenset({_S.RECOGNISED, _S.NOT_RECOGNISED, _S.REFUSED, _S.WITHDRAWN})
"""States nothing leads out of but an appeal."""

FROZEN = frozenset(_S) - WITH_THE_PRODUCER
"""States in which what the producer wrote stays as it was handed in."""


class ClockKind(TextChoices):
    """A deadline of the law that runs on a dossier."""

    COMMUNE = "commune", _("xã thẩm tra")
    RENEWAL = "renewal", _("đánh giá lại")


class Finding(TextChoices):
    """What a checker says of one component or content."""

    GOOD = "good", _("đạt")
    LACKING = "lacking", _("chưa đạt")
    NOT_ASKED = "not_asked", _("không yêu cầu")


class Subject(TextChoices):
    """What a request for supplement is about."""

    REGISTRATION = "registration", _("phiếu đăng ký")
    REPORT = "report", _("báo cáo tự đánh giá")
    CRITERION = "criterion", _("tiêu chí")
    EVIDENCE = "evidence", _("minh chứng")
    SAMPLES = "samples", _("sản phẩm mẫu")
    OTHER = "other", _("nội dung khác")


class AppealStatus(TextChoices):
    """What became of a producer's appeal."""

    FILED = "filed", _("đã gửi")
    UPHELD = "upheld", _("chấp nhận, mở lại hồ sơ")
    REJECTED = "rejected", _("không chấp nhận")
    TAKEN_BACK = "taken_back", _("chủ thể đã rút khiếu nại")
