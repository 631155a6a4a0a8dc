import pytest

from matching.tables import FOLDER, rows

TABLES = sorted(path.stem for path in FOLDER.glob("*.csv"))


@pytest.mark.parametrize("table", TABLES)
def test_every_line_of_knowledge_says_why_it_is_there(table: str) -> None:
    lines = rows(table)
    assert lines
    assert all(line["reason"] and None not in line.values() for line in lines)


@pytest.mark.parametrize("table", TABLES)
def test_no_line_of_knowledge_is_there_twice(table: str) -> None:
    keys = [
        tuple(value for column, value in line.items() if column in {"phrase", "word", "mark", "evidence", "position"})
        for line in rows(table)
    ]
    assert len(set(keys)) == len(keys)
