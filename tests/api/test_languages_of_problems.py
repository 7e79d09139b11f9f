"""Problems are in the language of who asks, in plain words, whatever is wrong with their input."""

import ast
import re
from uuid import uuid4

import pytest
from pydantic import BaseModel
from pydantic_core._pydantic_core import list_all_errors

from service.api.http.problem_types import SLUGS, TABLE, title_of
from service.orders.configuration import Configuration
from service.translations import SOURCE, gettext, languages
from service.values.input_errors import FORMS, SENTENCES
from tests.support.paths import ROOT
from tests.support.worlds import marketplace as markets
from tests.support.worlds.marketplace import refused

pytestmark = pytest.mark.one_database

GERMAN = {"Accept-Language": "de"}
#: What each part of a schema can find wrong with JSON or with a query; `()` where it asks others.
ERRORS = {
    "str": ("string_type", "string_unicode"),
    "int": ("int_type", "int_parsing", "int_parsing_size", "int_from_float"),
    "float": ("float_type", "float_parsing"),
    "decimal": ("decimal_type", "decimal_parsing", "finite_number"),
    "bool": ("bool_type", "bool_parsing"),
    "uuid": ("uuid_type", "uuid_parsing", "uuid_version"),
    "date": (
        *("date_type", "date_parsing", "date_from_datetime_parsing"),
        "date_from_datetime_inexact",
    ),
    "datetime": (
        *("datetime_type", "datetime_parsing", "datetime_from_date_parsing"),
        *("datetime_object_invalid", "timezone_aware"),
    ),
    "list": ("list_type",),
    "dict": ("dict_type", "invalid_key"),
    "literal": ("literal_error",),
    "enum": ("enum",),
    "none": ("none_required",),
    "model": ("model_type",),
    "model-fields": ("model_attributes_type", "missing", "extra_forbidden"),
    "tagged-union": ("union_tag_invalid", "union_tag_not_found", "model_attributes_type"),
    "function-after": ("value_error",),
    "function-before": ("value_error",),
    "no-info": (),
    "with-info": (),
    "model-field": (),
    "default": (),
    "nullable": (),
    "any": (),
    "definitions": (),
    "definition-ref": (),
    "json-or-python": (),
    "lax-or-strict": (),
}
#: What its limits add to that.
LIMITS = {
    "min_length": {"str": "string_too_short", None: "too_short"},
    "max_length": {"str": "string_too_long", None: "too_long"},
    "gt": {None: "greater_than"},
    "ge": {None: "greater_than_equal"},
    "lt": {None: "less_than"},
    "le": {None: "less_than_equal"},
    "pattern": {None: "string_pattern_mismatch"},
    "max_digits": {None: "decimal_max_digits"},
    "decimal_places": {None: "decimal_max_places"},
    "allow_inf_nan": {None: "finite_number"},
}
#: Kinds of errors that the service adds to pydantic's.
OWN = {"decimals"}
#: Are said by what is checked itself, or by FORMS.
ELSEWHERE = {"value_error", "string_pattern_mismatch"}


@pytest.fixture(scope="module")
def market(database_kind, tmp_path_factory):
    with markets.shared(database_kind, tmp_path_factory.mktemp("var")) as market:
        yield market


def parts(node):
    """Every part of a schema, with its type."""
    if isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node
        for name, value in node.items():
            if name != "metadata":
                yield from parts(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from parts(value)


def schemas(application):
    """Each schema that an operation takes."""
    for view in application.view_functions.values():
        spec = getattr(view, "_spec", None) or {}
        for model, _ in spec.get("args") or ():
            yield model
        if (body := spec.get("body")) is not None:
            yield body if isinstance(body, type) else type(body)


@pytest.fixture(scope="module")
def all_parts(market):
    models = {m for m in schemas(market.application) if issubclass(m, BaseModel)}
    assert len(models) > 50
    checked_later = {Configuration}  # when a change is laid over what there is
    return [p for model in models | checked_later for p in parts(model.__pydantic_core_schema__)]


def test_every_error_that_a_schema_can_give_has_a_sentence(all_parts):
    possible = set()
    for part in all_parts:
        possible |= set(ERRORS[part["type"]])
        for limit, kinds in LIMITS.items():
            if part.get(limit) is not None:
                possible.add(kinds.get(part["type"], kinds.get(None)))
    assert possible - ELSEWHERE - SENTENCES.keys() == set()
    known = {error["type"] for error in list_all_errors()}
    assert SENTENCES.keys() - OWN <= known


def test_every_kind_of_error_that_the_service_adds_has_a_sentence():
    sources = "".join(path.read_text() for path in (ROOT / "service").rglob("*.py"))
    assert set(re.findall(r'PydanticCustomError\(\s*"(\w+)"', sources)) == OWN


def test_every_form_of_a_text_has_a_sentence_and_no_other_has(all_parts):
    assert {part["pattern"] for part in all_parts if part.get("pattern")} == FORMS.keys()


def test_no_sentence_is_about_python_or_patterns():
    for sentence in (*SENTENCES.values(), *FORMS.values()):
        assert not re.search(r"pydantic|dictionary|[Ii]nput|[Vv]alid|\bstr\b|None|\^|\\", sentence)


@pytest.mark.parametrize("language", [each for each in languages() if each != SOURCE])
def test_every_title_and_sentence_is_translated(language):
    titles = [title_of(slug) for slug in (*SLUGS.values(), *(row.slug for row in TABLE.values()))]
    for sentence in (*titles, *SENTENCES.values(), *FORMS.values()):
        assert gettext(sentence, language) != sentence, sentence


@pytest.mark.parametrize(
    ("method", "path", "slug"),
    [
        ("GET", "/nothing", "not-found"),
        ("GET", "/projects/x", "not-found"),
        ("PUT", "/projects", "method-not-allowed"),
    ],
)
def test_what_no_route_answers_has_the_title_of_its_kind(market, method, path, slug):
    answer = market.client.ask(method, path, {"Accept-Language": "de"})
    assert answer.json["type"].endswith(f"#{slug}")
    assert answer.json["title"] == gettext(title_of(slug), "de")


#: What is raised with a sentence that a caller reads, beside what has a row in the table.
RAISED_WITH_SENTENCES = {
    *("abort", "at", "unknown", "only_client", "ValueError", "BadRequest", "UnprocessableEntity"),
    *("BadData", "BadTarget", "Missing", "ConcurrencyLimit", "problem"),
}
#: Speak to operators, to programmers or to readers of records, who read English.
NOT_FOR_CALLERS = (
    *("service/settings.py", "service/values/addresses.py", "service/operations/rebuild.py"),
    *(
        "service/files/analysis_child.py",
        "service/files/inspection.py",
        "service/files/storage/bucket.py",
        "service/files/storage/object_storage.py",
        "service/files/sandbox_jobs.py",
        "service/api/http/openapi/",
        "service/manufacturing/geometry/",
    ),
    *("service/manufacturing/quoting/turning.py", "service/translations/"),
    *("service/values/secret_keys.py", "service/values/amounts.py"),
    "service/values/storage_settings.py",
)


def name_of(call):
    return getattr(call.func, "id", None) or getattr(call.func, "attr", None)


def plain_texts(part):
    """Texts of more than a word that are put into an error as they are."""
    if isinstance(part, ast.Call):
        return
    if isinstance(part, ast.Constant | ast.JoinedStr):
        texts = part.values if isinstance(part, ast.JoinedStr) else [part]
        if any(isinstance(t, ast.Constant) and " " in str(t.value) for t in texts):
            yield ast.unparse(part)
        return
    for inner in ast.iter_child_nodes(part):
        yield from plain_texts(inner)


def sentences_as_they_are(source):
    """Sentences of errors in a module that no catalogue can have, also by way of a variable."""
    raising = {row.__name__ for row in TABLE} | RAISED_WITH_SENTENCES
    raising -= {"IllegalMove"}  # which is said anew from the table of moves
    tree = ast.parse(source)
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Module)):
        own = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in (n for n in ast.walk(function) if isinstance(n, ast.Call)):
            if name_of(call) in raising:
                for part in (*call.args, *(keyword.value for keyword in call.keywords)):
                    named = own.get(part.id) if isinstance(part, ast.Name) else None
                    yield from plain_texts(named if named is not None else part)


def test_every_sentence_of_an_error_stands_in_the_catalogues():
    english = {
        str(path.relative_to(ROOT)): sorted(set(sentences_as_they_are(path.read_text())))
        for room in ("service", "workflows")
        for path in (ROOT / room).rglob("*.py")
        if not str(path.relative_to(ROOT)).startswith(NOT_FOR_CALLERS)
    }
    assert {path: sentences for path, sentences in english.items() if sentences} == {}


@pytest.mark.parametrize(
    "source",
    [
        'raise BadField.at("/a", "this is wrong")',
        'raise BadField([("/a", f"{name} is wrong")])',
        'def f():\n    sentence = f"{name} is wrong"\n    raise TooMany(sentence)',
        'raise ValueError("a" if b else "this is wrong")',
    ],
)
def test_a_sentence_that_no_catalogue_has_is_noticed(source):
    assert list(sentences_as_they_are(source))


ELSEWHERE_WRONG = [
    ("POST", "/webhooks", {"url": "http://localhost/"}, "localhost ist dieser Rechner selbst"),
    ("GET", "/projects?limt=3", None, "diesen Parameter gibt es nicht; meinen Sie limit?"),
    ("GET", "/projects/nothing", None, "gibt es nichts; /api/v1/docs nennt"),
    ("GET", "/processes/019b76da-a800-72d2-992e-968e4efa0d6b", None, "es gibt keinen Prozess"),
    ("POST", "/auth/register", {"email": "ada@", "password": "x", "name": "Ada"}, "E-Mail-Adresse"),
    ("PUT", "/auth/me", {}, "ist hier nicht möglich"),
]


@pytest.mark.parametrize(("method", "path", "body", "words"), ELSEWHERE_WRONG)
def test_what_is_refused_elsewhere_is_refused_in_german_too(market, method, path, body, words):
    more = {} if body is None else {"json": body}
    answer = market.client.ask(method, path, headers=GERMAN, **more)
    assert answer.status_code >= 400
    assert words in answer.json["detail"]


WRONG = [
    ({"quantity": "many"}, "/quantity", "dies ist eine ganze Zahl"),
    ({"quantity": 0}, "/quantity", "dies ist mindestens 1"),
    ({"material_id": "PA 12"}, "/material_id", "dies ist eine ID des Katalogs"),
    ({"wanted_date": "tomorrow"}, "/wanted_date", "dies ist ein Tag, wie 2026-11-23"),
    ({"title": "a\x01b"}, "/title", "dies ist eine Zeile ohne Steuerzeichen"),
    ({"colour": "red"}, "/colour", "dieses Feld gibt es nicht"),
    ({"delivery_address": {"name": "Ada"}}, "/delivery_address/street", "dies fehlt"),
]


@pytest.mark.parametrize(("fields", "pointer", "words"), WRONG)
def test_input_is_refused_in_the_language_that_is_asked_for(market, fields, pointer, words):
    path = f"/processes/{market.client.draft()}"
    answer = market.client.patch(path, fields, headers=GERMAN)
    assert refused(answer, 422, "invalid")
    assert answer.json["title"] == "Die Eingabe ist nicht gültig"
    errors = {error["pointer"]: error["detail"] for error in answer.json["errors"]}
    assert words in errors[pointer]
    assert f"{pointer}: {words}" in answer.json["detail"]
    assert answer.headers["Content-Language"] == "de"
    assert "Accept-Language" in answer.vary
    english = market.client.patch(path, fields).json["errors"]
    assert {error["pointer"] for error in english} == errors.keys()
    assert not {error["detail"] for error in english} & set(errors.values())


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de", "de"),
        ("de-AT, en;q=0.5", "de"),
        ("en, de;q=0.9", "en"),
        ("fr, de;q=0.2", "de"),
        ("fr", "en"),
        ("", "en"),
        ("*", "en"),
        ("x" * 3000, "en"),
    ],
)
def test_the_first_language_that_there_is_counts_and_english_where_there_is_none(
    market, accepted, language
):
    answer = market.client.get("/nothing", headers={"Accept-Language": accepted})
    assert refused(answer, 404, "not-found")
    assert answer.headers["Content-Language"] == language


def test_what_is_missing_and_what_a_state_forbids_is_said_in_german(market):
    path = f"/processes/{market.client.draft()}/actions"
    missing = market.client.post(f"{path}/verify", {}, headers=GERMAN)
    assert refused(missing, 409, "not-ready")
    assert missing.json["detail"].startswith(
        "noch nicht möglich: das Teil prüfen und kalkulieren lassen (verify): laden Sie "
    )
    assert "sagen Sie, wie viele Stück gewünscht sind" in [
        each["detail"] for each in missing.json["missing"]
    ]
    illegal = market.client.post(f"{path}/deliver", {}, headers=GERMAN)
    assert refused(illegal, 409, "illegal-move")
    assert illegal.json["detail"].startswith(
        "im Zustand „Entwurf“ (draft) nicht möglich: die Zustellung vermerken (deliver)"
    )
    assert "das Teil prüfen und kalkulieren lassen (verify)" in illegal.json["detail"]


def test_what_is_not_yours_is_told_like_what_is_not_there_in_every_language(market):
    client = market.client
    project = client.post("/projects", {"title": "t"}).json["id"]
    process = client.draft()
    home = client.get("/auth/me").json["home_id"]
    stranger = market.visitor()
    for kind, id in (("projects", project), ("processes", process), ("organizations", home)):
        unknown = str(uuid4())
        for headers in ({}, GERMAN):
            foreign = stranger.get(f"/{kind}/{id}", headers=headers).json
            absent = stranger.get(f"/{kind}/{unknown}", headers=headers).json
            assert foreign["detail"].replace(id, unknown) == absent["detail"]
            assert foreign["title"] == absent["title"]
