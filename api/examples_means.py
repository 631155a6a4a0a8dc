"""One answer of each route of the means, made of the models themselves."""

from __future__ import annotations

from api.examples import AGENCY, CHAMBER, COMPANY, MAILBOX, plain
from api.own.means import (
    Committees,
    CommitteeSheet,
    Envelopes,
    EnvelopeSheet,
    Posts,
    Referrals,
    Ruled,
    Staffing,
    Trainings,
)
from graph.visibility import Visibility
from planning.entering import Entered
from planning.models import Outcome
from queries.means.agents import Hole, Load, Post, Step, Training
from queries.means.committees import Committee, Item, Referral
from queries.means.envelopes import Commitment, Envelope, Moved

_UID, _OTHER, _ON = "5f0c6b1e2a9d4c33", "c0ffee12ab34cd56", "2026-10-12"
_SHARED = Visibility.SHARED
_ENVELOPE = Envelope(
    uid=_UID, year=2026, title="Aides 2026, Littoral", reference="ENV-2026-04", owner=AGENCY, own=False,
    visibility=_SHARED, manager=CHAMBER, managed=True, territory="epci:248000531", territory_name="CA du Littoral",
    scheme="Aide au commerce", parent=_OTHER, parent_title="Aides 2026", summary=None, amount_cents=25_000_000,
    moved_cents=0, delegated_cents=0, parts=0, planned_cents=500_000, committed_cents=12_000_000, paid_cents=6_000_000,
    returned_cents=0, commitments=1, fresh_on=_ON, left_cents=13_000_000, used_share=0.48, forecast_share=0.54,
    underused=True,
)  # fmt: skip
_COMMITMENT = Commitment(
    uid=_OTHER, envelope=_UID, envelope_title=_ENVELOPE.title, institution=CHAMBER, own=True, visibility=_SHARED,
    title="Four à pain", reference="E-12", status="committed", scheme="Aide au commerce", company=COMPANY.uid,
    siren=COMPANY.siren, holder=COMPANY.name, amount_cents=12_000_000, paid_cents=6_000_000, returned_cents=0, on=_ON,
    paid_on="2026-11-02", returned_on=None, decision=None, summary=None,
)  # fmt: skip
_MOVED = Moved(
    uid="0f3b9a7c5d1e4268", institution=AGENCY, gone=True, other=_OTHER, other_title="Aides 2026, Plaine",
    amount_cents=500_000, on=_ON, reason="Trop peu de dossiers.",
)  # fmt: skip
ENVELOPES = plain(Envelopes(envelopes=(_ENVELOPE,)))
SHEET = plain(EnvelopeSheet(envelope=_ENVELOPE, commitments=(_COMMITMENT,), transfers=(_MOVED,)))
ENTERED = plain(Entered(outcome=Outcome.CREATED, uid=_UID, reference="ENV-2026-04", remarks=()))
_POST = Post(
    uid=_UID, institution="agence-littoral", institution_name=AGENCY, of_region=False, own=False, visibility=_SHARED,
    function="Chargée de développement territorial", fte=1.0, territories=("epci:248000531",), themes=("export",),
    mailbox=MAILBOX, starts_on="2026-01-05", ends_on=None, agent=None, fresh_on=_ON,
)  # fmt: skip
POSTS = plain(Posts(posts=(_POST,)))
TRAININGS = plain(
    Trainings(
        trainings=(
            Training(uid=_UID, title="Les aides à l'export", theme="export", trainer=CHAMBER, institution=AGENCY,
                     territory="CA du Littoral", on=_ON, participants=5, hours=3.5, own=False, fresh_on=_ON),
        )
    )
)  # fmt: skip
STAFFING = plain(
    Staffing(
        territories=(
            Load(code="248000531", name="CA du Littoral", companies=9_200, region_fte=0.5, other_fte=1.0, norm_fte=0.92,
                 gap_fte=0.42, companies_per_fte=18_400.0, visits_per_fte=None, needs_per_fte=None),
        ),
        holes=(
            Hole(code="248000531", name="CA du Littoral", no_region=False, no_counterpart=True, themes=("innovation",)),
        ),
        proposal=(
            Step(rank=1, code="248000531", name="CA du Littoral", fte=0.5, gap_before=0.42, gap_after=-0.08),
        ),
    )
)  # fmt: skip
_COMMITTEE = Committee(
    uid=_UID, institution=CHAMBER, mailbox=MAILBOX, own=True, rules=True, visibility=_SHARED,
    title="Comité d'engagement du Littoral", reference="K-3", kind="commitment", status="held", on=_ON,
    territory="epci:248000531", territory_name="CA du Littoral", partner=AGENCY, place="Boulogne",
    members=("Vice-présidence", "Direction du développement"), minutes=None, items=1, decided=1, fresh_on=_ON,
)  # fmt: skip
_ITEM = Item(
    uid=_OTHER, committee=_UID, title="Four à pain", kind="company", institution=CHAMBER, own=True, visibility=_SHARED,
    company=COMPANY.uid, siren=COMPANY.siren, holder=COMPANY.name, asked_cents=1_500_000, envelope=_UID,
    envelope_title=_ENVELOPE.title, scheme=None, summary=None, verdict="favourable", granted_cents=1_200_000,
    reason="Deux emplois à la clé.", decided_on=_ON, decided_by=CHAMBER, commitment=f"d{_OTHER}", on="2026-09-20",
)  # fmt: skip
_REFERRAL = Referral(
    uid=_UID, title="Quel plafond pour les fours ?", institution=CHAMBER, own=True, visibility=_SHARED,
    addressee=AGENCY, mailbox=MAILBOX, to_us=False, theme="financement", territory="epci:248000531",
    territory_name="CA du Littoral", committee=_UID, committee_title=_COMMITTEE.title, on="2026-10-13",
    due_on="2026-11-12", answered_on=None, answer=None, summary=None, days=38, overdue=True, fresh_on=_ON,
)  # fmt: skip
COMMITTEES = plain(Committees(committees=(_COMMITTEE,)))
COMMITTEE = plain(CommitteeSheet(committee=_COMMITTEE, items=(_ITEM,), referrals=(_REFERRAL,)))
REFERRALS = plain(Referrals(referrals=(_REFERRAL,)))
REFERRAL = plain(_REFERRAL)
RULED = plain(Ruled(item=_ITEM, commitment=f"d{_OTHER}"))
