"""The `rapport` command. Each subcommand reads its options, calls one function of a room, and shows what came of it.

What a command does not need is not imported: `rapport parse` starts neither Bolt nor SQLAlchemy. Exit codes: 0 fine,
1 a check failed or something was not done, 2 wrong usage.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from bot.opening import known_owner, opened, settings
from bot.terminal import complain, fail, instant, misused, one_kind_line, progress_bar, say, say_json, show, zone

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.network.ahead import Ahead
    from bot.store.tables import OwnerRow


class Commands(TyperGroup):
    """The subcommands; whatever one of them meets is told in one line."""

    def invoke(self, ctx: Any) -> Any:
        with one_kind_line():
            return super().invoke(ctx)


Place = Literal["met", "nudge", "whois", "rapport", "dm", "thread"]
Format = Literal["json", "csv", "vcard", "ics"]

app = typer.Typer(
    name="rapport",
    cls=Commands,
    help="Keeps your professional network warm, in Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

RARELY = 50_000, 10, 10  # objects made before garbage is looked for: imports make few but lasting ones, a fifth sooner

At = Annotated[str | None, typer.Option("--at", metavar="ISO-8601", help="As of this instant; now, if left out.")]
Team = Annotated[str, typer.Option("--team", metavar="T", help="The workspace's id, like T012AB3CD.")]
User = Annotated[str, typer.Option("--user", metavar="U", help="The person's id, like U012AB3CD.")]


def main() -> None:
    """The console script."""
    gc.set_threshold(*RARELY)
    app()


def now() -> datetime:
    """The present instant: the command line is an edge, where a clock may be read."""
    return datetime.now(UTC)


@app.command()
def run(
    *,
    no_scheduler: Annotated[
        bool, typer.Option("--no-scheduler", help="Answer, and leave nudging to a worker.")
    ] = False,
) -> None:
    """Start the bot and its scheduler; with no Slack credentials, the playground."""
    found = settings()
    if found.mode == "playground":
        from bot.playing import playground as play

        play(found, with_scheduler=not no_scheduler, announce=say)
    else:
        from bot.wiring import run as serve

        serve(found, with_scheduler=not no_scheduler, announce=say)


@app.command()
def worker() -> None:
    """Nudge, and answer nobody: the other half of `run --no-scheduler`."""
    from bot import wiring

    wiring.worker(settings(), announce=say)


@app.command()
def playground(port: Annotated[int | None, typer.Option(min=0, max=65535, help="PORT, if left out.")] = None) -> None:
    """Start a Slack workspace on this machine, with the bot in it."""
    from bot.playing import playground as play

    play(settings(), port=port, announce=say)


@app.command()
def tick(at: At = None) -> None:
    """Run every job once and print what was done as a JSON object."""
    moment = instant(at) or now()
    from bot import wiring
    from jobs import scheduler

    rapport = wiring.build(settings(), clock=lambda: moment)  # what nudges say is as of that instant too
    try:
        done = scheduler.tick(rapport.jobs, moment)
    finally:
        rapport.close()
    say_json(done)
    if any("crashed" in each for each in done.values()):
        raise typer.Exit(1)


@app.command()
def plan(team: Team, user: User, days: Annotated[int, typer.Option(min=0, max=3660)] = 90, at: At = None) -> None:
    """Show what will be sent, when and why, a line each. Sends nothing."""
    moment = instant(at) or now()
    from bot.network.ahead import ahead

    with opened(settings()) as database, database.reading() as session:
        row = known_owner(session, team, user)
        for one in ahead(session, row, moment, days):
            say(_foretold(session, row, one))


def _foretold(session: Session, row: OwnerRow, one: Ahead) -> str:
    """A line of `plan`: the owner's own date and time, the kind, who it is about, and why."""
    from bot.blocks.reasons import reason
    from bot.blocks.text import plain
    from bot.network.nudge_views import foretold_view
    from bot.network.owners import local

    at = local(row, one.at)
    view = foretold_view(session, row, one.candidate, at.date())
    person = view.person.name if view and view.person else "-"
    why = plain(reason(view)) if view else ""
    shared = "  (in one message)" if one.message else ""
    return f"{at:%Y-%m-%d  %H:%M}  {one.candidate.kind:<9}  {person}  {why}{shared}".rstrip()


@app.command("say")
def say_sentence(
    team: Team,
    user: User,
    text: Annotated[str, typer.Argument(help="The sentence, in quotes.")],
    at: At = None,
) -> None:
    """Do what a sentence says for a person, and print the answer."""
    moment = instant(at)
    from bot import wiring
    from bot.blocks.text import plain
    from bot.network.owners import Owner

    rapport = wiring.build(settings())
    try:
        reply = rapport.conversation.answer(
            Owner(team, user), text, command="rapport", at=moment or now(), source="say"
        )
        if reply.changed:
            rapport.homes.fall_behind(Owner(team, user))
        say(plain(reply.text))
    finally:
        rapport.close()


@app.command()
def parse(
    text: Annotated[str | None, typer.Argument(help="A sentence; none: JSON lines from standard input.")] = None,
    at: At = None,
    tz: Annotated[str | None, typer.Option("--tz", metavar="IANA", help="The speaker's time zone.")] = None,
    command: Annotated[Place | None, typer.Option("--command", help="Where it is typed.")] = None,
    *,
    day_first: Annotated[bool, typer.Option("--day-first", help="3/5 is the third of May.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also say which words became what, by which rule.")
    ] = False,
) -> None:
    """Print what a sentence means as one JSON line."""
    moment = instant(at)
    options = {
        "at": at if moment else None,  # as given: without a zone of its own, the speaker's is the offset's
        "tz": zone(tz),
        "command": command,
        "day_first": day_first or None,
    }
    given = {name: value for name, value in options.items() if value is not None}
    sound = True
    for answer in _parsed(given, text, explain=explain):
        say_json(answer["meaning"] if explain and "meaning" in answer else answer)
        for reason in answer.get("reasons", ()) if explain else ():
            say(f"  {reason['words']!r} -> {reason['field']}: {reason['rule']}")
        sound = sound and "error" not in answer
    if not sound:
        raise typer.Exit(1)


def _parsed(given: dict[str, Any], text: str | None, *, explain: bool) -> Iterator[dict[str, Any]]:
    """The parse of the text, else of each line of standard input, whose own keys beat the options."""
    from bot.language.lines import explain_line, parse_line

    read = explain_line if explain else parse_line
    if text is not None:
        yield read({**given, "text": text}, now=now())
        return
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        try:
            yield read(given | json.loads(line), now=now())
        except (ValueError, TypeError, KeyError, RecursionError) as error:  # the next line may be a request again
            yield {"error": f"not understood as a request: {type(error).__name__}"}


@app.command()
def export(
    team: Team,
    user: User,
    form: Annotated[Format, typer.Option("--format", help="How to write it.")] = "json",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; none: standard output.")] = None,
) -> None:
    """Write down everything that a person's network holds."""
    from bot.network.archive import everything
    from bot.transfer.writing import save, written

    with opened(settings()) as database, database.reading() as session:
        text = written(everything(session, known_owner(session, team, user).id), form, now())
    if output is None:
        show(text)
    else:
        save(text, output)


@app.command("import")
def bring_in(team: Team, user: User, file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Bring in people from a file: our own JSON, LinkedIn, Google Contacts, vCard or Monica."""
    from bot.blocks.text import counted
    from bot.network.owners import Owner
    from bot.transfer.taking_in import take_in

    with progress_bar() as progress, opened(settings()) as database:
        taken = take_in(database, Owner(team, user), file.read_bytes(), now(), progress)
    for problem in taken.problems:
        complain(f"{problem.where}: {problem.reason}; left out")
    added, records = counted(taken.added, "person", "people"), counted(taken.records, "record")
    say(f"Added {added} ({taken.known:,} known already) and {records} of their history.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="A file that is not there yet.")]) -> None:
    """Copy the SQLite database, consistently, while the bot may run."""
    from bot.store.backup import copy_to

    with opened(settings(), migrated=False) as database:
        if not database.is_sqlite:
            raise fail(f"This database is PostgreSQL, which has its own tool: pg_dump --format=custom --file={file}")
        if database.url.database and not Path(database.url.database).exists():
            raise fail(f"There is no database at {database.url.database} yet.")
        try:
            size = copy_to(database, file)
        except FileExistsError:
            raise fail(f"{file} is there already, and is left as it is: name a new file.") from None
    say(f"Copied {size:,} bytes to {file}")


@app.command()
def erase(
    team: Team,
    user: Annotated[str | None, typer.Option("--user", metavar="U", help="One person; none: the workspace.")] = None,
) -> None:
    """Delete everything of a person, or of a workspace, for good."""
    from bot.blocks.text import counted
    from bot.network.erasing import erase as erase_all

    with opened(settings()) as database, database.writing() as session:
        went = erase_all(session, team, user)
    whose = f"{user} in {team}" if user else f"everybody in {team}"
    if not went.owners:
        say(f"There was nothing of {whose}.")
        return
    say(
        f"Erased everything of {whose}: {counted(went.people, 'person', 'people')}, "
        f"{counted(went.interactions, 'interaction')}, {counted(went.nudges, 'nudge')}."
    )


@app.command()
def doctor() -> None:
    """Check settings, database, migrations, tokens, scopes and clock."""
    from bot.doctor import examine

    sound = True
    for check in examine(settings(), now):
        say(f"{'✓' if check.is_fine else '✗'} {check.subject}: {check.says}")
        sound = sound and check.is_fine
    if not sound:
        raise typer.Exit(1)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from bot.store.schema import migrate as bring_up
    from bot.store.schema import newest

    with opened(settings(), migrated=False) as database:
        did = bring_up(database)
    say(f"The database {'is now' if did else 'was already'} at the newest schema, {newest()}.")


@app.command()
def manifest(
    url: Annotated[str | None, typer.Option("--url", metavar="https://…", help="Where Slack reaches the bot.")] = None,
) -> None:
    """Print the Slack app's manifest: for Socket Mode, or with --url for HTTP."""
    from bot import manifest as manifests

    try:
        found = manifests.load() if url is None else manifests.http_form(url)
    except ValueError as error:
        raise misused(f"--url: {error}") from None
    show(manifests.as_text(found))
