"""Writing a dossier page by page: the product, the forms, the self-assessment."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import acts_for
from accounts.views.common import own_page, page
from scoring.criteria.storage import definition_of, sets_in_full
from scoring.decisions.enums import DecisionStatus
from scoring.dossiers.errors import ActRefused
from scoring.dossiers.own.access import own_dossier, writable
from scoring.dossiers.own.forms import SectionForm, SubjectForm, WordsForm
from scoring.dossiers.own.tasks import tasks_of
from scoring.dossiers.registration import sections_for
from scoring.dossiers.reporting import read_messages
from scoring.dossiers.snapshots import content_of, sheet_of
from scoring.dossiers.submitting import last_request
from scoring.dossiers.writing import choose_subject, save_answers, save_registration
from scoring.models import Dossier, Regulation
from scoring.permissions import may_write
from scoring.questions import tokens_of
from scoring.self_assessment.address import TypedAnswers, read_answers
from scoring.self_assessment.result import SelfAssessment

PIECES = "manh"
SAVED = "Đã lưu lúc {:%H:%M}."


@own_page
def dossier_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the dossier stands, what is still to be filled, what was said."""
    dossier = own_dossier(request, pk)
    today = timezone.localdate()
    read_messages(dossier=dossier, by=request.user, at=timezone.now())
    is_writing = may_write(request.user, dossier)
    tasks, lacks = tasks_of(dossier, today) if is_writing else ([], [])
    return page(
        request,
        "scoring/dossier/page.html",
        dossier=dossier,
        tasks=tasks,
        lacks=lacks,
        next_task=next((task for task in tasks if not task.is_done), None),
        asked=last_request(dossier) if is_writing else None,
        decided=dossier.decision_items.filter(decision__status=DecisionStatus.ISSUED)
        .select_related("decision", "conclusion", "result", "certification")
        .order_by("-decision__signed_on", "-pk"),
        referrals=dossier.referrals.all(),
        is_writing=is_writing,
        is_producers=acts_for(request.user, dossier.producer_id),
        moves=dossier.moves.select_related("by").prefetch_related("items"),
        letters=dossier.messages.select_related("author"),
        appeals=dossier.appeals.all(),
        words=WordsForm(),
        today=today,
    )


@own_page
def dossier_subject(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the product and its sub-group."""
    dossier = writable(request, pk)
    initial = {"product_name": dossier.product_name, "group": dossier.group_id}
    form = SubjectForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            choose_subject(dossier=dossier, by=request.user, **form.cleaned_data)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request, dossier, "san-pham")
    return page(request, "scoring/dossier/subject.html", dossier=dossier, form=form)


@own_page
def dossier_section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Fill one page of the registration or the report."""
    dossier = writable(request, pk)
    found = next((each for each in sections_for(dossier.kind) if each.key == section), None)
    if found is None:
        raise Http404
    form = SectionForm(request.POST or None, section=found, initial=dossier.registration)
    if request.method == "POST" and form.is_valid():
        try:
            save_registration(dossier=dossier, values=form.values(), by=request.user)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request, dossier, section)
    return page(request, "scoring/dossier/section.html", dossier=dossier, form=form, section=found)


def _saved(request: HttpRequest, dossier: Dossier, page_key: str) -> HttpResponse:
    """Say so, and go on to the next page or back to the list of pages."""
    messages.success(request, _(SAVED).format(timezone.localtime()))
    if "tiep" in request.POST:
        tasks, _lacks = tasks_of(dossier, timezone.localdate())
        keys = [task.key for task in tasks]
        following = keys.index(page_key) + 1 if page_key in keys else len(keys)
        if following < len(tasks):
            return redirect(tasks[following].url)
    return redirect("scoring:dossier", dossier.pk)


@own_page
def dossier_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the criteria; each change is saved as it is made where there is script."""
    dossier = writable(request, pk)
    if dossier.criteria_set is None:
        messages.info(request, _("Chọn phân nhóm sản phẩm trước khi tự chấm."))
        return redirect("scoring:dossier_subject", pk)
    criteria = definition_of(sets_in_full().get(pk=dossier.criteria_set.pk))
    problem = ""
    if request.method == "POST":
        answers = read_answers(criteria, request.POST)
        notes = {code: request.POST.get(f"tm-{code}", "") for code in criteria.answerable}
        notes = {code: note for code, note in notes.items() if f"tm-{code}" in request.POST}
        try:
            save_answers(dossier=dossier, sheet=answers.sheet, notes=notes, by=request.user)
        except ActRefused as refusal:
            problem = str(refusal)
        if not problem and PIECES not in request.POST and not answers.problems:
            return _saved(request, dossier, "tu-cham")
    else:
        answers = _answers_of(dossier, criteria)
    proofs = {kind.code: kind for kind in dossier.process.criteria_version.evidence_kinds.all()}
    rules = Regulation.objects.rules_in_force(timezone.localdate())
    context: dict[str, Any] = {
        "dossier": dossier,
        "set": dossier.criteria_set,
        "result": SelfAssessment(criteria, answers, rules, proofs),
        "problem": problem,
        "saved_at": timezone.localtime() if request.method == "POST" and not problem else None,
    }
    if PIECES in request.POST:
        return render(request, "scoring/dossier/answers_pieces.html", context)
    return page(request, "scoring/dossier/answers.html", **context)


def _answers_of(dossier: Dossier, criteria: Any) -> TypedAnswers:
    """The answers kept, under the words their options go by."""
    sheet = sheet_of(content_of(dossier))
    chosen = {}
    for code, answer in sheet.answers.items():
        criterion = criteria.answerable.get(code)
        options = tokens_of(criterion).items() if criterion else ()
        word = next(
            (
                word
                for word, option in options
                if (option.points, option.case) == (answer.points, answer.case)
            ),
            None,
        )
        if word is not None:
            chosen[code] = word
    return TypedAnswers(chosen, sheet, ())
