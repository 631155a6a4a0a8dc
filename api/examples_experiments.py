"""One answer of each route of experiments, for the OpenAPI document, made of the models themselves."""

from __future__ import annotations

from api.examples import AGENCY, plain
from api.own.experiments import Effects, Experiments
from graph.visibility import Visibility
from planning.entering import Entered
from planning.models import Outcome
from queries.experiments.effects import Change, Effect
from queries.experiments.ledger import Experiment, Place
from queries.experiments.sheet import Difficulty, ExperimentSheet, Indicator, More, Result
from queries.experiments.spreading import Forerunner, Forerunners, Spreading
from queries.likeness import Contribution, Like

_ONE = Experiment(
    uid="5f0c6b1e2a9d4c33",
    institution_uid="agence-somme",
    institution=AGENCY,
    mailbox="contact@agence-somme.example",
    own=True,
    visibility=Visibility.SHARED,
    signalled=False,
    on="2026-01-12",
    recorded_on="2026-01-14",
    territory=Place(uid="epci:248000531", name="CA Amiens Métropole", population=182000),
    within=("epci:248000531", "departement:80", "region:32"),
    title="Navette partagée",
    theme="emploi",
    hypothesis="Elle remplit les ateliers du soir",
    starts_on="2026-01-12",
    verdict="failed",
    verdict_on="2026-09-01",
    lesson="Les horaires avaient été fixés sans les entreprises",
    amount_eur=12000.0,
    first_result="2026-03-01",
    results=2,
    last_result_on="2026-06-02",
)
_LIKE = Like(
    territory="epci:200067999",
    code="200067999",
    name="CA du Beauvaisis",
    distance=0.42,
    contributions=(Contribution(trait="nombre d'habitants", part=0.6, said="42 % d'habitants en moins"),),
)
EXPERIMENTS = plain(Experiments(experiments=(_ONE,)))
SHEET = plain(
    ExperimentSheet(
        experiment=_ONE,
        more=More(partners=("Bailleur fictif",), derogation="code des transports", derogation_from="2026-01-12"),
        indicators=(
            Indicator(
                uid="c0ffee12ab34cd56",
                name="Trajets par jour",
                unit="trajets",
                better="up",
                baseline=12.0,
                baseline_on="2026-01-05",
                target=60.0,
                results=(Result(on="2026-03-01", value=18.0), Result(on="2026-06-01", value=31.5)),
            ),
        ),
        difficulties=(Difficulty(on="2026-02-02", text="Pas de chauffeur le soir"),),
        origin=None,
        replicas=(),
        reference="N-12",
        version="0123456789abcdef",
        source="experiments",
    )
)
EFFECTS = plain(
    Effects(
        effects=(
            Effect(
                indicator="Trajets par jour",
                unit="trajets",
                change=Change(
                    since="2026-01-05",
                    until="2026-06-01",
                    before=12.0,
                    after=31.5,
                    change=19.5,
                    wanted=True,
                    of_target=0.406,
                ),
                beside=None,
                eur_per_unit=615.38,
                conclusive=False,
                said=(
                    "De 12 à 31,5 trajets entre le 05/01/2026 et le 01/06/2026 : +19,5, dans le sens souhaité.",
                    "On ne peut pas conclure : il n'y a pas de territoire semblable où comparer la même mesure.",
                ),
            ),
        )
    )
)
SPREADING = plain(Spreading(candidates=(_LIKE,), tried=()))
FORERUNNERS = plain(Forerunners(failed=(Forerunner(experiment=_ONE, like=_LIKE),), succeeded=(), inconclusive=()))
ENTERED = plain(Entered(outcome=Outcome.CREATED, uid="5f0c6b1e2a9d4c33", reference="N-12", remarks=()))
