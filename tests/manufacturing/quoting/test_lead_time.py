"""When an order ships and arrives, counted in working days."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from service.manufacturing.quoting.catalogue import BadData, Candidate
from service.manufacturing.quoting.lead_time import build_time, lead_time
from service.manufacturing.quoting.pricing import price
from service.manufacturing.quoting.time_zones import zone_of
from service.manufacturing.quoting.working_days import WorkingDays, public_holidays
from tests.support.contractors import CATALOGUE, MEX, PBF, contractor, order


def scheduled(asked, machine=PBF, **changes):
    owner = contractor(machine, **changes)
    candidate = Candidate(
        asked, owner, owner.machines[0], owner.machines[0].materials[0], CATALOGUE
    )
    return lead_time(candidate, build_time(candidate, price(candidate)))


def days(schedule):
    return {term.name: term.days for term in schedule.terms}


def test_the_stages_follow_each_other():
    schedule = scheduled(order(5, post_processing_ids=("dyeing",)), {**PBF, "queue_days": 4})

    assert days(schedule) == {
        "preparation": 1,
        "queue": 4,
        "build": 1,
        "post_processing": 2,
        "shipping": 1,
    }
    assert schedule.ship_date == date(2026, 12, 3)  # eight working days after Monday, November 23rd
    assert schedule.delivery_date == date(2026, 12, 4)
    assert schedule.days == 11


def test_a_weekend_and_christmas_are_not_worked():
    schedule = scheduled(order(5, placed_on=date(2026, 12, 23)))
    assert schedule.ship_date == date(2026, 12, 28)  # Thursday the 24th, then Monday the 28th
    assert schedule.delivery_date == date(2026, 12, 29)


def test_a_contractors_own_free_days_are_not_worked():
    schedule = scheduled(order(5), closed_on=["2026-11-24", "2026-11-25"])
    assert schedule.ship_date == date(2026, 11, 27)


def test_a_contractor_may_work_on_saturdays():
    saturday = scheduled(order(5, placed_on=date(2026, 11, 26)), working_days=[0, 1, 2, 3, 4, 5])
    assert saturday.ship_date == date(2026, 11, 28)


def test_jobs_run_on_all_machines_of_a_kind_at_once():
    # 400 cubes are five jobs of 80, together 400 x 852.5 s, 18.94 h each on two machines a day
    alone = scheduled(order(400), MEX)
    pair = scheduled(order(400), {**MEX, "count": 2})
    assert days(alone)["build"] == 5  # 5 x 18.94 h / 20 h
    assert days(pair)["build"] == 3  # 3 rounds x 18.94 h / 20 h


def test_cooling_is_waited_for_in_every_job():
    quick = scheduled(order(5))
    cooled = scheduled(order(5), {**PBF, "cooling_hours": "40"})
    assert (days(quick)["build"], days(cooled)["build"]) == (1, 3)  # 40.94 h / 20 h


def test_the_last_job_of_a_bed_takes_all_its_layers():
    resin_bed = {**PBF, "process": "LPBF", "speeds": {"recoat_s": "180"}, "hours_per_day": "10"}
    assert days(scheduled(order(64), resin_bed))["build"] == 1  # 200 layers x 180 s = 10 h
    assert days(scheduled(order(65), resin_bed))["build"] == 2


def test_an_express_order_goes_before_the_queue():
    hurried = order(5, express=True)
    schedule = scheduled(
        hurried, {**PBF, "queue_days": 9}, express={"surcharge": "0.5", "queue_days": 2}
    )
    assert days(schedule)["queue"] == 2


def test_shipping_takes_the_days_of_the_zone():
    assert days(scheduled(order(5, delivery_country="FR")))["shipping"] == 3


def test_germany_keeps_its_nine_nationwide_holidays():
    assert public_holidays("DE", None, 2026) == {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 10, 3),
        date(2026, 12, 25),
        date(2026, 12, 26),
    }


def test_holidays_differ_between_countries():
    calendars = {country: WorkingDays(country) for country in ("AT", "DE", "CH")}
    assumption = date(2028, 8, 15)  # a Tuesday
    assert not calendars["AT"].works_on(assumption)
    assert calendars["DE"].works_on(assumption)
    assert not calendars["CH"].works_on(date(2028, 8, 1))


def test_holidays_differ_between_the_regions_of_a_country():
    epiphany = date(2027, 1, 6)  # a Wednesday
    assert WorkingDays("DE").works_on(epiphany)
    assert not WorkingDays("DE", region="BY").works_on(epiphany)
    placed = order(5, placed_on=date(2027, 1, 4))
    assert scheduled(placed, region="NW").ship_date == date(2027, 1, 6)
    assert scheduled(placed, region="BY").ship_date == date(2027, 1, 7)
    with pytest.raises(BadData, match=r"region of DE must be .*BY.*, not 'XY'"):
        contractor(region="XY")


def test_a_contractor_may_close_for_a_span_of_days():
    schedule = scheduled(order(5), closed_on=["2026-11-24/2026-12-01", "2026-12-03"])
    assert schedule.ship_date == date(2026, 12, 4)
    with pytest.raises(BadData, match="closed_on spans 1 to 400 days, not -1"):
        contractor(closed_on=["2026-11-24/2026-11-22"])
    with pytest.raises(BadData, match="closed_on spans 1 to 400 days, not 3"):
        contractor(closed_on=["2026-11-24/2036-11-22"])


def test_what_is_booked_is_waited_for():
    # one working day of preparation, then two queues; the build needs five days of the machine
    asked, free = order(400), {**MEX, "queue_days": 2}
    assert days(scheduled(asked, free))["build"] == 5
    assert "booked" not in days(scheduled(asked, free))
    # Friday to Thursday: of the first five days of building, November 27th to December 3rd,
    # three are booked altogether, and each of the two after them by half.
    booked = [
        {"days": "2026-11-28/2026-12-01"},  # a Saturday to a Tuesday: two working days
        {"days": "2026-12-03"},
        {"days": "2026-12-04/2026-12-07", "share": "0.5"},  # Friday, Monday
    ]
    schedule = scheduled(asked, {**free, "booked": booked})
    assert days(schedule)["booked"] == 4  # three lost altogether, and two halves
    plain = scheduled(asked, free)
    assert WorkingDays("DE").after(plain.ship_date, 4) == schedule.ship_date
    inputs = next(term.inputs for term in schedule.terms if term.name == "booked")
    assert inputs["2026-12-03"] == "1 booked"


def test_bookings_before_and_after_the_build_cost_nothing():
    booked = [{"days": "2026-11-20/2026-11-24"}, {"days": "2027-03-01/2027-04-01"}]
    assert days(scheduled(order(5), {**PBF, "booked": booked}))["booked"] == 0


def test_bookings_that_make_no_sense_are_refused():
    with pytest.raises(BadData, match=r"booked\[0\].share must be from 0 to 1, not 2"):
        contractor({**PBF, "booked": [{"days": "2026-12-01", "share": "2"}]})
    with pytest.raises(BadData, match="days must hold dates"):
        contractor({**PBF, "booked": [{"days": "soon"}]})
    with pytest.raises(BadData, match="at most 200 spans"):
        contractor({**PBF, "booked": [{"days": "2026-12-01"}] * 201})


def test_an_unknown_country_has_weekends_only():
    calendar = WorkingDays("XX")
    assert calendar.works_on(date(2026, 12, 25))
    assert calendar.after(date(2026, 12, 25), 1) == date(2026, 12, 28)


def test_no_days_from_a_free_day_end_on_the_next_working_day():
    assert WorkingDays("DE").after(date(2026, 11, 28), 0) == date(2026, 11, 30)
    assert WorkingDays("DE").after(date(2026, 11, 27), 0) == date(2026, 11, 27)


def test_terms_say_what_they_come_from():
    schedule = scheduled(order(5), {**PBF, "cooling_hours": "2"})
    build = next(term for term in schedule.to_dict()["terms"] if term["name"] == "build")
    assert build["inputs"]["hours_per_job"] == str(
        (Decimal(3400) / 3600 + 2).quantize(Decimal("0.01"))
    )


def test_the_days_count_from_the_day_that_it_is_at_the_contractors():
    evening = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # a Tuesday; in Berlin it is Wednesday
    asked = order(5, placed_on=evening.date(), placed_at=evening)
    assert scheduled(asked).ship_date == date(2026, 11, 27)
    assert scheduled(asked, time_zone="America/New_York").ship_date == date(2026, 11, 26)
    assert {scheduled(asked).days, scheduled(asked, time_zone="America/New_York").days} == {5, 3}
    with pytest.raises(BadData, match="time_zone must be one such as Europe/Berlin"):
        contractor(time_zone="Mars/Olympus")


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("DE", "Europe/Berlin"),
        ("US", "America/New_York"),
        ("JP", "Asia/Tokyo"),
        ("NZ", "Pacific/Auckland"),
        ("XX", "UTC"),
    ],
)
def test_a_country_without_a_stated_zone_has_its_principal_one(country, zone):
    assert zone_of(country) == zone


@pytest.mark.parametrize(
    ("placed_on", "country", "delivery"),
    [
        (date(2027, 7, 8), "FR", date(2027, 7, 15)),  # the French holiday is the 14th, a Wednesday
        (date(2027, 7, 8), "AT", date(2027, 7, 14)),
        (date(2026, 11, 30), "SA", date(2026, 12, 6)),  # Friday and Saturday are the weekend
    ],
)
def test_nothing_arrives_where_nobody_is_there(placed_on, country, delivery):
    zones = [{"countries": ["FR", "AT", "SA"], "fixed": "12", "per_kg": "4", "days": 2}]
    asked = order(5, placed_on=placed_on, delivery_country=country)
    assert scheduled(asked, shipping=zones, working_days=[0, 1, 2, 3, 4]).delivery_date == delivery
