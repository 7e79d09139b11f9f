"""The whole life of an order by pages alone: buyer, workshop and operator, each at a browser."""

import pytest

from service.operations.example.bracket import bracket_stl
from service.operations.example.people import people
from tests.support import browser
from tests.support.accounts import PASSWORD
from tests.support.consoles import Visit
from tests.support.hands import Hands
from tests.support.tour_pictures import take
from tests.support.worlds.marketplace import ADDRESS

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        browser.PROGRAM is None, reason="needs a browser: on Debian `apt install chromium`"
    ),
]

#: Seconds of a person's time: the bars of the console. What the service takes comes on top, and is
#: reported.
FIRST_ORDER_S, ANSWER_S = 120, 30
OFFERED = "document.body.innerText.includes('Offered; the client decides')"


@pytest.fixture
def visits(werkbank, tmp_path):
    """Three people who come for the first time, and whose pages complain of nothing."""
    with browser.browsers(tmp_path / "browser", 3) as pages:
        visits = [Visit(page, werkbank.url) for page in pages]
        for visit in visits:
            visit.look(language="en", scheme="light", width=1280)
        yield visits
        for visit in visits:
            assert visit.complaints == []


@pytest.fixture
def bracket(tmp_path):
    path = tmp_path / "bracket.stl"
    path.write_bytes(bracket_stl())
    return path


def order(buyer, bracket, email):
    """From a file to the contractors, as somebody does who was never here before."""
    buyer.visit.open("/")
    take(buyer.visit, "drop")
    buyer.choose_file("label[for=file]", "#file", bracket)
    buyer.arrive("/app/parts/")
    buyer.click("[name='unit-bracket.stl'][value=mm]")
    buyer.see("!document.querySelector('[name^=unit]')")
    buyer.type(quantity=3)
    buyer.choose("material_id", "pa12")
    buyer.see("document.querySelector('[data-live=contractors] .price')")
    place = "document.querySelector('#configuration [value=check]').offsetTop"
    before = buyer.visit.run(place)
    buyer.see("document.querySelector('[data-effect]:not(:empty)')")
    assert buyer.visit.run(place) == before, "what each choice does moves the button away"
    part = buyer.visit.path
    take(buyer.visit, "configure")
    buyer.press("Check and price")
    buyer.see("document.querySelector('[name=contractor_ids]')")
    take(buyer.visit, "contractors", "[data-live=contractors]")
    buyer.press("Continue with these")
    buyer.arrive("/app/projects/")
    country = ADDRESS["country"]
    buyer.type(**{name: text for name, text in ADDRESS.items() if name != "country"})
    buyer.choose("country", country)
    buyer.press("Deliver there")
    buyer.see("document.querySelector('[data-live=send] a.main')")
    buyer.press("Register")
    buyer.arrive("/app/register")
    buyer.type(name="Ada Lovelace", email=email, password=PASSWORD)
    buyer.press("Register")
    buyer.arrive("/app/projects/")
    take(buyer.visit, "project")
    buyer.press("Ask for binding offers")
    buyer.see("document.querySelector('[data-live=offers]')")
    return part


def sign_in(hands, login, onward):
    """Come by the page of logins to another one."""
    hands.visit.open(f"/app/sign-in?next={onward}")
    hands.type(email=login.email, password=login.password)
    hands.press("Sign in")
    hands.arrive(onward)


def test_somebody_who_was_never_here_gets_from_a_file_to_sent_in_two_minutes(
    visits, bracket, record_property
):
    buyer = Hands(visits[0])
    part = order(buyer, bracket, "bar@console.example")
    visits[0].open(part)
    buyer.read("The contractors answer by")
    record_property("first order", str(buyer.effort))
    print(buyer.effort)
    assert buyer.effort.human_s < FIRST_ORDER_S, buyer.effort.steps


def test_a_workshop_answers_on_a_phone_in_half_a_minute(visits, werkbank, record_property):
    process = werkbank.client("Grace").sent(1)
    (workshop,) = werkbank.people_asked(process)
    visit = visits[1]
    visit.narrow()
    sign_in(Hands(visit), workshop, "/app/inbox")
    hands = Hands(visit, on_a_phone=True)
    hands.click(f"a.row[href$='{process['requests'][0]['id']}']")
    hands.arrive("/app/jobs/")
    offer(hands)
    record_property("answer on a phone", str(hands.effort))
    print(hands.effort)
    assert hands.effort.human_s < ANSWER_S, hands.effort.steps


def test_an_order_lives_from_its_file_to_its_end_with_a_dispute_by_pages_alone(
    visits, werkbank, bracket
):
    buyer, workshop, operator = map(Hands, visits)
    sign_in(operator, people(werkbank.config).operator, "/app/board")
    part = order(buyer, bracket, "life@console.example")
    visits[0].open(part)
    buyer.read("The contractors answer by")
    asked = werkbank.visitor().log_in("life@console.example").tell("GET", api_path(part))
    sign_in(workshop, werkbank.people_asked(asked)[0], "/app/inbox")
    job = f"/app/jobs/{asked['requests'][0]['id']}"
    take(visits[1], "inbox")
    workshop.click(f"a.row[href='{job}']")
    workshop.arrive(job)
    ask_and_answer(buyer, workshop)
    take(visits[1], "answer")
    offer(workshop)
    buyer.see("document.querySelector('[data-live=offers] button.main')")
    take(visits[0], "offer")
    buyer.press("Order here")
    make(workshop)
    buyer.press("The parts have arrived")
    dispute(buyer, workshop, operator, part)
    workshop.press("All pieces are made")
    ship(workshop)
    buyer.press("The parts have arrived")
    buyer.press("Everything is right: complete the order")
    buyer.read("Delivered, accepted and done.")
    take(visits[0], "completed")
    operator.visit.open("/app/board")
    take(visits[2], "board")
    workshop.read("completed")


def api_path(part):
    return f"/processes/{part.rpartition('/')[2]}"


def ask_and_answer(buyer, workshop):
    workshop.press("Ask the client")
    workshop.type(question="Which edge is to be round?")
    workshop.press("Send the question")
    buyer.read("Which edge is to be round?")
    buyer.click("[data-live=next] textarea")
    identifier = buyer.visit.run("document.querySelector('[data-live=next] textarea').id")
    buyer.type(**{identifier: "The upper one."})
    buyer.press("Answer")
    workshop.read("The upper one.")


def offer(workshop):
    """Offer as calculated; again where the request has changed since the page was shown."""
    for _ in range(5):
        workshop.click("[name=action][value=offer] ~ button")
        workshop.see(f"{OFFERED} || document.getElementById('problem')")
        if workshop.visit.run(OFFERED):
            return
    workshop.read("Offered; the client decides")


def make(workshop):
    """From the order to the parcel."""
    workshop.press("Start the production")
    workshop.see("document.getElementById('made')")
    workshop.type(made="2", failed="1", reason="A warped corner")
    workshop.press("Report")
    workshop.read("2 of 3 made")
    workshop.read("Failed and replaced: 1")
    workshop.type(made="1")
    workshop.press("Report")
    workshop.read("3 of 3 made")
    take(workshop.visit, "production")
    workshop.press("All pieces are made")
    ship(workshop)


def ship(workshop):
    workshop.see("document.querySelector(\"form[action$='/ship']\")")
    workshop.type(carrier="Posthorn", tracking_number="PH 4711")
    workshop.press("Shipped")


def dispute(buyer, workshop, operator, part):
    """Two pieces are broken: both sides agree that they are made again, and an operator sees it."""
    buyer.press("Something is wrong with the delivery")
    buyer.type(reason="Two of them are broken.")
    buyer.press("Dispute the delivery")
    workshop.read("Two of them are broken.")
    operator.visit.open(part)
    operator.read("Two of them are broken.")
    buyer.type(pieces="2")
    buyer.click("[name=to][value=remake] ~ button")
    buyer.read("You agree.")
    workshop.read("The client agrees.")
    take(buyer.visit, "dispute")
    workshop.click("[name=to][value=remake] ~ button")
    buyer.read("The parts are being made.")
