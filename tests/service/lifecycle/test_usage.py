"""What a party has stored is counted, and bounded, whatever way it is stored."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from service import clock
from service.accounts.quota_commands import quota
from service.database import transactions
from service.database.models import Organization, Project
from service.errors import QuotaExceeded
from service.lifecycle import usage
from service.lifecycle.usage import Amounts
from service.operations import consistency
from service.orders import expiry
from service.settings import settings
from tests.support import meshes
from tests.support.accounts import PASSWORD, email_of, make_user_with_password
from tests.support.callers import user
from tests.support.races import meanwhile
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

CUBE = meshes.cube_stl()
FEW = f"projects=2,processes=3,files=3,bytes={3 * len(CUBE)}"
QUOTAS = {"organization_quota": FEW, "visitor_quota": FEW}
FIGURES = ("quota", "limit", "used", "wanted")


@pytest.fixture(scope="module")
def market(database_kind, tmp_path_factory):
    with markets.shared(database_kind, tmp_path_factory.mktemp("var"), **QUOTAS) as market:
        yield market


@pytest.fixture(params=["visitor", "organisation"])
def party(request, market):
    """Whoever has nothing yet."""
    if request.param == "visitor":
        return market.visitor()
    return user(market.application, f"Somebody {request.node.name}"[:60])


def counted(caller):
    """What the service says of the caller, which must be what there is."""
    quotas = {each["name"]: each for each in caller.get("/auth/me").json["quotas"]}
    says = Amounts(**{name: quotas[name]["used"] for name in usage.NAMES})
    with transactions.reading() as session:
        assert list(consistency.miscounted(session)) == []
    return says


def is_over(answer, *figures):
    assert refused(answer, 403, "quota-exceeded")
    assert tuple(answer.json[name] for name in FIGURES) == figures
    return True


def test_projects_processes_and_files_end_where_their_quota_does(party):
    first, second = party.project(), party.project()
    assert is_over(party.post("/projects", {}), "projects", 2, 2, 1)
    process, *_ = (party.process(project) for project in (first, first, second))
    assert is_over(party.post(f"/projects/{second}/processes", {}), "processes", 3, 3, 1)
    for number in range(3):
        assert party.upload(process, name=f"{number}.stl").status_code == 201
    assert is_over(party.upload(process, name="fourth.stl"), "files", 3, 3, 1)
    assert counted(party) == Amounts(2, 3, 3, 3 * len(CUBE))


def test_bytes_end_where_their_quota_does(party):
    process = party.draft()
    large = CUBE + bytes(2 * len(CUBE) - 1)
    assert party.upload(process, large, "large.txt").status_code == 201
    size = len(CUBE)
    assert is_over(party.upload(process), "bytes", 3 * size, 3 * size - 1, size)


def test_what_is_deleted_or_replaced_makes_room_again(party):
    project = party.project()
    processes = [party.process(project) for _ in range(3)]
    file = party.upload(processes[0]).json
    path = f"/processes/{processes[0]}/files/cube.stl"
    for _ in range(4):
        party.ask("PUT", path, data=CUBE + b"x", content_type="application/octet-stream")
    assert counted(party).files in (1, 2)
    party.delete(f"/processes/{processes[1]}")
    assert counted(party).processes == 2
    party.delete(f"/files/{file['id']}")
    answer = party.delete(f"/projects?ids={project}")
    assert answer.status_code == 204, answer.text
    assert counted(party) == Amounts()


def test_a_clone_counts_with_all_that_is_in_it(party):
    project = party.project()
    process = party.process(project)
    for number in range(2):
        party.upload(process, name=f"{number}.stl")
    assert is_over(party.post(f"/processes/{process}/clone"), "files", 3, 2, 2)
    assert is_over(party.post(f"/projects/{project}/clone"), "files", 3, 2, 2)
    assert counted(party) == Amounts(1, 1, 2, 2 * len(CUBE))


def test_a_draft_that_expires_is_counted_no_more(market):
    visitor = market.visitor()
    visitor.draft()
    assert counted(visitor).processes == 1
    expiry.fire_due(clock.now() + timedelta(days=100))
    assert counted(visitor).processes == 0


def test_drafts_beyond_the_quota_stay_with_the_visitor_and_the_login_succeeds(market):
    make_user_with_password("Drafty")
    market.nobody().visit()
    guest = market.visitor()
    for title in ("first", "second"):
        guest.project(title=title)
    with transactions.writing() as session:
        home = session.scalar(sa.select(Organization).where(Organization.name == "Drafty"))
        home.quota = {"projects": 1}
    answer = guest.post("/auth/login", {"email": email_of("Drafty"), "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    guest.visit()
    assert counted(guest).projects == 1
    assert is_over(guest.post("/projects/save"), "projects", 1, 1, 1)
    titles = {project["title"] for project in guest.get("/projects").json["items"]}
    assert titles == {"first", "second"}  # one is the organization's, one is still the visitor's


def test_two_at_once_do_not_both_take_the_last_place(market):
    somebody = user(market.application, "Racing Ltd")
    project = somebody.project()
    somebody.process(project)
    somebody.process(project)

    def add(_):
        with transactions.writing() as session:
            usage.count(session, session.get_one(Project, UUID(project)), Amounts(processes=1))

    with ThreadPoolExecutor(4) as pool:
        results = [pool.submit(add, number) for number in range(8)]
    refusals = [result.exception() for result in results if result.exception()]
    assert [type(refusal) for refusal in refusals] == [QuotaExceeded] * 7


def test_who_comes_while_the_last_place_is_being_taken_is_refused_once_it_is(market):
    somebody = user(market.application, "Later Ltd")
    project = somebody.project()
    somebody.process(project)
    somebody.process(project)

    def later():
        return somebody.post(f"/projects/{project}/processes", {})

    with meanwhile(later) as (session, results):
        usage.count(session, session.get_one(Project, UUID(project)), Amounts(processes=1))
    assert is_over(results[0], "processes", 3, 3, 1)


def lines(*arguments):
    """The words of each line that the command prints."""
    result = CliRunner().invoke(quota, list(arguments))
    transactions.connect(settings().database_url)
    return [line.split() for line in result.output.splitlines()]


def test_an_operator_lets_an_organisation_have_more(market):
    somebody = user(market.application, "Larger Ltd")
    id = somebody.get("/auth/me").json["home_id"]
    assert ["projects", "0", "2"] in lines(id)
    assert ["projects", "0", "5"] in lines(id, "--set", "projects=5")
    assert [somebody.project() for _ in range(5)]
    assert is_over(somebody.post("/projects", {}), "projects", 5, 5, 1)
    assert lines(id, "--set", "pages=5")[0][:5] == ["Error:", "'pages=5'", "is", "not", "of"]
    assert lines(str(UUID(int=1)))[0][:5] == ["Error:", "There", "is", "no", "organization"]
