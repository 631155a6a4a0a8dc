"""Giving the verdict of an experiment: success, failure or neither, each with its lesson, in the same fields."""

from __future__ import annotations

from typing import Any, NamedTuple

from access import Identity
from access.audit import event, recorded
from graph.errors import Conflict, FieldsRefused
from graph.schema.projects import VERDICTS
from graph.store import Graph
from ingest.forms import preview
from ingest.notes import Severity
from ingest.persons import Persons
from ingest.report import FORM
from ingest.request import Request, source_named
from ingest.understanding import Understood
from planning.entering import NOT_WRITTEN
from planning.experiments.recording import SOURCE, cells_of, own
from queries.days import today

KEPT = ("lesson", "jobs_created", "effect_eur")
# The lock is taken before the verdict is read: of two people at once, one is told that the other was faster.
_CONCLUDE = """
MATCH (p:Project {uid: $uid, kind: 'experiment'}) WHERE p.owner IN $own
SET p.uid = p.uid
WITH p WHERE coalesce(p.verdict, 'running') = $seen
SET p += $said
RETURN p.uid AS uid
"""


class Conclusion(NamedTuple):
    """What is concluded, as it was typed.

    Args:
        verdict: a code of `VERDICTS`; `running` opens it again.
        on: the day, today when empty.
        lesson: what the others should know.
        jobs_created: jobs that were seen to come.
        effect_eur: economic effects reported.
        seen: the verdict as it was read.
    """

    verdict: str
    lesson: str = ""
    on: str = ""
    jobs_created: str = ""
    effect_eur: str = ""
    seen: str = "running"


def conclude(graph: Graph, identity: Identity, uid: str, said: Conclusion) -> None:
    """Give the verdict of one's own experiment.

    Raises:
        AccessRefused: the role does not write.
        Conflict: somebody of the institution concluded meanwhile.
        FieldsRefused: no lesson, no such verdict, or a cell that cannot be read or must not be entered.
        NotFound: no such experiment of one's own.
    """
    one = own(graph, identity, uid)
    values = _understood(graph, identity, cells_of(one), said)
    kept: dict[str, Any] = {name: values.get(name) for name in KEPT}
    day = values.get("verdict_on", [None])[0]
    kept |= {"verdict": said.verdict, "verdict_on": None if said.verdict == "running" else day}
    asked = {"uid": uid, "own": identity.caller.parameters["own"], "seen": said.seen, "said": kept}
    line = event(identity, f"experiment-{said.verdict}", about=identity.organisation, target=uid)
    if not graph.write_all([(_CONCLUDE, asked), recorded(line)], guarded=True, companies=()):
        raise Conflict(
            "Quelqu'un de votre institution a donné le bilan entre-temps : rien n'est enregistré.",
            hint="Relisez l'expérimentation.",
        )


def _understood(graph: Graph, identity: Identity, cells: dict[str, str], said: Conclusion) -> dict[str, Any]:
    """The cells of a verdict, read and checked the way a file's are.

    Raises:
        FieldsRefused: what is wrong, field by field; a doubt is to be settled here, as nothing waits for a person.
    """
    if said.verdict not in VERDICTS:
        raise FieldsRefused(NOT_WRITTEN, (("verdict", "Choisissez un bilan."),))
    filled = {"verdict": said.verdict, "verdict_on": said.on.strip() or today().isoformat(), "lesson": said.lesson,
              "jobs_created": said.jobs_created, "effect_eur": said.effect_eur}  # fmt: skip
    request = Request(source=SOURCE, operator=identity.organisation_name or identity.organisation, actor=identity.actor)
    seen = preview(graph, {**cells, **filled}, request)
    wrong = [one for one in seen.findings if one.severity in (Severity.REFUSE, Severity.DOUBT) and one.column in filled]
    if wrong:
        raise FieldsRefused(NOT_WRITTEN, tuple((one.column or "", one.message) for one in wrong))
    if (day := seen.values.get("verdict_on")) and day[0] > today().isoformat():
        raise FieldsRefused(NOT_WRITTEN, (("verdict_on", "Ce jour est à venir."),))
    row = Understood(1, dict(seen.values))
    Persons(graph, identity.organisation or "", source_named(SOURCE)).leave_out(row, FORM)
    return row.values
