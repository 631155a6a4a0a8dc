"""One answer of each route of duplicates, for the OpenAPI document, made of the models themselves."""

from __future__ import annotations

from api.examples import AGENCY, CHAMBER, COMPANY, plain
from api.own.duplicates import Mergings
from planning.merging import Decided
from queries.duplicate_pairs import KINDS_FR, Kind
from queries.duplicates import Card, Duplicates, Group, Proposal
from queries.mergings import Merging, Side

_UID = "5f0c6b1e2a9d4c33"
_KEPT = Card(
    uid=COMPANY.uid,
    siren=COMPANY.siren,
    name=COMPANY.name or "",
    address="12 rue du Port",
    code_postal="80100",
    commune="Abbeville",
    naf="13.20Z",
    state="open",
    verified=True,
    created_on="1998-03-01",
    closed_on=None,
    sites=1,
)
_TYPED = Card(
    uid="x4f1a09c2",
    siren=None,
    name="Tissage du Ponthieu",
    address=None,
    code_postal="80100",
    commune="Abbeville",
    naf=None,
    state="unknown",
    verified=False,
    created_on=None,
    closed_on=None,
    sites=0,
)
_PROPOSAL = Proposal(
    company=_TYPED,
    kind=Kind.TYPED,
    kind_fr=KINDS_FR[Kind.TYPED],
    score=0.93,
    reasons=("saisie à la main, sans SIREN", "nom très proche", "même commune"),
)
DUPLICATES = plain(Duplicates(count=1, groups=(Group(keep=_KEPT, others=(_PROPOSAL,), score=0.93),)))
_MERGING = Merging(
    uid=_UID,
    status="proposed",
    keep=Side(uid=_KEPT.uid, siren=_KEPT.siren, name=_KEPT.name, commune=_KEPT.commune, masked=False),
    gone=Side(uid=_TYPED.uid, siren=None, name=_TYPED.name, commune=_TYPED.commune, masked=False),
    reason="même atelier, saisi deux fois",
    owner="agence-littoral",
    institution=AGENCY,
    at="2026-11-20T09:12:41.120000+00:00",
    undone_at=None,
    asked=("cci-littoral",),
    agreed=("agence-littoral",),
    waits_for=(CHAMBER,),
    mine=True,
)
MERGING = plain(_MERGING)
MERGINGS = plain(Mergings(decisions=(_MERGING,)))
_DECIDED = Decided(uid=_UID, status="proposed", keep=_KEPT.uid, gone=_TYPED.uid, facts=3, waits_for=("cci-littoral",))
DECIDED = plain(_DECIDED)
DISTINCT = plain(_DECIDED.model_copy(update={"status": "distinct", "facts": 0, "waits_for": ()}))
UNDONE = plain(_DECIDED.model_copy(update={"status": "undone", "facts": 0, "waits_for": ()}))
