"""What the service keeps, as tables. Every moment is whole milliseconds since 1970 in UTC (see moments.py).

The migrations make these tables; a test holds the two side by side. Nothing here is SQLite's own, so that PostgreSQL
can follow: indexes with a condition and integers that count up exist in both.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData()

service = Table(
    "service",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""One line is the storage key's check value, named `key_check`."""

account = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("environment", Text, nullable=False),
    Column("practice", Boolean, nullable=False),
)

person = Table(
    "person",
    metadata,
    Column("account_id", Text, ForeignKey("account.id"), primary_key=True),
    Column("email", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("roles", Text, nullable=False),
)
"""`roles` is a JSON list of words."""

session = Table(
    "session",
    metadata,
    Column("fingerprint", Text, primary_key=True),
    Column("account_id", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    ForeignKeyConstraint(["account_id", "email"], ["person.account_id", "person.email"]),
)

token = Table(
    "token",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account_id", Text, ForeignKey("account.id"), nullable=False),
    Column("fingerprint", Text, nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=True),
    Column("created_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=True),
)
"""`ends_at` is null for the present token, in the future for the old one, and past for those that ended. `sealed` is
null once a token was ended by somebody: nobody can be shown it any more."""

Index(
    "one_present_token",
    token.c.account_id,
    unique=True,
    sqlite_where=token.c.ends_at.is_(None),
    postgresql_where=token.c.ends_at.is_(None),
)

token_use = Table(
    "token_use",
    metadata,
    Column("token_id", Text, ForeignKey("token.id"), primary_key=True),
    Column("rest", Boolean, primary_key=True),
    Column("user_agent", Text, primary_key=True),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("times", BigInteger, nullable=False),
)
"""`rest` marks the one line that sums up all User-Agents beyond the latest twenty."""

rotation = Table(
    "rotation",
    metadata,
    Column("account_id", Text, primary_key=True),
    Column("email", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("request", Text, nullable=False),
    Column("token_id", Text, ForeignKey("token.id"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
)
"""One line for each `Idempotency-Key` that rotated."""

event = Table(
    "event",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("account_id", Text, ForeignKey("account.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("token_id", Text, ForeignKey("token.id"), nullable=False),
    Column("user_agent", Text, nullable=False),
    Index("event_of_account", "account_id", "id"),
    Index("event_of_token", "token_id", "kind", "at"),
    sqlite_autoincrement=True,
)

record = Table(
    "record",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("account_id", Text, ForeignKey("account.id"), nullable=False),
    Column("type", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("label", Text, nullable=True),
    Column("user_name", Text, nullable=True),
    Column("external_id", Text, nullable=True),
    Column("display_name", Text, nullable=True),
    Column("created_at", BigInteger, nullable=False),
    Column("modified_at", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("deleted_at", BigInteger, nullable=True),
    Index("record_of_account", "account_id", "type", "number"),
    Index("record_by_external_id", "account_id", "type", "external_id"),
    Index("record_by_display_name", "account_id", "type", "display_name"),
    Index(
        "one_live_user_name",
        "account_id",
        "type",
        "user_name",
        unique=True,
        sqlite_where=text("deleted_at IS NULL"),
        postgresql_where=text("deleted_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)
"""SCIM users and groups. `document` is the resource as JSON without `id`, `meta` and memberships; `label` is the name
to show; the names beside it are the forms that look-ups compare (RFC 7643 §2.2: `userName` and `displayName` without
regard to case). A deleted record stays, with `deleted_at`; it is in nobody's way (RFC 7644 §3.6)."""

member = Table(
    "member",
    metadata,
    Column("group_id", Text, ForeignKey("record.id"), primary_key=True),
    Column("member_id", Text, ForeignKey("record.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("display", Text, nullable=True),
    Index("groups_of_member", "member_id"),
)
"""Who is in which group. `display` is the name that the client gave; without one it is the member's own."""
