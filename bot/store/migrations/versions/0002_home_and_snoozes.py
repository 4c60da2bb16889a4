"""What is published on an owner's App Home; until when a contact was snoozed

Revision: 0002, after 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "home",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hash", sa.String(length=255), nullable=True),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("stale", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_home_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner_id", name=op.f("pk_home")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_home_stale", "home", ["stale"], unique=False)
    op.add_column("contact", sa.Column("snoozed_until", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("contact", "snoozed_until")
    op.drop_index("ix_home_stale", table_name="home")
    op.drop_table("home")
