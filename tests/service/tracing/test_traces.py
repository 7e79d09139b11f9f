"""A request, the work that it causes and the calls about it are one trace, told to a collector."""

import subprocess
import sys
from contextlib import contextmanager
from uuid import UUID

import pytest
import sqlalchemy as sa
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from service import tracing
from service.database import trace_contexts, transactions
from service.database.models import TraceContext
from service.lifecycle.batches import BatchOutcome
from service.settings import settings
from service.verification import verify
from tasks.batches import serve
from tasks.delivery.worker import DeliveryWorker
from tests.support.callers import publish
from tests.support.orders import ready, verified
from tests.support.servers.receivers import receiver
from tests.support.waiting import eventually
from tests.support.worlds.marketplace import opened

pytestmark = pytest.mark.one_database

TRACE, CALLER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
TRACEPARENT = {"traceparent": f"00-{TRACE}-{CALLER}-01"}


@pytest.fixture
def collector():
    with receiver() as collector:
        yield collector


@contextmanager
def traced(role):
    """Trace what the block does as this role, and tell the collector in the end."""
    tracing.begin(role)
    try:
        yield
    finally:
        tracing.end()


@pytest.fixture
def market(example_url, monkeypatch, tmp_path, collector):
    values = {"traces_url": collector.url, "webhook_allowed_networks": "127.0.0.0/8"}
    with opened(example_url, monkeypatch, tmp_path, **values) as market:
        yield market


def spans(collector):
    """What the collector was told: each span with the name of its service."""
    told = []
    for message in collector.got:
        for resource in ExportTraceServiceRequest.FromString(message.body).resource_spans:
            named = {each.key: each.value.string_value for each in resource.resource.attributes}
            assert named["service.namespace"] == "werkbank"
            told += [
                (named["service.name"], span)
                for scope in resource.scope_spans
                for span in scope.spans
            ]
    return told


def one(collector, service, name):
    """The only span of a service with a name."""
    (found,) = [span for of, span in spans(collector) if (of, span.name) == (service, name)]
    return found


def attributes(span):
    return {each.key: each.value.string_value or each.value.int_value for each in span.attributes}


def ask_for_verification(market, headers=TRACEPARENT):
    """A part whose verification was asked for in a request with these headers; its id."""
    process_id = ready(market)
    with traced("web"):
        path = f"/processes/{process_id}/actions/verify"
        assert market.client.post(path, {}, headers=headers).status_code == 202
    return process_id


def test_a_request_goes_on_in_the_trace_of_its_caller(market, collector):
    ask_for_verification(market)
    route = "POST /api/v1/processes/<uuid:process_id>/actions/<string:trigger>"
    (request,) = [s for _, s in spans(collector) if s.name.startswith("POST")]
    assert request.name.split("<")[0] == route.split("<")[0]
    assert (request.trace_id.hex(), request.parent_span_id.hex()) == (TRACE, CALLER)
    assert attributes(request)["http.response.status_code"] == 202


def test_what_a_worker_does_belongs_to_the_request_that_asked_for_it(market, collector):
    process_id = ask_for_verification(market)
    with traced("worker"):
        serve("verify", verify.verify)
    (request,) = [s for _, s in spans(collector) if s.name.startswith("POST")]
    step = one(collector, "werkbank-worker", "verify")
    assert step.trace_id.hex() == TRACE
    assert step.parent_span_id == request.span_id
    assert attributes(step) == {"process_id": process_id, "attempt": 1}


def test_work_goes_on_where_nobody_can_tell_what_asked_for_it(market, collector, monkeypatch):
    def unreadable(session, http_request_ids):
        raise sa.exc.OperationalError("select", {}, Exception("the server is gone"))

    process_id = ask_for_verification(market)
    monkeypatch.setattr(trace_contexts, "traceparents", unreadable)
    with traced("worker"):
        serve("verify", verify.verify)
        serve("verify", verify.verify, lambda *_, **__: BatchOutcome((), []))
    assert market.client.get(f"/processes/{process_id}").json["state"] == "verified"
    assert one(collector, "werkbank-worker", "verify").trace_id.hex() != TRACE


def test_of_several_that_are_done_together_each_belongs_to_its_own_request(market, collector):
    verified(market)  # so that the part is measured, and all others of its shape are quick
    other = TRACE[::-1]
    headers = [{"traceparent": f"00-{id}-{CALLER}-01"} for id in (TRACE, other)]
    ids = [ask_for_verification(market, each) for each in headers]
    done = []

    def together(process_ids, most):
        done.extend(process_ids[:most])
        for process_id in process_ids[:most]:
            verify.verify(process_id)
        return BatchOutcome(process_ids[:most], left=[])

    with traced("worker"):
        serve("verify", verify.verify, together)
    assert set(done) == set(map(UUID, ids))
    batch = one(collector, "werkbank-worker", "verify batch")
    steps = [span for _, span in spans(collector) if span.name == "verify"]
    assert {attributes(step)["process_id"]: step.trace_id.hex() for step in steps} == {
        ids[0]: TRACE,
        ids[1]: other,
    }
    assert all(link.span_id == batch.span_id for step in steps for link in step.links)
    assert all(len(step.links) == 1 for step in steps)


def test_a_webhook_is_called_within_the_trace_and_told_which_one_it_is(market, collector):
    with receiver() as shop:
        answer = market.client.post("/webhooks", {"url": shop.url, "types": ["process.verifying"]})
        assert answer.status_code == 201, answer.text
        ask_for_verification(market)
        publish()
        worker = DeliveryWorker(4)
        try:
            with traced("deliveries"):
                eventually(lambda: worker.once() == 0 and shop.got)
                worker._pool.shutdown()
        finally:
            worker._pool.shutdown()
        (message,) = shop.got
    (request,) = [s for _, s in spans(collector) if s.name.startswith("POST")]
    call = one(collector, "werkbank-deliveries", "webhook")
    assert (call.trace_id.hex(), call.parent_span_id) == (TRACE, request.span_id)
    assert message.headers["traceparent"] == f"00-{TRACE}-{call.span_id.hex()}-01"
    assert attributes(call)["http.response.status_code"] == 200


def test_a_step_that_fails_is_marked_and_still_fails(market, collector):
    ask_for_verification(market)

    def fail(process_id):
        raise ZeroDivisionError(process_id)

    with traced("worker"), pytest.raises(ZeroDivisionError):
        serve_once(fail)
    step = one(collector, "werkbank-worker", "verify")
    assert step.status.code == step.status.STATUS_CODE_ERROR


def serve_once(step):
    """Serve the message of one process, which is done after that whatever happens."""

    def and_done(process_id):
        verify.verify(process_id)
        step(process_id)

    serve("verify", and_done)


def test_a_collector_that_is_gone_holds_nobody_up_and_breaks_nothing(
    market, collector, monkeypatch
):
    monkeypatch.setenv("WERKBANK_TRACES_URL", "http://127.0.0.1:1/v1/traces")
    settings.cache_clear()
    process_id = ask_for_verification(market)
    with traced("worker"):
        serve("verify", verify.verify)
    assert market.client.get(f"/processes/{process_id}").json["state"] == "verified"
    assert collector.got == []


def test_where_nothing_is_traced_nothing_is_kept(market, monkeypatch):
    monkeypatch.delenv("WERKBANK_TRACES_URL")
    settings.cache_clear()
    ask_for_verification(market)
    assert not tracing.is_on()
    assert tracing.headers() == {}
    with transactions.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(TraceContext)) == 0
        assert trace_contexts.traceparents(session, ["x"]) == {}


def test_a_process_that_traces_nothing_loads_no_library_for_it():
    code = (
        "import sys, service.app, tasks.delivery.worker, tasks.batches\n"
        "sys.exit('service.tracing.exporting' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_collector_without_the_libraries_for_it_is_said_at_once(market, monkeypatch):
    monkeypatch.setitem(sys.modules, "service.tracing.exporting", None)
    with pytest.raises(tracing.TracingMissing, match=r"werkbank\[traces\]"):
        tracing.begin("web")
