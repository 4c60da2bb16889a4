"""The modals: within Slack's limits whatever is known, and what is said at a field."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.blocks.faults import fault
from bot.blocks.fields import modal
from bot.blocks.forms import log_modal, shown, snooze_modal, waiting
from bot.blocks.message import Message
from bot.blocks.settings_form import settings_modal, zone_option
from bot.network.errors import BadSettingError
from bot.network.forms import Choice, LogForm
from bot.network.owners import WEEKDAYS
from tests.blocks.limits import wrong_with_modal as wrong
from tests.blocks.records import TEXTS

STATE = {"respond": "https://hooks.slack.com/actions/T1/2/3"}
NAMES = TEXTS.filter(lambda text: text.strip() != "")
CHOICES = st.builds(Choice, st.builds("c:{}".format, st.integers(1)), NAMES, TEXTS)
TAGS = st.lists(st.from_regex(r"[a-z-]{1,100}", fullmatch=True), max_size=60).map(tuple)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
FORMS = st.builds(
    LogForm,
    people=st.lists(CHOICES, max_size=25, unique_by=lambda one: one.claim).map(tuple),
    kind=st.sampled_from(["met", "message", "unheard_of"]),
    on=DAYS,
    where=TEXTS,
    about=TEXTS,
    tags=TAGS,
    follow_up=DAYS,
    every=st.sampled_from([None, "P1M", "P5W", "none"]),
    change=st.none() | st.just("c1"),
)
QUICK = settings(
    max_examples=80,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.generate],
)


@QUICK
@given(FORMS)
def test_slack_takes_the_form_of_any_interaction(form: LogForm) -> None:
    assert wrong(log_modal(form, STATE)) == []


@QUICK
@given(TEXTS)
def test_slack_takes_the_question_about_anybody(name: str) -> None:
    assert wrong(snooze_modal(name, date(2026, 11, 23), STATE)) == []


def test_slack_takes_the_settings_set_and_unset() -> None:
    given: dict[str, str | tuple[str, ...]] = {
        "nudge_time": "09:00", "working_days": WEEKDAYS, "quiet_from": "20:00", "quiet_to": "08:00",
        "daily_limit": "5", "default_cadence": "P5W", "delivery": "each", "lead_days": "0", "holidays": "DE",
        "timezone": "Europe/Paris", "paused_until": "2031-01-05",
    }  # fmt: skip
    assert wrong(settings_modal(given, STATE)) == []
    assert wrong(settings_modal({}, STATE)) == []


def test_a_state_that_is_too_long_is_not_sent() -> None:
    assert wrong(waiting("x" * 99)) == []
    assert modal("Log", [], callback="log", state={"respond": "x" * 4000})["private_metadata"] == ""


def test_any_answer_is_shown_in_a_modal() -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}] * 120
    assert wrong(shown(Message("Hello", blocks))) == []


def test_what_is_said_at_a_field_has_no_mark_up() -> None:
    assert fault(BadSettingError("holidays", "Germany")) == (
        "“Germany” isn't a country's two-letter code, so I left the setting as it is. Try settings."
    )
    assert "one word" in fault("no_tag")
    assert fault("unheard of")


def test_the_zone_of_slack_is_called_so() -> None:
    assert zone_option("auto").to_dict()["text"]["text"] == "As in Slack"
    assert zone_option("America/New_York").to_dict()["text"]["text"] == "America/New York"
