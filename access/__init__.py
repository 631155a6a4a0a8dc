"""Who people are, for which organisation they act, and what their role lets them do."""

from access.roles import ANONYMOUS, Action, Identity, Role

__all__ = ["ANONYMOUS", "Action", "Identity", "Role"]
