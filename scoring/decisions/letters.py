"""Letters about a decision: each producer is told what became of its dossiers (Điều 7.3g)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ocop_portal.shared.outbox import Letter, queue_letters
from scoring.decisions.enums import Outcome
from scoring.dossiers.letters import addresses_of
from scoring.models import Decision, DecisionItem, Dossier

SAID = {
    Outcome.RECOGNISE: "được công nhận {stars} sao",
    Outcome.NOT_RECOGNISE: "không được công nhận",
    Outcome.SEND_UP: "được phê duyệt kết quả và gửi Bộ đánh giá tiếp",
}


def tell_of_decision(
    decision: Decision, items: Iterable[DecisionItem], dossiers: Mapping[int, Dossier]
) -> None:
    """Put a letter about each dossier into the outbox for each person of its producer."""
    addresses = addresses_of({dossier.producer_id for dossier in dossiers.values()})
    queue_letters(list(_letters(decision, items, dossiers, addresses)))


def _letters(
    decision: Decision,
    items: Iterable[DecisionItem],
    dossiers: Mapping[int, Dossier],
    addresses: Mapping[int, list[str]],
) -> Iterator[Letter]:
    for item in items:
        dossier = dossiers[item.dossier_id]
        said = SAID[Outcome(item.outcome)].format(stars=item.stars)
        for address in addresses.get(dossier.producer_id, ()):
            yield Letter(
                to=address,
                subject=f"Kết quả đánh giá OCOP: {dossier.product_name}",
                body=_body(decision, dossier, item, said),
                about=f"quyết định {decision.pk}, hồ sơ {dossier.pk}",
            )


def _body(decision: Decision, dossier: Dossier, item: DecisionItem, said: str) -> str:
    lines = [
        f"Hồ sơ {dossier.receipt_number}, sản phẩm {dossier.product_name}, {said}.",
        f"Quyết định số {decision.number} ngày {decision.signed_on:%d/%m/%Y} "
        f"của {decision.issuing_body}.",
    ]
    if item.certification is not None:
        lines.append(f"Chứng nhận có hạn đến trước ngày {item.certification.expires_on:%d/%m/%Y}.")
    else:
        lines.append("Nếu không đồng ý, chủ thể có thể gửi khiếu nại ngay trong hồ sơ.")
    return "\n\n".join(lines)
