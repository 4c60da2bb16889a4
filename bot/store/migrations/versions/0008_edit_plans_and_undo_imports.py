"""A plan with several people is edited as one, and an import is taken back as a whole

Revision: 0008, after 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("group_id", sa.String(length=32), nullable=True))
    op.create_table(
        "import",
        sa.Column("change_id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("removed", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_import_change_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_import_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_import")),
    )
    op.create_index(op.f("ix_import_owner_id"), "import", ["owner_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_import_owner_id"), table_name="import")
    op.drop_table("import")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("group_id")
