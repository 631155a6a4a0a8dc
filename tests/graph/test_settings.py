"""What an installation can set."""

from __future__ import annotations

import pytest

from graph.errors import Misuse
from graph.settings import get_settings


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("DORE_HEAP_MIB", "beaucoup", "un nombre entier"),
        ("DORE_HEAP_MIB", "3", "un nombre plus grand"),
        ("DORE_SMTP_SECURITY", "hunter2", "l'un des mots"),
        ("DORE_OIDC_TRUST_EMAIL", "peut-être", "true ou false"),
    ],
)
def test_a_setting_that_cannot_be_is_named_and_not_repeated(
    name: str, given: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, given)
    with pytest.raises(Misuse, match=f"{name} n'est pas valable : {said}") as refused:
        get_settings.__wrapped__()
    assert given not in str(refused.value)
