"""How projects are found and sorted, for the side that looks."""

import random
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest

from service.database import transactions
from service.database.models import Dependency, Process, Project, ProjectAccess
from service.ids import new_id
from service.orders import project_list
from service.orders.project_search import SIDES, Search
from tests.api.test_projects_over_http import listed
from tests.support.callers import user, visitor
from tests.support.orders import principal_of, request_of
from tests.support.plans import plan_of
from tests.support.worlds.marketplace import refused
from workflows.engine import Actor
from workflows.process import ProcessState
from workflows.project import ProjectStatus, project_status

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def market(shared_market):
    return shared_market


@pytest.fixture
def somebody(market):
    """A browser of a new user, who has no projects yet."""
    return user(market.application, f"user-{uuid4().hex[:8]}")


def titled(caller, *titles):
    """A project of each title, made and changed at times that the tests know; their ids."""
    ids = [caller.post("/projects", {"title": title}).json["id"] for title in titles]
    with transactions.writing() as session:
        for place, id in enumerate(ids):
            project = session.get(Project, UUID(id))
            project.created_at = BEGIN + timedelta(days=place)
            project.updated_at = BEGIN + timedelta(days=len(ids) - place)
    return ids


def titles(caller, query):
    return [project["title"] for project in listed(caller, query)]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-created_at", "cbBa"),
        ("created_at", "aBbc"),
        ("updated_at", "cbBa"),
        ("-updated_at", "aBbc"),
        ("title", "aBbc"),
        ("-title", "cbBa"),
    ],
)
def test_pages_follow_each_other_in_every_order(somebody, sort, expected):
    titled(somebody, *"aBbc")
    assert "".join(titles(somebody, f"sort={sort}&limit=1")) == expected
    assert "".join(titles(somebody, f"sort={sort}&limit=3")) == expected


def test_a_cursor_of_another_order_is_refused(somebody):
    titled(somebody, *"abc")
    cursor = somebody.get("/projects?sort=title&limit=1").json["next"]
    answer = somebody.get(f"/projects?sort=-title&limit=1&cursor={cursor}")
    assert refused(answer, 422, "bad-cursor")
    assert "the order title" in answer.json["detail"]


def test_times_bound_what_is_listed(somebody):
    titled(somebody, *"abcd")
    second, third = (quote((BEGIN + timedelta(days=n)).isoformat()) for n in (1, 2))
    assert titles(somebody, f"created_from={second}&created_before={third}") == ["b"]
    assert titles(somebody, f"updated_before={third}") == ["d"]
    assert titles(somebody, f"updated_from={third}&sort=title") == ["a", "b", "c"]


def test_a_project_is_found_by_what_it_or_a_part_of_it_is_called(somebody):
    gripper, other = titled(somebody, "Gripper 100%", "Housing")
    part = somebody.post(f"/projects/{other}/processes", {"title": "Finger for a gripper"}).json
    assert titles(somebody, "q=gripper&sort=title") == ["Gripper 100%", "Housing"]
    assert titles(somebody, f"q={quote('100%')}") == ["Gripper 100%"]
    assert titles(somebody, f"q={gripper}") == ["Gripper 100%"]
    assert titles(somebody, f"q={part['id']}") == ["Housing"]
    assert titles(somebody, "q=_") == []


def test_who_was_asked_finds_the_order_by_its_number_and_nobody_elses(market):
    process_id, (first, second) = market.send(2)
    number = request_of(first, process_id)["number"]
    project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
    for caller in (market.client, first):
        assert [project["id"] for project in listed(caller, f"q={number}")] == [project_id]
    assert listed(second, f"q={number}") == []


def test_a_contractor_finds_nothing_by_parts_that_it_was_not_asked_for(market):
    process_id, (contractor,) = market.send(1)
    project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
    secret = f"secret {uuid4().hex}"
    market.client.post(f"/projects/{project_id}/processes", {"title": secret})
    assert [project["id"] for project in listed(market.client, f"q={secret}")] == [project_id]
    assert listed(contractor, f"q={secret}") == []
    assert project_id not in [project["id"] for project in listed(contractor, "state=draft")]


def wait_for_the_rest(session, processes):
    """Let those that wait do so for all others; how many of them do it in vain."""
    waiting = [process for process in processes if process.state is ProcessState.WAITING]
    others = [process for process in processes if process not in waiting]
    for one in waiting:
        session.add_all(Dependency(process_id=one.id, predecessor_id=other.id) for other in others)
    never = {ProcessState.CANCELLED, ProcessState.FAILED} & {other.state for other in others}
    return len(waiting) if never else 0


def test_every_mixture_of_states_is_found_by_the_status_that_it_is_shown_with(market, somebody):
    """The database's condition and the lifecycle's function agree, for a hundred mixtures."""
    chance = random.Random(7)
    mixtures = [(), (ProcessState.CANCELLED,), (ProcessState.CANCELLED, ProcessState.COMPLETED)]
    mixtures += [
        tuple(chance.choices(list(ProcessState), k=chance.randint(1, 4))) for _ in range(97)
    ]
    waiting = [(ProcessState.WAITING, ProcessState.WAITING, state) for state in ProcessState]
    owner = UUID(somebody.get("/auth/me").json["organizations"][0]["id"])
    expected, vain = {}, {}
    with transactions.writing() as session:
        for mixture in mixtures + waiting:
            project = Project(id=new_id(), client_id=owner)
            session.add(project)
            session.flush()
            session.add(ProjectAccess(party_id=owner, project_id=project.id, side="client"))
            processes = [Process(id=new_id(), project_id=project.id, state=s) for s in mixture]
            session.add_all(processes)
            session.flush()
            number = wait_for_the_rest(session, processes) if mixture in waiting else 0
            status = project_status(mixture, Actor.CLIENT, in_vain=number > 0)
            expected[str(project.id)], vain[str(project.id)] = status.value, number
    for status in ProjectStatus:
        projects = listed(somebody, f"status={status.value}&limit=200")
        assert {p["id"] for p in projects} == {i for i, s in expected.items() if s == status.value}
        assert all(project["status"] == status.value for project in projects)
        assert all(project["waiting_in_vain"] == vain[project["id"]] for project in projects)


def test_the_status_is_that_of_the_side_that_looks(market):
    process_id, (contractor,) = market.send(1)
    project_id = market.client.get(f"/processes/{process_id}").json["project_id"]
    waiting = [p["id"] for p in listed(market.client, "status=waiting_for_contractor")]
    required = [p["id"] for p in listed(contractor, "status=action_required")]
    assert project_id in waiting
    assert project_id in required
    assert project_id not in [p["id"] for p in listed(market.client, "status=action_required")]


def test_a_bad_filter_is_refused_with_its_name(somebody):
    for query in ("status=late", "state=lost", "sort=size", "created_from=yesterday"):
        answer = somebody.get(f"/projects?{query}")
        assert answer.status_code == 422, answer.text
        assert query.partition("=")[0] in answer.text


def test_a_page_in_the_order_of_creation_does_not_touch_the_projects_themselves(market):
    """So that it ends when enough is found, however many there are."""
    principal = principal_of(market.client)
    with transactions.reading() as session:
        walk = str(project_list._walk(principal.home_id, SIDES, Search(), None, 50))
        project_list.page(session, principal, Search(), after=None, limit=50)
    assert " JOIN " not in walk


@pytest.mark.parametrize(
    ("order", "index"),
    [
        ("updated_at", "ix_projects_client_id_updated_at_id"),
        ("title", "ix_projects_client_id_title_key_id"),
    ],
)
@pytest.mark.parametrize("after", [None, (BEGIN, UUID(int=1))])
def test_an_owner_walks_along_an_index_in_every_order(market, order, index, after):
    """So that a page ends when enough is found, and one in the middle begins there."""
    if after and order == "title":
        after = ("m", after[1])
    with transactions.reading() as session:
        search = Search(order=order)
        walk = project_list._walk(new_id(), [Actor.CLIENT], search, after, 50)
        plan = plan_of(session, walk)
    assert index in plan, plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan


def test_a_visitor_sees_their_projects_in_every_order(market):
    guest = visitor(market.application)
    titled(guest, *"bca")
    assert "".join(titles(guest, "sort=title&limit=2")) == "abc"
    assert "".join(titles(guest, "sort=-title&role=client")) == "cba"
    assert "".join(titles(guest, "sort=updated_at")) == "acb"


def test_what_was_received_stands_among_what_is_owned_in_every_order(market):
    process_id, (contractor,) = market.send(1)
    received = market.client.get(f"/processes/{process_id}").json["project_id"]
    with transactions.writing() as session:
        title = f"m {new_id().hex}"
        session.get_one(Project, UUID(received)).title = title
    owned = [
        contractor.post("/projects", {"title": f"{letter}{title[1:]}"}).json["id"]
        for letter in "az"
    ]
    expected = [owned[0], received, owned[1]]
    for role, ids in (("", expected), ("&role=client", owned), ("&role=contractor", [received])):
        some = listed(contractor, f"sort=title&limit=2&title={quote(title[2:])}{role}")
        assert [project["id"] for project in some] == ids


@pytest.mark.only_on("postgresql")
def test_a_search_ends_when_enough_is_found(market):
    """The titles of all parts there are must not be looked through, for a hash, first."""
    with transactions.reading() as session:
        walk = project_list._walk(new_id(), [Actor.CLIENT], Search(text="gripper"), None, 50)
        assert "project_id = project_access.project_id" in plan_of(session, walk)


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Übergabe Äpfel", ("übergabe", "ÄPFEL", "u\u0308bergabe", "ÜBERGABE A\u0308")),
        ("U\u0308bergabe", ("übergabe", "ÜBER")),
        ("ΜΆΪΟΣ", ("μάϊος", "μάϊοσ")),
        ("Деталь 7", ("деталь", "ДЕТАЛЬ 7")),
        ("Straße", ("STRASSE", "strasse", "straße")),
        ("Ｇｅａｒ", ("gear", "GEAR")),
        ("100 % A_b", ("100 %", "a_B")),
    ],
)
def test_titles_are_found_as_people_see_them(somebody, title, asked):
    other = somebody.post("/projects", {"title": "something else, 100 x aXb"}).json["id"]
    somebody.post(f"/projects/{other}/processes", {"title": title})
    somebody.post("/projects", {"title": title})
    for text in asked:
        matches = titles(somebody, f"q={quote(text)}&sort=title")
        assert len(matches) == 2, (text, matches)
        assert titles(somebody, f"title={quote(text)}") == [title], text


def test_a_changed_title_is_found_and_the_old_one_is_not(somebody):
    id = somebody.post("/projects", {"title": "Größe"}).json["id"]
    assert somebody.patch(f"/projects/{id}", {"title": "Maß"}).status_code == 200
    assert titles(somebody, "q=MASS") == ["Maß"]
    assert titles(somebody, f"q={quote('größe')}") == []


def test_titles_are_sorted_alike_on_every_database(somebody):
    wanted = ["achse", "Äußere", "Buchse", "Etui", "étui", "Öse", "zahnrad", "Деталь", "歯車"]
    shuffled = random.Random(1).sample(wanted, len(wanted))
    titled(somebody, *shuffled)
    sorted_titles = titles(somebody, "sort=title")
    assert [sorted_titles[:3], sorted(sorted_titles[3:5]), sorted_titles[5:]] == [
        wanted[:3],
        wanted[3:5],
        wanted[5:],
    ]


TITLES = [
    "a" * 100,
    "b" * 200,
    "ﷺ" * 200,
    "𝔘" * 200,
    "歯" * 200,
    "\\\"'\x7e" * 50,
    "e\u0301" * 100,
    "ΐ" * 200,
    "",
    "👩‍🚀" * 60,
    "\ue000\U000e0fff" * 90,
]


@pytest.mark.parametrize("sort", ["title", "-title", "created_at", "updated_at", "-updated_at"])
def test_a_list_takes_its_own_cursors_whatever_the_titles(somebody, sort):
    for title in TITLES:
        assert somebody.post("/projects", {"title": title}).status_code == 201, title
    seen, cursor = [], ""
    while cursor is not None:
        answer = somebody.get(f"/projects?sort={sort}&limit=1&cursor={cursor}")
        assert answer.status_code == 200, answer.text
        seen += [project["id"] for project in answer.json["items"]]
        cursor = answer.json["next"]
    assert len(seen) == len(set(seen)) == len(TITLES)
    assert seen == [project["id"] for project in listed(somebody, f"sort={sort}")]
