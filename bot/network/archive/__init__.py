"""Everything that one owner's network holds, as plain records: taken out by `everything`, put back by `restore`.

The records mirror the JSON export field by field; the JSON itself, and every foreign format, live in `transfer`.
"""

from bot.network.archive.reading import everything
from bot.network.archive.records import (
    Archive,
    FeedbackRecord,
    HelpRecord,
    InteractionRecord,
    MilestoneRecord,
    NoteRecord,
    NudgeRecord,
    PersonRecord,
    PlanRecord,
    PositionRecord,
    Problem,
    PromiseRecord,
    ReminderRecord,
    SettingsRecord,
    TagRecord,
)
from bot.network.archive.restoring import Restored, restore

__all__ = [
    "Archive",
    "FeedbackRecord",
    "HelpRecord",
    "InteractionRecord",
    "MilestoneRecord",
    "NoteRecord",
    "NudgeRecord",
    "PersonRecord",
    "PlanRecord",
    "PositionRecord",
    "Problem",
    "PromiseRecord",
    "ReminderRecord",
    "Restored",
    "SettingsRecord",
    "TagRecord",
    "everything",
    "restore",
]
