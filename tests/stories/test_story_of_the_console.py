"""The console as people use it: in a real browser, against a whole Werkbank."""

import pytest

from service.operations.example.bracket import bracket_stl
from tests.support import browser
from tests.support.accounts import PASSWORD
from tests.support.consoles import Visit
from tests.support.worlds.marketplace import ADDRESS

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(
        browser.PROGRAM is None, reason="needs a browser: on Debian `apt install chromium`"
    ),
]


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    with browser.browser(tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest.fixture
def visit(window, werkbank):
    """A browser that comes for the first time."""
    visit = Visit(window, werkbank.url)
    visit.forget()
    yield visit
    assert visit.complaints == []
    ours = (f"{werkbank.url}/", "data:")  # the browser draws its own fields by the latter
    assert [each for each in visit.asked_for if not each.startswith(ours)] == []


def configure(visit, folder):
    """Drop a bracket, and have it checked in polyamide; where its page is."""
    file = folder / "bracket.stl"
    file.write_bytes(bracket_stl())
    visit.open("/")
    visit.choose_files("#file", file)
    visit.arrive("/app/parts/")
    visit.click("[name='unit-bracket.stl'][value=mm]")
    visit.wait_for("!document.querySelector('[name^=unit]')")
    visit.fill(quantity=3)
    visit.fill(material_id="pa12")
    visit.wait_for("document.querySelector('[data-live=contractors] .price')")
    visit.click("[name=do][value=check]")
    visit.wait_for("document.querySelector('[name=contractor_ids]')")
    return visit.path


def send(visit, folder, email):
    """Take a bracket from the first page to the contractors; where its page is."""
    part = configure(visit, folder)
    visit.press("Continue with these")
    visit.arrive("/app/projects/")
    visit.fill(**ADDRESS)
    visit.press("Deliver there")
    visit.wait_for("document.querySelector('[data-live=send] a.main')")
    visit.click("[data-live=send] a.main")
    visit.arrive("/app/register")
    visit.fill(name="Ada Lovelace", email=email, password=PASSWORD)
    visit.press("Register")
    visit.arrive("/app/projects/")
    visit.press("Ask for binding offers")
    visit.wait_for("document.querySelector('[data-live=offers]')")
    visit.open(part)
    visit.wait_for("document.body.innerText.includes('The contractors answer by')")
    return part


def test_somebody_who_comes_for_the_first_time_gets_from_a_file_to_sent(visit, werkbank, tmp_path):
    part = send(visit, tmp_path, "first@console.example")
    assert visit.text_of(".steps .now") == "Asked"
    client = werkbank.visitor().log_in("first@console.example")
    assert client.tell("GET", f"/processes/{part.rpartition('/')[2]}")["state"] == "sent"


def test_an_offer_appears_without_reloading_and_is_accepted_with_one_button(
    visit, werkbank, tmp_path
):
    part = send(visit, tmp_path, "second@console.example")
    client = werkbank.visitor().log_in("second@console.example")
    process = client.tell("GET", f"/processes/{part.rpartition('/')[2]}")
    contractor = werkbank.contractors(process)[0]
    request = contractor.request_of(process)
    contractor.tell("POST", f"/requests/{request['id']}/actions/offer", {})
    visit.wait_for("document.querySelector('[data-live=offers] button.main')")
    visit.press("Order here")
    visit.wait_for("document.querySelector('.steps .now')?.textContent.includes('Ordered')")
    assert client.tell("GET", f"/processes/{process['id']}")["state"] == "confirmed"
    contractor.fire(process, "start_production")
    visit.wait_for("document.body.innerText.includes('The parts are being made.')")


def test_a_contractor_answers_on_a_phone_with_one_button(visit, werkbank):
    client = werkbank.client("Grace")
    process = client.sent(1)
    (contractor,) = werkbank.people_asked(process)
    visit.narrow()
    visit.open("/app/inbox")
    assert visit.path == "/app/sign-in"
    visit.fill(email=contractor.email, password=contractor.password)
    visit.press("Sign in")
    visit.arrive("/app/inbox")
    visit.open(f"/app/jobs/{process['requests'][0]['id']}")
    assert visit.run("document.documentElement.scrollWidth") <= 390
    press_keys_of_a_job(visit)
    visit.click("[name=action][value=offer] ~ button")
    visit.wait_for("document.body.innerText.includes('Offered; the client decides')")
    assert client.await_state(process, "offered")


def press_keys_of_a_job(visit):
    """Each answer has a key, which means a letter where somebody types, and can be switched off."""
    visit.wait_for("document.querySelector('[data-keys]:not([hidden])')")
    visit.key("c", "c")
    visit.wait_for("document.activeElement?.id === 'amount'")
    visit.key("d", "d")
    assert visit.run("document.getElementById('amount').value") == "d"
    visit.run("document.getElementById('amount').value = ''; document.activeElement.blur()")
    assert visit.run("document.getElementById('decline').open") is False
    visit.key("o", "o")
    visit.wait_for("document.activeElement?.dataset.key === 'o'")
    visit.run("document.getElementById('single-keys').click(); document.activeElement.blur()")
    visit.key("d", "d")
    assert visit.run("document.getElementById('decline').open") is False
    visit.run("document.getElementById('single-keys').click(); document.activeElement.blur()")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_stands_in_its_window_in_both_languages_and_schemes(
    visit, werkbank, language, scheme, width
):
    client = werkbank.client("Katherine")
    process = client.draft()
    visit.be(client)
    visit.look(language=language, scheme=scheme, width=width)
    for path in (
        "/app",
        f"/app/parts/{process['id']}",
        f"/app/projects/{process['project_id']}",
        "/app/inbox",
        "/app/sign-in",
        "/app/register",
    ):
        visit.open(path)
        assert visit.run("document.documentElement.scrollWidth") <= width, path
        assert visit.run("document.documentElement.lang") == language
        assert visit.run("document.querySelectorAll('h1').length") == 1, path
