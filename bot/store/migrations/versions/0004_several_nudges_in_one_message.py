"""Several nudges in one message, in a weekly review; rhythms that are proposed

Revision: 0004, after 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NUDGE = ("group_id", "review_id", "proposes", "adapted_by")
_INDEXED = ("group_id", "review_id")


def upgrade() -> None:
    for column in _NUDGE:
        op.add_column("nudge", sa.Column(column, sa.String(length=32), nullable=True))
    for column in _INDEXED:
        is_set = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_nudge_{column}", "nudge", [column], sqlite_where=is_set, postgresql_where=is_set)
    op.add_column("contact", sa.Column("rhythm_kept_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("contact", "rhythm_kept_on")
    for column in _INDEXED:
        op.drop_index(f"ix_nudge_{column}", table_name="nudge")
    for column in _NUDGE:
        op.drop_column("nudge", column)
