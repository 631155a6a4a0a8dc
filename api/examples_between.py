"""One answer of each route between institutions, for the OpenAPI document, made of the models themselves."""

from __future__ import annotations

from api.examples import AGENCY, CHAMBER, COMPANY, MAILBOX, plain
from api.examples_intake import RECORDED
from api.own.between import Campaigns, Decided, Exchanges, Notices, Read, Sheet
from graph.visibility import Visibility
from planning.models import Outcome
from queries.campaigns import Campaign, Target, TargetVisit
from queries.exchanges import Exchange
from queries.models import Status
from queries.notices import Notice, Said

_AT = "2026-11-20T09:12:41.120000+00:00"
_EXCHANGE = Exchange(
    uid="0f3b9a7c5d1e42688a6c4e2b0d9f7153",
    kind="join",
    status="open",
    own=True,
    counterpart="cci-littoral",
    asker=AGENCY,
    asked=CHAMBER,
    mailbox=None,
    company=COMPANY.uid,
    siren=COMPANY.siren,
    name=COMPANY.name,
    on="2026-11-26",
    asker_on="2026-11-24",
    visit="c0ffee12ab34cd56",
    reason=None,
    answer=None,
    asked_at=_AT,
    answered_at=None,
)
EXCHANGE = plain(_EXCHANGE)
EXCHANGES = plain(Exchanges(exchanges=(_EXCHANGE,)))
POSTPONED = {**RECORDED, "outcome": Outcome.UPDATED.value}
DECIDED = plain(Decided(status="justified"))
PARTED = plain(Decided(status="open"))
NOTICES = plain(
    Notices(
        notices=(
            Notice(
                uid=f"join:{_EXCHANGE.uid}:agence-littoral",
                kind="join",
                at=_AT,
                read=False,
                who=CHAMBER,
                mailbox=MAILBOX,
                company=COMPANY.uid,
                siren=COMPANY.siren,
                name=COMPANY.name,
                visit="c0ffee12ab34cd56",
                on=None,
                theirs=None,
                said=Said(status="accepted", own=True, uid=_EXCHANGE.uid, answer="avec plaisir"),
            ),
        )
    )
)
READ = plain(Read(unread=0))
_CAMPAIGN = Campaign(
    uid="5f0c6b1e2a9d4c33",
    title="Textile, printemps",
    institution=AGENCY,
    own=True,
    visibility=Visibility.SHARED,
    since="2026-11-20",
    until="2027-03-31",
    drawn="epci:248000531, sans accompagnement connu depuis 12 mois",
    closed=False,
    companies=1,
    taken=1,
    visited=0,
)
CAMPAIGNS = plain(Campaigns(campaigns=(_CAMPAIGN,)))
SHEET = plain(
    Sheet(
        campaign=_CAMPAIGN,
        targets=(
            Target(
                company="140000027",
                siren="140000027",
                name="Tissages du Ponthieu",
                commune="Abbeville",
                rank=1,
                reason="dernière visite connue le 12/05/2024 par CCI du Littoral",
                taken_by=CHAMBER,
                taken_here=False,
                visit=TargetVisit(on="2026-12-10", status=Status.PLANNED, by=CHAMBER),
            ),
        ),
    )
)
