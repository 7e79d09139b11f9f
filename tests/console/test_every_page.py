"""Every page that there is, in a real browser, as everybody who may open it sees it.

The pages are those that the application has a route for: a new one is looked at without being named
here, and one with a new kind of place in its address fails until this file says what stands there.
"""

import itertools
import re

import pytest

from service.operations.example.people import people
from service.settings import settings
from tests.support import accessibility, browser
from tests.support.answer_pages import link_of
from tests.support.consoles import Visit
from tests.support.servers.account_mails import dropped_token
from tests.support.worlds.marketplace import ADDRESS, ExampleUser
from tests.support.worlds.orders_in_each_state import OrdersInEachState
from tests.support.worlds.served_market import served
from workflows.process import ProcessState

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        browser.PROGRAM is None, reason="needs a browser: on Debian `apt install chromium`"
    ),
    pytest.mark.skipif(not accessibility.is_installed(), reason=accessibility.REASON),
]

#: Bytes of a page with its styles and scripts; pictures, and what is loaded on demand, come on top.
LARGEST_PAGE = 100_000
WIDE, PHONE = 1280, 390
LOOKS = [(width, scheme) for width in (WIDE, PHONE) for scheme in ("light", "dark")]
#: What answers browsers, and is no page.
NO_PAGES = ("/api/", "/health/", "/metrics", "/.well-known/", "/app/assets/", "/static/")
#: How a browser notes that a page was refused, which some are meant to be.
REFUSED = re.compile(r"^Failed to load resource: the server responded with a status of 4\d\d")
WEIGHT = """
performance.getEntriesByType("navigation")[0].decodedBodySize + performance
  .getEntriesByType("resource").filter(each => /\\.(css|js)$/.test(new URL(each.name).pathname))
  .reduce((sum, each) => sum + each.decodedBodySize, 0)
"""
#: The innermost element that reaches beyond so many pixels.
WIDEST = """
[...document.body.querySelectorAll("*")].filter(each => each.getBoundingClientRect().right > %d)
  .pop()?.outerHTML.slice(0, 300)
"""
#: The kinds of elements of a page, each within those around it, as styles tell them apart.
KINDS = r"""
(() => {
  const valued = /^(class|style|role|type|aria-(current|expanded|invalid|pressed))$/;
  const named = /^(open|hidden|disabled|aria-.*|data-.*)$/;
  const mark = ({name, value}) =>
    valued.test(name) ? `[${name}=${value}]` : named.test(name) ? `[${name}]` : "";
  const paths = new Map([[document.body, ""]]);
  for (const each of document.querySelectorAll("body *:not(svg *)")) {
    const marks = [...each.attributes].map(mark).sort().join("");
    paths.set(each, `${paths.get(each.parentElement)} ${each.localName}${marks}`);
  }
  return [...new Set(paths.values())];
})()
"""
STATUS = "performance.getEntriesByType('navigation')[0].responseStatus"


class Walk:
    """Somebody who opens pages, and what was wrong with them.

    `known` holds the kinds of elements that were looked at; those of the pages are added to it.
    """

    def __init__(self, visit, url, known):
        self._visit, self._url, self._known = visit, url, known
        self.faults, self.pages = [], set()
        self._refusals = set()

    def open(self, path):
        """Open a page, and look at it in each way; a refusal of a kind is looked at once."""
        visit = self._visit
        visit.look(language="en", scheme=LOOKS[0][1], width=LOOKS[0][0])
        visit.complaints.clear()
        visit.asked_for.clear()
        visit.open(path)
        status, name = visit.run(STATUS), visit.run("document.title")
        self._note(path, self._complaints(status))
        if status >= 400:
            if (status, name) in self._refusals:
                return
            self._refusals.add((status, name))
        else:
            self.pages.add(path)
        self._look(path)
        self._note(path, self._complaints(status))

    def _look(self, path):
        visit = self._visit
        if (weight := visit.run(WEIGHT)) >= LARGEST_PAGE:
            self._note(path, [f"{weight} bytes"])
        # What a page is made of is the same in every look, and an element looks alike on each page.
        kinds = set(visit.run(KINDS))
        is_new = not kinds <= self._known
        self._known |= kinds
        for width, scheme in LOOKS:
            visit.look(language="en", scheme=scheme, width=width)
            look = f"{path} at {width} px, {scheme}"
            if visit.run("document.documentElement.scrollWidth") > width:
                self._note(look, [f"wider than the window: {visit.run(WIDEST % width)}"])
            if (width, scheme) == LOOKS[0]:
                but = () if is_new else accessibility.OF_LOOKS
                self._note(look, accessibility.grave_findings(visit, but=but))
            elif is_new:
                self._note(look, accessibility.grave_findings(visit, *accessibility.OF_LOOKS))

    def _complaints(self, status):
        complaints = [
            each for each in self._visit.complaints if status < 400 or not REFUSED.match(each)
        ]
        ours = (f"{self._url}/", "data:", "blob:")
        elsewhere = [each for each in self._visit.asked_for if not each.startswith(ours)]
        self._visit.complaints.clear()
        self._visit.asked_for.clear()
        return complaints + elsewhere

    def _note(self, look, found):
        self.faults += [f"{look}: {each}" for each in found]


@pytest.fixture(scope="module")
def world(database_kind, tmp_path_factory):
    with served(database_kind, tmp_path_factory.mktemp("market")) as (market, url):
        yield market, url, OrdersInEachState(market)


@pytest.fixture(scope="module")
def visit(tmp_path_factory, world):
    with browser.browser(tmp_path_factory.mktemp("browser")) as page:
        accessibility.prepare(page)
        yield Visit(page, world[1])


@pytest.fixture(scope="module")
def known():
    """The kinds of elements that were seen in each look."""
    return set()


def rules(application):
    """The pages that there are, and what their addresses name."""
    return {
        rule.rule: rule.arguments
        for rule in application.url_map.iter_rules()
        if "GET" in rule.methods and not rule.rule.startswith(NO_PAGES)
    }


def places(market, orders, role):
    """What stands in addresses, by its name in routes; all that there is for those whose it is."""
    requests = list(orders.request_ids().values())
    processes = [orders.ids[state] for state in ProcessState]
    project = market.client.get(f"/processes/{orders.ids[ProcessState.OFFERED]}").json["project_id"]
    person = somebody(market, orders, role) or market.client
    return {
        **things_of(market.client),
        "organization_id": [person.login.organization_id],
        "machine_id": [machines_of(orders.shop)[0]["id"]],
        "id": [orders.ids[ProcessState.OFFERED]],
        "process_id": processes if role == "buyer" else processes[7:8],
        "request_id": requests if role == "workshop" else requests[:1],
        "project_id": [project],
    }


def machines_of(shop):
    """The machines that everybody sees of a workshop."""
    return shop.get(f"/contractors/{shop.login.organization_id}").json["machines"]


def things_of(client):
    """An address and a webhook with a delivery of the client's, which pages of their own show."""
    address = {"label": "Gate B", "address": ADDRESS}
    home = f"/organizations/{client.login.organization_id}"
    webhook_id = client.post("/webhooks", {"url": "https://shop.example/hooks"}).json["id"]
    return {
        "address_id": [client.post(f"{home}/addresses", address).json["id"]],
        "webhook_id": [webhook_id],
        "delivery_id": [client.post(f"/webhooks/{webhook_id}/test").json["id"]],
    }


#: What links hold that lead to a page each.
def tokens(market, orders):
    shown = market.client.get(f"/processes/{orders.ids[ProcessState.SENT]}").json
    market.nobody().post("/auth/password/reset", {"email": market.client.login.email})
    return {
        "/answer/<string:token>": link_of(shown["requests"][0]).rpartition("/")[2],
        "/reset/<string:token>": dropped_token(),
    }


def paths(market, orders, role):
    """The addresses of all pages, as the buyer, the workshop or the operator would open them."""
    known, links = places(market, orders, role), tokens(market, orders)
    for rule, names in rules(market.application).items():
        values = dict(known)
        values["token"] = [links.get(rule, "unknown")]
        assert set(names) <= set(values), f"{rule}: what stands in its address?"
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)
        for chosen in itertools.product(*(values[name] for name in names)):
            yield path.format(**dict(zip(names, chosen, strict=True)))


def somebody(market, orders, role):
    """Who opens the pages; None for somebody who is not logged in."""
    return {
        "nobody": None,
        "buyer": market.client,
        "workshop": orders.shop,
        "operator": ExampleUser(market.application, people(settings()).operator),
    }[role]


@pytest.mark.parametrize("role", ["nobody", "buyer", "workshop", "operator"])
def test_every_page_can_be_used_by_everybody_in_every_window_and_leaves_no_complaint(
    world, visit, known, role
):
    market, url, orders = world
    visit.forget()
    if person := somebody(market, orders, role):
        visit.be(person.enter())
    walk = Walk(visit, url, known)
    for path in paths(market, orders, role):
        walk.open(path)
    assert not walk.faults, "\n".join(walk.faults)
    assert len(walk.pages) > 5, walk.pages
