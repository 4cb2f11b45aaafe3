"""The list of one's dossiers, and beginning one."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import producers_of
from accounts.views.common import own_page, page
from ocop_portal.shared.versions import version_of
from producers.models import Producer
from products.attention import in_window, past_window
from products.models import Certification
from scoring.dossiers.errors import ActRefused
from scoring.dossiers.evidence import copy_evidence
from scoring.dossiers.own.access import own_dossier, own_dossiers
from scoring.dossiers.own.forms import NewDossierForm
from scoring.dossiers.writing import open_dossier, open_from_previous, save_answers
from scoring.models import Dossier
from scoring.process.enums import AssessmentKind
from scoring.self_assessment.address import FROM_SELF_ASSESSMENT, read_answers, read_link
from scoring.self_assessment.kept import set_asked


@own_page
def dossier_list(request: HttpRequest) -> HttpResponse:
    """Every dossier of the person's producers, and the products that are due for another."""
    today = timezone.localdate()
    producers = producers_of(request.user)
    due = Certification.objects.filter(in_window(today) | past_window(today))
    under_way = Dossier.objects.open().filter(product=OuterRef("product"))
    due = due.filter(~Exists(under_way), product__producer__in=producers).select_related("product")
    return page(
        request,
        "scoring/dossier/list.html",
        dossiers=own_dossiers(request).for_lists(),
        due=due.order_by("expires_on", "pk"),
        has_producers=bool(producers),
        today=today,
    )


@own_page
def dossier_new(request: HttpRequest) -> HttpResponse:
    """Begin a dossier, maybe from a self-assessment in the address."""
    today = timezone.localdate()
    producers = Producer.objects.filter(pk__in=producers_of(request.user))
    link = request.GET.get(FROM_SELF_ASSESSMENT, "")
    form = NewDossierForm(
        request.POST or None, producers=producers, on=today, initial=_initial(request, producers)
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                dossier = open_dossier(by=request.user, on=today, **form.cleaned_data)
                _take_answers(request, dossier, link)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã lập hồ sơ. Điền dần; mọi bước đều được lưu."))
            return redirect("scoring:dossier", dossier.pk)
    return page(
        request, "scoring/dossier/new.html", form=form, has_producers=producers.exists(), link=link
    )


@own_page
def dossier_again(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Begin a renewal, an upgrade or a new attempt with what an earlier dossier holds."""
    previous = own_dossier(request, pk)
    if request.method != "POST" or kind not in AssessmentKind.values:
        return redirect("scoring:dossier", pk)
    try:
        with transaction.atomic():
            dossier = open_from_previous(
                previous=previous,
                kind=AssessmentKind(kind),
                by=request.user,
                on=timezone.localdate(),
            )
            copy_evidence(source=previous, target=dossier, by=request.user)
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("scoring:dossier", pk)
    messages.success(request, _("Đã lập hồ sơ mới từ hồ sơ trước; xem lại từng trang."))
    return redirect("scoring:dossier", dossier.pk)


def _initial(request: HttpRequest, producers: object) -> dict[str, object]:
    """What the address says already: the product a renewal is for, the only producer."""
    initial: dict[str, object] = {"kind": request.GET.get("loai", AssessmentKind.FIRST)}
    if (product := request.GET.get("san-pham", "")).isdecimal():
        initial["product"] = int(product)
    only = list(producers[:2])  # type: ignore[index]
    if len(only) == 1:
        initial |= {"producer": only[0].pk, "commune": only[0].commune_id}
    return initial


def _take_answers(request: HttpRequest, dossier: Dossier, link: str) -> None:
    """Keep the answers of a self-assessment where they fit the set of the dossier."""
    read = read_link(link)
    if read is None or dossier.criteria_set is None:
        return
    version, number, typed = read
    row = dossier.criteria_set
    if (row.version.slug, row.number) != (version, number):
        messages.info(
            request, _("Bài chấm thử theo bộ tiêu chí khác nên không chép sang hồ sơ này.")
        )
        return
    answers = read_answers(set_asked(version, number, version_of(request)).criteria, typed)
    save_answers(dossier=dossier, sheet=answers.sheet, notes={}, by=request.user)
