"""What operators watch by: alerts, the board and the runbook speak of metrics that there are."""

import json
import re
import shutil
import subprocess
from itertools import combinations

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from service.database import leader_lease, transactions
from service.operations import step_counts
from service.operations.overview import SCHEDULER_ROLE
from tests.support.callers import publish
from tests.support.orders import operator_of
from tests.support.paths import ROOT

RULES = ROOT / "deploy" / "prometheus" / "alerts.yml"
BOARD = ROOT / "deploy" / "grafana" / "werkbank.json"
RUNBOOK = ROOT / "docs" / "runbook.md"
#: What Prometheus itself adds to each series.
ADDED = {"instance", "job", "le"}
#: Labels whose values nobody can list.
OPEN = {"status", "route", "method", "instance", "job"}


def rules():
    """Each alert of the file."""
    return [
        rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]
    ]


def queries():
    """Each query of the alerts and of the board."""
    panels = json.loads(BOARD.read_text())["panels"]
    return [rule["expr"] for rule in rules()] + [
        target["expr"] for panel in panels for target in panel.get("targets", ())
    ]


@pytest.fixture
def exposed(market):
    """The labels of each series of `/metrics`, by its name, after an order was sent."""
    market.send(2)
    publish()
    with transactions.writing() as session:
        step_counts.count_published(session)
        leader_lease.acquire(session, SCHEDULER_ROLE, "a scheduler", 5)
    text = operator_of(market).get("//metrics").text
    series = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            series.setdefault(sample.name, []).append(sample.labels)
    return series


def fits(series, label, operator, value):
    """Whether some series has a label as a matcher of a query wants it."""
    values = {labels[label] for labels in series if label in labels}
    if not values or label in OPEN or operator in ("!=", "!~"):
        return bool(values)
    return any(re.fullmatch(value if operator == "=~" else re.escape(value), v) for v in values)


@pytest.mark.one_database
def test_alerts_and_board_ask_for_metrics_and_labels_that_there_are(exposed):
    for query in queries():
        selectors = re.findall(r"\b(werkbank_\w+)(?:\{([^}]*)\})?", query)
        there = set(ADDED)
        for name, matchers in selectors:
            assert name in exposed, f"{name} in {query}"
            there |= {label for labels in exposed[name] for label in labels}
            for label, operator, value in re.findall(r'(\w+)(=~|!~|!=|=)"([^"]*)"', matchers):
                assert fits(exposed[name], label, operator, value), f"{label}={value} in {query}"
        for labels in re.findall(r"by \(([^)]*)\)", query):
            assert {label.strip() for label in labels.split(",")} <= there, query


@pytest.mark.one_database
def test_every_metric_of_ours_is_on_the_board_unless_it_goes(exposed):
    asked_for = " ".join(queries())
    unseen = {
        name
        for name in exposed
        if name.startswith("werkbank_")
        and re.sub("_(bucket|sum|count)$", "", name) not in asked_for
        and "_bell" not in name
    }
    assert not unseen


def test_every_alert_has_a_section_of_the_runbook_and_leads_there():
    page = RUNBOOK.read_text().split("\n# ")
    (alerts,) = [part for part in page if part.startswith("Alerts\n")]
    names = [rule["alert"] for rule in rules()]
    assert sorted(re.findall("^## (.*)$", alerts, re.M)) == sorted(names)
    assert len(set(names)) == len(names)
    for rule in rules():
        assert rule["annotations"]["runbook"] == f"docs/runbook.md#{rule['alert'].lower()}"
        assert rule["labels"]["severity"] in ("page", "ticket")


def test_no_two_panels_of_the_board_lie_over_each_other():
    panels = json.loads(BOARD.read_text())["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    fields = [
        {
            (x, y)
            for x in range(grid["x"], grid["x"] + grid["w"])
            for y in range(grid["y"], grid["y"] + grid["h"])
        }
        for grid in (panel["gridPos"] for panel in panels)
    ]
    assert not any(one & other for one, other in combinations(fields, 2))
    assert all(x < 24 for field in fields for x, _ in field)


#: By alert the series with which it fires, and those beside it with which it must not; each with
#: its value at the beginning and by how much it grows a minute.
CASES = {
    "WerkbankDown": ({'up{job="werkbank"}': (0, 0)}, {'up{job="werkbank"}': (1, 0)}),
    "WerkbankDatabaseDown": (
        {
            'werkbank_database_up{instance="a"}': (1, 0),
            'werkbank_database_up{instance="b"}': (0, 0),
        },
        {'werkbank_database_up{instance="a"}': (1, 0)},
    ),
    "WerkbankDependencyDown": (
        {'werkbank_dependency_up{dependency="redis"}': (0, 0)},
        # The database has an alert of its own.
        {
            'werkbank_dependency_up{dependency="redis"}': (1, 0),
            'werkbank_dependency_up{dependency="database"}': (0, 0),
        },
    ),
    "WerkbankRequestsFail": (
        {
            'werkbank_http_requests_total{status="200"}': (0, 95),
            'werkbank_http_requests_total{status="503"}': (0, 5),
        },
        {
            'werkbank_http_requests_total{status="200"}': (0, 1000),
            'werkbank_http_requests_total{status="503"}': (0, 5),
        },
    ),
    "WerkbankRequestsSlow": (
        {
            'werkbank_http_request_duration_seconds_bucket{method="GET",le="1.0"}': (0, 90),
            'werkbank_http_request_duration_seconds_bucket{method="GET",le="2.5"}': (0, 100),
            'werkbank_http_request_duration_seconds_bucket{method="GET",le="+Inf"}': (0, 100),
        },
        {
            'werkbank_http_request_duration_seconds_bucket{method="GET",le="1.0"}': (0, 100),
            'werkbank_http_request_duration_seconds_bucket{method="GET",le="+Inf"}': (0, 100),
        },
    ),
    "WerkbankVersionsMixed": (
        {
            'werkbank_build_info{version="0.1.0",schema="0047"}': (1, 0),
            'werkbank_build_info{version="0.2.0",schema="0047"}': (1, 0),
        },
        {
            'werkbank_build_info{version="0.2.0",schema="0047",instance="a"}': (1, 0),
            'werkbank_build_info{version="0.2.0",schema="0047",instance="b"}': (1, 0),
        },
    ),
    "WerkbankDiskFills": (
        {"werkbank_disk_free_bytes": (50e9, -100e6)},
        {"werkbank_disk_free_bytes": (50e9, -10e6)},
    ),
    "WerkbankSchedulerSilent": (
        {"werkbank_scheduler_beat_age_seconds": (10, 60)},
        {"werkbank_scheduler_beat_age_seconds": (1, 0)},
    ),
    "WerkbankStepsLate": (
        {'werkbank_step_oldest_age_seconds{task="verify"}': (0, 60)},
        {'werkbank_step_oldest_age_seconds{task="verify"}': (290, 0)},
    ),
    "WerkbankWorkNotPublished": (
        {"werkbank_work_item_oldest_age_seconds": (0, 60)},
        {"werkbank_work_item_oldest_age_seconds": (50, 0)},
    ),
    "WerkbankEventsNotPublished": (
        {"werkbank_event_oldest_unpublished_age_seconds": (0, 60)},
        {"werkbank_event_oldest_unpublished_age_seconds": (50, 0)},
    ),
    "WerkbankProcessesParked": (
        {"werkbank_processes_parked": (1, 0)},
        {"werkbank_processes_parked": (0, 0)},
    ),
    "WerkbankAttemptsFail": (
        {'werkbank_attempts_failed_total{task="send",failure="error"}': (0, 1)},
        {'werkbank_attempts_failed_total{task="send",failure="error"}': (10_000, 0.5)},
    ),
    "WerkbankBatchesFail": (
        {'werkbank_batches_failed_total{task="send"}': (0, 1)},
        {'werkbank_batches_failed_total{task="send"}': (100, 0)},
    ),
    "WerkbankStepsSlow": (
        {
            'werkbank_step_duration_seconds_bucket{task="verify",le="60.0"}': (0, 90),
            'werkbank_step_duration_seconds_bucket{task="verify",le="300.0"}': (0, 100),
            'werkbank_step_duration_seconds_bucket{task="verify",le="+Inf"}': (0, 100),
        },
        {
            'werkbank_step_duration_seconds_bucket{task="verify",le="60.0"}': (0, 99),
            'werkbank_step_duration_seconds_bucket{task="verify",le="300.0"}': (0, 100),
            'werkbank_step_duration_seconds_bucket{task="verify",le="+Inf"}': (0, 100),
        },
    ),
    "WerkbankDispatchFails": (
        {'werkbank_step_duration_seconds_count{task="send",state="verified"}': (0, 1)},
        {
            'werkbank_step_duration_seconds_count{task="send",state="verified"}': (50, 0),
            'werkbank_step_duration_seconds_count{task="send",state="sent"}': (0, 100),
        },
    ),
    "WerkbankContractorsPending": (
        {"werkbank_contractors_pending": (1, 0)},
        {"werkbank_contractors_pending": (0, 0)},
    ),
    "WerkbankWebhooksLate": (
        {'werkbank_webhook_delivery_oldest_due_age_seconds{condition="ok"}': (0, 60)},
        # Those that fail are late for reasons of their own.
        {
            'werkbank_webhook_delivery_oldest_due_age_seconds{condition="ok"}': (200, 0),
            'werkbank_webhook_delivery_oldest_due_age_seconds{condition="failing"}': (0, 60),
        },
    ),
    "WerkbankWebhooksFail": (
        {
            'werkbank_webhook_calls_total{result="failed"}': (0, 2),
            'werkbank_webhook_calls_total{result="accepted"}': (0, 1),
        },
        {
            'werkbank_webhook_calls_total{result="failed"}': (0, 2),
            'werkbank_webhook_calls_total{result="accepted"}': (0, 3),
        },
    ),
    "WerkbankMailsLate": (
        {'werkbank_mail_oldest_due_age_seconds{queue="account"}': (0, 60)},
        {'werkbank_mail_oldest_due_age_seconds{queue="account"}': (500, 0)},
    ),
    "WerkbankMailsRetried": (
        {
            'werkbank_mails_retried{queue="account"}': (6, 0),
            'werkbank_mails_retried{queue="request"}': (6, 0),
        },
        {
            'werkbank_mails_retried{queue="account",instance="a"}': (6, 0),
            'werkbank_mails_retried{queue="account",instance="b"}': (6, 0),
        },
    ),
    "WerkbankMailsGivenUp": (
        {'werkbank_mail_attempts_total{queue="account",result="given_up"}': (0, 1)},
        {
            'werkbank_mail_attempts_total{queue="account",result="given_up"}': (7, 0),
            'werkbank_mail_attempts_total{queue="account",result="failed"}': (0, 1),
        },
    ),
    "WerkbankMailsPutOff": (
        {"werkbank_mails_put_off_total": (0, 1)},
        {"werkbank_mails_put_off_total": (100, 0)},
    ),
    "WerkbankLoginsRefused": (
        {
            'werkbank_login_attempts_total{result="refused",instance="a"}': (0, 6),
            'werkbank_login_attempts_total{result="limited",instance="b"}': (0, 6),
        },
        {
            'werkbank_login_attempts_total{result="refused"}': (0, 6),
            'werkbank_login_attempts_total{result="accepted"}': (0, 100),
        },
    ),
}
#: Minutes between two looks at the rules and the looks that a case lasts, longer than an alert
#: waits; for alerts that wait for an hour or a day, and for all others.
SLOWLY, SOON = (30, 60), (1, 45)
WAIT_LONG = {"WerkbankContractorsPending", "WerkbankVersionsMixed"}


def case(alert, series, number, pace):
    """A test for `promtool` of how many alerts fire in the end."""
    minutes, looks = pace
    firing = f'count(ALERTS{{alertname="{alert}",alertstate="firing"}})'
    return {
        "interval": f"{minutes}m",
        "input_series": [
            {"series": name, "values": f"{start:g}{growth:+g}x{looks}"}
            for name, (start, growth) in series.items()
        ],
        "promql_expr_test": [
            {
                "expr": firing,
                "eval_time": f"{minutes * looks}m",
                "exp_samples": [{"labels": "{}", "value": number}] if number else [],
            }
        ],
    }


def promtool(*arguments):
    """Run Prometheus' own tool; skips without it."""
    if (path := shutil.which("promtool")) is None:
        pytest.skip("promtool is not installed; Debian has it in the package prometheus")
    return subprocess.run([path, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("pace", [SOON, SLOWLY], ids=["soon", "after a day"])
def test_each_alert_fires_when_it_should_and_not_beside_it(tmp_path, pace):
    assert set(CASES) == {rule["alert"] for rule in rules()}
    tests = [
        case(alert, series, number, pace)
        for alert, (bad, good) in CASES.items()
        for series, number in ((bad, 1), (good, 0))
        if (alert in WAIT_LONG) == (pace is SLOWLY)
    ]
    file = tmp_path / "test.yml"
    document = {
        "rule_files": [str(RULES)],
        "evaluation_interval": f"{pace[0]}m",
        "tests": tests,
    }
    file.write_text(yaml.safe_dump(document))
    run = promtool("test", "rules", str(file))
    assert run.returncode == 0, run.stdout + run.stderr


def test_prometheus_understands_every_query_of_the_board(tmp_path):
    file = tmp_path / "queries.yml"
    recorded = [{"record": f"query:{n}", "expr": query} for n, query in enumerate(queries())]
    file.write_text(yaml.safe_dump({"groups": [{"name": "queries", "rules": recorded}]}))
    run = promtool("check", "rules", str(file))
    assert run.returncode == 0, run.stdout + run.stderr
