"""A person's file, as the data-protection officer of one institution sees it, and what the person may ask for.

What is done goes first to the log outside the database (`graph.backup.erasures`), then into one transaction with its
line of audit. Only the institution's own records are ever read or changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from access import moments
from access.audit import event, recorded
from access.people import Account, accounts, forgetting
from access.roles import Action, Identity
from access.secret import new_uid
from graph.backup import erasures
from graph.errors import Conflict, Misuse, NotFound
from graph.persons.acts import ERASED, FROZEN, Act, Op, frozen, prepare, write_marks, writing
from graph.persons.holdings import held
from graph.persons.sealing import Seal, key_of
from graph.persons.traces import Kind, Trace, Wanted, trace_of
from graph.store import Graph, Statement
from rights import files
from rights.answers import Known, PersonFile, Thaw, file_of, thaw_of

_ACTS = """
MATCH (s:Suppression {owner: $owner})
OPTIONAL MATCH (f:Frozen {act: s.uid})
RETURN s.uid AS uid, s.reason AS reason, s.at AS at, s.by AS by, s.marks AS marks, size(s.records) AS only,
  count(f) AS frozen ORDER BY at DESC, uid
"""
_ACT = "MATCH (s:Suppression {owner: $owner, uid: $uid}) RETURN s.reason AS reason"


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom one looks for.

    Args:
        traces: names, addresses, numbers of one person.
        only: the records that are really that person's, where a name is borne by several; None is all of them.
    """

    traces: tuple[Trace, ...]
    only: tuple[str, ...] | None = None

    @classmethod
    def of(cls, written: Sequence[str], only: Sequence[str] | None = None) -> Sought:
        """Return whom somebody typed.

        Raises:
            Misuse: nothing, or something that is no name, address or number.
        """
        traces = tuple(dict.fromkeys(trace_of(text) for text in written if text.strip()))
        if not traces:
            raise Misuse("Dites qui vous cherchez.", hint="Un prénom et un nom, une adresse ou un numéro.")
        return cls(traces, None if only is None else tuple(only))

    @property
    def wanted(self) -> Wanted:
        """What is looked for in texts."""
        return Wanted.clear(self.traces)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a dpo works: the store, the folder of the installation, and who it is.

    Args:
        graph: the store.
        home: `DORE_HOME`.
        by: the dpo, for one institution.
    """

    graph: Graph
    home: Path
    by: Identity

    @property
    def owner(self) -> str:
        """The institution whose records these are.

        Raises:
            AccessRefused: the role does not act on persons.
        """
        self.by.require(Action.PERSONS)
        if self.by.organisation is None:
            raise NotFound("Vous n'agissez pour aucune institution.")
        return self.by.organisation

    def find(self, sought: Sought) -> PersonFile:
        """Return everything that the institution holds of a person."""
        owner, wanted = self.owner, sought.wanted
        records = [one for one in held(self.graph, owner, wanted) if sought.only is None or one.ref in sought.only]
        lines = list(files.standing(self.graph, self.home, owner, wanted))
        ice = frozen(self.graph, owner, wanted)
        return file_of(records, lines, self._accounts(wanted), ice, wanted, self._known(sought))

    def erase(self, sought: Sought) -> int:
        """Take a person out of everything, for good, and return how many records changed.

        Raises:
            Conflict: the person is still a member of the institution, or an import is under way.
        """
        members = self._accounts(sought.wanted) if sought.only is None else []
        if any(one.live for one in members):
            raise Conflict(
                "Cette personne est encore membre de votre institution.",
                hint="Mettez d'abord fin à son adhésion : dore member remove.",
            )
        gone = [("Membership", one.uid) for one in members] + [
            ("Person", one.person) for one in members if not one.elsewhere
        ]
        return self._do("erase", sought, forgetting(members), gone)

    def freeze(self, sought: Sought) -> int:
        """Take a person out of everybody's sight but the dpo's, and of every computation, until `lift`.

        The person's account stays as it is: it is another processing, on which the person depends to sign in. Who
        freezes is told of it (`live_accounts`) and ends the membership where the request concerns it too.
        """
        return self._do("freeze", sought)

    def live_accounts(self, sought: Sought) -> list[Account]:
        """Return the accounts with which the person still signs in for the institution: no freezing touches them."""
        self.by.require(Action.PERSONS)
        return [one for one in self._accounts(sought.wanted) if one.live]

    def object(self, sought: Sought) -> int:
        """Keep a person from coming in again; what is there stays."""
        return self._do("object", sought)

    def rectify(self, sought: Sought, new: str) -> int:
        """Write another name, address or number wherever the one sought stands, and return in how many records.

        Raises:
            Misuse: not one trace, or not one of the same kind.
        """
        owner = self.owner
        if len(sought.traces) != 1 or trace_of(new).kind is not sought.traces[0].kind:
            raise Misuse(
                "On rectifie un nom par un nom, une adresse par une adresse, un numéro par un numéro.",
                hint="Cherchez la seule valeur fausse, puis donnez la juste.",
            )
        wanted = Wanted.clear(sought.traces, titles=False)
        found = [one for one in held(self.graph, owner, wanted) if sought.only is None or one.ref in sought.only]
        changes = [(one, one.changed(wanted, new.strip(), drop=False)) for one in found]
        self.graph.write_all([recorded(event(self.by, "person-rectify", about=owner)), *writing(changes)])
        return len(found)

    def lift(self, uid: str) -> None:
        """Take a freezing or an objection back.

        Raises:
            NotFound: there is none of that uid.
            Conflict: it was an erasure, which nothing takes back.
        """
        found = self.graph.system_read(_ACT, owner=self.owner, uid=uid)
        if not found:
            raise NotFound("Aucun gel ni opposition de votre institution sous cette référence.")
        if found[0]["reason"] == "erase":
            raise Conflict("Un effacement ne se reprend pas.")
        op: Op = "unfreeze" if found[0]["reason"] == "freeze" else "unobject"
        self._write(self._act(op, undoes=uid), Wanted(()))

    def lift_of(self, sought: Sought, reason: str) -> int:
        """Take back every freezing, or every objection, of a person, and return how many there were.

        Raises:
            NotFound: there is none.
        """
        found = [one.uid for one in self._known(sought) if one.reason == reason]
        if not found:
            raise NotFound(
                "Rien de tel n'est en cours pour cette personne.", hint="Cherchez-la comme la première fois."
            )
        for uid in found:
            self.lift(uid)
        return len(found)

    def standing(self) -> list[Thaw]:
        """Return what was done about persons and lasts: without names, for none is kept."""
        return [thaw_of(record) for record in self.graph.system_read(_ACTS, owner=self.owner)]

    def exported(self, sought: Sought) -> PersonFile:
        """Return a person's file to be handed over, and record that it was."""
        found = self.find(sought)
        self.graph.write_all([recorded(event(self.by, "person-export", about=self.owner))])
        return found

    def _do(self, op: Op, sought: Sought, more: Sequence[Statement] = (), gone: Sequence[tuple[str, str]] = ()) -> int:
        owner, wanted = self.owner, sought.wanted
        if sought.only is None and any(one.kind is Kind.NAME and one.words < 2 for one in sought.traces):
            raise Misuse(
                "Un seul mot ne désigne personne de façon sûre.",
                hint="Ajoutez le prénom, ou choisissez une à une les fiches qui sont celles de cette personne.",
            )
        if op != "object":
            files.refuse_under_way(self.home, owner)
        seal = Seal(key_of(self.graph.home), owner)
        act = self._act(op, key=seal.name, marks=write_marks(seal, sought.traces), only=sought.only)
        changed = self._write(act, wanted, more, gone)
        if op != "object" and sought.only is None:
            files.take_out(self.graph, self.home, owner, wanted, ERASED if op == "erase" else FROZEN)
        return changed

    def _act(self, op: Op, **said: Any) -> Act:
        return Act(uid=new_uid(), op=op, owner=self.owner, at=moments.present(), by=self.by.actor, **said)

    def _write(
        self, act: Act, wanted: Wanted, more: Sequence[Statement] = (), gone: Sequence[tuple[str, str]] = ()
    ) -> int:
        done = prepare(self.graph, act, wanted)
        whole = [(one.place, one.uid) for one in done.records if one.whole] if act.op == "erase" else []
        erasures.note(self.home / erasures.FILE, [act], [*whole, *gone])
        line = recorded(event(self.by, f"person-{act.op}", about=act.owner, target=act.uid))
        self.graph.write_all([*done.statements, *more, line])
        return len(done.records)

    def _accounts(self, wanted: Wanted) -> list[Account]:
        found = accounts(self.graph, self.by)
        return [one for one in found if any(wanted.spans(text) for text in (one.name, one.own_name, one.email))]

    def _known(self, sought: Sought) -> list[Known]:
        """Return which lasting acts concern the person sought: their marks are those of one of its traces."""
        marks = set(write_marks(Seal(key_of(self.graph.home), self.owner), sought.traces))
        every = self.graph.system_read(_ACTS, owner=self.owner)
        return [Known(uid=one["uid"], reason=one["reason"], at=one["at"]) for one in every if marks & set(one["marks"])]
