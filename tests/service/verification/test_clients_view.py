"""What clients see of a quote: what they pay for, and nothing that tells a contractor's margin."""

import random
from decimal import Decimal
from io import BytesIO
from itertools import combinations
from uuid import UUID
from zipfile import ZipFile

import orjson
import pytest

from service.catalogue.versions import mark_changed
from service.database import transactions
from service.database.models import ContractorRow, Verification
from service.documents.price_lines import price_line
from service.manufacturing.quoting import client_view
from service.manufacturing.quoting.matching import match
from service.manufacturing.quoting.record import (
    WITH_ALL_LINES,
    digest,
    digest_of,
    for_clients,
    quote_for_client,
    quote_for_contractor,
)
from tests.support.contractors import CATALOGUE, MEX, PBF, contractor, order
from tests.support.orders import (
    dispatched,
    offer,
    request_of,
    suitable,
    verified,
)
from tests.support.pdfs import text_of

pytestmark = pytest.mark.one_database

SECRET = {"Preparation", "Set-up", "Margin", "Platform fee"}
TIERS = [{"from_quantity": 10, "discount": "0.1"}, {"from_quantity": 100, "discount": "0.25"}]


def views(asked, *shops):
    """Of each contractor's quote the record, and what its client sees."""
    records = [quote.to_record() for quote in match(asked, shops, CATALOGUE).quotes]
    return [(record, quote_for_client(record)) for record in records]


def amounts(quote):
    return {line["name"]: Decimal(line["amount"]) for line in quote["lines"]}


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_folded_lines_add_up_to_what_is_paid_and_hide_what_is_calculated_with(currency):
    figures = random.Random(7)
    for _ in range(60):
        shop = contractor(
            figures.choice([PBF, MEX]),
            currency=currency,
            margin=str(round(figures.uniform(0, 2), 4)),
            fixed_costs=figures.choice(["0", "4.44"]),
            min_order_value=figures.choice(["0", "500"]),
            express={"surcharge": "0.35"},
            tiers=TIERS,
        )
        wishes = {"express": figures.random() < 0.5, "delivery_country": "FR"}
        asked = order(figures.choice([1, 12, 250]), None, technology="PBF", **wishes)
        for record, seen in views(asked, shop):
            assert sum(amounts(seen).values()) == Decimal(record["total"]["amount"])
            assert not SECRET & set(amounts(seen))
            names = [line["name"] for line in record["lines"] if line["name"] not in SECRET]
            assert [line["name"] for line in seen["lines"]] == names
            assert all(set(line) == {"name", "amount"} for line in seen["lines"])
            for apart in client_view.APART & set(names):
                assert amounts(seen)[apart] == amounts(record)[apart]


def test_whoever_costs_more_and_earns_less_shows_the_same_lines():
    """A margin of 50 % on one cost and of 20 % on five fourths of it are told apart by nothing."""
    costs = {
        "engineering_hour": Decimal(64),
        "hours_by_complexity": ["0.25"] * 5,
        "equipment": Decimal(4),
    }
    rates = dict.fromkeys(PBF["rates"], Decimal(0)) | {
        "machine_hour": Decimal(32),
        "personnel_hour": Decimal(40),
        "setup_hours": Decimal("0.5"),
        "setup_fixed": Decimal(8),
        "handling_hours": Decimal("0.1"),
    }
    hours = {"setup_hours", "handling_hours", "hours_by_complexity"}

    def shop(margin, factor):
        priced = {k: v if k in hours else v * factor for k, v in costs.items()}
        own = {k: v if k in hours else v * factor for k, v in rates.items()}
        material = PBF["materials"][0] | {"price_per_kg": 80 * factor}
        machine = PBF | {"rates": own, "materials": [material]}
        return contractor(machine, margin=margin, preparation=priced, express={"surcharge": "0.3"})

    for quantity in (1, 4, 25, 300):
        for express in (False, True):
            asked = order(quantity, express=express)
            ((one, seen),) = views(asked, shop("0.5", 1))
            ((other, same),) = views(asked, shop("0.2", Decimal("1.25")))
            assert amounts(one)["Margin"] != amounts(other)["Margin"]
            for name, amount in amounts(seen).items():
                assert abs(amount - amounts(same)[name]) <= Decimal("0.03"), name


def test_a_contractor_may_show_how_it_calculates():
    ((record, seen),) = views(order(5), contractor(shows_calculation=True))
    assert amounts(seen) == amounts(record)
    assert "shows_calculation" not in seen
    assert "inputs" not in seen["lines"][0]


def test_a_quote_of_old_with_parts_of_a_yen_still_adds_up():
    lines = {"Preparation": "7.04", "Material": "30.11", "Handling": "1.20", "Margin": "10.10"}
    shown = [{"name": name, "amount": amount} for name, amount in lines.items()]
    seen = client_view.for_client({"total": {"amount": "48.45", "currency": "JPY"}, "lines": shown})
    assert amounts(seen) == {"Material": Decimal("46.59"), "Handling": Decimal("1.86")}


def test_what_has_no_line_to_bear_the_rest_is_one_line():
    free = PBF | {"rates": dict.fromkeys(PBF["rates"], "0") | {"setup_fixed": "9"}}
    free["materials"] = [PBF["materials"][0] | {"price_per_kg": "0"}]
    ((_, seen),) = views(order(5), contractor(free))
    assert set(amounts(seen)) == {"Production", "Shipping"}


def test_a_record_whose_quotes_were_digested_with_all_their_lines_is_still_proven():
    ((record, _),) = views(order(5), contractor())
    content = {"format": WITH_ALL_LINES, "quotes": [record]}
    quote = quote_for_contractor(record) | {"sealed": digest(record)}
    assert digest_of(content) == digest({**content, "quotes": [quote]})
    assert not SECRET & set(amounts(for_clients(content)["quotes"][0]))


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture(scope="module")
def sent(market):
    """A cube that two contractors with margins of their own were asked for; one has offered."""
    shops = suitable(market, verified(market))[:2]
    with transactions.writing() as session:
        for shop, margin in zip(shops, ("0.3719", "0.2873"), strict=True):
            row = session.get(ContractorRow, shop.login.organization_id)
            row.terms = row.terms | {"margin": margin}
            session.flush()
            mark_changed(session, row.organization_id)
    process_id = verified(market, express=True, title="secret")
    assert dispatched(market, process_id, shops) == "dispatched"
    made = offer(shops[0], process_id, "120.00")
    return process_id, shops, made


def texts(answer):
    """All texts of an answer, whatever it is."""
    if answer.mimetype == "application/pdf":
        yield text_of(answer.data)
    elif answer.mimetype == "application/zip":
        with ZipFile(BytesIO(answer.data)) as archive:
            for name in archive.namelist():
                data = archive.read(name)
                yield text_of(data) if name.endswith(".pdf") else data.decode("latin-1")
    else:
        yield answer.text


def surfaces(caller, ids):
    """Every path of the API that can be read with these ids, and what it answers."""
    document = caller.get("/openapi.json").json
    for path, methods in document["paths"].items():
        plain = path.removeprefix("/api/v1")
        for name, value in ids.items():
            plain = plain.replace("{" + name + "}", value)
        if "get" in methods and "{" not in plain and "openapi" not in plain:
            if "stream" in plain or plain.startswith(("/events", "/health", "/docs")):
                continue
            answer = caller.get(plain)
            if answer.status_code == 200:
                yield plain, list(texts(answer))


def test_no_surface_tells_a_client_what_a_contractor_earns(market, sent):
    process_id, shops, made = sent
    client = market.client
    process = client.get(f"/processes/{process_id}").json
    papers = client.get(f"/processes/{process_id}/documents").json["items"]
    read = set()
    secrets = set()
    for shop in shops:
        own = amounts(request_of(shop, process_id)["quote"])
        assert set(own) >= SECRET
        secrets |= {f'"{own[name]}"' for name in ("Margin", "Platform fee")}
        secrets |= {f"€{own[name]}" for name in ("Margin", "Platform fee")}
    secrets |= {"0.3719", "0.2873", *SECRET - {"Set-up"}}
    secrets |= {price_line(name, "de") for name in SECRET}
    for request in process["requests"]:
        for paper in papers:
            ids = {
                "process_id": process_id,
                "project_id": process["project_id"],
                "request_id": request["id"],
                "offer_id": made["id"],
                "verification": "1",
                "number": paper["number"],
            }
            for path, content in surfaces(client, ids):
                read.add(path)
                for text in content:
                    secrets_shown = {secret for secret in secrets if secret in text}
                    assert not secrets_shown, (path, secrets_shown)
    for ending in (
        *("", "/contractors", "/verification", "/verifications", "/verifications/1.json"),
        *("/verifications/1.pdf", "/offers", "/documents"),
    ):
        assert f"/processes/{process_id}{ending}" in read
    for dry in ("verify", "send"):
        path = f"/projects/{process['project_id']}/{dry}?dry_run=true"
        tried = client.post(path, {"process_ids": [process_id]})
        assert not {secret for secret in secrets if secret in tried.text}


def test_from_what_a_client_sees_no_margin_can_be_solved_for(market, sent):
    """No sum of lines stands to the total as the margin, or margin and fee, would have it."""
    process_id, shops, _ = sent
    entries = market.client.get(f"/processes/{process_id}/contractors").json["items"]
    seen = {entry["contractor_id"]: entry["quote"] for entry in entries if entry["suitable"]}
    for shop, margin in zip(shops, ("0.3719", "0.2873"), strict=True):
        lines = amounts(seen[str(shop.login.organization_id)])
        total = Decimal(seen[str(shop.login.organization_id)]["total"]["amount"])
        rest, factor = total - lines["Shipping"], 1 + Decimal(margin)
        some = [v for name, v in lines.items() if name not in ("Shipping", "Express")]
        sums = {sum(c) for size in range(1, len(some) + 1) for c in combinations(some, size)}
        express = lines["Express"]
        for value in sums:
            for whole in (rest, rest - express):
                for wanted in (factor, factor * Decimal("1.03")):
                    assert abs(whole / value - wanted) > Decimal("0.001")
        assert abs(rest / (rest - express) - Decimal("1.35")) < Decimal("0.001")


def test_a_contractor_and_an_operator_keep_all_lines(market, sent):
    process_id, shops, _ = sent
    own = request_of(shops[0], process_id)
    assert set(amounts(own["quote"])) >= SECRET
    dossier = shops[0].get(f"/requests/{own['id']}/dossier.pdf")
    text = text_of(dossier.data)  # in the contractor's language
    assert {name for name in SECRET if price_line(name, "de") in text} == SECRET
    with transactions.reading() as session:
        (row,) = session.query(Verification).filter_by(process_id=UUID(process_id)).all()
    quotes = orjson.loads(row.record)["quotes"]
    assert all(set(amounts(quote)) >= SECRET for quote in quotes)
