"""What the commune, the province and its advisers do in the round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.decisions.appeals import answer_appeal
from scoring.demonstration.stage import Act
from scoring.dossiers.checking import (
    FOUR_CONTENTS,
    accept_dossier,
    forward_dossier,
    give_to_advisers,
    give_to_council,
    refuse_dossier,
    request_supplement,
    return_dossier,
    send_back_dossier,
)
from scoring.dossiers.components import SAMPLES, components_of
from scoring.dossiers.enums import AppealStatus, DossierStatus, Finding
from scoring.dossiers.reporting import (
    check_components,
    save_advisory_report,
    save_commune_report,
    save_province_review,
)


def accept(act: Act) -> None:
    """The commune takes the dossier in."""
    accept_dossier(dossier=act.dossier, by=act.stage.commune_officer, on=act.on)


def give_back(act: Act) -> None:
    """The commune returns the dossier with reasons."""
    reason, by = act.said["reason"], act.stage.commune_officer
    return_dossier(dossier=act.dossier, items=_items(act), by=by, on=act.on, reason=reason)


def refuse(act: Act) -> None:
    """The commune refuses the dossier."""
    by = act.stage.commune_officer
    refuse_dossier(dossier=act.dossier, by=by, on=act.on, reason=act.said["reason"])


def ask(act: Act) -> None:
    """Whoever has the dossier asks for more."""
    is_with_advisers = act.dossier.status == DossierStatus.ADVISORY
    by = act.stage.province if is_with_advisers else act.stage.commune_officer
    note = act.said.get("note", "")
    request_supplement(dossier=act.dossier, items=_items(act), by=by, on=act.on, note=note)


def check(act: Act) -> None:
    """The commune goes through the components; samples have not come yet."""
    _check(act, but=SAMPLES.key)


def _check(act: Act, but: str = "") -> None:
    findings = {
        each.key: (Finding.GOOD, "") for each in components_of(act.dossier) if each.key != but
    }
    check_components(dossier=act.dossier, findings=findings, by=act.stage.commune_officer)


def report(act: Act) -> None:
    """The commune has all components and writes Mẫu số 03."""
    _check(act)
    words: dict[str, Any] = dict(act.stage.document["report"])
    words |= {f"{content}_finding": Finding.GOOD for content in FOUR_CONTENTS}
    words |= {
        "is_meeting_held": True,
        "meeting_on": act.on,
        "meeting_note": "Các thành viên thống nhất với báo cáo (minh họa).",
        "samples_received": 5,
        "is_proposed": True,
        "number": f"MH-{act.dossier.number}/BC-UBND",
        "reported_on": act.on,
    }
    save_commune_report(dossier=act.dossier, values=words, by=act.stage.commune_officer)


def forward(act: Act) -> None:
    """The commune sends the dossier to the province."""
    forward_dossier(dossier=act.dossier, by=act.stage.commune_officer, on=act.on)


def send_back(act: Act) -> None:
    """The province gives the dossier back to the commune."""
    by = act.stage.province
    send_back_dossier(dossier=act.dossier, by=by, on=act.on, reason=act.said["reason"])


def review(act: Act) -> None:
    """The province begins its check of the content."""
    words = {"content": "Đã đối chiếu Mẫu 01, Mẫu 02; đang xem phiếu kiểm nghiệm (minh họa)."}
    save_province_review(dossier=act.dossier, values=words, by=act.stage.province)


def advise(act: Act) -> None:
    """The province gives the dossier to the advisory group."""
    give_to_advisers(dossier=act.dossier, by=act.stage.province, on=act.on)


def advice(act: Act) -> None:
    """The advisory group writes its assessment, its visit and the tests it asks for."""
    said, words = act.said, {"assessment": "Hồ sơ đủ thành phần, nội dung rõ (minh họa)."}
    values: dict[str, Any] = words | {"advised_stars": said.get("stars")}
    if "visited" in said:
        values |= {
            "is_site_visited": True,
            "visited_on": act.stage.clock.day(said["visited"]),
            "visit_note": "Xưởng sạch, có sổ ghi chép; lao động là người trong xã (minh họa).",
            "advice": "Đề nghị đưa ra hội đồng.",
        }
    tests: list[Mapping[str, str]] = [
        {"what": what, "reason": reason} for what, reason in said.get("tests", ())
    ]
    by = act.stage.people[act.stage.document["advisers"]]
    save_advisory_report(dossier=act.dossier, values=values, tests=tests, by=by)


def to_council(act: Act) -> None:
    """The province lays the dossier before the council."""
    give_to_council(dossier=act.dossier, by=act.stage.province, on=act.on)


def reply_to_appeal(act: Act) -> None:
    """The province answers the appeal that waits."""
    answer_appeal(
        appeal=act.dossier.appeals.get(status=AppealStatus.FILED),
        is_upheld=act.said["upheld"],
        answer=act.said["answer"],
        number=act.said["number"],
        by=act.stage.province,
        on=act.on,
    )


def _items(act: Act) -> list[dict[str, str]]:
    return [
        {"subject": subject, "code": code, "what": what}
        for subject, code, what in act.said["items"]
    ]
