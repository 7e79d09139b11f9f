"""Says what is asked: every list of the API, and every page of the console, as who may ask it.

Lists are those operations of the API's own document whose answer has `items`: a new one is asked
without being named here, and one with a new kind of id in its address fails until `known` has it.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import click
import sqlalchemy as sa

from benchmarks.growth.callers import API, BenchmarkCaller
from benchmarks.growth.databases import GrownDatabase
from service.database import transactions
from service.database.models import Delivery, Event, Process, Project, Request, WebhookEndpoint
from service.ids import first_id_of

Json = dict[str, Any]
#: What is looked for where a text is asked for: nothing has it, so that all there is is looked at.
NOWHERE = "no part is called this"
#: The same where the text must have a form.
PATTERNED = {"types": "organization.deleted", "actions": "account.erased"}
#: Pages beside lists whose figures may grow with what there is.
FURTHER = ("/api/v1/operations/overview", "/api/v1/events/missed", "/metrics", "/health/ready")
NO_PAGES = re.compile(r"token|^/app/assets")


@dataclass(frozen=True)
class TimedRequest:
    """An address that is asked, and whom it is asked by; `name` says what for."""

    name: str
    caller: BenchmarkCaller
    path: str
    accept: str = "application/json"


class KnownIds:
    """What stands in addresses, by its name in routes: an order of half the age of the oldest."""

    def __init__(self, caller: BenchmarkCaller, days: int) -> None:
        self.moment = datetime.now(UTC) - timedelta(days=days / 2)
        self._ids = _ids_of(caller.organization_id, first_id_of(self.moment))

    def path(self, rule: str) -> str | None:
        """The address of a route; None if the caller has nothing of such a kind."""
        for name in re.findall(r"[<{](?:\w+:)?(\w+)[>}]", rule):
            if name not in self._ids:
                raise click.ClickException(f"{rule}: what stands for {name}?")
            if self._ids[name] is None:
                return None
        return re.sub(r"[<{](?:\w+:)?(\w+)[>}]", lambda m: str(self._ids[m[1]]), rule)

    def value(self, parameter: Json) -> Iterator[str]:
        """Values that a parameter may have: each if they are few, else one that is seldom met."""
        name, schema = parameter["name"], parameter["schema"]
        if name in PATTERNED:
            yield PATTERNED[name]
        elif "enum" in schema:
            yield from map(str, schema["enum"])
        elif schema.get("format") == "uuid" and self._ids.get(name):
            yield str(self._ids[name])
        elif schema.get("format") == "date-time":
            yield self.moment.isoformat()
        elif name in ("q", "title"):
            yield NOWHERE

    def deep(self, cursor: str) -> str:
        """A cursor of the same kind as `cursor` that lies in the middle of the list."""
        if cursor.isdigit():
            return str(_middle_position())
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        if text.isdigit():
            return cursor
        middle = str(first_id_of(self.moment))
        return base64.urlsafe_b64encode(re.sub(_UUID, middle, text).encode()).decode().rstrip("=")


_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def questions(grown: GrownDatabase, days: int) -> Iterator[TimedRequest]:
    """All that buyers, workshops and operators ask; in the database that is connected."""
    document = Document(grown.application.spec)  # type: ignore[attr-defined]
    shops = grown.seeds.workshops.values()
    roles = {
        "buyer": grown.seeds.buyers[0],
        "workshop": max(shops, key=lambda shop: _requests_of(shop.organization_id)),
        "operator": grown.seeds.operator,
    }
    for role, caller in roles.items():
        known = KnownIds(caller, days)
        for path, parameters in document.lists():
            yield from _of_list(role, caller, known, path, parameters)
        pages = [
            rule.rule
            for rule in grown.application.url_map.iter_rules()
            if "GET" in (rule.methods or ())
            and rule.rule.startswith("/app")
            and not NO_PAGES.search(rule.rule)
        ]
        for path in sorted(pages):
            if (address := known.path(path)) and _answers(caller, address, "text/html"):
                yield TimedRequest(f"{role}: page {path}", caller, address, "text/html")
        for path in FURTHER:
            if _answers(caller, path, "*/*"):
                yield TimedRequest(f"{role}: {path}", caller, path, "*/*")


def _of_list(
    role: str, caller: BenchmarkCaller, known: KnownIds, path: str, parameters: list[Json]
) -> Iterator[TimedRequest]:
    address = known.path(path)
    if address is None:
        return
    names = {parameter["name"] for parameter in parameters}
    page = {"limit": "50"} if "limit" in names else {}
    answer = caller.get(f"{address}?{urlencode(page)}")
    if answer.status_code != 200:
        return
    title = f"{role}: {path.removeprefix(API)}"

    def ask(words: str, **values: str) -> TimedRequest:
        return TimedRequest(f"{title}{words}", caller, f"{address}?{urlencode(page | values)}")

    yield ask("")
    following = answer.get_json().get("next")
    if following and "cursor" in names:
        cursor = known.deep(following)
        yield ask(", a page in the middle", cursor=cursor)
    for parameter in parameters:
        for value in known.value(parameter):
            yield ask(f" ?{parameter['name']}={value[:10]}", **{parameter["name"]: value})


class Document:
    """The API's document, read for its lists."""

    def __init__(self, spec: Json) -> None:
        self._spec = spec

    def lists(self) -> Iterator[tuple[str, list[Json]]]:
        """The path of each list, with the parameters of its query."""
        for path, operations in self._spec["paths"].items():
            operation = operations.get("get", {})
            content = operation.get("responses", {}).get("200", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema", {})
            if "items" in self._properties(schema):
                named = [each for each in operation["parameters"] if each.get("in") == "query"]
                yield path, [each | {"schema": self._plain(each["schema"])} for each in named]

    def _properties(self, schema: Json) -> set[str]:
        schema = self._resolved(schema)
        some = [self._properties(each) for each in schema.get("anyOf", [])]
        return set(schema.get("properties", {})).union(*some)

    def _plain(self, schema: Json) -> Json:
        """The first form that a parameter has beside being absent."""
        return self._resolved(schema.get("anyOf", [schema])[0])

    def _resolved(self, schema: Json) -> Json:
        while reference := schema.get("$ref"):
            schema = self._spec["components"]["schemas"][reference.rpartition("/")[2]]
        return schema


def _answers(caller: BenchmarkCaller, path: str, accept: str) -> bool:
    return caller.get(path, {"Accept": accept}).status_code == 200


def _middle_position() -> int:
    """Half way between the first and the last event that are kept."""
    ends = sa.select(sa.func.min(Event.position), sa.func.max(Event.position))
    with transactions.reading() as session:
        first, last = session.execute(ends).one()
    return int(first + last) // 2


def _requests_of(contractor_id: UUID) -> int:
    number = sa.select(sa.func.count()).where(Request.contractor_id == contractor_id)
    with transactions.reading() as session:
        return session.scalar(number) or 0


def _ids_of(party_id: UUID, first: UUID) -> Mapping[str, UUID | None]:
    """What belongs to a party, of the time from `first` on."""
    request = sa.select(Request.id).where(Request.contractor_id == party_id, Request.id >= first)
    project = sa.select(Project.id).where(Project.client_id == party_id, Project.id >= first)
    with transactions.reading() as session:
        request_id = session.scalar(request.order_by(Request.id).limit(1))
        project_id = session.scalar(project.order_by(Project.id).limit(1))
        process = sa.select(Process.id).where(Process.project_id == project_id)
        process_id = session.scalar(process.order_by(Process.id).limit(1))
        if request_id and (asked := session.get(Request, request_id)):
            project_id, process_id = asked.project_id, asked.process_id
        webhook = sa.select(WebhookEndpoint.id).where(WebhookEndpoint.organization_id == party_id)
        webhook_id = session.scalar(webhook)
        delivery = sa.select(Delivery.id).where(Delivery.webhook_id == webhook_id)
        delivery_id = session.scalar(
            delivery.where(Delivery.id >= first).order_by(Delivery.id).limit(1)
        )
    return {
        "organization_id": party_id,
        "project_id": project_id,
        "process_id": process_id,
        "id": process_id,
        "request_id": request_id,
        "webhook_id": webhook_id,
        "delivery_id": delivery_id,
        **dict.fromkeys(("machine_id", "address_id", "user_id"), None),
    }
