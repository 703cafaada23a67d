"""The store's tables, as the steps by which they came to be. The number of steps taken is the file's `user_version`.

Moments are text, `2026-11-24T01:56:32.000000+00:00`, always UTC and always this long, so that they sort as text. No
column ever holds a secret, nor the last four digits of a token.
"""

from __future__ import annotations

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE accounts (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        environment TEXT NOT NULL,
        source TEXT NOT NULL,
        can_rotate INTEGER NOT NULL,
        can_revoke_previous INTEGER NOT NULL,
        can_end_present INTEGER NOT NULL,
        can_tell_uses INTEGER NOT NULL,
        service_url TEXT,
        service_account_id TEXT,
        person_email TEXT
    ) STRICT;

    CREATE TABLE last_known (
        account TEXT PRIMARY KEY,
        endpoint TEXT NOT NULL,
        token_created_at TEXT NOT NULL,
        old_token_expires_at TEXT,
        clock_offset_seconds REAL NOT NULL
    ) STRICT;

    CREATE TABLE rotations (
        key TEXT PRIMARY KEY,
        account TEXT NOT NULL,
        kind TEXT NOT NULL,
        present_token_id TEXT NOT NULL,
        new_token_id TEXT,
        state TEXT NOT NULL,
        asked_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX rotations_of_account ON rotations (account, asked_at);

    CREATE TABLE history (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        account TEXT NOT NULL,
        what TEXT NOT NULL,
        result TEXT NOT NULL,
        token_fingerprint TEXT,
        with_whom TEXT
    ) STRICT;
    CREATE INDEX history_of_account ON history (account, at);
    CREATE INDEX history_by_age ON history (at);

    CREATE TABLE shares (
        account TEXT NOT NULL,
        token_fingerprint TEXT NOT NULL,
        at TEXT NOT NULL,
        with_whom TEXT NOT NULL,
        client TEXT,
        PRIMARY KEY (account, token_fingerprint)
    ) STRICT;

    CREATE TABLE past_tests (
        id INTEGER PRIMARY KEY,
        account TEXT NOT NULL,
        at TEXT NOT NULL,
        report TEXT NOT NULL
    ) STRICT;
    CREATE INDEX past_tests_of_account ON past_tests (account, at);

    CREATE TABLE preferences (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT;

    CREATE TABLE window (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        maximized INTEGER NOT NULL,
        page TEXT NOT NULL,
        account TEXT
    ) STRICT;
    """,
    # Accounts typed in by hand: their tokens and the tokens' dates are in the vault, so that both change at once.
    """
    CREATE TABLE last_known_with_unknown_ages (
        account TEXT PRIMARY KEY,
        endpoint TEXT NOT NULL,
        token_created_at TEXT,
        old_token_expires_at TEXT,
        clock_offset_seconds REAL NOT NULL,
        token_known_since TEXT,
        old_token_used_at TEXT
    ) STRICT;
    INSERT INTO last_known_with_unknown_ages
        SELECT account, endpoint, token_created_at, old_token_expires_at, clock_offset_seconds, NULL, NULL
        FROM last_known;
    DROP TABLE last_known;
    ALTER TABLE last_known_with_unknown_ages RENAME TO last_known;

    CREATE TABLE typed_accounts (
        account TEXT PRIMARY KEY,
        endpoint TEXT NOT NULL,
        settings_page TEXT,
        added_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE twins (
        qa TEXT PRIMARY KEY,
        production TEXT NOT NULL
    ) STRICT;

    CREATE TABLE removals (
        account TEXT PRIMARY KEY,
        at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE guided_rotations (
        account TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        step TEXT NOT NULL,
        began_at TEXT NOT NULL,
        pressed_at TEXT
    ) STRICT;

    CREATE TABLE handovers (
        account TEXT NOT NULL,
        token_fingerprint TEXT NOT NULL,
        at TEXT NOT NULL,
        confirmed_by TEXT NOT NULL,
        PRIMARY KEY (account, token_fingerprint)
    ) STRICT;

    CREATE TABLE token_checks (
        account TEXT NOT NULL,
        token_fingerprint TEXT NOT NULL,
        at TEXT NOT NULL,
        outcome TEXT NOT NULL,
        PRIMARY KEY (account, token_fingerprint)
    ) STRICT;

    CREATE TABLE leaked_tokens (
        account TEXT NOT NULL,
        token_fingerprint TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (account, token_fingerprint)
    ) STRICT;

    CREATE INDEX history_by_token ON history (token_fingerprint, account);
    CREATE INDEX history_tokens_of_account ON history (account, token_fingerprint);

    CREATE TABLE notified (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        day TEXT NOT NULL
    ) STRICT;
    """,
    # Whom to propose for the next share, and in which language; what was shared without a name does not count.
    """
    CREATE TABLE share_people (
        account TEXT NOT NULL,
        person TEXT NOT NULL,
        client TEXT,
        language TEXT,
        made_by TEXT,
        at TEXT NOT NULL,
        PRIMARY KEY (account, person)
    ) STRICT;
    INSERT INTO share_people
        SELECT account, with_whom, client, NULL, NULL, max(at) FROM shares
        WHERE with_whom <> '' OR client <> '' GROUP BY account, with_whom;
    """,
    # Where the window stood, where the platform tells.
    """
    ALTER TABLE window ADD COLUMN left INTEGER;
    ALTER TABLE window ADD COLUMN top INTEGER;
    """,
)

SCHEMA_NUMBER = len(MIGRATIONS)
