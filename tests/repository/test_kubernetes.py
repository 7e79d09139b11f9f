"""Proves that the manifests for Kubernetes are valid, and run what the composition runs."""

import re
import typing
from importlib import import_module

import pytest
import yaml

from service import app
from service.settings import Settings
from tasks import scheduler, worker
from tasks.delivery import worker as delivery_worker
from tests.support.paths import ROOT

pytestmark = pytest.mark.one_database

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
FILES = sorted((ROOT / "deploy" / "kubernetes").rglob("*.yaml"))
MANIFESTS = [each for file in FILES for each in yaml.safe_load_all(file.read_text())]
PODS = {
    each["metadata"]["name"].removeprefix("werkbank-"): each["spec"]["template"]["spec"]
    for each in MANIFESTS
    if each["kind"] in ("Deployment", "Job")
}
#: What the composition does by `docker compose run`.
MARK = "mark-bucket"
SERVICES = sorted({*PODS} - {MARK})
DEPLOYMENTS = [each for each in MANIFESTS if each["kind"] == "Deployment"]
REPLICAS = {
    each["metadata"]["name"].removeprefix("werkbank-"): each["spec"]["replicas"]
    for each in DEPLOYMENTS
}
#: Where the models of Kubernetes' own schema are, by the API that a manifest names.
MODELS = {
    "v1": "core_v1",
    "apps/v1": "apps_v1",
    "batch/v1": "batch_v1",
    "networking.k8s.io/v1": "networking_v1",
    "policy/v1": "policy_v1",
}
KIBI = {"m": "Mi", "g": "Gi"}


def faults(value, model, where=""):
    """What Kubernetes' schema says against a value, with the place in the manifest."""
    if typing.get_origin(model) is typing.Union:
        choices = [choice for choice in typing.get_args(model) if choice is not type(None)]
        return min((list(faults(value, choice, where)) for choice in choices), key=len)
    if typing.get_origin(model) is list:
        if not isinstance(value, list):
            return [f"{where} is no list"]
        (part,) = typing.get_args(model)
        return [f for n, each in enumerate(value) for f in faults(each, part, f"{where}[{n}]")]
    if typing.get_origin(model) is dict:
        if not isinstance(value, dict):
            return [f"{where} is no map"]
        _, part = typing.get_args(model)
        return [f for name, each in value.items() for f in faults(each, part, f"{where}.{name}")]
    if not hasattr(model, "__annotations__"):
        return [] if isinstance(value, model) else [f"{where} is {value!r}"]
    fields = {name.rstrip("_"): hint for name, hint in typing.get_type_hints(model).items()}
    required = {name for name in fields if type(None) not in typing.get_args(fields[name])}
    return [
        *(f"{where} lacks {name}" for name in sorted(required - value.keys())),
        *(f"{where} has {name}, which is unknown" for name in sorted(value.keys() - fields.keys())),
        *(
            fault
            for name in value.keys() & fields.keys()
            for fault in faults(value[name], fields[name], f"{where}.{name}")
        ),
    ]


def model_of(manifest):
    module = import_module(f"lightkube.models.{MODELS[manifest['apiVersion']]}")
    return getattr(module, manifest["kind"])


def container(name):
    (only,) = PODS[name]["containers"]
    return only


def words(command):
    """A command of the composition as Kubernetes takes it, which replaces no `$`."""
    defaults = re.compile(r"\$\{\w+:?-([^}]*)\}")
    return [defaults.sub(r"\1", word).replace("$$", "$") for word in command]


@pytest.mark.parametrize(
    "manifest", MANIFESTS, ids=lambda each: f"{each['kind']}-{each['metadata']['name']}"
)
def test_each_manifest_is_valid(manifest):
    assert list(faults(manifest, model_of(manifest), manifest["kind"])) == []


def test_what_is_wrong_with_a_manifest_is_found():
    broken = yaml.safe_load((ROOT / "deploy/kubernetes/migrate.yaml").read_text())
    broken["date"] = broken["spec"].pop("template")
    broken["spec"]["backoffLimit"] = "six"
    assert set(faults(broken, model_of(broken), "Job")) == {
        "Job has date, which is unknown",
        "Job.spec lacks template",
        "Job.spec.backoffLimit is 'six'",
    }


def test_kubernetes_runs_what_the_composition_runs():
    assert set(PODS) == {MARK, *(name for name in COMPOSE if COMPOSE[name].get("build"))}


def test_the_bucket_is_marked_with_what_a_web_process_knows():
    assert container(MARK)["command"] == ["werkbank", "storage", "init"]
    assert container(MARK)["env"] == container("web")["env"]
    assert PODS[MARK]["volumes"][0] == PODS["web"]["volumes"][0]


@pytest.mark.parametrize("name", SERVICES)
def test_a_pod_has_the_image_the_command_and_the_environment_of_the_composition(name):
    stated, ours = COMPOSE[name], container(name)
    assert ours["image"] == stated["image"]
    assert ours.get("command") == (words(stated["command"]) if "command" in stated else None)
    assert {each["name"]: each["value"] for each in ours["env"]} == stated["environment"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_pod_sees_the_secrets_that_its_service_needs_and_no_other(name):
    (secrets,) = (each for each in PODS[name]["volumes"] if each["name"] == "secrets")
    assert [item["key"] for item in secrets["secret"]["items"]] == COMPOSE[name]["secrets"]
    mounts = {each["name"]: each["mountPath"] for each in container(name)["volumeMounts"]}
    assert mounts["secrets"] == "/run/secrets"


@pytest.mark.parametrize("name", SERVICES)
def test_a_pod_is_as_confined_as_its_container(name):
    stated, pod, ours = COMPOSE[name], PODS[name], container(name)
    assert ours["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": stated["read_only"],
        "capabilities": {"drop": stated["cap_drop"]},
    }
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert f"--uid {pod['securityContext']['runAsUser']} " in (ROOT / "Dockerfile").read_text()
    assert pod["automountServiceAccountToken"] is pod["enableServiceLinks"] is False
    memory = re.search(r"(\d+)([mg])\}?$", stated["mem_limit"])
    assert ours["resources"]["limits"]["memory"] == memory[1] + KIBI[memory[2]]
    tmp = re.search(r"size=(\d+)([mg])", stated["tmpfs"][0])
    (volume,) = (each for each in pod["volumes"] if each["name"] == "tmp")
    assert volume["emptyDir"] == {"medium": "Memory", "sizeLimit": tmp[1] + KIBI[tmp[2]]}


@pytest.mark.parametrize("name", sorted({*SERVICES} - {"migrate", "web"}))
def test_a_pod_is_asked_for_its_health_as_its_container_is(name):
    kind, *test = COMPOSE[name]["healthcheck"]["test"]
    asked = ["sh", "-c", *words(test)] if kind == "CMD-SHELL" else test
    probe = container(name)["readinessProbe" if name == "worker" else "livenessProbe"]
    assert probe["exec"]["command"] == asked
    stated = COMPOSE[name]["healthcheck"]
    assert f"{probe['periodSeconds']}s" == stated["interval"]
    assert f"{probe['timeoutSeconds']}s" == stated["timeout"]


def test_the_web_process_is_asked_for_its_health_on_paths_that_it_has():
    paths = {
        container("web")[probe]["httpGet"]["path"]
        for probe in ("startupProbe", "livenessProbe", "readinessProbe")
    }
    assert paths == {"/health/live", "/health/ready"}


def test_pods_get_the_time_to_end_that_containers_get():
    for name in ("worker", "deliveries"):
        grace_s = PODS[name]["terminationGracePeriodSeconds"]
        assert f"{grace_s}s" == COMPOSE[name]["stop_grace_period"]


def test_everything_that_stays_runs_several_times_but_flower():
    assert {name for name, number in REPLICAS.items() if number < 2} == {"flower"}


def test_the_connections_of_all_pods_fit_those_that_postgresql_takes():
    config = Settings(embedded=True)
    used = (
        REPLICAS["web"] * (config.web_threads + app.SPARE_CONNECTIONS)
        + REPLICAS["worker"] * config.worker_concurrency * worker.CONNECTIONS
        + REPLICAS["deliveries"] * (config.webhook_calls + delivery_worker.LOOPS)
        + REPLICAS["scheduler"] * scheduler.CONNECTIONS
    )
    assert used <= 100 - 3  # of which three are for the superuser
    for each in DEPLOYMENTS:  # nor do they need more while a new version replaces the old one
        assert each["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 0, "maxUnavailable": 1}


def test_the_settings_of_the_config_are_settings():
    (config,) = (each for each in MANIFESTS if each["kind"] == "ConfigMap")
    known = {f"WERKBANK_{name.upper()}" for name in Settings.model_fields}
    assert config["data"].keys() <= known
