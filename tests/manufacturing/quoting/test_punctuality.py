"""Who cannot arrive by the date that is wanted is warned of, comes later, and says when it can."""

from dataclasses import replace
from datetime import date

from service.documents import reasons
from service.manufacturing.quoting.matching import match, standings
from service.manufacturing.quoting.matching.ranking import RankedQuote, rank
from service.manufacturing.quoting.screening import Table, block_of
from tests.support.contractors import CATALOGUE, PBF, contractor, order

SLOW = {**PBF, "queue_days": 9}
DEAR = {**PBF, "id": "express", "name": "Sinter 300", "rates": {**PBF["rates"], "machine_hour": 90}}
WANTED = date(2026, 11, 26)  # a Thursday; made and shipped at once it arrives on that day


def quotes(*shops, wanted=WANTED):
    return match(order(5, wanted_date=wanted), shops, CATALOGUE).quotes


def warning(quote):
    (check,) = [check for check in quote.checks if check.check == "wanted_date"]
    return check.to_dict()


def test_who_arrives_in_time_is_not_warned_of():
    (quote,) = quotes(contractor())
    assert quote.lead_time.delivery_date == WANTED
    assert warning(quote)["verdict"] == "pass"
    assert not quote.is_late


def test_who_arrives_too_late_says_when_it_could():
    (quote,) = quotes(contractor(SLOW))
    sentence = warning(quote)
    assert (sentence["verdict"], sentence["value"], sentence["limit"]) == (
        "warn",
        "2026-12-09",
        "2026-11-26",
    )
    assert sentence["change"]["field"] == "wanted_date"
    (again,) = quotes(contractor(SLOW), wanted=date.fromisoformat(sentence["change"]["to"]))
    assert not again.is_late
    assert reasons.reason(sentence, "de") == (
        "kommt erst am 9. Dezember 2026 an, gewünscht ist der 26. November 2026"
    )


def test_a_dearer_machine_is_taken_where_the_cheapest_is_too_late():
    (quote,) = quotes(contractor(SLOW, DEAR))
    assert quote.machine_name == "Sinter 300"
    (quote,) = quotes(contractor(SLOW, DEAR), wanted=None)
    assert quote.machine_name == "Sinter 200"
    (quote,) = quotes(contractor(SLOW, DEAR), wanted=date(2026, 11, 24))
    assert (quote.machine_name, quote.is_late) == ("Sinter 200", True)
    assert warning(quote)["change"]["to"] == "2026-11-26"


def test_who_is_in_time_comes_before_who_is_cheaper_and_late():
    late = replace(contractor(SLOW), id="late")
    dear = replace(contractor(DEAR), id="dear")
    answers = quotes(late, dear)
    assert [quote.contractor_id for quote in answers] == ["dear", "late"]
    records = [RankedQuote.of(quote.to_record()) for quote in answers]
    for priorities in (None, {"cost": 10, "time": 0}):
        ranked = [quote.contractor_id for quote, _ in rank(records[::-1], priorities)]
        assert ranked == ["dear", "late"]
    assert [q.contractor_id for q in quotes(late, dear, wanted=None)] == ["late", "dear"]


def test_of_a_large_catalogue_those_in_time_are_kept():
    shops = [replace(contractor(SLOW), id=f"a{i}") for i in range(9)]
    shops += [replace(contractor(DEAR), id=f"b{i}") for i in range(3)]
    table = Table.of([block_of(shop) for shop in shops])
    matching = standings(order(5, wanted_date=WANTED), table, CATALOGUE).matching(4)
    assert [quote.contractor_id for quote in matching.quotes] == ["b0", "b1", "b2", "a0"]
    assert [quote.is_late for quote in matching.quotes] == [False, False, False, True]
