"""Until when an owner is not to be disturbed; who is exchanging a refresh token

Revision: 0003, after 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("owner", sa.Column("dnd_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("installation", sa.Column("refreshing_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("installation", "refreshing_until")
    op.drop_column("owner", "dnd_until")
