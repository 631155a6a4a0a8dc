"""Every page, role by role, against the table of who may do what as it is written; every form, when forged."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastapi.routing import APIRoute

from access.roles import Role
from gate import forgery
from gate.asking import COOKIE
from gate.service import Service
from graph import Graph, Settings
from tests.access.conftest import admitted, join
from tests.api.conftest import COMPANIES, LYS
from tests.given import given
from tests.web.conftest import Browser
from web.app import ROUTERS

# Written by hand, on purpose: what it is compared with must not come from the code. A key opens no page.
ROLES = ("anonymous", "reader", "contributor", "steward", "dpo", "admin")
TABLE = {
    "the members' layer": "-   yes yes yes yes yes",
    "own records":        "-   yes yes yes yes -",
    "write":              "-   -   yes yes -   -",
    "decide":             "-   -   -   yes -   -",
    "who read":           "-   -   -   yes yes -",
    "persons":            "-   -   -   -   yes -",
    "manage":             "-   -   -   yes -   -",
    "the service":        "-   -   -   yes -   yes",
    "the platform":       "-   -   -   -   -   yes",
}  # fmt: skip
UID = "0123456789abcdef"
PAGES = {
    "GET /": ("the members' layer", "/"),
    "GET /suggestions": ("the members' layer", "/suggestions?q=textiles"),
    "GET /entreprises/{key}": ("the members' layer", f"/entreprises/{LYS}"),
    "GET /preparation": ("the members' layer", "/preparation"),
    "GET /sans-accompagnement": ("the members' layer", "/sans-accompagnement"),
    "GET /sans-accompagnement/autour": ("the members' layer", "/sans-accompagnement/autour?epci=200093201"),
    "GET /sans-accompagnement.csv": ("the members' layer", "/sans-accompagnement.csv"),
    "GET /campagnes": ("the members' layer", "/campagnes"),
    "POST /campagnes": ("write", "/campagnes"),
    "GET /campagnes/{uid}": ("the members' layer", f"/campagnes/{UID}"),
    "GET /campagnes/{uid}.csv": ("the members' layer", f"/campagnes/{UID}.csv"),
    "POST /campagnes/{uid}/{gesture}": ("write", f"/campagnes/{UID}/prendre"),
    "GET /experimentations": ("the members' layer", "/experimentations"),
    "GET /experimentations.csv": ("the members' layer", "/experimentations.csv"),
    "GET /experimentations/semblables": ("the members' layer", "/experimentations/semblables?theme=emploi"),
    "GET /experimentations/nouvelle": ("write", "/experimentations/nouvelle"),
    "POST /experimentations/nouvelle": ("write", "/experimentations/nouvelle"),
    "GET /experimentations/{uid}": ("the members' layer", f"/experimentations/{UID}"),
    "GET /experimentations/{uid}/modifier": ("write", f"/experimentations/{UID}/modifier"),
    "POST /experimentations/{uid}/{gesture}": ("write", f"/experimentations/{UID}/bilan"),
    "GET /besoins": ("the members' layer", "/besoins"),
    "GET /besoins.csv": ("the members' layer", "/besoins.csv"),
    "GET /besoins/nouveau": ("write", "/besoins/nouveau"),
    "POST /besoins/nouveau": ("write", "/besoins/nouveau"),
    "GET /besoins/demandes": ("own records", "/besoins/demandes"),
    "GET /besoins/demandes/{uid}": ("own records", f"/besoins/demandes/{UID}"),
    "POST /besoins/demandes/{uid}/{gesture}": ("decide", f"/besoins/demandes/{UID}/prendre"),
    "GET /besoins/territoriaux": ("the members' layer", "/besoins/territoriaux"),
    "POST /besoins/territoriaux": ("write", "/besoins/territoriaux"),
    "GET /besoins/territoriaux/decision": ("write", "/besoins/territoriaux/decision"),
    "POST /besoins/territoriaux/decision": ("write", "/besoins/territoriaux/decision"),
    "GET /besoins/territoriaux/{uid}": ("the members' layer", f"/besoins/territoriaux/{UID}"),
    "POST /besoins/territoriaux/{uid}/repondre": ("write", f"/besoins/territoriaux/{UID}/repondre"),
    "GET /besoins/{uid}": ("the members' layer", f"/besoins/{UID}"),
    "GET /besoins/{uid}/modifier": ("write", f"/besoins/{UID}/modifier"),
    "POST /besoins/{uid}/{gesture}": ("write", f"/besoins/{UID}/prendre"),
    "GET /repartition": ("the members' layer", "/repartition"),
    "POST /repartition": ("write", "/repartition"),
    "GET /repartition.{form}": ("the members' layer", "/repartition.csv"),
    "GET /repartition/scenarios": ("the members' layer", "/repartition/scenarios"),
    "POST /repartition/scenarios/{uid}/supprimer": ("write", f"/repartition/scenarios/{UID}/supprimer"),
    "GET /conventions": ("the members' layer", "/conventions"),
    "GET /conventions.csv": ("the members' layer", "/conventions.csv"),
    "GET /conventions/nouvelle": ("write", "/conventions/nouvelle"),
    "POST /conventions/nouvelle": ("write", "/conventions/nouvelle"),
    "GET /conventions/{uid}": ("the members' layer", f"/conventions/{UID}"),
    "GET /conventions/{uid}/modifier": ("write", f"/conventions/{UID}/modifier"),
    "POST /conventions/{uid}/actions": ("write", f"/conventions/{UID}/actions"),
    "GET /strategies": ("the members' layer", "/strategies"),
    "GET /strategies.csv": ("the members' layer", "/strategies.csv"),
    "GET /strategies/nouvelle": ("write", "/strategies/nouvelle"),
    "POST /strategies/nouvelle": ("write", "/strategies/nouvelle"),
    "GET /strategies/{uid}": ("the members' layer", f"/strategies/{UID}"),
    "GET /strategies/{uid}/modifier": ("write", f"/strategies/{UID}/modifier"),
    "GET /consultations": ("the members' layer", "/consultations"),
    "GET /consultations.csv": ("the members' layer", "/consultations.csv"),
    "GET /consultations/nouvelle": ("write", "/consultations/nouvelle"),
    "POST /consultations/nouvelle": ("write", "/consultations/nouvelle"),
    "GET /consultations/{uid}": ("the members' layer", f"/consultations/{UID}"),
    "GET /consultations/{uid}/modifier": ("write", f"/consultations/{UID}/modifier"),
    "POST /consultations/{uid}/reponse": ("write", f"/consultations/{UID}/reponse"),
    "POST /consultations/{uid}/suite": ("write", f"/consultations/{UID}/suite"),
    "POST /consultations/{uid}/clore": ("write", f"/consultations/{UID}/clore"),
    "GET /recouvrements": ("the members' layer", "/recouvrements"),
    "GET /recouvrements.csv": ("the members' layer", "/recouvrements.csv"),
    "GET /territoires": ("the members' layer", "/territoires"),
    "GET /territoires.csv": ("the members' layer", "/territoires.csv"),
    "GET /territoires/{code}": ("the members' layer", "/territoires/59"),
    "GET /indicateurs": ("the members' layer", "/indicateurs"),
    "GET /indicateurs.{form}": ("the members' layer", "/indicateurs.csv"),
    "GET /animation": ("the members' layer", "/animation"),
    "GET /animation.csv": ("the members' layer", "/animation.csv"),
    "GET /reseau": ("the members' layer", "/reseau"),
    "GET /reseau.{form}": ("the members' layer", f"/reseau.csv?acteur={LYS}"),
    "GET /analyses": ("the members' layer", "/analyses"),
    "GET /analyses.{form}": ("the members' layer", f"/analyses.csv?acteur={LYS}"),
    "GET /enveloppes": ("the members' layer", "/enveloppes"),
    "GET /enveloppes.csv": ("the members' layer", "/enveloppes.csv"),
    "GET /enveloppes/nouvelle": ("write", "/enveloppes/nouvelle"),
    "POST /enveloppes/nouvelle": ("write", "/enveloppes/nouvelle"),
    "GET /enveloppes/{uid}": ("the members' layer", f"/enveloppes/{UID}"),
    "GET /enveloppes/{uid}.csv": ("the members' layer", f"/enveloppes/{UID}.csv"),
    "GET /enveloppes/{uid}/engagement": ("write", f"/enveloppes/{UID}/engagement"),
    "POST /enveloppes/{uid}/engagement": ("write", f"/enveloppes/{UID}/engagement"),
    "POST /enveloppes/{uid}/virement": ("write", f"/enveloppes/{UID}/virement"),
    "POST /engagements/{uid}/paiement": ("write", f"/engagements/{UID}/paiement"),
    "GET /agents": ("the members' layer", "/agents"),
    "GET /agents.csv": ("the members' layer", "/agents.csv"),
    "GET /agents/nouveau": ("write", "/agents/nouveau"),
    "POST /agents/nouveau": ("write", "/agents/nouveau"),
    "GET /agents/formation": ("write", "/agents/formation"),
    "POST /agents/formation": ("write", "/agents/formation"),
    "GET /comites": ("the members' layer", "/comites"),
    "GET /comites.csv": ("the members' layer", "/comites.csv"),
    "GET /comites.ics": ("the members' layer", "/comites.ics"),
    "GET /comites/nouveau": ("write", "/comites/nouveau"),
    "POST /comites/nouveau": ("write", "/comites/nouveau"),
    "GET /comites/question": ("write", "/comites/question"),
    "POST /comites/question": ("write", "/comites/question"),
    "GET /questions/{uid}": ("the members' layer", f"/questions/{UID}"),
    "POST /questions/{uid}": ("write", f"/questions/{UID}"),
    "GET /comites/{uid}": ("the members' layer", f"/comites/{UID}"),
    "GET /comites/{uid}/compte-rendu": ("the members' layer", f"/comites/{UID}/compte-rendu"),
    "GET /comites/{uid}/compte-rendu.html": ("the members' layer", f"/comites/{UID}/compte-rendu.html"),
    "GET /comites/{uid}/dossier": ("write", f"/comites/{UID}/dossier"),
    "POST /comites/{uid}/dossier": ("write", f"/comites/{UID}/dossier"),
    "GET /dossiers/{uid}": ("the members' layer", f"/dossiers/{UID}"),
    "POST /dossiers/{uid}": ("write", f"/dossiers/{UID}"),
    "GET /visites": ("own records", "/visites"),
    "GET /visites.ics": ("own records", "/visites.ics"),
    "GET /visites/{uid}": ("own records", f"/visites/{UID}"),
    "GET /visites/nouvelle": ("write", "/visites/nouvelle"),
    "POST /visites/nouvelle": ("write", "/visites/nouvelle"),
    "GET /visites/compte-rendu": ("write", "/visites/compte-rendu"),
    "POST /visites/compte-rendu": ("write", "/visites/compte-rendu"),
    "GET /visites/avertissement": ("the members' layer", f"/visites/avertissement?company={LYS}"),
    "GET /visites/{uid}/modifier": ("write", f"/visites/{UID}/modifier"),
    "POST /visites/{uid}/annuler": ("write", f"/visites/{UID}/annuler"),
    "GET /imports": ("own records", "/imports"),
    "GET /imports/nouveau": ("write", "/imports/nouveau"),
    "POST /imports/nouveau": ("write", "/imports/nouveau"),
    "GET /imports/{uid}": ("own records", f"/imports/{UID}"),
    "POST /imports/{uid}/confirmer": ("write", f"/imports/{UID}/confirmer"),
    "POST /imports/{uid}/arreter": ("write", f"/imports/{UID}/arreter"),
    "GET /imports/{uid}/progres": ("own records", f"/imports/{UID}/progres"),
    "GET /imports/{uid}/refus.csv": ("own records", f"/imports/{UID}/refus.csv"),
    "GET /a-verifier": ("own records", "/a-verifier"),
    "GET /a-verifier/suite": ("own records", "/a-verifier/suite"),
    "GET /a-verifier/doublons": ("the members' layer", "/a-verifier/doublons"),
    "POST /a-verifier/doublons": ("decide", "/a-verifier/doublons"),
    "POST /a-verifier/{uid}": ("decide", f"/a-verifier/{UID}"),
    "POST /imports/{uid}/lecture": ("write", f"/imports/{UID}/lecture"),
    "POST /imports/{uid}/reprendre": ("write", f"/imports/{UID}/reprendre"),
    "POST /recouvrements/{uid}": ("decide", f"/recouvrements/{UID}"),
    "GET /avis": ("own records", "/avis"),
    "GET /avis/nombre": ("own records", "/avis/nombre"),
    "POST /avis": ("own records", "/avis"),
    "POST /echanges": ("write", "/echanges"),
    "POST /echanges/{uid}": ("write", f"/echanges/{UID}"),
    "GET /entreprises/{key}/lecteurs": ("who read", f"/entreprises/{LYS}/lecteurs"),
    "GET /protection-des-donnees": ("who read", "/protection-des-donnees"),
    "GET /protection-des-donnees/journal.csv": ("who read", "/protection-des-donnees/journal.csv"),
    "GET /institution": ("manage", "/institution"),
    "POST /institution/membres": ("manage", "/institution/membres"),
    "POST /institution/membres/{uid}/{gesture}": ("manage", f"/institution/membres/{UID}/retirer"),
    "POST /institution/boite": ("manage", "/institution/boite"),
    "POST /institution/cles": ("manage", "/institution/cles"),
    "POST /institution/cles/{uid}/revoquer": ("manage", f"/institution/cles/{UID}/revoquer"),
    "GET /administration": ("the service", "/administration"),
    "POST /administration/institutions": ("the platform", "/administration/institutions"),
    "POST /administration/institutions/{uid}/{gesture}": (
        "the platform",
        f"/administration/institutions/{UID}/rouvrir",
    ),
    "POST /administration/administrateurs": ("the platform", "/administration/administrateurs"),
    "POST /protection-des-donnees/personne": ("persons", "/protection-des-donnees/personne"),
    "POST /protection-des-donnees/personne/export": ("persons", "/protection-des-donnees/personne/export"),
    "POST /protection-des-donnees/personne/{gesture}": ("persons", "/protection-des-donnees/personne/erase"),
    "POST /protection-des-donnees/actes/{uid}/lever": ("persons", f"/protection-des-donnees/actes/{UID}/lever"),
}
AT_THE_DOOR = {
    "GET /demande",
    "POST /demande",
    "GET /demande/{number}",
    "GET /composants", "GET /assets/{digest}/{name}", "GET /connexion", "POST /connexion",
    "GET /guide", "GET /guide/{name}", "GET /guide/images/{name}",
    "GET /connexion/fournisseur", "GET /connexion/retour", "GET /organisation", "POST /organisation",
    "GET /charte", "POST /charte", "POST /deconnexion",
}  # fmt: skip


class Visitor(NamedTuple):
    """Somebody at a browser: the pages, the cookie, the token that our own forms would carry."""

    browser: Browser
    cookie: dict[str, str]
    token: str

    def sends(self, name: str, path: str, headers: dict[str, str], data: dict[str, str]) -> Any:
        options = {"data": data} if name.startswith("POST") else {}
        return self.browser.request(name.split(maxsplit=1)[0], path, headers=self.cookie | headers, **options)


@pytest.fixture
def pages(graph: Graph, tmp_path: Path) -> Browser:
    """The pages as people reach them, with two institutions that were admitted."""
    admitted(graph)
    given(graph, *COMPANIES)
    return Browser(Service(graph, Settings(home=tmp_path, rate_address="10000/minute")))


def visitor(pages: Browser, role: str) -> Visitor:
    if role == "anonymous":
        return Visitor(pages, {}, "")
    signed = join(pages.service.graph, Role(role))
    return Visitor(pages, {"Cookie": f"{COOKIE}={signed.shown}"}, forgery.token(signed.identity))


def routes() -> set[str]:
    every = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    return {f"{method} {route.path}" for route in every for method in route.methods or ()}


def let_in(answer: Any) -> bool:
    """Whether a page was opened, and not refused or led back to the door; a form that was taken may lead on."""
    away = answer.headers.get("location", "").startswith(("/connexion", "/charte", "/organisation"))
    return answer.status_code not in (401, 403) and not away


def test_the_table_has_every_page_and_no_other() -> None:
    assert routes() == set(PAGES) | AT_THE_DOOR


@pytest.mark.parametrize("role", ROLES)
def test_each_page_answers_each_role_as_the_table_says(pages: Browser, role: str) -> None:
    who = visitor(pages, role)
    mismatches = []
    for name, (row, path) in PAGES.items():
        answer = who.sends(name, path, {}, {forgery.FIELD: who.token})
        yes = dict(zip(ROLES, TABLE[row].split(), strict=True))[role] == "yes"
        if role == "anonymous":
            # Whatever is asked, forms included, leads to the door.
            right = answer.status_code == 303 and answer.headers["location"].startswith("/connexion")
        else:
            right = answer.status_code < 500 and let_in(answer) == yes
        if not right:
            mismatches.append(f"{role}: {name} answered {answer.status_code}")
    assert mismatches == []


@pytest.mark.parametrize(
    ("headers", "known"),
    [
        ({}, False),
        ({"X-CSRF-Token": "0" * 64}, False),
        ({"Origin": "https://ailleurs.example"}, True),
        ({"Origin": "null"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
    ],
)
def test_no_form_is_taken_from_elsewhere(pages: Browser, headers: dict[str, str], known: bool) -> None:
    who = visitor(pages, "steward")
    count = "MATCH (n) WHERE NOT n:AuditEvent RETURN count(n) AS nodes, count { ()-[]->() } AS edges"
    before = pages.service.graph.system_read(count)
    form = {forgery.FIELD: who.token} if known else {}
    paths = {name: PAGES[name][1] if name in PAGES else name.split()[1] for name in routes() if name.startswith("POST")}
    answers = {name: who.sends(name, path, headers, form).status_code for name, path in paths.items()}
    assert answers == dict.fromkeys(paths, 403)
    assert pages.service.graph.system_read(count) == before
