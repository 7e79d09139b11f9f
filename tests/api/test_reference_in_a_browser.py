"""The reference as people meet it: in a real browser, with its search, colours and links."""

import threading

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.support import browser
from tests.support.worlds import marketplace as markets

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(
        browser.PROGRAM is None, reason="needs a browser: on Debian `apt install chromium`"
    ),
]

DOCS = "/api/v1/docs"
PAGES = (
    *("", "/operations/accept_offer", "/operations/upload_file", "/operations/get_history_csv"),
    *("/schemas/ProcessShown", "/schemas/ProcessState", "/webhooks", "/problems"),
)
RESULTS = "[...document.querySelectorAll('#results [role=option] strong')].map(e => e.textContent)"
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(20, 23, 27)"


class Quiet(WSGIRequestHandler):
    """Logs nothing."""

    def log(self, *_):
        pass


@pytest.fixture(scope="module")
def address(database_kind, tmp_path_factory):
    with markets.shared(database_kind, tmp_path_factory.mktemp("var")) as market:
        application = market.application
        server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.port}"
        server.shutdown()
        serving.join()
        server.server_close()


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    with browser.browser(tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest.fixture
def page(window, address):
    """The page of the browser, as somebody who comes for the first time meets it."""
    window.command("Emulation.clearDeviceMetricsOverride")
    prefer(window, "light")
    window.command("Storage.clearDataForOrigin", origin=address, storageTypes="local_storage")
    return window


def prefer(page, scheme):
    feature = {"name": "prefers-color-scheme", "value": scheme}
    page.command("Emulation.setEmulatedMedia", features=[feature])


def type_in(page, text):
    page.press("/", "/")
    assert page.run("document.activeElement.name") == "q"
    page.command("Input.insertText", text=text)
    page.wait_for("!document.getElementById('results').hidden")


@pytest.mark.parametrize("path", [*PAGES, "/try"])
def test_a_page_asks_its_own_host_alone_and_the_console_stays_empty(page, address, path):
    page.open(address + DOCS + path)
    if path == "/try":
        page.wait_for("document.querySelector('.opblock') !== null")
    else:
        type_in(page, "offer")
    assert page.requests
    assert all(each.startswith((address, "data:")) for each in page.requests), page.requests
    assert page.complaints == []


def test_the_search_narrows_with_each_word_and_enter_opens_the_first(page, address):
    page.open(address + DOCS)
    type_in(page, "offer")
    page.wait_for(f"{RESULTS}.length > 10")
    some = page.run(RESULTS)
    page.command("Input.insertText", text=" accept")
    page.wait_for(f"{RESULTS}.length < {len(some)}")
    assert page.run(RESULTS)[0] == "Accept an offer"
    page.press("Enter", "\r")
    page.wait_for(f"location.pathname === '{DOCS}/operations/accept_offer'")


def test_the_search_meets_fields_events_and_problems_and_says_when_it_meets_nothing(page, address):
    page.open(address + DOCS)
    for text, title in (
        ("tolerance_mm", "Configure a process"),
        ("offer.made", "offer.made"),
        ("illegal-move", "illegal-move"),
        ("DraftStarted", None),
    ):
        page.run("document.querySelector('[name=q]').value = ''")
        page.run("document.activeElement.blur()")
        type_in(page, text)
        if title is None:
            page.wait_for("document.getElementById('results').innerText.startsWith('Nothing')")
        else:
            page.wait_for(f"{RESULTS}.includes('{title}')")


def test_arrows_choose_among_the_results_and_escape_closes_them(page, address):
    page.open(address + DOCS)
    type_in(page, "webhook")
    page.wait_for(f"{RESULTS}.length > 2")
    active = "document.querySelector('[name=q]').getAttribute('aria-activedescendant')"
    assert page.run(active) == "result-0"
    page.press("ArrowDown")
    assert page.run(active) == "result-1"
    page.press("ArrowUp")
    assert page.run(active) == "result-0"
    page.press("Escape")
    assert page.run("document.getElementById('results').hidden")


@pytest.mark.parametrize("path", ["", "/problems", "/operations/verify"])
def test_a_page_is_light_or_dark_as_its_reader_has_it_and_the_switch_is_remembered(
    page, address, path
):
    page.open(address + DOCS + path)
    assert page.run(BACKGROUND) == LIGHT
    prefer(page, "dark")
    assert page.run(BACKGROUND) == DARK
    page.wait_for("document.getElementById('theme').textContent === 'Light'")
    page.run("document.getElementById('theme').click()")
    assert page.run(BACKGROUND) == LIGHT
    page.open(address + DOCS)
    assert page.run(BACKGROUND) == LIGHT


def test_the_language_of_the_code_is_remembered(page, address):
    page.open(address + DOCS + "/operations/accept_offer")
    shown = "[...document.querySelectorAll('pre.tab')].filter(e => e.checkVisibility())"
    code = f"{shown}.map(e => e.dataset.language)"
    assert page.run(code) == ["curl"]
    page.run("document.getElementById('in-typescript').click()")
    assert page.run(code) == ["typescript"]
    page.open(address + DOCS + "/operations/create_project")
    assert page.run(code) == ["typescript"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_begins_at_its_head_and_nothing_sticks_out_of_a_narrow_screen(page, address, path):
    page.command(
        "Emulation.setDeviceMetricsOverride",
        **{"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True},
    )
    still = {"name": "prefers-reduced-motion", "value": "reduce"}  # whatever scrolls has scrolled
    page.command("Emulation.setEmulatedMedia", features=[still])
    page.open(address + DOCS + path)
    assert page.run("document.documentElement.scrollWidth") <= 390
    assert page.run("scrollY") == 0


def test_a_link_to_a_type_of_event_leads_to_its_place(page, address):
    page.open(address + DOCS + "/webhooks#offer.made")
    place = "document.querySelector(':target').getBoundingClientRect().top"
    page.wait_for(f"{place} >= 0 && {place} < innerHeight")
    assert page.run("document.querySelector(':target').id") == "offer.made"
