"""Rows that describe companies themselves: lists and the register, merged into one company each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.fictional import is_fictional_siren
from graph.visibility import Visibility
from ingest import statements as cypher
from ingest.facts import Provenance
from ingest.level import settle_level
from ingest.linking import own_uid
from ingest.merging import Described, merge
from ingest.notes import Finding, Severity
from ingest.queue import Kind, Origin, review_of
from ingest.report import FindingsLog
from ingest.request import Context
from ingest.source import Source, Values
from ingest.understanding import Understood
from ingest.writing import Batch, Known, look_up
from matching import Outcome

if TYPE_CHECKING:
    from ingest.rows import Pending

COMPANY_FIELDS = (
    "siren",
    "name",
    "sigle",
    "naf",
    "naf_version",
    "tranche_effectif",
    "effectif_year",
    "categorie",
    "nature_juridique",
    "est_ess",
    "state",
    "statut_diffusion",
    "created_on",
    "closed_on",
    "address",
    "code_postal",
    "commune",
    "code_commune",
    "epci",
    "departement",
    "region",
)
SITE_FIELDS = (
    "siret",
    "address",
    "code_postal",
    "commune",
    "code_commune",
    "epci",
    "departement",
    "region",
    "naf",
    "is_head_office",
    "site_created_on",
    "site_closed_on",
    "site_state",
    "tranche_effectif",
    "statut_diffusion",
)
PLACE_FIELDS = ("address", "code_postal", "commune", "code_commune", "epci", "departement", "region")
SINGLE_VALUED = ("naf", "code_commune", "nature_juridique", "state")


class Registering:
    """Turns rows that describe companies into companies and sites."""

    def __init__(self, context: Context) -> None:
        self.graph = context.graph
        self.source = context.source
        self.provenance = context.provenance
        self.linker = context.linker
        self.report = context.report
        self.may_widen = context.request.may_widen
        self.is_register = context.source.name.startswith("sirene")
        self._said: dict[str, tuple[Any, ...]] = {}

    def fill(self, batch: Batch, pending: Sequence[Pending], log: FindingsLog) -> None:
        """Add the companies and sites of these rows to a batch."""
        known = self._known(pending)
        reviews = look_up(self.graph, self.source, [item.uid for item in pending])
        companies: list[Described] = []
        formers: list[Described] = []
        sites: list[Described] = []
        for item in pending:
            hashes = known.hashes.get(self._key(item), ())
            if f"{item.uid}:{item.row.content}" in hashes:
                self.report.unchanged += 1
            elif self._raises(item, known, log):
                self.report.refused += 1
            elif not self._still_in_review(item, reviews.get(item.uid)) and not self._waits(batch, item, log):
                self._add(item, known, companies, formers, sites, batch)
                self.report.updated += any(hash_.startswith(item.uid) for hash_ in hashes)
        batch.companies += merge(companies, known.leads)
        batch.former_companies += merge(formers, known.leads)
        batch.establishments += merge(sites, known.leads)

    def _raises(self, item: Pending, known: KnownRecords, log: FindingsLog) -> bool:
        """Whether a row would show an institution's own company, which has no SIREN, to more people than now."""
        values = item.row.values
        level = None if values.get("siren") else known.levels.get(own_uid(self.provenance, values))
        note = settle_level(level, self.source, values, may_widen=self.may_widen)
        if note is not None:
            log.add(Finding.of(note, self.report.file, item.row.line, "visibility"))
        return note is not None

    def _add(
        self,
        item: Pending,
        known: KnownRecords,
        companies: list[Described],
        formers: list[Described],
        sites: list[Described],
        batch: Batch,
    ) -> None:
        siren = item.row.values.get("siren")
        key = siren or own_uid(self.provenance, item.row.values)
        uid, into = known.uids.get(key), known.into.get(key)
        if uid is None and not siren:
            linked = self.linker.link(self.source, item.row, self.provenance)
            uid = linked.company
            if linked.outcome is Outcome.REVIEW:
                batch.reviews.append(review_of(item.row, item.uid, linked, self._origin(item)))
                self.report.review += 1
                return
        company, site = described(self.source, item.row, item.uid, uid, self.provenance)
        if into is None:
            companies.append(company)
        else:
            formers.append(company)
            if site is not None:
                site.extra["company"] = into
        sites += [site] if site is not None else []
        self.report.written += 1

    def _waits(self, batch: Batch, item: Pending, log: FindingsLog) -> bool:
        """Send a doubtful row to review, and one that contradicts what the same file said of the same site."""
        kind: Kind | None = "value" if item.row.doubtful else "conflict" if self._contradicts(item, log) else None
        if kind is None:
            return False
        batch.reviews.append(review_of(item.row, item.uid, None, self._origin(item), kind=kind))
        self.report.review += 1
        return True

    def _origin(self, item: Pending) -> Origin:
        return Origin(self.source, self.report.file, item.operator, self.provenance)

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
                Severity.DOUBT,
                "conflicting-rows",
                message,
                self.report.file,
                item.row.line,
                "siret",
                siret,
                None,
            )
            item.row.findings.append(finding)
            log.add(finding)
        return bool(wrong)

    def _key(self, item: Pending) -> str:
        """Whose `row_hashes` keep the row: its site's where it names one, for a company may have thousands."""
        values = item.row.values
        return values.get("siret") or values.get("siren") or own_uid(self.provenance, values)

    def _known(self, pending: Sequence[Pending]) -> KnownRecords:
        values = [item.row.values for item in pending]
        keys = sorted({value.get("siren") or own_uid(self.provenance, value) for value in values})
        known = KnownRecords()
        moved = self.linker.moved
        known.into = {key: moved[key] for key in keys if key in moved}
        found = self.graph.system_read(cypher.KNOWN_FORMERS, keys=sorted(known.into)) if known.into else []
        for record in [*found, *self.graph.system_read(cypher.KNOWN_COMPANIES, keys=keys)]:
            known.uids[record["uid"]] = record["company"]
            known.hashes[record["uid"]] = record["hashes"] or []
            known.leads[record["company"]] = record["lead"]
            known.levels[record["uid"]] = record["level"]
        sirets = sorted({value["siret"] for value in values if value.get("siret")})
        for record in self.graph.system_read(cypher.KNOWN_SITES, keys=sirets):
            known.hashes[record["uid"]] = record["hashes"] or []
            known.leads[record["uid"]] = record["lead"]
        return known


@dataclass(slots=True)
class KnownRecords:
    """What the graph holds of the companies and sites of a batch, by SIREN or SIRET.

    `into` is the company that is kept, of those that were found to be another one.
    """

    uids: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, list[str]] = field(default_factory=dict)
    leads: dict[str, str | None] = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    into: dict[str, str] = field(default_factory=dict)


def described(
    source: Source, row: Understood, row_uid: str, uid: str | None, provenance: Provenance
) -> tuple[Described, Described | None]:
    """Return what a row says of a company and of its site.

    Args:
        source: what the row is.
        row: what it says.
        row_uid: stands for the row.
        provenance: put on both.
        uid: of the company when the graph knows it; otherwise it is its SIREN, or made of its owner and name.
    """
    values = row.values
    siren, siret = values.get("siren"), values.get("siret")
    uid = uid or siren or own_uid(provenance, values)
    register = source.name.startswith("sirene")
    site_row = register and "site_state" in values
    properties = _company_properties(source, values, uid, provenance, site_row=site_row)
    names = dict.fromkeys(values[key] for key in ("name", "usual_name", "former_name", "sigle") if values.get(key))
    leads = register and not site_row
    company = Described(uid, row_uid, row.content, properties, tuple(names), leads, tracked=not siret)
    if not siret:
        return company, None
    enseignes = tuple(values[key] for key in ("enseigne",) if values.get(key))
    site = Described(
        siret,
        row_uid,
        row.content,
        _site_properties(values, provenance),
        enseignes,
        register,
        extra={"company": uid},
    )
    return company, site


def _company_properties(
    source: Source, values: Values, uid: str, provenance: Provenance, *, site_row: bool
) -> dict[str, Any]:
    siren = values.get("siren")
    level = Visibility(values.get("visibility") or (Visibility.OPEN if siren else source.visibility))
    properties = {
        **{name: _day(values[name]) for name in COMPANY_FIELDS if values.get(name) is not None},
        **provenance.properties(),
        "visibility": level.value,
        "fictional": bool(siren and is_fictional_siren(siren)),
    }
    if siren:
        properties["verified"] = not site_row
    if site_row and not values.get("is_head_office"):
        properties = {name: value for name, value in properties.items() if name not in (*PLACE_FIELDS, "naf")}
    properties.setdefault("name", values.get("enseigne") or siren or uid)
    return properties


def _site_properties(values: Values, provenance: Provenance) -> dict[str, Any]:
    properties = {
        **{name.removeprefix("site_"): _day(values[name]) for name in SITE_FIELDS if values.get(name) is not None},
        **provenance.properties(),
    }
    if values.get("siren"):
        properties["siren"] = values["siren"]
    return properties


def _day(value: Any) -> Any:
    """A day as the graph keeps it: where only a year is known, its first day."""
    return value[0] if isinstance(value, list) else value
