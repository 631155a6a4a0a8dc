"""From where a service is reached, and by which names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from gate.headers import HTTPS_ALONE
from gate.reach import Asked, Reach, is_loopback, reach_of
from gate.service import Service
from graph import Graph, Settings
from graph.errors import Misuse
from tests.api.conftest import Client

NAMED = Settings(public_url="https://dore.exemple.fr", allowed_hosts="dore.region.fr, 192.0.2.9")
FAR = ("203.0.113.9", 4000)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.1", "example.org", "", "127.0.0.1.example", "localhosts"])
def test_only_this_machine_is_loopback(host: str) -> None:
    assert not is_loopback(host)


def test_on_this_machine_nothing_has_to_be_said() -> None:
    for asked in (Asked("127.0.0.1"), Asked("localhost"), Asked("::1", accounts=True), Asked("127.0.0.1", tls=True)):
        assert reach_of(asked, NAMED) == Reach()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked("0.0.0.0"), "Sans comptes"),
        (Asked("192.0.2.9", tls=True), "Sans comptes"),
        (Asked("127.0.0.1", proxies="127.0.0.1"), "Sans comptes"),
        (Asked("0.0.0.0", accounts=True), "sans chiffrement"),
        (Asked("0.0.0.0", accounts=True, tls=True, proxies="127.0.0.1"), "s'excluent"),
        (Asked("0.0.0.0", accounts=True, tls=True, insecure=True), "contredit"),
        (Asked("0.0.0.0", accounts=True, proxies="127.0.0.1", insecure=True), "contredit"),
        (Asked("0.0.0.0", accounts=True, proxies="*"), "ni une adresse ni un réseau"),
    ],
)
def test_what_would_show_it_to_strangers_is_refused_in_a_sentence(asked: Asked, said: str) -> None:
    with pytest.raises(Misuse, match=said):
        reach_of(asked, NAMED)


def test_beyond_this_machine_it_answers_to_the_names_it_was_given() -> None:
    names = frozenset({"dore.exemple.fr", "dore.region.fr", "192.0.2.9"})
    assert reach_of(Asked("0.0.0.0", accounts=True, tls=True), NAMED) == Reach(True, names)
    assert reach_of(Asked("127.0.0.1", accounts=True, proxies="127.0.0.1, 10.0.0.0/8"), NAMED).proxies == (
        "127.0.0.1/32", "10.0.0.0/8",
    )  # fmt: skip
    assert reach_of(Asked("192.0.2.1", accounts=True, insecure=True), Settings()).hosts == {"192.0.2.1"}
    with pytest.raises(Misuse, match="sous quel nom"):
        reach_of(Asked("0.0.0.0", accounts=True, tls=True), Settings())
    with pytest.raises(Misuse, match="DORE_PUBLIC_URL"):
        reach_of(Asked("0.0.0.0", accounts=True, tls=True), Settings(public_url="dore.exemple.fr"))


@pytest.fixture
def door(graph: Graph, tmp_path: Path) -> Client:
    """The API of a service with a certificate of its own."""
    reach = Reach(True, frozenset({"dore.exemple.fr"}))
    return Client(Service(graph, Settings(home=tmp_path), reach=reach))


def test_another_machine_that_calls_it_by_its_name_is_answered(door: Client) -> None:
    answer = door.get("/healthz", client=FAR, base="https://dore.exemple.fr")
    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"] == HTTPS_ALONE["Strict-Transport-Security"]
    forwarded = {"X-Forwarded-For": "10.0.0.1"}  # by whatever stands between: nobody's word is taken for it
    assert door.get("/healthz", client=FAR, base="https://dore.exemple.fr", headers=forwarded).status_code == 200


@pytest.mark.parametrize(
    "name", ["autre.exemple.fr", "dore.exemple.fr.autre.fr", "127.0.0.1", "localhost", "203.0.113.1"]
)
def test_a_name_that_is_not_its_own_is_refused_whoever_uses_it(door: Client, name: str) -> None:
    answer = door.get("/healthz", client=FAR, base=f"https://{name}")
    assert answer.status_code == 403
    assert "Host" in answer.json()["hint"]


def test_a_page_of_another_site_is_refused_there_too(door: Client) -> None:
    for headers in ({"Origin": "https://autre.fr"}, {"Sec-Fetch-Site": "cross-site"}):
        assert door.get("/healthz", client=FAR, base="https://dore.exemple.fr", headers=headers).status_code == 403


def proxied(graph: Graph, home: Path) -> Client:
    """The API behind a server that terminates HTTPS, with what uvicorn makes of its headers."""
    reach = Reach(True, frozenset({"dore.exemple.fr"}), ("10.0.0.2/32",))
    client = Client(Service(graph, Settings(home=home, rate_address="2/hour"), reach=reach))
    client.app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(reach.proxies))
    return client


def test_behind_a_server_https_is_believed_of_that_server_alone(graph: Graph, tmp_path: Path) -> None:
    door = proxied(graph, tmp_path)

    def asks(client: tuple[str, int], **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return door.get("/api/v1/companies?q=a", client=client, base="http://dore.exemple.fr", headers=named)

    front, told = ("10.0.0.2", 1), {"X_Forwarded_Proto": "https", "X_Forwarded_For": "198.51.100.4"}
    assert asks(front, **told).status_code == 200
    assert asks(front, X_Forwarded_Proto="http").status_code == 403
    assert asks(front).status_code == 403
    assert asks(FAR, **told).status_code == 403
    assert "X-Forwarded-Proto" in asks(FAR, **told).json()["hint"]
    # Counted by the address that the server tells, not by what the visitor pretends, nor by the server's own.
    pretended = told | {"X_Forwarded_For": "192.0.2.200, 198.51.100.4"}
    assert [asks(front, **pretended).status_code for _ in range(2)] == [200, 429]
    assert asks(front, **told | {"X_Forwarded_For": "198.51.100.5"}).status_code == 200


def test_a_probe_on_the_machine_itself_needs_no_https(graph: Graph, tmp_path: Path) -> None:
    door = proxied(graph, tmp_path)
    assert door.get("/healthz").status_code == 200
    assert door.get("/api/v1/companies?q=a").status_code == 403


def test_without_https_the_answers_do_not_promise_any(door: Client) -> None:
    plain = Client(replace(door.service, insecure=True))
    answer = plain.get("/healthz", client=FAR, base="http://dore.exemple.fr")
    assert answer.status_code == 200
    assert "strict-transport-security" not in answer.headers
