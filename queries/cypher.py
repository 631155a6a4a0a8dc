"""Load the Cypher text of a question, and refuse one that forgets who is asking."""

from __future__ import annotations

from pathlib import Path

from graph.visibility import unguarded


def load(module_file: str, name: str | None = None) -> str:
    """Return the text of the `.cypher` file beside a module, of the same name unless another is given.

    Raises:
        ValueError: the text reads facts without the layer's condition, or does not say what it answers.
    """
    path = Path(module_file).with_suffix(".cypher")
    if name:
        path = path.with_name(f"{name}.cypher")
    text = path.read_text(encoding="utf-8")
    if not text.startswith(f"// {path.stem}("):
        raise ValueError(f"{path.name} must start with `// {path.stem}(parameters): what it answers`")
    if wrong := unguarded(text):
        raise ValueError(f"{path.name} reads what its caller may not see: {'; '.join(wrong)}")
    return text
