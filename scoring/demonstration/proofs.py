"""Papers and pictures that prove nothing and say so: drawn here, taken in like any upload."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from ocop_portal.shared.pdf import render_pdf
from ocop_portal.shared.private_files import PAPERS, AcceptedFile, accept_file
from ocop_portal.shared.text import slugify

SIZE = (960, 640)
SKY, FAR, NEAR, FIELD, SUN = "#EAF1EC", "#9DB8A8", "#14614A", "#F3E3BF", "#C47408"


class Proofs:
    """The files of the round, each drawn once however many dossiers hold it."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at
        self._made: dict[str, AcceptedFile] = {}

    def files_of(self, proof: dict[str, Any]) -> list[AcceptedFile]:
        """The file of a proof of `round.json`; none where it names the place of a paper."""
        if proof["form"] == "reference":
            return []
        title = proof["title"]
        if title not in self._made:
            self._made[title] = self._drawn(proof)
        return [self._made[title]]

    def _drawn(self, proof: dict[str, Any]) -> AcceptedFile:
        name = slugify(proof["title"])
        if proof["form"] == "picture":
            return accept_file(ContentFile(picture(), f"{name}.jpg"), PAPERS)
        said = {key: str(proof.get(key, "")) for key in ("title", "number", "issuer")}
        data = said | {"pages": proof["pages"]}
        paper = render_pdf("scoring/print/demo_proof.typ", data, at=self.at)
        return accept_file(ContentFile(paper, f"{name}.pdf"), PAPERS)


def picture() -> bytes:
    """Hills, a field and the sun, as nobody photographed them, with bands for a mark."""
    drawn = Image.new("RGB", SIZE, SKY)
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((700, 90, 820, 210), fill=SUN)
    pen.polygon([(0, 420), (170, 190), (300, 380), (470, 150), (690, 410), (0, 410)], fill=FAR)
    pen.polygon([(330, 430), (560, 250), (720, 400), (860, 240), (960, 330), (960, 430)], fill=NEAR)
    pen.rectangle((0, 410, 960, 640), fill=FIELD)
    for number in range(14):
        pen.line((number * 80 - 80, 640, number * 40 + 200, 410), fill=NEAR, width=2)
    pen.rectangle((0, 585, 960, 640), fill="#FFFFFF")
    pen.text((24, 596), "MINH HOA - KHONG CO THAT", fill="#8A4B00", font_size=30)
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=82)
    return out.getvalue()
