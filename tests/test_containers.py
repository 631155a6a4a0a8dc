"""The files for containers, held to the compose specification and to what the embedded server is."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.resources import files as package_files
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from graph.embedded.conf import CLOSED
from graph.embedded.lock import NEO4J_VERSION
from tests.tree import ROOT, modules


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(read("docker-compose.yml"))
    return loaded


def test_the_compose_file_keeps_to_the_compose_specification(compose: dict[str, Any]) -> None:
    schema = package_files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    validator = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(compose)] == []
    assert list(validator.iter_errors(compose | {"services": {"dore": {"image": 3}}})), "the schema checks nothing"


def test_the_password_has_no_default_anywhere(compose: dict[str, Any]) -> None:
    said = [value for service in compose["services"].values() for value in service["environment"].values()]
    secret = [value for value in said if "NEO4J_PASSWORD" in str(value)]
    assert len(secret) == 2
    assert all("${NEO4J_PASSWORD:?" in value for value in secret)


def test_neo4j_in_its_container_is_the_embedded_one_and_as_closed(compose: dict[str, Any]) -> None:
    service = compose["services"]["neo4j"]
    assert service["image"] == f"neo4j:{NEO4J_VERSION}-community"
    given = service["environment"]
    own_container = {"server.default_listen_address", "server.bolt.enabled", "dbms.security.auth_enabled"}
    # Not what leaves or enters: how fast its own process stops, and how its log grows.
    upkeep = {
        "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration",
        "internal.dbms.usage_report.udc_network_enabled",
        "db.tx_log.preallocate",
    }
    for setting, value in CLOSED.items():
        if setting not in own_container | upkeep:
            variable = "NEO4J_" + setting.replace("_", "__").replace(".", "_")
            assert given.get(variable) == value, setting


def test_nothing_listens_beyond_the_machine(compose: dict[str, Any]) -> None:
    published = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)
    application = compose["services"]["dore"]
    assert application["network_mode"] == "host"
    assert application["environment"]["DORE_HOST"] == "127.0.0.1"
    assert "--accounts" in application["command"]
    assert not {"--host", "--insecure"} & set(application["command"].replace("}", " ").split())


def test_both_containers_are_watched_and_keep_their_data(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert "healthcheck" in services["neo4j"]
    assert "HEALTHCHECK" in read("Dockerfile")
    assert services["dore"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    named = {volume.partition(":")[0] for service in services.values() for volume in service["volumes"]}
    assert named == set(compose["volumes"])


def test_the_image_is_built_in_stages_from_the_lock_and_runs_as_nobody_special() -> None:
    stages = re.split(r"^FROM ", read("Dockerfile"), flags=re.M)[1:]
    assert len(stages) == 2
    assert "--require-hashes --requirement requirements.lock" in stages[0]
    [user] = re.findall(r"^USER (\d+)", stages[1], re.M)
    assert int(user) > 0


def test_the_builder_gets_what_the_image_is_made_of() -> None:
    kept = {line[1:] for line in read(".dockerignore").splitlines() if line.startswith("!")}
    here = {path.parts[0] for path in modules()}
    project = tomllib.loads(read("pyproject.toml"))["project"]
    named = {"pyproject.toml", "requirements.lock", project["readme"], *project["license-files"]}
    assert kept == here | named | {"docs/guide"}
