"""Files of the means as institutions send them: posts apart from people, committees by reference, what is refused."""

from __future__ import annotations

import pytest

from graph import Graph
from graph.errors import Refused
from graph.visibility import Caller
from ingest.report import Report
from ingest.reviewing import accept
from queries.tidings import tidings
from tests.given import given
from tests.ingest.conftest import Take

CMA = {"operator": "CMA Test"}
REGION = Caller(organisation="region")


@pytest.fixture
def house(ready: Graph) -> Graph:
    given(ready, "(:Operator {uid: 'region', name: 'Région Test'})", "(:Operator {uid: 'cma', name: 'CMA Test'})")
    return ready


def test_a_post_is_a_fact_and_who_holds_it_is_apart(house: Graph, take: Take) -> None:
    text = (
        "Fonction;ETP;Territoires;Sujets;Boîte fonctionnelle;Nom de l'agent;Numéro;Couleur\n"
        "Chargée de mission;0,8;200093201 | Somme;export;mission@cma.example;Grace Hopper;P1;bleu\n"
        "Chargée;60;200093201;;;;P2;\n"
    )
    report = take(text, "posts", **CMA)
    assert (report.written, report.refused, report.unknown_columns) == (1, 1, ["Couleur"])
    [found] = house.system_read(
        "MATCH (o:Operator)-[:HOLDS]->(p:Post) MATCH (a:Agent {uid: p.uid}) "
        "RETURN o.uid AS o, properties(p) AS post, a.name AS name"
    )
    post = found["post"]
    assert (found["o"], found["name"], "Hopper" in str(post)) == ("cma", "Grace Hopper", False)
    assert (post["fte"], post["territories"], post["themes"]) == (0.8, ["departement:80", "epci:200093201"], ["export"])
    changed = take(text.replace("Grace Hopper", "Ada Lovelace"), "posts", **CMA)
    assert (changed.updated, changed.unchanged) == (1, 0)
    assert house.system_read("MATCH (a:Agent) RETURN a.name AS name") == [{"name": "Ada Lovelace"}]


def test_a_training_is_counted_for_who_followed_it(house: Graph, take: Take) -> None:
    text = "Formation;Date;Suivie par;Nombre de participants;Noms\nLes aides;12/10/2026;CMA Test;5 personnes;Ada\n"
    assert take(text, "trainings", operator="Région Test").written == 1
    [found] = house.system_read("MATCH (o:Operator)-[:ATTENDED]->(t:Training) RETURN o.uid AS o, properties(t) AS t")
    assert (found["o"], found["t"]["participants"]) == ("cma", 5)
    assert "Ada" not in str(found["t"])


def test_a_committee_its_agenda_and_its_questions_are_tied_by_their_numbers(
    house: Graph, companies: Report, take: Take
) -> None:
    take(
        "Numéro;Comité;Date;En tandem avec;Membres\nK1;Mars;10/03/2026;Région Test;Présidence | Direction\n",
        "committees",
        **CMA,
    )
    items = (
        "Identifiant;Numéro du comité;Dossier;Entreprise;SIRET;Montant demandé;Décision;Motif;Décidé le\n"
        "D1;K1;Four;TEXTILES DE LA LYS;73282932000074;12 k€;avis favorable;Emplois.;10/03/2026\n"
        "D2;K9;Four;TEXTILES DE LA LYS;73282932000074;12 k€;;;\n"
    )
    report = take(items, "agenda", **CMA)
    assert (report.written, report.refused) == (1, 1)
    assert [one.column for one in report.findings if one.severity == "refuse"] == ["committee"]
    asked = "Question;Posée le;Posée à;Numéro du comité\nQuel plafond ?;11/03/2026;Région Test;K1\nEt ?;11/03/2026;Nulle part;K1\n"
    assert (take(asked, "referrals", **CMA).refused) == 1
    [found] = house.system_read(
        "MATCH (c:Company)-[:ON_AGENDA]->(i:AgendaItem) MATCH (k:Committee {uid: i.committee}) "
        "MATCH (q:Referral {committee: k.uid}) RETURN c.siren AS siren, i.verdict AS verdict, i.asked_cents AS asked, "
        "k.partner AS partner, k.status AS status, q.addressee AS addressee, q.due_on AS due"
    )
    assert found == {"siren": "732829320", "verdict": "favourable", "asked": 1_200_000, "partner": "region",
                     "status": "held", "addressee": "region", "due": "2026-04-10"}  # fmt: skip
    assert [(one.kind, one.title) for one in tidings(house, REGION)] == [("referral", "Quel plafond ?")]
    take("Enveloppe;Année;Montant;Gestionnaire\nAides;2026;100;Région Test\n", "envelopes", **CMA)
    assert {one.kind for one in tidings(house, REGION)} == {"referral", "envelope"}


def test_a_row_accepted_from_the_queue_obeys_the_envelope_too(house: Graph, companies: Report, take: Take) -> None:
    given(
        house,
        "(:Envelope {uid: 'e', title: 'Aides', owner: 'cma', manager: 'cma', year: 2026, amount_cents: 10000, on: '2026-01-01'})",
    )
    text = "Enveloppe;Objet;Territoire;Montant;Numéro d'engagement\nAides;Halle;Atlantide;60;A\nAides;Halle;Atlantide;60;B\n"
    assert take(text, "commitments", **CMA).review == 2
    waiting = house.system_read("MATCH (r:Review) RETURN r.uid AS uid ORDER BY uid")
    caller = Caller(organisation="cma", actor="essai")
    accept(house, caller, waiting[0]["uid"])
    with pytest.raises(Refused, match="n'a plus que 40"):
        accept(house, caller, waiting[1]["uid"])
    states = house.system_read("MATCH (r:Review) RETURN r.status AS status ORDER BY status")
    assert [one["status"] for one in states] == ["accepted", "open"]
    assert house.system_read("MATCH (c:Commitment) RETURN sum(c.amount_cents) AS cents") == [{"cents": 6_000}]


def test_a_row_in_doubt_keeps_its_parties_when_a_person_accepts_it(house: Graph, take: Take) -> None:
    text = "Titre;Parties;Date;Budget\nPDEC;CMA Test | Région Test | Les Jardins (association);10/03/2026;dix mille\n"
    assert take(text, "agreements", **CMA).review == 1
    [waiting] = house.system_read("MATCH (r:Review) RETURN r.uid AS uid")
    accept(house, Caller(organisation="cma", actor="essai"), waiting["uid"])
    found = house.system_read(
        "MATCH (p)-[:PARTY_TO]->(a:Agreement) RETURN a.title AS title, collect(p.name) AS parties, a.amount_eur AS amount"
    )
    assert [(one["title"], sorted(one["parties"]), one["amount"]) for one in found] == [
        ("PDEC", ["CMA Test", "Les Jardins", "Région Test"], None)
    ]


def test_a_row_that_lacks_what_it_must_say_cannot_be_accepted(house: Graph, take: Take) -> None:
    assert take("Enveloppe;Année;Montant\nAides;2026;mille\n", "envelopes", **CMA).review == 1
    [waiting] = house.system_read("MATCH (r:Review) RETURN r.uid AS uid")
    with pytest.raises(Refused, match="rien de lisible"):
        accept(house, Caller(organisation="cma", actor="essai"), waiting["uid"])
    assert house.system_read("MATCH (r:Review) RETURN r.status AS status") == [{"status": "open"}]
