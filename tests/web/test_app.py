"""What every page passes: failures as pages, headers, forms of our own alone, files that never change."""

from __future__ import annotations

import gzip
import re

import pytest

from gate import forgery
from tests.web.conftest import LYS, Browser
from web.permissions import ACTIONS

ADDRESS = re.compile(r'"(/assets/[0-9a-f]{16}/[^"]+)"')


@pytest.mark.parametrize(
    ("method", "path", "status", "said"),
    [
        ("GET", "/nulle-part", 404, "Introuvable"),
        ("GET", "/entreprises/000000000", 422, "n&#39;est ni un SIREN ni un SIRET"),
        ("GET", "/entreprises/0123456789abcdef", 404, "Introuvable"),
        ("PUT", "/", 405, "Cette adresse ne s&#39;ouvre pas ainsi"),
        ("GET", "/?q=" + "a" * 2_000, 422, "Demande à corriger"),
    ],
)
def test_a_failure_is_a_page_that_says_what_to_do(cci: Browser, method: str, path: str, status: int, said: str) -> None:
    answer = cci.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert said in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_what_nobody_expected_is_a_page_too_and_tells_nothing_of_itself(
    cci: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("le secret de la recherche")

    monkeypatch.setattr("web.routes.search.search", broken)
    answer = cci.get("/?q=lys")
    assert answer.status_code == 500
    assert "DORE a rencontré une erreur" in answer.text
    assert "secret" not in answer.text


def test_too_large_a_form_is_a_page(cci: Browser) -> None:
    answer = cci.request("POST", "/", content=b"a" * 300_000)
    assert answer.status_code == 413
    assert "Envoi trop volumineux" in answer.text


def test_another_machine_is_refused_in_a_page(cci: Browser) -> None:
    answer = cci.get("/", client=("192.0.2.1", 5))
    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")


def test_a_page_may_load_nothing_from_elsewhere(cci: Browser) -> None:
    answer = cci.get("/")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", answer.text)
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", answer.text)


def test_each_file_of_a_page_is_kept_for_ever_under_its_hash(cci: Browser) -> None:
    addresses = set(ADDRESS.findall(cci.get("/").text))
    assert {address.rsplit("/", 1)[1] for address in addresses} >= {"app.css", "app.js", "htmx.js", "icon.svg"}
    for address in addresses:
        answer = cci.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-encoding"] == "gzip"
        assert cci.get(address, headers={"Accept-Encoding": "identity"}).content == answer.content
        assert len(gzip.compress(answer.content)) < 30_000


def test_a_file_under_another_hash_or_name_does_not_exist(cci: Browser) -> None:
    address = next(one for one in ADDRESS.findall(cci.get("/").text) if one.endswith("app.css"))
    for wrong in (address.replace("app.css", "app.js"), "/assets/0000000000000000/app.css", "/assets/x/..%2fapp.py"):
        assert cci.get(wrong).status_code == 404


def own(browser: Browser) -> dict[str, str]:
    return {forgery.HEADER: forgery.token(browser.identity)}


@pytest.fixture
def posting(cci: Browser, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A browser of pages with one more, that takes a form."""

    async def taken() -> dict[str, bool]:
        return {"taken": True}

    monkeypatch.setitem(ACTIONS, "POST /essai", None)
    cci.app.add_api_route("/essai", taken, methods=["POST"])
    return cci


def test_a_form_of_our_own_is_taken_by_its_field_or_its_header(posting: Browser) -> None:
    assert posting.post("/essai").json() == {"taken": True}
    assert posting.request("POST", "/essai", headers=own(posting)).json() == {"taken": True}


def test_a_form_without_its_token_is_refused(posting: Browser) -> None:
    for answer in (posting.request("POST", "/essai"), posting.post("/essai", {forgery.FIELD: "autre"})):
        assert answer.status_code == 403
        assert "Rechargez la page" in answer.text


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-site"}, {"Origin": "http://ailleurs.example"}])
def test_a_form_of_another_site_is_refused_even_with_a_token(posting: Browser, headers: dict[str, str]) -> None:
    assert posting.request("POST", "/essai", headers=own(posting) | headers).status_code == 403


def test_a_name_that_holds_markup_is_shown_as_text(cci: Browser) -> None:
    page = cci.get("/?q=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert LYS not in page
