"""One answer of each question, for the OpenAPI document: made of the models themselves, so that none can lie.

The companies are of the fictional range (`graph.fictional`); the institutions are invented.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel

from queries.analytics import CentralityReport, NetworkAnswer
from queries.briefing import Brief, Briefing
from queries.dossier import Call
from queries.indicators import Indicators, MonthRate, Rate, TerritoryRate
from queries.models import Company, Kind, Overlap, OverlapVisit, Party, Status, Support, Visit
from queries.overlaps import Overlaps
from queries.results.dore import DATA
from queries.results.model import MonthValue
from queries.results.results import Results
from queries.results.sharing import Shared, Sharing
from queries.search import Found, Meeting, SearchResult
from queries.unsupported import Knowledge, OutOfScope, Unsupported, UnsupportedCompany
from queries.who import FoundBy, WhoResult

AS_OF = date(2026, 11, 20)
MAILBOX = "accompagnement@cci-littoral.example"
AGENCY = "Agence de développement du Littoral"
CHAMBER = "CCI du Littoral"


def plain(model: BaseModel) -> Any:
    """Return a model as JSON has it."""
    return model.model_dump(mode="json")


COMPANY = Company(
    uid="140000019",
    siren="140000019",
    name="Boulangerie Duprez",
    names=("Boulangerie Duprez", "Maison Duprez"),
    naf="10.71C",
    naf_label="Boulangerie et boulangerie-pâtisserie",
    tranche_effectif="11",
    state="open",
    code_postal="80000",
    commune="Amiens",
    code_commune="80021",
    departement="80",
    fictional=True,
)
VISIT = Visit(
    on="2026-10-06",
    earliest="2026-10-06",
    latest="2026-10-06",
    status=Status.DONE,
    operators=(CHAMBER,),
    parties=(Party(uid="cci-littoral", name=CHAMBER, mailbox=MAILBOX, role="lead"),),
    themes=("energie",),
    siret="14000001900012",
    uid="5f0c6b1e2a9d4c33",
)
OVERLAP = Overlap(
    uid="7d1e0c3b5a9f8e2d4c6b1a09",
    company=COMPANY.uid,
    siren=COMPANY.siren,
    name=COMPANY.name,
    commune=COMPANY.commune,
    days_apart=51,
    kind=Kind.SAME_THEME,
    visits=(
        OverlapVisit(
            on="2026-10-06",
            status=Status.DONE,
            operators=(CHAMBER,),
            themes=("energie",),
            mailboxes=(MAILBOX,),
        ),
        OverlapVisit(on="2026-11-26", status=Status.PLANNED, operators=(AGENCY,), themes=("energie",)),
    ),
)
FUTURE = OVERLAP.model_copy(update={"uid": None})

SEARCH = plain(
    SearchResult(
        count=1,
        candidates=(
            Found(
                company=COMPANY,
                score=0.94,
                reasons=("nom très proche : « Boulangerie Duprez »",),
                last_met=Meeting(on="2026-10-06", operators=(CHAMBER,)),
            ),
        ),
    )
)
WHO = plain(
    WhoResult(
        query="140000019",
        as_of=AS_OF,
        found_by=FoundBy.IDENTIFIER,
        company=COMPANY,
        visits=(VISIT,),
        support=(Support(on="2025-03-14", operator="Région", scheme="Booster transformation", amount_eur=40_000.0),),
        call=(Call(operator=CHAMBER, mailbox=MAILBOX, why="dernière visite connue le 06/10/2026"),),
        uncovered=("international", "recrutement"),
    )
)
OVERLAPS = plain(
    Overlaps(count=128, window_days=90, as_of=AS_OF, overlaps=(OVERLAP,), next_cursor="WzE0MDk0LCAiN2QxZSJd")
)
UNSUPPORTED = plain(
    Unsupported(
        count=412,
        since=date(2025, 11, 20),
        as_of=AS_OF,
        supported=288,
        known=97,
        unknown=315,
        companies=(
            UnsupportedCompany(
                uid="140000027",
                siren="140000027",
                name="Tissages du Ponthieu",
                commune="Abbeville",
                naf="13.20Z",
                tranche_effectif="21",
                knowledge=Knowledge.KNOWN,
                reasons=(
                    "besoin sans réponse depuis le 02/02/2026 : recruter deux tisseurs",
                    "dernière visite connue le 12/05/2024 par CCI du Littoral",
                    "50 à 99 salariés",
                ),
            ),
        ),
        out_of_scope=OutOfScope(closed=31, masked=12, outside=4_857),
        next_cursor="WzQyLCAiMTQwMDAwMDI3Il0",
    )
)
NETWORK = plain(
    NetworkAnswer.model_validate(
        {
            "perimeter": "EPCI CA Amiens Métropole",
            "companies": 340,
            "unlinked": 339,
            "kinds": {"company": 1, "operator": 1},
            "link_count": 1,
            "fact_count": 2,
            "hidden_links": 0,
            "actors": [
                {"id": "company:140000019", "kind": "company", "uid": "140000019", "label": COMPANY.name,
                 "siren": "140000019", "naf": "10.71C", "commune": "Amiens", "links": 1},
                {"id": "operator:cci-littoral", "kind": "operator", "uid": "cci-littoral", "label": CHAMBER,
                 "links": 1},
            ],
            "links": [
                {"source": "operator:cci-littoral", "target": "company:140000019", "weight": 2,
                 "counts": {"visits": 1, "supports": 1}, "first": "2025-03", "last": "2026-10"},
            ],
        }
    )
)  # fmt: skip
CENTRALITY = plain(
    CentralityReport.model_validate(
        {
            "perimeter": "EPCI CA Amiens Métropole",
            "mode": "actors",
            "companies": 340,
            "unlinked": 339,
            "actor_count": 2,
            "link_count": 1,
            "ranked_by": "degree",
            "betweenness": {"exact": True, "sources": 2, "error": 0.0, "statement": "Intermédiarité exacte."},
            "modularity": 0.0,
            "row_count": 2,
            "rows": [
                {"rank": 1, "id": "company:140000019", "kind": "company", "uid": "140000019",
                 "label": COMPANY.name, "siren": "140000019", "degree": 1, "weighted_degree": 2,
                 "pagerank": 0.5, "betweenness": 0.0, "community": 1},
            ],
            "broker_count": 0,
            "brokers": [],
            "community_count": 1,
            "communities": [{"number": 1, "size": 2, "operators": 1, "companies": 1, "leaders": [CHAMBER]}],
            "apart_count": 0,
            "apart": [],
            "definitions": {"degree": "Nombre d'acteurs différents avec lesquels un acteur est lié."},
        }
    )
)  # fmt: skip
CALL = Call(operator=CHAMBER, mailbox=MAILBOX, why="dernière visite connue le 06/10/2026")

BRIEFING = plain(
    Briefing(
        as_of=AS_OF,
        count=1,
        briefs=(
            Brief(
                asked=("14000001900012",),
                company=COMPANY,
                last_visits=(VISIT,),
                last_support=(),
                planned=(),
                needs=(),
                projects=(),
                open_points=("besoin sans réponse (le 02/02/2026) : rénover le fournil",),
                call=(CALL,),
                uncovered=("international",),
                overlaps=(),
            ),
        ),
        unknown=("14000002700015",),
    )
)
_RATES: dict[str, Any] = {
    "visits_done": 840,
    "visits_overlapping": 126,
    "overlap_rate": 0.15,
    "overlaps": 80,
    "overlaps_warned": 72,
    "warned_rate": 0.9,
}
INDICATORS = plain(
    Indicators(
        as_of=AS_OF,
        window_days=90,
        total=Rate(**_RATES),
        by_month=(MonthRate(month="2026-10", **_RATES),),
        by_territory=(TerritoryRate(code="248000531", name="CA Amiens Métropole", **_RATES),),
    )
)
RESULTS = plain(
    Results(
        territory="epci:248000531",
        as_of=AS_OF,
        indicators=(DATA.measured((MonthValue(month="2026-11", value=412),), 412, fresh_on="2026-11-19"),),
    )
)
SHARING = plain(
    Shared(
        institutions=(
            Sharing(
                uid="cci",
                institution="CCI Hauts-de-France",
                facts=310,
                kinds=(("visites", 290), ("besoins", 20)),
                last_on="2026-11-18",
                days_since=2,
            ),
        ),
        median_facts=120,
        median_days_since=9,
    )
)
