"""The modals: within Slack's limits whatever is known, and what is said at a field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.blocks.answers import answer
from bot.blocks.faults import fault
from bot.blocks.fields import modal
from bot.blocks.forms import log_modal, shown, snooze_modal, waiting
from bot.blocks.import_form import import_modal, looked_at_modal, person_option
from bot.blocks.item_forms import item_modal
from bot.blocks.message import Message
from bot.blocks.person_forms import differing_modal, edit_person_modal, forget_modal, merge_modal
from bot.blocks.person_page import person_modal
from bot.blocks.settings_form import settings_modal, zone_option
from bot.language.meanings import Meaning
from bot.network.errors import BadSettingError
from bot.network.forms import Choice, LogForm
from bot.network.item_forms import ItemForm
from bot.network.outcomes import Brief, FileRefused, ImportPreview, InteractionFact, Undone
from bot.network.owners import WEEKDAYS
from bot.network.people_forms import Kept, MergeForm
from bot.network.person_form import PersonForm
from bot.network.person_page import A_PAGE, PersonPage
from bot.network.roster import FIELDS
from tests.blocks.limits import wrong_with_modal as wrong
from tests.blocks.records import TEXTS, records

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


PAGES = records(Brief).flatmap(
    lambda brief: st.builds(
        lambda shown, page, pages: PersonPage(
            brief, shown, tuple("c1" if one.place else None for one in shown), page, pages
        ),
        st.lists(records(InteractionFact), max_size=A_PAGE).map(tuple),
        st.integers(0, 9),
        st.integers(1, 10),
    )
)


@QUICK
@given(PAGES, st.booleans())
def test_slack_takes_the_page_of_anybody(page: PersonPage, is_answered: bool) -> None:
    said = answer(Undone("c1", Meaning(intent="log", people=("Priya",)))).blocks if is_answered else []
    assert wrong(person_modal(page, {"person": "1", "page": "0"}, said)) == []


@QUICK
@given(
    records(ItemForm),
    st.sampled_from(["plan", "promise", "reminder", "note"]),
    st.lists(CHOICES, max_size=120, unique_by=lambda one: one.claim),
)
def test_slack_takes_the_form_of_anything_on_a_page(form: ItemForm, kind: str, people: list[Choice]) -> None:
    form = replace(form, kind=kind, time="12:30" if form.time else "", people=tuple(people))
    assert wrong(item_modal(form, STATE)) == []


@QUICK
@given(records(PersonForm), st.lists(CHOICES, max_size=120, unique_by=lambda one: one.claim))
def test_slack_takes_the_form_of_anybody(form: PersonForm, via: list[Choice]) -> None:
    assert wrong(edit_person_modal(replace(form, slack_user="", via=tuple(via)), STATE)) == []


@QUICK
@given(TEXTS, st.lists(st.tuples(st.sampled_from(["interactions", "notes"]), st.integers(1, 9)), max_size=6))
def test_slack_takes_the_questions_before_a_merge_and_a_forgetting(name: str, counts: list[tuple[str, int]]) -> None:
    for view in (merge_modal(Kept(name, tuple(counts)), STATE), forget_modal(Kept(name, tuple(counts)), STATE)):
        assert wrong(view) == []


@QUICK
@given(records(MergeForm), st.permutations([*FIELDS, "name", "every", "birthday"]))
def test_slack_takes_the_question_whose_value_stays(form: MergeForm, names: list[str]) -> None:
    each = form.differing[: len(names)]
    differing = tuple(replace(one, field=name) for one, name in zip(each, names, strict=False))
    assert wrong(differing_modal(replace(form, differing=differing, other="c:1"), STATE)) == []


@QUICK
@given(records(ImportPreview) | records(FileRefused))
def test_slack_takes_a_look_at_any_file(looked_at: ImportPreview | FileRefused) -> None:
    assert wrong(import_modal({})) == []
    if isinstance(looked_at, ImportPreview):
        looked_at = replace(looked_at, file="F0123")
    assert wrong(looked_at_modal(looked_at, {})) == []


@given(TEXTS, TEXTS)
@QUICK
def test_slack_takes_anybody_in_a_file_as_an_option(name: str, about: str) -> None:
    option = person_option(3, name, about)
    assert 1 <= len(option["text"]["text"]) <= 75
    assert option["value"] == "w:3"


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
    assert fault(BadSettingError("holidays", "Atlantis")) == (
        "“Atlantis” isn't a country that I know, so I left the setting as it is. Try holidays DE."
    )
    assert "one word" in fault("no_tag")
    assert fault("unheard of")


def test_the_zone_of_slack_is_called_so() -> None:
    assert zone_option("auto").to_dict()["text"]["text"] == "As in Slack"
    assert zone_option("America/New_York").to_dict()["text"]["text"] == "America/New York"
