"""Envelopes on their pages: delegated, committed, paid, moved; what exceeds is said at its field."""

from __future__ import annotations

from tests.api.conftest import LYS
from tests.web.conftest import Browser
from tests.web.routes.means.furnished import furnished


def test_an_envelope_is_delegated_committed_and_paid(cci: Browser) -> None:
    said = {"title": "Aides 2026", "year": "2026", "amount_eur": "1 000,50 €", "visibility": "shared"}
    assert cci.post("/enveloppes/nouvelle", said).headers["location"].endswith("?fait=envelopes")
    page = cci.get("/enveloppes").text
    assert "1\u202f000,50\u202f€" in page
    [found] = cci.service.graph.system_read("MATCH (e:Envelope) RETURN e.uid AS uid")
    address = f"/enveloppes/{found['uid']}"
    too_much = {"title": "Four", "siren": LYS, "amount_eur": "1000,51", "on": "2026-03-01"}
    refused = cci.post(f"{address}/engagement", too_much)
    assert (refused.status_code, 'id="champ-amount_eur-erreur"' in refused.text) == (422, True)
    assert cci.post(f"{address}/engagement", too_much | {"amount_eur": "1000,50"}).status_code == 303
    [made] = cci.service.graph.system_read("MATCH (c:Commitment) RETURN c.uid AS uid")
    paying = f"/engagements/{made['uid']}/paiement"
    wrong = cci.post(paying, {"paid": "2000", "returned": "0", "was_paid": "0", "was_returned": "0"})
    assert (wrong.status_code, "ne dépasse pas" in wrong.text) == (422, True)
    assert cci.post(paying, {"paid": "500", "returned": "100", "was_paid": "0", "was_returned": "0"}).status_code == 303
    assert cci.post(paying, {"paid": "600", "returned": "0", "was_paid": "0", "was_returned": "0"}).status_code == 409
    shown = cci.get(address).text
    assert all(text in shown for text in ("TEXTILES DE LA LYS", "500\u202f€", "100\u202f€"))
    assert "Four" in cci.get(f"{address}.csv").text
    assert "Engagements sur une enveloppe" in cci.get(f"/entreprises/{LYS}").text


def test_a_transfer_is_made_by_whom_delegates_and_told(cci: Browser, cma: Browser) -> None:
    address = furnished(cci.service.graph)["/enveloppes/{uid}"]
    said = {"title": "Autre", "year": "2026", "amount_eur": "100", "parent": "R"}
    assert cci.post("/enveloppes/nouvelle", said).status_code == 303
    rows = cci.service.graph.system_read("MATCH (e:Envelope) RETURN e.title AS title, e.uid AS uid")
    uid = {row["title"]: row["uid"] for row in rows}
    move = {"into": uid["Part"], "amount": "40", "reason": "Plus de dossiers."}
    assert cma.post(f"/enveloppes/{uid['Autre']}/virement", move).status_code == 403
    assert cci.post(f"/enveloppes/{uid['Autre']}/virement", move | {"amount": "400"}).status_code == 422
    assert cci.post(f"/enveloppes/{uid['Autre']}/virement", move).status_code == 303
    assert "Plus de dossiers." in cma.get(f"/enveloppes/{uid['Part']}").text
    assert "Métier à tisser" in cma.get(address).text


def test_what_is_private_is_nowhere_for_the_others(cci: Browser, cma: Browser) -> None:
    furnished(cci.service.graph)
    assert ("Réserve" in cci.get("/enveloppes").text, "Réserve" in cma.get("/enveloppes").text) == (True, False)
    assert "Réserve" not in cma.get("/enveloppes.csv").text


def test_the_manager_alone_is_offered_to_commit(cci: Browser, cma: Browser) -> None:
    address = furnished(cci.service.graph)["/enveloppes/{uid}"]
    assert "/engagement" in cci.get(address).text
    assert "/engagement" not in cma.get(address).text
    assert cma.get(f"{address}/engagement").status_code == 404


def test_an_envelope_of_ours_is_corrected_in_its_form(cci: Browser) -> None:
    address = furnished(cci.service.graph)["/enveloppes/{uid}"]
    form = cci.get(f"/enveloppes/nouvelle?corrige={address.rpartition('/')[2]}").text
    assert 'value="1000.00"' in form
    said = {"title": "Aides 2026", "year": "2026", "amount_eur": "2000", "reference": "R"}
    assert cci.post("/enveloppes/nouvelle", said).status_code == 303
    assert "2\u202f000\u202f€" in cci.get(address).text
    assert cci.post("/enveloppes/nouvelle", said | {"amount_eur": "399"}).status_code == 422
