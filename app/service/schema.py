"""Whether a database has the tables that this program uses. A damaged schema can pass SQLite's own checks."""

from __future__ import annotations

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import StaticPool

from app.service import tables

_COLUMNS = text(
    'SELECT m.name, c.name, c.type, c."notnull", c.pk FROM sqlite_master AS m, pragma_table_info(m.name) AS c '
    "WHERE m.type = 'table'"
)
_INDEXED = text(
    'SELECT m.name, l."unique", l.partial, group_concat(i.name) FROM sqlite_master AS m, '
    "pragma_index_list(m.name) AS l, pragma_index_info(l.name) AS i WHERE m.type = 'table' GROUP BY m.name, l.name"
)


def has_tables(connection: Connection) -> bool:
    """Whether anything at all has been made in it."""
    return connection.execute(text("SELECT 1 FROM sqlite_master LIMIT 1")).first() is not None


def is_whole(connection: Connection) -> bool:
    """Whether every table, column and index of ours is there as it should be. Raises StorageFailed."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        with engine.connect() as model:
            tables.metadata.create_all(model)
            return _structure(model) <= _structure(connection)
    finally:
        engine.dispose()


def _structure(connection: Connection) -> set[tuple[object, ...]]:
    return {tuple(row) for query in (_COLUMNS, _INDEXED) for row in connection.execute(query)}
