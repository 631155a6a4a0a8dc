"""The state of the service: whole for its administrators in counts, and for a steward its own institution alone."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from access import Role
from access.audit import event, record
from access.keys import create_key
from access.roles import local, platform
from access.sweeping import REFUSED
from gate.service import Service
from graph import Graph, Settings
from graph.backup.last import FILE, note
from tests.access.conftest import admitted, join
from tests.web.conftest import Browser, listening
from tests.web.test_every_page import faults

PAGE = "/administration"


@pytest.fixture
def admin(graph: Graph, tmp_path: Path) -> Browser:
    """The platform's administrator, over two institutions with members, a key and somebody who was stopped."""
    admitted(graph)
    for uid in ("cci", "cma"):
        join(graph, Role.STEWARD, uid)
        record(graph, [event(local(uid, actor=f"key:{uid}"), REFUSED, target="lists")])
        create_key(graph, local(uid), f"Tableau {uid}")
    join(graph, Role.READER, "cma", charter=False)
    return Browser(Service(graph, Settings(home=tmp_path), replace(platform(), via="local")))


def steward(admin: Browser, uid: str = "cci") -> Browser:
    return Browser(replace(admin.service, local=local(uid, f"{uid.upper()} Test", actor="web")))


def test_an_administrator_sees_institutions_in_counts_and_nobodys_members(admin: Browser) -> None:
    page = html.unescape(admin.get(PAGE).text)
    for said in (
        "2 institutions",
        "CCI Test",
        "responsable des données : 1",
        "lecteur : 1",
        "1 pas encore venu",
        "1 clé",
    ):
        assert said in page
    assert page.count("arrêté") == 2
    assert [one for one in ("@cci.example", "@cma.example", "Tableau c") if one in page] == []


def test_a_steward_sees_the_own_institution_and_nothing_of_another(admin: Browser) -> None:
    page = html.unescape(steward(admin).get(PAGE).text)
    for said in ("steward@cci.example", "Tableau cci"):
        assert said in page
    assert page.count("arrêté") == 1
    assert [one for one in ("cma", "CMA", "Admettre", "Suspendre") if one in page] == []


def test_institutions_are_admitted_suspended_and_opened_again(admin: Browser) -> None:
    unknown = admin.post(f"{PAGE}/institutions", {"institution": "Agence Tset"})
    assert (unknown.status_code, "Agence Test" in unknown.text) == (422, True)
    assert admin.post(f"{PAGE}/institutions", {"institution": "agence test"}).status_code == 303
    assert "3 institutions" in admin.get(PAGE).text
    assert admin.post(f"{PAGE}/institutions/adem/suspendre").status_code == 303
    assert "suspendue" in admin.get(PAGE).text
    assert admin.post(f"{PAGE}/institutions/adem/rouvrir").status_code == 303
    assert "suspendue" not in admin.get(PAGE).text
    assert admin.post(f"{PAGE}/institutions/personne/suspendre").status_code == 404


def test_an_administrator_is_invited_by_a_link_that_is_shown_once(admin: Browser) -> None:
    said = {"name": "Zoé", "email": "zoe@plateforme.example"}
    answer = admin.post(f"{PAGE}/administrateurs", said)
    [link] = re.findall(r'<code class="once">(.*?)</code>', answer.text)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert ("zoe@plateforme.example" in admin.get(PAGE).text, link in admin.get(PAGE).text) == (True, False)
    assert admin.post(f"{PAGE}/administrateurs", said).status_code == 409


def test_the_last_backup_is_told_and_missed(admin: Browser) -> None:
    home = admin.service.settings.home
    assert "Aucune sauvegarde n'est connue" in html.unescape(admin.get(PAGE).text)
    note(home, "file", 1234)
    assert "1 234 nœuds et liens" in html.unescape(admin.get(PAGE).text).replace("\u202f", " ").replace("\xa0", " ")
    (home / FILE).write_text('{"at": "2026-01-01T00:00:00+00:00", "kind": "dump"}')
    assert "date d'il y a" in html.unescape(admin.get(PAGE).text)
    (home / FILE).write_text("{")
    assert "Aucune sauvegarde n'est connue" in html.unescape(admin.get(PAGE).text)


def test_it_is_sound_for_an_administrator_too(admin: Browser, chromium: Any) -> None:
    with listening(admin.app) as origin:
        assert list(faults(chromium, origin, PAGE)) == []
