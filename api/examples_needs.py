"""One answer of each route on needs and allocations, for the OpenAPI document, made of the models themselves."""

from __future__ import annotations

from api.examples import AGENCY, CHAMBER, COMPANY, MAILBOX, plain
from api.own.needs import NeedSheet, TerritorialNeeds
from graph.visibility import Visibility
from planning.entering import Entered
from planning.models import Outcome
from queries.models import Party
from queries.partnership.allocations import Allocation, AllocationScope, Share, Why
from queries.partnership.needs import Act, Need, NeedList
from queries.partnership.territorial_needs import Cell, Heard, TerritorialNeed

_AT = "2026-11-20T09:12:41.120000+00:00"
_NEED = Need(
    uid="5f0c6b1e2a9d4c33", own=False, visibility=Visibility.SHARED, signalled=False, on="2026-11-02",
    institution_uid="cci-littoral", institution=CHAMBER, mailbox=MAILBOX, raiser="company",
    title="Trouver un local plus grand", status="taking_care", theme="implantation", theme_label="Implantation",
    summary=None, answered_on=None, holder=None, place=None, reference=None, day=None, company=COMPANY.uid,
    siren=COMPANY.siren, company_name=COMPANY.name, territory=None, territory_name=None, epci=None, epci_name=None,
    handed_to=None, handed_name=None, takers=(Party(uid="agence-littoral", name=AGENCY),),
)  # fmt: skip
_ACT = Act(uid="00c0ffee00c0ffee", kind="take", at=_AT, who=AGENCY, own=False, to=None, text=None)
_TERRITORIAL = TerritorialNeed(
    uid="7a0c6b1e2a9d4c33", own=False, institution=AGENCY, title="Recruter des soudeurs", theme="emploi",
    theme_label="Emploi et recrutement", since="2026-05-20", until="2026-11-20", companies=7, epcis=3,
    addressee="region", addressee_name="Région", mailbox=None, due="2027-01-31", promoted_at=_AT, answer=None,
    answered_at=None,
)  # fmt: skip
_HEARD = Heard(
    theme="emploi", label="Emploi et recrutement", needs=9, companies=7, epcis=3, since="2026-05-20",
    until="2026-11-20", places=(Cell(label="CA Amiens Métropole", needs=None),), months=(), promoted=_TERRITORIAL.uid,
)  # fmt: skip
NEEDS = plain(NeedList(needs=(_NEED,)))
NEED = plain(NeedSheet(need=_NEED, acts=(_ACT,)))
NEED_ENTERED = plain(Entered(outcome=Outcome.CREATED, uid=_NEED.uid, reference="F-0123456789ab", remarks=()))
TERRITORIALS = plain(TerritorialNeeds(territorial_needs=(_TERRITORIAL,), heard=(_HEARD,)))
TERRITORIAL = plain(_TERRITORIAL)
_WHY = Why(criterion="population", value=2_611_293.0, unknown=False, cents=70_000_000.0, one_more_point_cents=0.0)
_SHARE = Share(
    code="59", name="Nord", cents=70_000_000, equal_cents=50_000_000, per_inhabitant_cents=70_000_000, floor_cents=0,
    why=(_WHY,),
)  # fmt: skip
ALLOCATION = plain(Allocation(scope=AllocationScope(weights={"population": 1.0}), as_of="2026-11-20", shares=(_SHARE,)))
