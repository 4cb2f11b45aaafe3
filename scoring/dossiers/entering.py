"""An officer enters a dossier for a producer who cannot, with the producer's recorded consent."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from accounts.models import User
from communes.models import Commune
from producers.models import Producer
from products.models import Product, ProductGroup
from scoring.dossiers.enums import DossierStatus
from scoring.dossiers.errors import ActRefused
from scoring.dossiers.evidence import copy_evidence
from scoring.dossiers.moving import need_reason
from scoring.dossiers.writing import open_dossier, open_from_previous
from scoring.models import Dossier
from scoring.process.enums import AssessmentKind


@transaction.atomic
def enter_dossier(
    *,
    kind: AssessmentKind,
    producer: Producer,
    commune: Commune,
    product_name: str,
    consent_note: str,
    consent_on: dt.date,
    by: User,
    on: dt.date,
    group: ProductGroup | None = None,
    product: Product | None = None,
) -> Dossier:
    """Begin a draft that ``by`` writes for ``producer``.

    A renewal or an upgrade takes over what the dossier holds by which the product was recognised
    last, where there is one. Raises ``ActRefused`` without words of the consent, for a consent of
    a day ahead, and as `open_dossier`.
    """
    consent = need_reason(consent_note, "ai đồng ý, bằng cách nào")
    if consent_on > on:
        raise ActRefused(f"Ngày đồng ý {consent_on:%d/%m/%Y} ở tương lai.")
    previous = _recognised(product) if product and kind != AssessmentKind.FIRST else None
    if previous is None:
        return open_dossier(
            kind=kind,
            producer=producer,
            commune=commune,
            product_name=product_name,
            group=group,
            product=product,
            consent_note=consent,
            consent_on=consent_on,
            by=by,
            on=on,
        )
    made = open_from_previous(
        previous=previous,
        kind=kind,
        commune=commune,
        consent_note=consent,
        consent_on=consent_on,
        by=by,
        on=on,
    )
    copy_evidence(source=previous, target=made, by=by)
    return made


def _recognised(product: Product) -> Dossier | None:
    rows = product.dossiers.filter(status=DossierStatus.RECOGNISED)
    return rows.order_by("filed_on", "pk").last()
