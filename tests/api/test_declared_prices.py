"""Every field of the API document that holds money is declared, so that it can be hidden."""

import re

from service.app import assemble
from service.values.prices import IN_SCHEMA

#: What fields are called that hold money, or might.
OF_MONEY = re.compile(
    r"amount|charge|cost|difference|discount|fee|gross|margin|money|net(?![a-z])|offered|paid"
    r"|percent|price|quoted|rate(?![a-z])|revenue|surcharge|tax|total|value"
)
#: Operations that answer 403 to whoever may not see prices; their answers are made of rates.
REFUSED = frozenset(
    {"get_terms", "put_terms", "list_machines", "create_machine", "get_machine", "put_machine"}
)
#: What is called as if it held money and holds none: figures of parts and checks (which are hidden
#: where their unit is a currency), counts, shares, dates, and whether something is so.
NOT_MONEY = {
    *(f"{model}.value" for model in ("CheckShown", "ConstraintShown", "FindingShown")),
    *("RequirementShown.value", "MechanicalPropertiesShown.elongation_at_break_percent"),
    *("LineShown.lead_time_difference_days", "LineShown.quoted_lead_time_days"),
    *("LineShown.quoted_delivery_date", "MissedShown.total", "ProgressShown.percent"),
    *("OfferShown.as_quoted", "OfferData.as_quoted", "Priorities.cost", "ScoreShown.total"),
    *("ProgressData.percent", "TaxShown.rate", "ChoiceShown.value"),
}


def scalars(document):
    """Every field of one value that answers may have, by the name of its component and its own."""
    components = document["components"]["schemas"]
    waiting, seen = list(answers(document)), set()
    while waiting:
        name, part = waiting.pop()
        for field, schema in (part.get("properties") or {}).items():
            if not (inner := list(parts(schema))):
                yield f"{name}.{field}", schema
            waiting += [(f"{name}.{field}", each) for each in inner if "properties" in each]
        for other in referred(part):
            if other not in seen:
                seen.add(other)
                waiting.append((other, components[other]))


def answers(document):
    """What is answered and what is announced, with the name of the operation or the event."""
    for type, message in document["webhooks"].items():
        for content in message["post"]["requestBody"]["content"].values():
            yield type, content["schema"]
    for path in document["paths"].values():
        for operation in path.values():
            if operation["operationId"] in REFUSED:
                continue
            for response in operation["responses"].values():
                for content in response.get("content", {}).values():
                    yield operation["operationId"], content.get("schema", {})


def parts(schema):
    """The objects and lists that a field may be, of which each has fields of its own."""
    for each in (schema, *schema.get("anyOf", ())):
        if "$ref" in each or "properties" in each or each.get("type") in ("array", "object"):
            yield each


def referred(part):
    """The components that a schema refers to, wherever in it."""
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].rpartition("/")[2]
        part = list(part.values())
    for each in part if isinstance(part, list) else ():
        yield from referred(each)


def test_every_field_that_holds_money_is_declared_and_may_be_null():
    application = assemble()
    with application.app_context():
        fields = dict(scalars(application.spec))
    declared = {name for name, schema in fields.items() if schema.get(IN_SCHEMA)}
    names = {name for name in fields if not name.endswith(".sees_prices")}
    of_money = {name for name in names if OF_MONEY.search(name.rpartition(".")[2])}
    assert of_money - declared == NOT_MONEY
    assert len(declared) > 5
    for name in declared:
        assert {"type": "null"} in fields[name]["anyOf"], name
