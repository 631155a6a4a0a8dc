"""One answer of each way in, for the OpenAPI document, made of the models themselves."""

from __future__ import annotations

from api.examples import AGENCY, CALL, COMPANY, FUTURE, plain
from api.own.reviews import Reviews
from ingest.queue import ReviewItem
from ingest.report import Report
from matching import Outcome as Decided
from planning.models import Outcome, VisitCheck, VisitRecorded
from queries.match import Match, MatchCandidate
from queries.models import Party, Status, Visit
from queries.own_imports import ImportCard, Imports, Remark, Remarks

_PLANNED = Visit(
    on="2026-11-26",
    earliest="2026-11-26",
    latest="2026-11-26",
    status=Status.PLANNED,
    operators=(AGENCY,),
    parties=(Party(uid="agence-littoral", name=AGENCY, role="lead"),),
    themes=("energie",),
    own=True,
    uid="c0ffee12ab34cd56",
)
CHECK = plain(
    VisitCheck(
        outcome=Outcome.CREATED,
        company=COMPANY.uid,
        siren=COMPANY.siren,
        name=COMPANY.name,
        overlaps=(FUTURE,),
        call=(CALL,),
        uncovered=("international", "recrutement"),
        audience="Partagé entre partenaires",
    )
)
RECORDED = plain(
    VisitRecorded(
        outcome=Outcome.CREATED,
        uid="c0ffee12ab34cd56",
        company=COMPANY.uid,
        visit=_PLANNED,
        overlaps_before=(FUTURE,),
        overlaps_after=(FUTURE,),
        call=(CALL,),
        uncovered=("international", "recrutement"),
        audience="Partagé entre partenaires",
    )
)

_COUNTS = {
    "read": 214,
    "written": 205,
    "unchanged": 0,
    "repeated": 2,
    "review": 5,
    "refused": 1,
    "skipped": 1,
}
IMPORT = plain(
    ImportCard(
        uid="5f0c6b1e2a9d4c33",
        source="visits",
        file="visites-2026.xlsx",
        status="done",
        started_at="2026-11-20T09:12:41+00:00",
        finished_at="2026-11-20T09:12:44+00:00",
        recorded_by="api",
        seconds=2.871,
        counts=_COUNTS,
    )
)
IMPORTS = plain(Imports(imports=(ImportCard.model_validate(IMPORT),)))
REPORT = plain(
    Report(file="visites-2026.xlsx", source="visits", import_uid="5f0c6b1e2a9d4c33", seconds=2.871, **_COUNTS)
)
REMARKS = plain(
    Remarks(
        remarks=(
            Remark(
                line=17,
                column="Date",
                severity="refuse",
                code="not-a-date",
                message="« 31/02/2026 » n'est pas une date.",
                original="31/02/2026",
                understood=None,
            ),
        )
    )
)
_ITEM = ReviewItem(
    uid="5f0c6b1e2a9d4c33",
    kind="company",
    status="open",
    source="visits",
    file="visites-2026.xlsx",
    line=31,
    mention="BOULANGERIE DUPRE, 80000, AMIENS",
    reasons=["deux entreprises portent un nom proche à Amiens"],
    candidates=[{"uid": "140000019", "siren": "140000019", "name": COMPANY.name, "score": 0.62, "reasons": []}],
    row={"on": ["2026-10-06", "2026-10-06"], "status": "done", "name": "BOULANGERIE DUPRE"},
)
REVIEW = plain(_ITEM)
REVIEWS = plain(Reviews(count=5, reviews=(_ITEM,), next_cursor="WyJ2aXNpdGVzLTIwMjYueGxzeCIsMzEsIjVmIl0"))

_CANDIDATE = MatchCandidate(
    uid=COMPANY.uid, siren=COMPANY.siren, name=COMPANY.name, score=0.97, reasons=("même nom", "même commune")
)
_MATCH = {"uid": COMPANY.uid, "siren": COMPANY.siren, "score": 0.97, "reasons": _CANDIDATE.reasons}
MATCHES = {
    "matches": [
        {**plain(Match(decision=Decided.LINKED, candidates=(_CANDIDATE,), **_MATCH)), "row": 0, "remarks": []},
        {**plain(Match(decision=Decided.UNKNOWN)), "row": 1, "remarks": []},
    ]
}
TYPE = {"id": "company", "name": "Entreprise ou organisation"}
"""What everything that is matched is, for the reconciliation service."""
MANIFEST = {
    "versions": ["0.2"],
    "name": "DORE, entreprises et organisations",
    "identifierSpace": "https://dore.example/entreprises/",
    "schemaSpace": "https://schema.org/Organization",
    "defaultTypes": [TYPE],
    "view": {"url": "https://dore.example/entreprises/{{id}}"},
}
RECONCILED = {
    "q0": {
        "result": [
            {
                "id": COMPANY.siren,
                "name": COMPANY.name,
                "score": 97.0,
                "match": True,
                "type": [TYPE],
                "description": "même nom ; même commune",
            }
        ]
    }
}
