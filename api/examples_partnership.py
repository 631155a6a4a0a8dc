"""One answer of each route of agreements, strategies and consultations, made of the models themselves."""

from __future__ import annotations

from api.examples import AGENCY, CHAMBER, MAILBOX, plain
from api.own.partnership import (
    Agreements,
    AgreementSheet,
    Consultations,
    ConsultationSheet,
    Strategies,
    StrategySheet,
)
from graph.visibility import Visibility
from planning.entering import Entered
from planning.models import Outcome
from queries.partnership.agreements import Agreement, AgreementAction, AgreementParty, State
from queries.partnership.consultations import Consultation, Guest, Reply
from queries.partnership.forthcoming import Event, Forthcoming
from queries.partnership.priorities import Fit, Line, Priorities
from queries.partnership.strategies import Document, Strategy
from queries.partnership.told import Named

_PLACE = Named(uid="epci:200067999", name="CA de la Baie de Somme")
_TEXTILE = Named(uid="filiere:textile", name="Textile")
_COMMON = {"institution": AGENCY, "mailbox": MAILBOX, "own": False, "visibility": Visibility.SHARED,
           "signalled": False, "territories": (_PLACE,), "sectors": (_TEXTILE,)}  # fmt: skip
_AGREEMENT = Agreement(
    uid="5f0c6b1e2a9d4c33", on="2026-01-12", title="PDEC de la Baie", kind="PDEC", state=State.RUNNING,
    starts_on="2026-01-12", ends_on="2028-12-31", amount_eur=120000, engineering_fte=1.5, jobs_expected=12,
    jobs_created=4, actions=1, open_actions=1,
    parties=(AgreementParty(uid="cci-littoral", kind="operator", name=CHAMBER, responsibility="former"),), **_COMMON,
)  # fmt: skip
_ACTION = AgreementAction(
    uid="9a0c6b1e2a9d4c33", title="Ouvrir un guichet", status="running", leader=CHAMBER, due_on="2027-06-30",
    done_on=None, jobs_expected=12, jobs_created=4, sectors=(_TEXTILE,), summary=None, late=False, own=False,
    visibility=Visibility.SHARED, reference=None,
)  # fmt: skip
AGREEMENTS = plain(Agreements(agreements=(_AGREEMENT,)))
AGREEMENT = plain(AgreementSheet(agreement=_AGREEMENT, actions=(_ACTION,)))
ENTERED = plain(Entered(outcome=Outcome.CREATED, uid=_AGREEMENT.uid, reference="PDEC-12", remarks=()))
_STRATEGY = Strategy(
    uid="7c0c6b1e2a9d4c33", on="2026-03-15", title="Cap 2030", horizon=2030, themes=("export",),
    documents=(Document(title="Délibération", url="https://exemple.example/cap-2030.pdf"),), **_COMMON,
)  # fmt: skip
_EVENT = Event(on="2027-03-01", kind="agreement_starts", title="Suite du PDEC", who=AGENCY, uid=_AGREEMENT.uid,
               jobs=None, amount_eur=None)  # fmt: skip
STRATEGIES = plain(
    Strategies(
        strategies=(_STRATEGY,),
        forthcoming=Forthcoming(until="2028-05-20", events=(_EVENT,), visits=(("2026-12", 4),)),
    )
)
_LINE = Line(uid="export", name=None, declared=True, asked=3, visits=5, supports=0, fit=Fit.ALIGNED)
STRATEGY = plain(
    StrategySheet(
        strategy=_STRATEGY,
        compared=(
            Priorities(territory=_PLACE.uid, name=_PLACE.name, strategies=1, companies=240, since="2025-11-20",
                       themes=(_LINE,), sectors=()),
        ),
    )
)  # fmt: skip
_CONSULTATION = Consultation(
    uid="3d0c6b1e2a9d4c33", on="2026-11-01", title="Textile 2027", summary="Quels freins ?", until="2026-12-31",
    invited=2, answered=1, kept=1, **_COMMON,
)  # fmt: skip
_REPLY = Reply(on="2026-11-05", text="Manque de bras", said_at="2026-11-05T09:12:41.120000+00:00", outcome="kept",
               reason="un plan de formation", outcome_on="2026-11-12")  # fmt: skip
CONSULTATIONS = plain(Consultations(consultations=(_CONSULTATION,)))
CONSULTATION = plain(
    ConsultationSheet(
        consultation=_CONSULTATION,
        guests=(
            Guest(guest="3d0c6b1e2a9d4c33:INVITED_TO:1f", uid="cci-littoral", kind="operator", siren=None, member=True,
                  here=False, name=CHAMBER, reply=_REPLY),
        ),
    )
)  # fmt: skip
