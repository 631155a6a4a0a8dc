"""Companies that were found to be one: who decided it, and all that it takes to go back."""

from __future__ import annotations

from neomodel import ArrayProperty, StringProperty, StructuredNode

MERGINGS = {
    "proposed": "attend l'accord d'une autre institution",
    "done": "réunies",
    "undone": "séparées de nouveau",
    "distinct": "ce ne sont pas des doublons",
}


class Merging(StructuredNode):
    """What was decided of two companies that may be one; its key is made of both, so that a pair is decided once.

    `keep` and `gone` are uids of companies; the one that is gone becomes a `FormerCompany`, which keeps all that it
    said. `moved` names each edge that went to the other (`TYPE<key` where it ended there, `TYPE>key` where it started
    there), `referred` each record that named it: never what they say, which stays where it was. `owner` is the
    institution that decided, `asked` are those whose word it takes, `agreed` those who gave it. `visibility` is the
    narrower of the levels of both companies.
    """

    uid = StringProperty(unique_index=True, required=True)
    owner = StringProperty(index=True, required=True)
    visibility = StringProperty(required=True)
    status = StringProperty(index=True, required=True, choices=MERGINGS)
    keep = StringProperty(index=True, required=True)
    gone = StringProperty(index=True, required=True)
    reason = StringProperty()
    asked = ArrayProperty(StringProperty())
    agreed = ArrayProperty(StringProperty())
    moved = ArrayProperty(StringProperty())
    referred = ArrayProperty(StringProperty())
    at = StringProperty(required=True)
    by = StringProperty(required=True)
    undone_at = StringProperty()
    undone_by = StringProperty()
