"""The first tables

Revision: 0001, after None
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise", sa.String(length=32), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bot_token", sa.Text(), nullable=True),
        sa.Column("bot_refresh_token", sa.Text(), nullable=True),
        sa.Column("bot_token_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
        sa.UniqueConstraint("enterprise", "team", name=op.f("uq_installation_enterprise")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("installation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_installation_team"), ["team"], unique=False)

    op.create_table(
        "oauth_state",
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_oauth_state")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "owner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("welcomed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erase_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dm_channel", sa.String(length=32), nullable=True),
        sa.Column("locale", sa.String(length=16), nullable=True),
        sa.Column("slack_zone", sa.String(length=64), nullable=True),
        sa.Column("profile_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("away_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("nudge_time", sa.String(length=5), nullable=True),
        sa.Column("working_days", sa.String(length=64), nullable=True),
        sa.Column("quiet_hours", sa.String(length=16), nullable=True),
        sa.Column("daily_limit", sa.Integer(), nullable=True),
        sa.Column("default_cadence", sa.String(length=32), nullable=True),
        sa.Column("delivery", sa.String(length=16), nullable=True),
        sa.Column("lead_days", sa.Integer(), nullable=True),
        sa.Column("holidays", sa.String(length=16), nullable=True),
        sa.Column("discreet", sa.Boolean(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner")),
        sa.UniqueConstraint("team", "user", name=op.f("uq_owner_team")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("owner", schema=None) as batch_op:
        batch_op.create_index("ix_owner_deactivated_at", ["deactivated_at"], unique=False)
        batch_op.create_index("ix_owner_erase_at", ["erase_at"], unique=False)
        batch_op.create_index("ix_owner_next_at", ["next_at"], unique=False)

    op.create_table(
        "change",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("intent", sa.String(length=16), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("contacts", sa.JSON(), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaces", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_change_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index("ix_change_at", ["at"], unique=False)
        batch_op.create_index("ix_change_message", ["owner_id", "message"], unique=False)
        batch_op.create_index("ix_change_owner_id_at", ["owner_id", "at"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("slack_user", sa.String(length=32), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=True),
        sa.Column("via", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("profile_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cadence", sa.String(length=32), nullable=True),
        sa.Column("cadence_is_own", sa.Boolean(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("last_interaction_on", sa.Date(), nullable=True),
        sa.Column("next_check_in_on", sa.Date(), nullable=True),
        sa.Column("thanks_on", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_contact_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index("ix_contact_forgotten_at", ["forgotten_at"], unique=False)
        batch_op.create_index("ix_contact_owner_id_due", ["owner_id", "next_check_in_on"], unique=False)
        batch_op.create_index("ix_contact_owner_id_key", ["owner_id", "key"], unique=False)
        batch_op.create_index("ix_contact_owner_id_slack_user", ["owner_id", "slack_user"], unique=False)
        batch_op.create_index("ix_contact_owner_id_thanks", ["owner_id", "thanks_on"], unique=False)
        batch_op.create_index("ix_contact_profile_at_slack_user", ["profile_at", "slack_user"], unique=False)

    op.create_table(
        "interaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_interaction_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("interaction", schema=None) as batch_op:
        batch_op.create_index("ix_interaction_owner_id_on", ["owner_id", "on"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=True),
        sa.Column("nudge_id", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_question_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index("ix_question_asked_at", ["asked_at"], unique=False)
        batch_op.create_index("ix_question_owner_id_asked_at", ["owner_id", "asked_at"], unique=False)

    op.create_table(
        "seen_delivery",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_seen_delivery_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team", "key", name=op.f("pk_seen_delivery")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("seen_delivery", schema=None) as batch_op:
        batch_op.create_index("ix_seen_delivery_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_seen_delivery_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=255), nullable=False),
        sa.Column("cadence", sa.String(length=32), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_tag_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("owner_id", "tag", name=op.f("uq_tag_owner_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "contact_name",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=1), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_contact_name_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_contact_name_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contact_id", "kind", "word", name=op.f("pk_contact_name")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("contact_name", schema=None) as batch_op:
        batch_op.create_index("ix_contact_name_owner_id_word", ["owner_id", "word"], unique=False)

    op.create_table(
        "contact_tag",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=255), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_contact_tag_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_contact_tag_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contact_id", "tag", name=op.f("pk_contact_tag")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("contact_tag", schema=None) as batch_op:
        batch_op.create_index("ix_contact_tag_owner_id_tag", ["owner_id", "tag"], unique=False)

    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_feedback_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_feedback_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index("ix_feedback_owner_id_next_on", ["owner_id", "next_on"], unique=False)

    op.create_table(
        "help",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_help_contact_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_help_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("help", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_help_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "interaction_person",
        sa.Column("interaction_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_interaction_person_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["interaction_id"],
            ["interaction.id"],
            name=op.f("fk_interaction_person_interaction_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["owner.id"], name=op.f("fk_interaction_person_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("interaction_id", "contact_id", name=op.f("pk_interaction_person")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("interaction_person", schema=None) as batch_op:
        batch_op.create_index("ix_interaction_person_contact_id", ["contact_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("on", sa.String(length=10), nullable=True),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("led_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_milestone_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_milestone_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index("ix_milestone_owner_id_next_on", ["owner_id", "next_on"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("next_time", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_note_contact_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_note_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "nudge",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("occasion", sa.String(length=96), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered", sa.String(length=16), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=64), nullable=True),
        sa.Column("reactions", sa.JSON(), nullable=False),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("asked_again", sa.Boolean(), nullable=False),
        sa.Column("change_id", sa.String(length=32), nullable=True),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_nudge_contact_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_nudge_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
        sa.UniqueConstraint("owner_id", "kind", "occasion", name=op.f("uq_nudge_owner_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("nudge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nudge_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index("ix_nudge_message", ["team", "channel", "ts"], unique=False)
        batch_op.create_index("ix_nudge_owner_id_again_on", ["owner_id", "again_on"], unique=False)
        batch_op.create_index("ix_nudge_owner_id_planned_on", ["owner_id", "planned_on"], unique=False)
        batch_op.create_index("ix_nudge_stale", ["stale"], unique=False)
        batch_op.create_index("ix_nudge_state_try_at", ["state", "try_at"], unique=False)

    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("time", sa.String(length=5), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("after_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_plan_contact_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_plan_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index("ix_plan_owner_id_on", ["owner_id", "on"], unique=False)

    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_position_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_position_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_position_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("kept_on", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_promise_contact_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_promise_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promise_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index("ix_promise_owner_id_due_on", ["owner_id", "due_on"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("time", sa.String(length=5), nullable=True),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_reminder_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_reminder_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index("ix_reminder_owner_id_on", ["owner_id", "on"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index("ix_reminder_owner_id_on")
        batch_op.drop_index(batch_op.f("ix_reminder_contact_id"))

    op.drop_table("reminder")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_index("ix_promise_owner_id_due_on")
        batch_op.drop_index(batch_op.f("ix_promise_contact_id"))

    op.drop_table("promise")
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_owner_id"))
        batch_op.drop_index(batch_op.f("ix_position_contact_id"))

    op.drop_table("position")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_owner_id_on")
        batch_op.drop_index(batch_op.f("ix_plan_contact_id"))

    op.drop_table("plan")
    with op.batch_alter_table("nudge", schema=None) as batch_op:
        batch_op.drop_index("ix_nudge_state_try_at")
        batch_op.drop_index("ix_nudge_stale")
        batch_op.drop_index("ix_nudge_owner_id_planned_on")
        batch_op.drop_index("ix_nudge_owner_id_again_on")
        batch_op.drop_index("ix_nudge_message")
        batch_op.drop_index(batch_op.f("ix_nudge_contact_id"))

    op.drop_table("nudge")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_owner_id"))
        batch_op.drop_index(batch_op.f("ix_note_contact_id"))

    op.drop_table("note")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index("ix_milestone_owner_id_next_on")
        batch_op.drop_index(batch_op.f("ix_milestone_contact_id"))

    op.drop_table("milestone")
    with op.batch_alter_table("interaction_person", schema=None) as batch_op:
        batch_op.drop_index("ix_interaction_person_contact_id")

    op.drop_table("interaction_person")
    with op.batch_alter_table("help", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_owner_id"))
        batch_op.drop_index(batch_op.f("ix_help_contact_id"))

    op.drop_table("help")
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_index("ix_feedback_owner_id_next_on")
        batch_op.drop_index(batch_op.f("ix_feedback_contact_id"))

    op.drop_table("feedback")
    with op.batch_alter_table("contact_tag", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_tag_owner_id_tag")

    op.drop_table("contact_tag")
    with op.batch_alter_table("contact_name", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_name_owner_id_word")

    op.drop_table("contact_name")
    op.drop_table("tag")
    with op.batch_alter_table("seen_delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seen_delivery_owner_id"))
        batch_op.drop_index("ix_seen_delivery_at")

    op.drop_table("seen_delivery")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index("ix_question_owner_id_asked_at")

    op.drop_table("question")
    with op.batch_alter_table("interaction", schema=None) as batch_op:
        batch_op.drop_index("ix_interaction_owner_id_on")

    op.drop_table("interaction")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_owner_id_thanks")
        batch_op.drop_index("ix_contact_owner_id_slack_user")
        batch_op.drop_index("ix_contact_owner_id_key")
        batch_op.drop_index("ix_contact_owner_id_due")
        batch_op.drop_index("ix_contact_forgotten_at")

    op.drop_table("contact")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index("ix_change_owner_id_at")
        batch_op.drop_index("ix_change_message")

    op.drop_table("change")
    with op.batch_alter_table("owner", schema=None) as batch_op:
        batch_op.drop_index("ix_owner_next_at")

    op.drop_table("owner")
    op.drop_table("oauth_state")
    with op.batch_alter_table("installation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_installation_team"))

    op.drop_table("installation")
