"""Rows that describe companies themselves: lists and the register, merged into one company each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from graph.fictional import is_fictional_siren
from graph.store import Graph
from graph.visibility import Visibility
from ingest import statements as cypher
from ingest.facts import Provenance
from ingest.linking import Linker
from ingest.notes import Finding, Severity
from ingest.report import FindingsLog, Report
from ingest.reviewing import review_of
from ingest.source import Source, Values
from ingest.understanding import Understood, digest
from ingest.writing import Batch, Known, look_up
from matching import Outcome

if TYPE_CHECKING:
    from ingest.rows import Pending
    from ingest.run import Request

COMPANY_FIELDS = (
    "siren", "name", "sigle", "naf", "naf_version", "tranche_effectif", "effectif_year", "categorie",
    "nature_juridique", "est_ess", "state", "statut_diffusion", "created_on", "closed_on",
    "address", "code_postal", "commune", "code_commune", "epci", "departement", "region",
)
SITE_FIELDS = (
    "siret", "address", "code_postal", "commune", "code_commune", "epci", "departement", "region", "naf",
    "is_head_office", "site_created_on", "site_closed_on", "site_state", "tranche_effectif", "statut_diffusion",
)
PLACE_FIELDS = ("address", "code_postal", "commune", "code_commune", "epci", "departement", "region")
SINGLE_VALUED = ("naf", "code_commune", "nature_juridique", "state")


class Registering:
    """Turns rows that describe companies into companies and sites."""

    def __init__(
        self,
        graph: Graph,
        source: Source,
        provenance: Provenance,
        linker: Linker,
        report: Report,
        request: Request,
    ) -> None:
        self.graph = graph
        self.source = source
        self.provenance = provenance
        self.linker = linker
        self.report = report
        self.request = request
        self.is_register = source.name.startswith("sirene")
        self._said: dict[str, tuple[Any, ...]] = {}

    def fill(self, batch: Batch, pending: Sequence[Pending], log: FindingsLog) -> None:
        """Add the companies and sites of these rows to a batch."""
        keys = sorted({self._key(item) for item in pending})
        hashes, uids = self._known_companies(keys)
        reviews = look_up(self.graph, self.source, [item.uid for item in pending])
        for item in pending:
            key = self._key(item)
            if f"{item.uid}:{item.row.content}" in hashes.get(key, ()):
                self.report.unchanged += 1
                continue
            if self._still_in_review(item, reviews.get(item.uid)):
                continue
            if not self._waits(batch, item, log):
                known = any(known.startswith(item.uid) for known in hashes.get(key, ()))
                self.report.updated += int(known)
                self._add(batch, item, uids.get(key))

    def _add(self, batch: Batch, item: Pending, uid: str | None) -> None:
        if uid is None and not item.row.values.get("siren"):
            linked = self.linker.link(self.source, item.row, item.uid, self.provenance)
            uid = linked.company
            if linked.outcome is Outcome.REVIEW:
                context = {"file": self.report.file, "operator": item.operator}
                batch.reviews.append(review_of(self.source, item.row, item.uid, linked, self.provenance, context))
                self.report.review += 1
                return
        company, site = register_records(self.source, item.row, item.uid, uid, self.provenance)
        batch.companies.append(company)
        if site is not None:
            batch.establishments.append(site)
        self.report.written += 1

    def _waits(self, batch: Batch, item: Pending, log: FindingsLog) -> bool:
        """Send a doubtful row to review, and one that contradicts what the same file said of the same site."""
        kind = "value" if item.row.doubtful else "conflict" if self._contradicts(item, log) else None
        if kind is None:
            return False
        context = {"file": self.report.file, "operator": item.operator, "kind": kind}
        batch.reviews.append(review_of(self.source, item.row, item.uid, None, self.provenance, context))
        self.report.review += 1
        return True

    def _still_in_review(self, item: Pending, known: Known | None) -> bool:
        if known is None or known.hash != item.row.content:
            return False
        if known.review == "open":
            self.report.review += 1
        else:
            self.report.unchanged += 1
        return True

    def _contradicts(self, item: Pending, log: FindingsLog) -> bool:
        values = item.row.values
        siret = values.get("siret")
        if self.is_register or not siret:
            return False
        said = tuple(values.get(name) for name in SINGLE_VALUED)
        before = self._said.setdefault(siret, said)
        wrong = [
            f"{name} : « {old} » puis « {new} »"
            for name, old, new in zip(SINGLE_VALUED, before, said, strict=True)
            if old and new and old != new
        ]
        if wrong:
            message = f"Le SIRET {siret} est décrit deux fois autrement ({' ; '.join(wrong)})."
            finding = Finding(
                Severity.DOUBT, "conflicting-rows", message, self.report.file, item.row.line, "siret", siret, None
            )
            item.row.findings.append(finding)
            log.add(finding)
        return bool(wrong)

    def _key(self, item: Pending) -> str:
        values = item.row.values
        return values.get("siren") or own_uid(self.provenance, values)

    def _known_companies(self, keys: list[str]) -> tuple[dict[str, list[str]], dict[str, str]]:
        hashes: dict[str, list[str]] = {}
        uids: dict[str, str] = {}
        for record in self.graph.system_read(cypher.KNOWN_COMPANIES, keys=keys):
            hashes[record["uid"]] = record["hashes"] or []
            uids[record["uid"]] = record["company"]
        return hashes, uids


def own_uid(provenance: Provenance, values: Values) -> str:
    """The uid of a company without SIREN: of its owner, so that two institutions never share one by chance."""
    return "x" + digest(f"{provenance.owner}|{values.get('name')}|{values.get('code_commune')}")


def register_records(
    source: Source, row: Understood, row_uid: str, uid: str | None, provenance: Provenance
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return the company that a row describes and its site, as the writer takes them in.

    Args:
        uid: of the company when the graph knows it; otherwise it is its SIREN, or made of its owner and name.
    """
    values = row.values
    siren = values.get("siren")
    uid = uid or siren or own_uid(provenance, values)
    level = Visibility(values.get("visibility") or (Visibility.OPEN if siren else source.visibility))
    register = source.name.startswith("sirene")
    site_row = register and "site_state" in values
    properties = {
        **{field: _day(values.get(field)) for field in COMPANY_FIELDS if values.get(field) is not None},
        **provenance.properties(),
        "visibility": level.value,
        "fictional": bool(siren and is_fictional_siren(siren)),
    }
    if siren:
        properties["verified"] = not site_row
    if site_row and not values.get("is_head_office"):
        properties = {key: value for key, value in properties.items() if key not in (*PLACE_FIELDS, "naf")}
    properties.setdefault("name", values.get("enseigne") or siren or uid)
    names = [values[key] for key in ("name", "usual_name", "former_name", "sigle") if values.get(key)]
    company = {
        "uid": uid,
        "key": row_uid,
        "hash": f"{row_uid}:{row.content}",
        "register": register and not site_row,
        "names": list(dict.fromkeys([*names, *values.get("other_names", ())])),
        "properties": properties,
    }
    return company, _site(values, uid, register=register, provenance=provenance)


def _site(values: Values, company: str, *, register: bool, provenance: Provenance) -> dict[str, Any] | None:
    if not values.get("siret"):
        return None
    properties = {
        **{field: _day(values.get(field)) for field in SITE_FIELDS if values.get(field) is not None},
        **provenance.properties(),
        "siren": values.get("siren"),
        "enseignes": [values["enseigne"]] if values.get("enseigne") else [],
    }
    for name in ("site_created_on", "site_closed_on", "site_state"):
        if name in properties:
            properties[name.removeprefix("site_")] = properties.pop(name)
    return {"company": company, "siret": values["siret"], "register": register, "properties": properties}


def _day(value: Any) -> Any:
    """A day as the graph keeps it: where only a year is known, its first day."""
    return value[0] if isinstance(value, list) else value
