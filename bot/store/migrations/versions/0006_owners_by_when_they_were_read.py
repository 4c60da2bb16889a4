"""The owners whose profiles are to be read anew, found without a look at all the others

Revision: 0006, after 0005
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_owner_profile_at", "owner", ["profile_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_owner_profile_at", "owner")
