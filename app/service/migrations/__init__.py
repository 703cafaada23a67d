"""How the tables came to be, step by step, through Alembic. `REVISIONS` names the steps in their order.

The order stands here so that a start on an up-to-date database need not load Alembic. A test holds it against the
files in `versions`, whose names begin with the revision's.
"""

from __future__ import annotations

REVISIONS = ("0001",)
