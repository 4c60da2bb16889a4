"""The last change of an owner, found by its place in the order of what they said, however much that was

Revision: 0005, after 0004
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index("ix_change_owner_id_seq", ["owner_id", "seq"], unique=False)
        batch_op.drop_index("ix_change_owner_id_at")  # no release asks by it


def downgrade() -> None:
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index("ix_change_owner_id_at", ["owner_id", "at"], unique=False)
        batch_op.drop_index("ix_change_owner_id_seq")
