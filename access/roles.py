"""The table of roles and actions, and the identity on whose behalf a request is answered.

The table is that of `docs/access.md`. What a role may *do* is decided here; what it may *see* is decided inside the
queries, by the `Caller` that an identity gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.errors import AccessRefused
from graph.visibility import MEMBER, PUBLIC, Caller


class Role(StrEnum):
    """What a person, or a key, is for one organisation; `ANONYMOUS` is nobody, `ADMIN` is of the platform."""

    ANONYMOUS = "anonymous"
    READER = "reader"
    CONTRIBUTOR = "contributor"
    STEWARD = "steward"
    API_KEY = "api_key"
    DPO = "dpo"
    ADMIN = "admin"


ROLES_FR = {
    Role.ANONYMOUS: "visiteur",
    Role.READER: "lecteur",
    Role.CONTRIBUTOR: "contributeur",
    Role.STEWARD: "responsable des données",
    Role.API_KEY: "clé d'API",
    Role.DPO: "délégué à la protection des données",
    Role.ADMIN: "administrateur de la plateforme",
}


class Action(StrEnum):
    """What one may do; the value is what the audit keeps."""

    READ_OPEN = "read-open"
    READ_MEMBERS = "read-members"
    READ_OWN = "read-own"
    WRITE = "write"  # create, modify, lower the level of own records
    IMPORT = "import"
    DECIDE = "decide"  # reviews, undo, merge
    WIDEN = "widen"  # raise the level of a record
    DELETE = "delete"
    EXPORT_ALL = "export-all"
    MANAGE = "manage"  # members and keys of the organisation
    ADMINISTER = "administer"  # how the service stands: backup, versions, who was slowed down
    READ_AUDIT = "read-audit"  # who read and changed own records
    PERSONS = "persons"  # export, rectify, freeze, erase a person
    PLATFORM = "platform"  # create or suspend organisations, settings


_ACTION_FR = {
    Action.READ_OPEN: "lire les données ouvertes",
    Action.READ_MEMBERS: "lire ce que partagent les partenaires",
    Action.READ_OWN: "lire les données de votre institution",
    Action.WRITE: "saisir ou modifier",
    Action.IMPORT: "importer un fichier",
    Action.DECIDE: "décider des lignes en attente",
    Action.WIDEN: "élargir la diffusion",
    Action.DELETE: "supprimer",
    Action.EXPORT_ALL: "tout exporter",
    Action.MANAGE: "gérer les membres et les clés",
    Action.ADMINISTER: "voir l'état du service",
    Action.READ_AUDIT: "lire le journal des accès",
    Action.PERSONS: "exercer les droits des personnes",
    Action.PLATFORM: "administrer la plateforme",
}

_EVERYONE = frozenset(Role)
_SIGNED_IN = _EVERYONE - {Role.ANONYMOUS}
_OF_AN_ORGANISATION = _SIGNED_IN - {Role.ADMIN}
_STEWARD = frozenset({Role.STEWARD})

PERMITTED: dict[Action, frozenset[Role]] = {
    Action.READ_OPEN: _EVERYONE,
    Action.READ_MEMBERS: _SIGNED_IN,
    Action.READ_OWN: _OF_AN_ORGANISATION,
    Action.WRITE: frozenset({Role.CONTRIBUTOR, Role.STEWARD, Role.API_KEY}),
    Action.IMPORT: frozenset({Role.CONTRIBUTOR, Role.STEWARD, Role.API_KEY}),
    Action.DECIDE: _STEWARD,
    Action.WIDEN: _STEWARD,
    Action.DELETE: _STEWARD,
    Action.EXPORT_ALL: _STEWARD,
    Action.MANAGE: _STEWARD,
    Action.ADMINISTER: frozenset({Role.STEWARD, Role.ADMIN}),
    Action.READ_AUDIT: frozenset({Role.STEWARD, Role.DPO}),
    Action.PERSONS: frozenset({Role.DPO}),
    Action.PLATFORM: frozenset({Role.ADMIN}),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """On whose behalf a request is answered: a person or a key, for at most one organisation.

    Args:
        role: what it is there.
        organisation: uid of the institution; None for nobody, the platform, and a local reader.
        organisation_name: as people read it.
        person: uid of the person; None for a key, and on the machine itself.
        name: as people read it, for the page's corner.
        actor: what provenance and audit keep: a uid, never a name or an address.
        charter: whether the charter has been accepted; without it nothing is answered but the charter.
        via: `session`, `key` or `local` (the command line's own hand, on this machine).
        session: public part of the session, for its token against forgery; empty elsewhere.
        request_id: number of the request, for the audit.
    """

    role: Role = Role.ANONYMOUS
    organisation: str | None = None
    organisation_name: str = ""
    person: str | None = None
    name: str = ""
    actor: str = "anonymous"
    charter: bool = True
    via: str = ""
    session: str = ""
    request_id: str = ""

    def may(self, action: Action) -> bool:
        """Whether the role permits it; what is seen of it is for the queries."""
        return self.role in PERMITTED[action]

    def require(self, action: Action) -> None:
        """Pass, or say what is refused.

        Raises:
            AccessRefused: the role does not permit it.
        """
        if not self.may(action):
            raise AccessRefused(
                f"Votre rôle ({ROLES_FR[self.role]}) ne permet pas de {_ACTION_FR[action]}.",
                hint="Demandez-le au responsable des données de votre institution.",
            )

    @property
    def caller(self) -> Caller:
        """What the queries are told: the layer, and the organisation whose own records are added."""
        if self.role is Role.ANONYMOUS:
            return Caller(PUBLIC.layer, None, self.actor)
        own = self.organisation if self.may(Action.READ_OWN) else None
        return Caller(MEMBER.layer, own, self.actor)


ANONYMOUS = Identity()
PLATFORM = "dore"
"""Stands for an organisation where there is none: what administrators are members of."""


def local(organisation: str | None = None, name: str = "", *, actor: str = "local") -> Identity:
    """Return the identity of whoever runs the server: a steward of the institution named, else a reader."""
    role = Role.STEWARD if organisation else Role.READER
    return Identity(role, organisation, name, None, "", actor, via="local")


def platform() -> Identity:
    """Return the identity of whoever runs the server, for what concerns no institution: its administrator."""
    return Identity(Role.ADMIN, None, "", None, "", "local", via="local")
