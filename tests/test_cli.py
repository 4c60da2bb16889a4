"""The `rapport` command: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
import yaml
from cryptography.fernet import Fernet
from typer.testing import CliRunner, Result

from bot import cli
from bot.store.engine import Database
from bot.terminal import instant
from tests.test_config import VARIABLES
from tests.transfer.networks import ANA, fill

RAPPORT = Path(sys.executable).with_name("rapport")
WHO = ("--team", ANA.team, "--user", ANA.user)
Rapport = Callable[..., Result]


@pytest.fixture(autouse=True)
def _process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An empty environment in an empty directory; logging as it was afterwards."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
def rapport(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Rapport:
    """Runs the command on a fresh database."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return run


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli.app, arguments, input=given)


def said(result: Result) -> str:
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def complained(result: Result, code: int = 1) -> str:
    assert (result.exit_code, result.stdout) == (code, "")
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.fixture
def filled(database: Database, rapport: Rapport) -> Rapport:
    fill(database)
    return rapport


def test_every_command_of_the_contract_is_there() -> None:
    shown = run("--help").stdout

    for name in (
        "run", "worker", "playground", "tick", "plan", "say", "parse", "export", "import", "backup", "erase", "doctor",
        "migrate", "manifest",
    ):  # fmt: skip
        assert f" {name} " in shown


def test_wrong_usage_is_2() -> None:
    assert run("dance").exit_code == 2
    assert run("export", "--team", "T1").exit_code == 2
    assert run("export", *WHO, "--format", "docx").exit_code == 2
    assert run("plan", *WHO, "--days", "-1").exit_code == 2


@pytest.mark.parametrize("command", [("tick",), ("plan", *WHO), ("say", *WHO, "stats"), ("parse", "stats")])
def test_an_instant_that_is_none_is_wrong_usage(command: tuple[str, ...]) -> None:
    assert "'tomorrow' is no instant in ISO 8601" in complained(run(*command, "--at", "tomorrow"), 2)


INSTANTS = [
    ("2026-11-23T09:00:00Z", datetime(2026, 11, 23, 9, tzinfo=UTC)),
    ("2026-11-23T10:00+01:00", datetime(2026, 11, 23, 9, tzinfo=UTC)),
    ("2026-11-23 09:00", datetime(2026, 11, 23, 9, tzinfo=UTC)),
    ("2026-11-23", datetime(2026, 11, 23, tzinfo=UTC)),
]


@pytest.mark.parametrize(("text", "at"), INSTANTS)
def test_an_instant_without_an_offset_is_utc(text: str, at: datetime) -> None:
    assert instant(text) == at


def test_a_fault_of_the_environment_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")

    assert complained(run("migrate")).startswith("PORT: ")


def test_a_database_that_does_not_answer_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/no/such/directory/x.db")

    assert complained(run("migrate")) == "The database cannot be used: unable to open database file\n"


def test_a_fault_of_ours_is_one_line_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> datetime:
        raise RuntimeError("Priya's secret")

    monkeypatch.setattr(cli, "now", broken)
    told = complained(run("plan", *WHO))

    assert "RuntimeError at tests/test_cli.py" in told
    assert "Priya" not in told


@pytest.mark.parametrize("key", ["", Fernet.generate_key().decode()])
def test_a_key_that_is_not_the_one_is_one_line(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    database = Database(sqlite_url, Fernet.generate_key().decode())
    fill(database)
    database.close()
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("RAPPORT_ENCRYPTION_KEY", key)

    assert "RAPPORT_ENCRYPTION_KEY" in complained(run("export", *WHO))


def test_a_database_from_the_future_is_one_line(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    assert "upgrade this one" in complained(run("export", *WHO))


def test_export_writes_json(filled: Rapport) -> None:
    data = json.loads(said(filled("export", *WHO)))

    assert [person["name"] for person in data["people"]] == ["Priya Sharma", "Sam", "Sam", "Zoë O'Neill"]


def test_export_into_a_file_that_only_its_owner_reads(filled: Rapport, tmp_path: Path) -> None:
    file = tmp_path / "out.json"

    assert said(filled("export", *WHO, "--output", str(file))) == ""

    assert file.read_text("utf-8") == said(filled("export", *WHO))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(("form", "begins"), [("csv", "name,"), ("vcard", "BEGIN:VCARD"), ("ics", "BEGIN:VCALENDAR")])
def test_export_for_other_programs(filled: Rapport, form: str, begins: str) -> None:
    assert said(filled("export", *WHO, "--format", form)).startswith(begins)


def test_export_of_nobody_is_told(rapport: Rapport) -> None:
    assert complained(rapport("export", *WHO)) == "Nobody has used Rapport as U1 in T1 yet.\n"


def test_what_was_exported_comes_in_once(filled: Rapport, tmp_path: Path) -> None:
    file, other = tmp_path / "out.json", ("--team", "T2", "--user", "U9")
    said(filled("export", *WHO, "-o", str(file)))

    first = said(filled("import", *other, str(file)))
    second = said(filled("import", *other, str(file)))

    assert first == "Added 4 people (0 known already) and 17 records of their history.\n"
    assert second == "Added 0 people (4 known already) and 0 records of their history.\n"


def test_a_bad_row_is_told_and_the_others_come_in(rapport: Rapport, tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    file.write_text('{"format": "rapport/1", "people": [{"name": ""}, {"name": "Ana"}]}')

    result = rapport("import", *WHO, str(file))

    assert result.exit_code == 0
    assert result.stderr == "people[0]: name is missing; left out\n"
    assert result.stdout.startswith("Added 1 person ")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "The file is empty."),
        ("{", "The file is no JSON that can be read (line 1)."),
        ("{}", "The file is no Rapport"),
    ],
)
def test_a_file_of_no_kind_is_told(rapport: Rapport, tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "x"
    file.write_text(content)

    assert complained(rapport("import", *WHO, str(file))).startswith(told)


def test_a_file_that_is_not_there_is_wrong_usage(rapport: Rapport) -> None:
    assert rapport("import", *WHO, "nowhere.json").exit_code == 2


def test_plan_shows_what_will_come(filled: Rapport) -> None:
    lines = said(filled("plan", *WHO, "--days", "100", "--at", "2026-11-23T12:00Z")).splitlines()

    assert all(line[:10] == min(line[:10], "2027-03-04") for line in lines)
    [reminder] = [line for line in lines if "send Priya the deck" in line]
    assert reminder.startswith("2026-12-24")  # the owner is paused until then
    assert "reminder" in reminder
    assert "Priya Sharma" in reminder


def test_erase_tells_what_went(filled: Rapport) -> None:
    assert said(filled("erase", *WHO)).startswith("Erased everything of U1 in T1: 5 people, 4 interactions, 1 nudge.")
    assert said(filled("erase", "--team", "T1")) == "There was nothing of everybody in T1.\n"


def test_migrate_may_run_twice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")

    assert said(run("migrate")).startswith("The database is now at")
    assert said(run("migrate")).startswith("The database was already at")


def test_backup_copies_while_the_database_is_open(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    database = Database(sqlite_url)
    fill(database)
    copy = tmp_path / "copy.db"
    with database.writing():  # a bot in the middle of something
        said(run("backup", str(copy)))
    database.close()

    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM contact").fetchone() == (5,)
    connection.close()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert "is there already" in complained(run("backup", str(copy)))


def test_backup_of_nothing_makes_nothing(tmp_path: Path) -> None:
    assert "There is no database" in complained(run("backup", str(tmp_path / "copy.db")))
    assert list(tmp_path.iterdir()) == []


def test_backup_of_postgresql_names_its_tool(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)

    assert "pg_dump" in complained(run("backup", "copy.db"))


def test_doctor_finds_a_fresh_set_up_fine(rapport: Rapport) -> None:
    lines = said(rapport("doctor")).splitlines()

    assert all(line.startswith("✓ ") for line in lines)
    assert [line.split()[1] for line in lines] == [
        "settings:",
        "database:",
        "migrations:",
        "encryption:",
        "nudges:",
        "waiting:",
    ]


def test_doctor_tells_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")

    result = run("doctor")

    assert result.exit_code == 1
    assert "✗ settings: SLACK_BOT_TOKEN is set alone" in result.stdout
    assert "run `rapport migrate`" in result.stdout


def test_manifest_prints_both_forms() -> None:
    socket = yaml.safe_load(said(run("manifest")))
    http = yaml.safe_load(said(run("manifest", "--url", "https://rapport.example.org/")))

    assert socket["settings"]["socket_mode_enabled"] is True
    assert http["settings"]["event_subscriptions"]["request_url"] == "https://rapport.example.org/slack/events"
    assert "https" in complained(run("manifest", "--url", "rapport.example.org"), 2)


def test_say_does_what_the_sentence_says(rapport: Rapport) -> None:
    answer = said(rapport("say", *WHO, "--at", "2026-11-23T09:00Z", "met Priya at PyCon about R&D"))

    assert "Priya" in answer
    assert "*" not in answer
    [person] = json.loads(said(rapport("export", *WHO)))["people"]
    assert person["interactions"][0]["about"] == "R&D"
    assert person["interactions"][0]["source"] == "say"


def test_tick_prints_what_each_job_did(rapport: Rapport) -> None:
    done = json.loads(said(rapport("tick", "--at", "2026-11-23T09:00Z")))

    assert {"plan", "deliver"} <= set(done)


def test_parse_prints_one_line() -> None:
    at = ("--at", "2026-11-23T09:00Z")

    assert json.loads(said(run("parse", "met Priya yesterday", *at))) == {
        "intent": "log", "people": ["Priya"], "kind": "met", "on": "2026-11-22",
    }  # fmt: skip
    assert json.loads(said(run("parse", "Priya at PyCon", "--command", "met", *at)))["where"] == "PyCon"
    assert json.loads(said(run("parse", "met Ana 3/5", "--day-first", *at)))["on"] == "2026-05-03"
    kiritimati = run("parse", "met Ana today", "--tz", "Pacific/Kiritimati", "--at", "2026-11-23T12:00Z")
    assert json.loads(said(kiritimati))["on"] == "2026-11-24"
    assert "no time zone" in complained(run("parse", "stats", "--tz", "Mars/Olympus"), 2)


def test_parse_answers_each_line_of_its_input() -> None:
    lines = ['{"text": "stats"}', "nonsense", "[]", '{"text": "undo"}']

    result = run("parse", given="\n".join(lines))

    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer.get("intent") for answer in answers] == ["stats", None, None, "undo"]
    assert result.exit_code == 1


def test_the_console_script_parses_without_the_heavy_rooms() -> None:
    code = "import sys; from bot import cli; cli.app(['parse', 'stats'], standalone_mode=False); print(*sys.modules)"

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert shown.startswith('{"intent": "stats"}')
    assert not {"slack_bolt", "slack_sdk", "sqlalchemy", "alembic", "structlog"} & set(shown.split())


def test_the_console_script_is_there() -> None:
    shown = subprocess.run([RAPPORT, "manifest"], capture_output=True, text=True, check=True)

    assert yaml.safe_load(shown.stdout)["display_information"]["name"] == "Rapport"


def test_run_starts_the_playground_and_ends_when_told_to(tmp_path: Path) -> None:
    environment = {**os.environ, "PORT": "0", "DATABASE_URL": f"sqlite:///{tmp_path}/new.db"}
    with subprocess.Popen([RAPPORT, "run"], env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=30)

    assert re.search(r"http://127\.0\.0\.1:\d+/", told)
    assert code == 0


def test_a_worker_without_slack_is_told_what_it_needs() -> None:
    assert "SLACK_BOT_TOKEN" in complained(run("worker"))
