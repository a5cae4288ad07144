"""Files as earlier versions of the program made them."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from dd_panel.store.tables import APPLICATION_ID
from dd_panel.store.versions import MIGRATIONS

WHEN = "'2014-02-17T09:30:00.000000+00:00'"
FIELD = "'m1', 'dd-001', 'score.need'"

OLD_ROWS = (
    f"INSERT INTO meta VALUES ('kind', 'round'), ('created', {WHEN})",
    "INSERT INTO members VALUES (1, 'm1', 'M1', 'Member M1', '', '', 'member', '[]', '[]', NULL)",
    "INSERT INTO applications VALUES (1, 'dd-001', 'DD-001', 'Leeds', '[]', '', '', '', NULL, '', '', '', NULL, '[]')",
    f"INSERT INTO entries VALUES (1, {FIELD}, '4', NULL, NULL, 1, NULL, 'M1', {WHEN}, '', '', '', '')",
    f"INSERT INTO history VALUES (1, {FIELD}, '', '4', NULL, 'M1', {WHEN}, '', '', '', '')",
)


def build(path: Path, version: str, *rows: str) -> None:
    """Make a file with the migrations alone."""
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        for row in rows:
            connection.exec_driver_sql(row)
        connection.commit()
    engine.dispose()


def schema(path: Path) -> set[frozenset[str]]:
    """What the file is made of; the order of a table's constraints means nothing, nor do quotes about its name."""
    connection = sqlite3.connect(path)
    statements = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master") if sql]
    connection.close()
    plain = [re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", sql) for sql in statements]
    return {frozenset(line.strip(" \t,") for line in sql.splitlines()) for sql in plain}
