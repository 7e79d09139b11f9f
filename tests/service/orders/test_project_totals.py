"""What projects are worth, for the side that looks, and the table that says so."""

import csv
import io
from uuid import UUID

import pytest

from service.api.http.tabular import rows_as_text
from service.api.orders import project_exports
from service.verification import verify
from tests.support.orders import answer, confirmed, fire, offer, request_of
from tests.support.worlds.marketplace import refused


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


def totals(caller, process_id):
    """As the list and the project itself show them, which is the same."""
    project_id = caller.get(f"/processes/{process_id}").json["project_id"]
    flat = next(p for p in caller.get("/projects").json["items"] if p["id"] == project_id)
    assert flat["totals"] == caller.get(f"/projects/{project_id}").json["totals"]
    return flat["totals"]


def test_a_process_counts_once_as_far_as_it_has_come(market):
    process_id, (first, second) = market.send(2)
    quotes = [request_of(c, process_id)["quote"]["total"] for c in (first, second)]
    nothing = {"confirmed": [], "offered": [], "quoted": []}
    cheapest = min(quotes, key=lambda total: float(total["amount"]))
    assert totals(market.client, process_id) == nothing | {"quoted": [cheapest]}
    assert totals(second, process_id) == nothing | {"quoted": [quotes[1]]}
    offer(first, process_id, "120.00")
    offer(first, process_id, "110.00")
    offer(second, process_id, "115.50")
    currency = quotes[0]["currency"]
    lowest = {"amount": "110.00", "currency": currency}
    assert totals(market.client, process_id) == nothing | {"offered": [lowest]}
    own = {"amount": "115.50", "currency": currency}
    assert totals(second, process_id) == nothing | {"offered": [own]}
    made = offer(second, process_id, "99.90")
    accepted = fire(market.client, process_id, "accept_offer", offer_id=made["id"])
    assert accepted.status_code == 200, accepted.text
    contract = {"amount": "99.90", "currency": currency}
    for caller in (market.client, second):
        assert totals(caller, process_id) == nothing | {"confirmed": [contract]}


def test_a_process_is_quoted_as_the_cheapest_of_those_who_were_asked(market):
    process_id, (first, second) = market.send(2, first=1)
    best, dearer, dearest = (
        entry["quote"]["total"]
        for entry in market.client.get(f"/processes/{process_id}/contractors").json["items"][:3]
    )
    assert best["currency"] == dearer["currency"] == dearest["currency"]
    assert float(best["amount"]) < float(dearer["amount"]) < float(dearest["amount"])
    assert totals(market.client, process_id)["quoted"] == [dearer]
    answer(first, process_id, "decline")
    assert totals(market.client, process_id)["quoted"] == [dearest]
    answer(second, process_id, "decline")
    assert totals(market.client, process_id)["quoted"] == []
    verified = fire(market.client, process_id, "verify")
    assert verified.status_code == 202, verified.text
    assert verify.verify(UUID(process_id)) == "pass_verification"
    assert totals(market.client, process_id)["quoted"] == [best]  # nobody is asked any more


def test_what_failed_is_worth_nothing(market):
    process_id, winner, _ = confirmed(market)
    fire(winner, process_id, "report_failure", reason="the machine burnt down")
    assert totals(market.client, process_id) == {"confirmed": [], "offered": [], "quoted": []}


def exported(caller, query=""):
    answer = caller.get(f"/projects.csv{query}")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_export_holds_what_the_list_shows_beyond_its_pages(market, monkeypatch):
    monkeypatch.setattr(project_exports, "PAGE", 2)
    confirmed(market)
    for title in ("a", "b", "c"):
        market.client.post("/projects", {"title": title})
    shown = market.client.get("/projects?limit=200&sort=title").json["items"]
    rows = exported(market.client, "?sort=title")
    assert [row["id"] for row in rows] == [project["id"] for project in shown]
    for row, project in zip(rows, shown, strict=True):
        assert (row["title"], row["status"]) == (project["title"], project["status"])
        money = [f"{m['amount']} {m['currency']}" for m in project["totals"]["confirmed"]]
        assert row["confirmed"] == "; ".join(money)


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 170", "'+49 170"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1 Größe", "'＝1+1 Größe"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("\u200b=1+1", "\u200b'=1+1"),
        ("a;=1+1", "a;'=1+1"),
        ("a = b - c", "a = b - c"),
        ("Größe 歯車", "Größe 歯車"),
    ],
)
def test_no_cell_of_the_export_is_a_formula(market, title, cell):
    project = market.client.post("/projects", {"title": title}).json
    (row,) = exported(market.client, f"?q={project['id']}")
    assert row["title"] == cell


@pytest.mark.parametrize("start", ["\t", "\r", "\n", "\t=", "x\r\n ="])
def test_no_sign_that_ends_a_cell_leads_to_a_formula(start):
    (line, row) = csv.reader(io.StringIO("".join(rows_as_text(["a"], [[f"{start}1+1"]]))))
    assert line == ["\ufeffa"]
    assert row[0].startswith("'") or row[0] == "x\r\n '=1+1"


def test_spreadsheets_see_that_a_table_is_utf_8(market):
    assert market.client.get("/projects.csv").data.startswith("\ufeffid,title".encode())


def test_nobody_exports_nothing(market):
    assert refused(market.nobody().get("/projects.csv"), 401, "unauthenticated")


@pytest.mark.parametrize("blank", ["\n", "\t", " \n", "; ", "\n\u200b"])
def test_a_cell_of_blanks_alone_is_looked_at_once(blank):
    """Looked at from each of them, these would take hours."""
    cell = "a" + blank * 300_000
    for text, expected in ((cell, cell), (f"{cell}=1", f"{cell}'=1")):
        written = "".join(rows_as_text(["a"], [[text]]))
        assert written.removeprefix("\ufeffa\r\n").strip('"\r\n').startswith("a")
        assert expected.endswith("'=1") == ("'=1" in written)
        assert len(written) >= len(expected)
