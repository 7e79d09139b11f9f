"""A dossier to try documents and channels on."""

import dataclasses
import io
from datetime import UTC, date, datetime
from decimal import Decimal

from PIL import Image

from service.documents.dossier import Dossier, DossierLine, DossierPart
from service.documents.layout.sheet import Party


def png(width=64, height=48):
    out = io.BytesIO()
    Image.new("RGB", (width, height), (30, 80, 120)).save(out, "PNG")
    return out.getvalue()


BRACKET = DossierPart(
    name="bracket.stl",
    sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    unit="mm",
    size_bytes=173_884,
    box_mm=(127.0, 63.5, 34.925),
    volume_mm3=190_544.41,
    surface_mm2=34_728.2,
    triangles=3_476,
    picture=png(),
)

DOSSIER = Dossier(
    number="WB-2026-000123",
    issued_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    answer_by=datetime(2026, 11, 25, 17, 0, tzinfo=UTC),
    client=Party("Jürgen Größmann", "Łódź Precyzja", "ul. Żółkiewskiego 12\n90-001 Łódź"),
    contractor=Party("Schichtwerk Süd", None, "Werkstraße 4\n70173 Stuttgart"),
    project_title="Filling line",
    process_title="bracket",
    quantity=5,
    configuration=(("Material", "Polyamide 12"), ("Tolerance", "± 0.3 mm")),
    parts=(BRACKET,),
    quote=(
        DossierLine("Machine time", Decimal("1200.00")),
        DossierLine("Shipping", Decimal("34.50")),
    ),
    total=Decimal("1234.50"),
    currency="EUR",
    lead_time_days=9,
    ship_date=date(2026, 12, 3),
    delivery_date=date(2026, 12, 7),
    verification_id="0199f2ac-7a11-7cc2-9f53-0d7d4be0a001",
    inputs_digest="sha256:" + "ab12" * 16,
    portal_url="https://werkbank.example/requests/0199f2ac",
    material="PA12",
)


def dossier(**changes):
    return dataclasses.replace(DOSSIER, **changes)
