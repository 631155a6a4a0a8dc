"""Who may sign in, for which institution, with what; and what was done. No question may read any of it.

Secrets are kept as SHA-256 alone: whoever reads the database can sign in with none of it.
"""

from __future__ import annotations

from neomodel import ArrayProperty, StringProperty, StructuredNode

MEMBER_ROLES = {
    "reader": "lecteur",
    "contributor": "contributeur",
    "steward": "responsable des données",
    "dpo": "délégué à la protection des données",
    "admin": "administrateur de la plateforme",
}


class Person(StructuredNode):
    """Somebody who may sign in. `email` is folded, so that one address is one person."""

    uid = StringProperty(unique_index=True, required=True)
    email = StringProperty(unique_index=True, required=True)
    name = StringProperty(required=True)
    created_at = StringProperty(required=True)
    created_by = StringProperty(required=True)
    disabled_at = StringProperty()


class Membership(StructuredNode):
    """What a person is for an institution, from when to when; a change of role keeps it, an end closes it.

    `standing` is `organisation/person` while it lasts, and gone afterwards: nobody is a member twice. `name` is
    the person's as this institution wrote it; `organisation` is `dore` for an administrator of the platform.
    """

    uid = StringProperty(unique_index=True, required=True)
    standing = StringProperty(unique_index=True)
    person = StringProperty(index=True, required=True)
    organisation = StringProperty(index=True, required=True)
    name = StringProperty(required=True)
    role = StringProperty(required=True, choices=MEMBER_ROLES)
    since = StringProperty(required=True)
    until = StringProperty()
    granted_by = StringProperty(required=True)
    ended_by = StringProperty()
    charter_accepted_at = StringProperty()


class Key(StructuredNode):
    """What a program of an institution signs in with."""

    uid = StringProperty(unique_index=True, required=True)
    sha256 = StringProperty(unique_index=True, required=True)
    organisation = StringProperty(index=True, required=True)
    label = StringProperty(required=True)
    created_at = StringProperty(required=True)
    created_by = StringProperty(required=True)
    expires_at = StringProperty(required=True)
    revoked_at = StringProperty()
    revoked_by = StringProperty()


class Session(StructuredNode):
    """A person signed in, in one browser. `organisation` is the one acted for; `within`, the only one allowed."""

    uid = StringProperty(unique_index=True, required=True)
    sha256 = StringProperty(unique_index=True, required=True)
    person = StringProperty(index=True, required=True)
    organisation = StringProperty()
    within = StringProperty()
    created_at = StringProperty(required=True)
    seen_at = StringProperty(required=True)


class Link(StructuredNode):
    """A link that signs one person in, once. `within` is the only institution that it lets act for."""

    uid = StringProperty(unique_index=True, required=True)
    sha256 = StringProperty(unique_index=True, required=True)
    person = StringProperty(index=True, required=True)
    within = StringProperty()
    created_at = StringProperty(required=True)
    created_by = StringProperty(required=True)
    expires_at = StringProperty(required=True)
    used_at = StringProperty()
    session = StringProperty()


class AuditEvent(StructuredNode):
    """Who did or read what, for whom, when. Only ever added; never what was read or written.

    `shown` are the companies that an answer named, by SIREN, or uid where they have none.
    """

    uid = StringProperty(unique_index=True, required=True)
    at = StringProperty(index=True, required=True)
    action = StringProperty(required=True)
    actor = StringProperty(required=True)
    organisation = StringProperty(index=True)
    about = StringProperty(index=True)
    target = StringProperty(index=True)
    shown = ArrayProperty(StringProperty())
    via = StringProperty()
    request_id = StringProperty()


ACCOUNT_MODELS: tuple[type[StructuredNode], ...] = (Person, Membership, Key, Session, Link, AuditEvent)
