"""A catalogue of more contractors than a record keeps answers of: every one is reached, exactly."""

import random
from uuid import UUID

import pytest
import sqlalchemy as sa

from service.catalogue import snapshot
from service.catalogue.versions import mark_changed
from service.database import transactions
from service.database.models import (
    ContractorRow,
    MachineRow,
    Organization,
    Process,
    Request,
    Verification,
)
from service.ids import new_id
from service.manufacturing.quoting.matching import match
from service.manufacturing.quoting.matching.ranking import RankedQuote, rank
from service.manufacturing.quoting.record import MOST_ANSWERS, quote_for_client
from service.sourcing import dispatch
from service.verification import quoting, verify
from service.verification.contractor_answers import Answers
from tests.manufacturing.quoting.test_screening import invented
from tests.support.pdfs import text_of
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

NEW = 90


@pytest.fixture
def market(example_url, monkeypatch, tmp_path):
    with markets.opened(example_url, monkeypatch, tmp_path) as market:
        figures = random.Random(4)
        with transactions.writing() as session:
            for number in range(NEW):
                _contractor_ids(session, invented(figures, number))
            mark_changed(session)
        yield market


def _contractor_ids(session, data):
    id = new_id()
    session.add(Organization(id=id, name=data["name"]))
    session.flush()
    terms = {k: v for k, v in data.items() if k not in ("id", "name", "machines")}
    session.add(ContractorRow(organization_id=id, terms=terms | {"channels": ["inbox"]}))
    session.flush()
    for machine in data["machines"]:
        own = {k: v for k, v in machine.items() if k != "id"}
        session.add(MachineRow(id=new_id(), organization_id=id, data=own))


def verified(market, **fields):
    process_id = market.client.draft(**{"quantity": 5, "technology": "PBF", **fields})
    assert market.client.upload(process_id, unit="mm").status_code == 201
    verify_again(market, process_id)
    return process_id


def verify_again(market, process_id):
    project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
    market.client.post(f"/projects/{project_id}/verify", {"process_ids": [process_id]})
    assert verify.verify(UUID(process_id)) == "pass_verification"


def everybody(market, process_id, limit=30):
    items, cursor = [], ""
    while True:
        answer = market.client.get(f"/processes/{process_id}/contractors?limit={limit}{cursor}")
        assert answer.status_code == 200, answer.text
        assert len(answer.json["items"]) <= limit
        items += answer.json["items"]
        if answer.json["next"] is None:
            return items
        cursor = f"&cursor={answer.json['next']}"


def plain(process_id):
    """What the plain loop over all contractors says of the process."""
    with transactions.reading() as session:
        current = snapshot.current(session)
        process = session.get(Process, UUID(process_id))
        verification = session.get(Verification, process.verification_id)
        answers = Answers.of_record(session, process, verification)
        return match(answers._order, current.contractors, current.catalogue)


def test_every_contractor_is_reached_page_by_page_with_its_exact_answer(market):
    process_id = verified(market)
    record = market.client.get(f"/processes/{process_id}/verification").json
    assert len(record["quotes"]) == len(record["unsuitable"]) == MOST_ANSWERS // 2
    expected = plain(process_id)
    asked = {"asked": len(market.contractors) + NEW, "suitable": len(expected.quotes)}
    assert record["contractors"] == asked
    assert len(expected.quotes) > MOST_ANSWERS // 2

    items = everybody(market, process_id)
    assert len(items) == len({item["contractor_id"] for item in items}) == asked["asked"]
    quotes = {quote.contractor_id: quote.to_record() for quote in expected.quotes}
    ranked = rank([RankedQuote.of(quote) for quote in quotes.values()], None)
    scores = {quote.contractor_id: score for quote, score in ranked}
    suitable = [item for item in items if item["suitable"]]
    assert [item["contractor_id"] for item in suitable] == list(quotes)
    for item in suitable:
        own = quote_for_client(quotes[item["contractor_id"]])
        score = item["quote"].pop("score")
        assert item["quote"] == own
        assert score["total"] == pytest.approx(scores[item["contractor_id"]].total, abs=2e-4)
    refusals = [refusal.to_dict() for refusal in expected.unsuitable]
    for item, refusal in zip(items[len(suitable) :], refusals, strict=True):
        assert item["contractor_id"] == refusal["contractor_id"]
        assert item["constraints"] == refusal["constraints"]
        assert item["changes"] == refusal["changes"]


def test_priorities_rank_all_contractors_and_not_only_those_that_the_record_keeps(market):
    priorities = {"time": 10, "cost": 0, "quality": 0, "quantity": 0}
    priorities |= {"resilience": 0, "sustainability": 0}
    process_id = verified(market, priorities=priorities)
    items = [item for item in everybody(market, process_id) if item["suitable"]]
    quotes = [(item["quote"]["total"]["currency"], item["quote"]) for item in items]
    for currency in {currency for currency, _ in quotes}:  # never compared with others
        days = [quote["lead_time_days"] for own, quote in quotes if own == currency]
        assert days == sorted(days)
    record = market.client.get(f"/processes/{process_id}/verification").json
    quoted = {quote["contractor_id"] for quote in record["quotes"]}
    assert {item["contractor_id"] for item in items[: len(quoted)]} != quoted
    with transactions.reading() as session:
        verification = session.get(Verification, UUID(record["id"]))
        assert verification.suitable[0] == items[0]["contractor_id"]


def test_a_contractor_whose_quote_the_record_does_not_keep_can_be_chosen_and_is_asked(market):
    process_id = verified(market)
    last = [item for item in everybody(market, process_id) if item["suitable"]][-1]
    chosen = {"contractor_ids": [last["contractor_id"]]}
    shown = market.client.put(f"/processes/{process_id}/choice", chosen).json
    assert not [entry for entry in shown["missing"] if entry["field"] == "choice"]
    batch = {"process_ids": [process_id]}
    dry = market.client.post(f"/projects/{shown['project_id']}/send?dry_run=true", batch).json
    assert [entry["total"] for entry in dry["dry_run"]["cost"]] == [last["quote"]["total"]]
    market.client.post(f"/projects/{shown['project_id']}/send", batch)
    assert dispatch.send(UUID(process_id), lambda outgoing: {}) == "dispatched"
    with transactions.reading() as session:
        request = session.scalars(sa.select(Request)).one()
        assert str(request.contractor_id) == last["contractor_id"]
        assert request.quote["total"] == last["quote"]["total"]


def test_a_choice_beyond_the_record_survives_another_verification(market):
    process_id = verified(market)
    last = [item for item in everybody(market, process_id) if item["suitable"]][-1]
    chosen = {"contractor_ids": [last["contractor_id"]]}
    market.client.put(f"/processes/{process_id}/choice", chosen)
    market.client.patch(f"/processes/{process_id}", {"quantity": 6})
    verify_again(market, process_id)
    shown = market.client.get(f"/processes/{process_id}").json
    assert shown["choice"] == chosen["contractor_ids"]
    assert not [entry for entry in shown["missing"] if entry["field"] == "choice"]


def test_a_contractor_that_has_changed_since_is_not_answered_for(market):
    process_id = verified(market)
    items = everybody(market, process_id)
    suitable = [item for item in items if item["suitable"]]
    quoted, other = suitable[0]["contractor_id"], suitable[-1]["contractor_id"]
    with transactions.writing() as session:
        for id in (quoted, other):
            row = session.get(ContractorRow, UUID(id))
            row.terms = row.terms | {"margin": "0.99"}
            session.flush()
            mark_changed(session, row.organization_id)
    again = {item["contractor_id"]: item for item in everybody(market, process_id)}
    assert again.keys() == {item["contractor_id"] for item in items}
    assert again[quoted]["quote"]["total"] == suitable[0]["quote"]["total"]  # as the record has it
    assert not again[other]["suitable"]
    assert [entry["check"] for entry in again[other]["constraints"]] == ["verified"]
    market.client.put(f"/processes/{process_id}/choice", {"contractor_ids": [other]})
    shown = market.client.get(f"/processes/{process_id}").json
    assert [entry for entry in shown["missing"] if entry["field"] == "choice"]


def compared(market, process_id):
    answer = market.client.get(f"/processes/{process_id}/verifications/1/compare/2")
    assert answer.status_code == 200, answer.text
    return answer.json


def set_margin(margin, *contractor_ids):
    with transactions.writing() as session:
        for id in contractor_ids:
            row = session.get(ContractorRow, UUID(id))
            row.terms = row.terms | {"margin": margin}
            session.flush()
            mark_changed(session, row.organization_id)


def test_who_only_lost_its_place_among_the_best_is_not_called_unsuitable(market):
    process_id = verified(market)
    before = {item["contractor_id"]: item for item in everybody(market, process_id)}
    old = market.client.get(f"/processes/{process_id}/verification").json
    dearer = [quote["contractor_id"] for quote in old["quotes"][-3:]]
    set_margin("9", *dearer)
    verify_again(market, process_id)
    new = market.client.get(f"/processes/{process_id}/verification").json
    after = {item["contractor_id"]: item for item in everybody(market, process_id)}
    names = [{quote["contractor_id"] for quote in each["quotes"]} for each in (old, new)]
    assert names[0] - names[1] == set(dearer)
    assert len(names[1] - names[0]) == 3

    comparison = compared(market, process_id)
    assert (
        comparison["newly_suitable"]
        == comparison["newly_unsuitable"]
        == comparison["not_compared"]
        == []
    )
    assert comparison["partial"]
    assert (
        comparison["contractors"]["before"]
        == comparison["contractors"]["after"]
        == old["contractors"]
    )
    assert {quote["contractor_id"] for quote in comparison["quotes"]} == set(dearer)
    for quote in comparison["quotes"]:
        id = quote["contractor_id"]
        totals = [each[id]["quote"]["total"] for each in (before, after)]
        assert [quote["total"]["before"], quote["total"]["after"]] == totals


def test_a_larger_order_turns_away_those_that_the_plain_loop_turns_away(market):
    process_id = verified(market)
    old, first = market.client.get(f"/processes/{process_id}/verification").json, plain(process_id)
    market.client.patch(f"/processes/{process_id}", {"quantity": 400})
    verify_again(market, process_id)
    second = plain(process_id)
    makers = [{quote.contractor_id for quote in each.quotes} for each in (first, second)]
    comparison = compared(market, process_id)
    lost = {entry["contractor_id"]: entry["reasons"] for entry in comparison["newly_unsuitable"]}
    quoted = {quote["contractor_id"] for quote in old["quotes"]}
    assert lost.keys() >= quoted - makers[1]
    assert lost.keys() <= makers[0] - makers[1]
    assert lost
    refusals = {each.contractor_id: each for each in second.unsuitable}
    for id, reasons in lost.items():
        assert reasons == [constraint.reason for constraint in refusals[id].constraints]
    assert comparison["newly_suitable"] == comparison["not_compared"] == []


def test_of_an_answer_that_is_lost_the_comparison_claims_nothing(market):
    process_id = verified(market)
    items = [item for item in everybody(market, process_id) if item["suitable"]]
    ids = [item["contractor_id"] for item in items]
    quoted, next_best = ids[: MOST_ANSWERS // 2], ids[MOST_ANSWERS // 2]
    set_margin("9", *quoted[-3:])
    set_margin("0", next_best)
    verify_again(market, process_id)
    new = market.client.get(f"/processes/{process_id}/verification").json
    assert next_best in {quote["contractor_id"] for quote in new["quotes"]}
    comparison = compared(market, process_id)
    (unknown,) = comparison["not_compared"]
    assert unknown["contractor_id"] == next_best
    assert unknown["total"]
    assert "verification 1 keeps the answers of the best" in unknown["reason"]
    assert comparison["newly_suitable"] == comparison["newly_unsuitable"] == []


def test_a_document_counts_those_that_its_record_does_not_keep(market):
    process_id = verified(market)
    record = market.client.get(f"/processes/{process_id}/verification").json
    path = f"/processes/{process_id}/verifications/1.pdf?language=en"
    text = text_of(market.client.get(path).data)
    counts, quoted = record["contractors"], MOST_ANSWERS // 2
    assert f"Suitable contractors: {counts['suitable']}" in text
    assert f"and {counts['suitable'] - quoted} more" in text
    assert f"and {counts['asked'] - counts['suitable'] - quoted} more" in text


def test_a_cursor_of_another_list_is_refused(market):
    process_id = verified(market)
    for cursor in ("x", "bnVsbA", "W10", "W3sieCI6MX1d", "WyJ6Il0", "WzAsWzFdXQ"):
        answer = market.client.get(f"/processes/{process_id}/contractors?cursor={cursor}")
        assert refused(answer, 422, "bad-cursor")


def test_the_same_order_gets_the_same_record(market):
    first, second = verified(market), verified(market)
    records = [market.client.get(f"/processes/{id}/verification").json for id in (first, second)]
    quoting._matching.cache_clear()
    quoting._ranking.cache_clear()
    records.append(market.client.get(f"/processes/{verified(market)}/verification").json)
    for name in ("inputs_digest", "quotes", "unsuitable", "contractors"):
        assert records[0][name] == records[1][name] == records[2][name]


def test_an_estimate_ranks_all_contractors_and_asks_the_best_for_each_quantity(market):
    wish = {"part": {"box_mm": [20, 20, 20]}, "technologies": ["PBF"], "quantities": [1, 10]}
    answer = market.visitor().post("/estimates", wish)
    assert answer.status_code == 200, answer.text
    (estimate,) = answer.json["estimates"]
    assert estimate["suitable"] + estimate["unsuitable"] == len(market.contractors) + NEW
    assert estimate["suitable"] > MOST_ANSWERS // 2
    assert len(estimate["quotes"]) == 5
    assert [[tier["quantity"] for tier in quote["tiers"]] for quote in estimate["quotes"]] == [
        [1, 10]
    ] * 5
    scores = [quote["score"]["total"] for quote in estimate["quotes"]]
    assert scores == sorted(scores, reverse=True)
    assert estimate["nearest"]
