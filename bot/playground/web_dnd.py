"""dnd.info and dnd.teamInfo: who is not to be disturbed, by a nightly schedule or a pause of notifications."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.playground.methods import Call, SlackError, method
from bot.playground.state import Json, Person

MOST_USERS = 50
_NEVER = {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}


@method("dnd.info", "dnd:read")
def dnd_info(call: Call) -> Json:
    """One member; nobody but oneself sees that it is a pause."""
    person = call.person(call.text("user") or call.team.bot_user)
    return status(person, call.core.now()) | ({"snooze_enabled": False} if person.id == call.team.bot_user else {})


@method("dnd.teamInfo", "dnd:read")
def dnd_team_info(call: Call) -> Json:
    """Up to 50 members, as one list with commas; whom nobody knows is left out."""
    asked = [user.strip() for user in call.text("users").split(",") if user.strip()]
    if not asked:
        raise SlackError("no_users_provided")
    people = call.core.world.people
    found = [people[call.team.id, user] for user in asked[:MOST_USERS] if (call.team.id, user) in people]
    return {"users": {person.id: status(person, call.core.now()) for person in found}}


def status(person: Person, now: datetime) -> Json:
    """The window that somebody is in, or the next one. A pause that is on is a window, too, begun by now."""
    seconds = int(now.timestamp())
    if person.snoozed_until > seconds:
        return {"dnd_enabled": True, "next_dnd_start_ts": seconds, "next_dnd_end_ts": person.snoozed_until}
    if not person.dnd_from or not person.dnd_to:
        return dict(_NEVER)
    start, end = _window(person, now)
    return {"dnd_enabled": True, "next_dnd_start_ts": int(start.timestamp()), "next_dnd_end_ts": int(end.timestamp())}


def _window(person: Person, now: datetime) -> tuple[datetime, datetime]:
    """The first window of the nightly schedule that is not over yet, by the clock on the person's wall."""
    zone = ZoneInfo(person.timezone)
    day = now.astimezone(zone).date() - timedelta(days=1)
    while True:
        start = datetime.fromisoformat(f"{day}T{person.dnd_from}").replace(tzinfo=zone)
        ends_on = day if person.dnd_to > person.dnd_from else day + timedelta(days=1)
        end = datetime.fromisoformat(f"{ends_on}T{person.dnd_to}").replace(tzinfo=zone)
        if end.astimezone(UTC) > now:
            return start, end
        day += timedelta(days=1)
