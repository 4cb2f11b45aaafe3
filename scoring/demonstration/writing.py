"""What producers do in the round: begin, fill, hand in, answer, withdraw, appeal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import islice

from scoring.councils.criteria import criteria_of
from scoring.decisions.appeals import file_appeal
from scoring.demonstration.choosing import answers_near
from scoring.demonstration.stage import Act, Entry
from scoring.dossiers.evidence import add_evidence, copy_evidence
from scoring.dossiers.registration import fields_for
from scoring.dossiers.reporting import send_message
from scoring.dossiers.submitting import (
    answer_request,
    requested_items,
    submit_dossier,
    withdraw_dossier,
)
from scoring.dossiers.writing import (
    open_dossier,
    open_from_previous,
    save_answers,
    save_registration,
)
from scoring.models import Dossier
from scoring.process.enums import AssessmentKind
from scoring.rules import Sheet

HALF = 15  # fields and criteria that a half-written dossier has
NOTE = "Xem minh chứng kèm theo (minh họa)."


def begin(act: Act) -> None:
    """Begin a dossier and fill it, all of it or half."""
    stage, entry = act.stage, act.entry
    producer = stage.producer_of(entry)
    consent = entry.get("consent", "")
    dossier = open_dossier(
        kind=AssessmentKind(entry.get("kind", "first")),
        producer=producer,
        commune=stage.commune,
        product_name=entry["product"],
        group=stage.groups[entry["group"]],
        product=stage.products.get(entry.get("award", "")),
        by=stage.writer_of(producer),
        on=act.on,
        consent_note=consent,
        consent_on=act.on if consent else None,
        is_demo=True,
    )
    stage.dossiers[entry["key"]] = dossier
    is_half = entry.get("half_written", False)
    _fill_forms(act, is_half)
    _answer(act, is_half)
    _prove(act, is_half)


def begin_again(act: Act) -> None:
    """Begin an upgrade from an earlier dossier, with its proofs."""
    previous = act.stage.dossiers[act.entry["from"]]
    previous.refresh_from_db()
    by = act.stage.writer_of(previous.producer)
    kind = AssessmentKind(act.entry["kind"])
    made = open_from_previous(previous=previous, kind=kind, by=by, on=act.on)
    copy_evidence(source=previous, target=made, by=by)
    act.stage.dossiers[act.entry["key"]] = made


def hand_in(act: Act) -> None:
    """Hand the dossier in."""
    submit_dossier(dossier=act.dossier, by=act.writer, on=act.on)


def answer(act: Act) -> None:
    """Change what was asked for and answer each item."""
    save_registration(dossier=act.dossier, values=act.said["change"], by=act.writer)
    items = requested_items(act.dossier)
    said = {item.pk: words for item, words in zip(items, act.said["answers"], strict=True)}
    answer_request(dossier=act.dossier, answers=said, by=act.writer, on=act.on)


def withdraw(act: Act) -> None:
    """Take the dossier back."""
    withdraw_dossier(dossier=act.dossier, by=act.writer, on=act.on, reason=act.said["reason"])


def say(act: Act) -> None:
    """Write to the other side, as whoever is named."""
    by = act.stage.people[act.said["by"]]
    send_message(dossier=act.dossier, body=act.said["text"], by=by)


def appeal(act: Act) -> None:
    """Disagree with what was decided."""
    file_appeal(dossier=act.dossier, text=act.said["text"], by=act.writer, on=act.on)


def _fill_forms(act: Act, is_half: bool) -> None:
    """Every field the round has words for, or the first few."""
    words: Mapping[str, str] = act.stage.document["registration"]
    product = act.entry["product"]
    keys = [field.key for _section, field in fields_for(act.dossier.kind) if field.key in words]
    values = {key: words[key].replace("{product}", product) for key in keys}
    if is_half:
        values = dict(islice(values.items(), HALF))
    save_registration(dossier=act.dossier, values=values, by=act.writer)


def _answer(act: Act, is_half: bool) -> None:
    criteria = criteria_of(act.dossier.criteria_set_id).definition
    chosen = answers_near(criteria, act.entry["total"], stars=act.entry.get("stars", 0))
    if is_half:
        chosen = dict(islice(chosen.items(), HALF))
    notes = dict.fromkeys(islice(chosen, 3), NOTE)
    save_answers(dossier=act.dossier, sheet=Sheet(answers=chosen), notes=notes, by=act.writer)


def _prove(act: Act, is_half: bool) -> None:
    dossier = act.dossier
    kinds = {each.code: each for each in dossier.process.criteria_version.evidence_kinds.all()}
    for proof in act.stage.document["proofs"][: 1 if is_half else None]:
        add_evidence(
            dossier=dossier,
            kind=kinds[proof["kind"]],
            details=_details(proof, act.on),
            files=act.stage.proofs.files_of(proof),
            criteria=_served(dossier, proof["kind"]),
            by=act.writer,
        )


def _details(proof: Entry, on: dt.date) -> dict[str, object]:
    said: dict[str, object] = {
        name: proof[name] for name in ("title", "number", "issuer", "reference") if name in proof
    }
    if "valid_days" in proof:
        said["issued_on"] = on - dt.timedelta(days=30)
        said["valid_to"] = on + dt.timedelta(days=proof["valid_days"])
    return said


def _served(dossier: Dossier, kind: str) -> list:
    """The criteria of the dossier's set whose form asks for that kind of proof."""
    criteria = criteria_of(dossier.criteria_set_id)
    asked = [code for code, each in criteria.definition.answerable.items() if kind in each.evidence]
    rows = dossier.criteria_set.criteria.filter(code__in=asked) if dossier.criteria_set else ()
    return list(rows)
