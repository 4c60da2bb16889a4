"""What is in a playground at first: a workspace of friends who have just installed the app."""

from datetime import timedelta

from bot.playground import events
from bot.playground.core import Core
from bot.playground.state import Person, Post

TEAM = "T0PLAYGRND"
FRIENDS = [
    ("Ana Lima", "Europe/Lisbon", "Product designer", "e06b74", True),
    ("Ben Okafor", "America/New_York", "Engineering manager", "3aa3e3", False),
    ("Chika Sato", "Asia/Tokyo", "Founder", "9b59b6", False),
]
COLORS = ["4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "d58247", "8469bc"]


def workspace(core: Core) -> None:
    """Acme Friends: three people in different zones, and the app."""
    where = team(core)
    for name, timezone, title, color, is_admin in FRIENDS:
        user, email = core.world.new_id("U"), f"{name.split()[0].lower()}@acme.example"
        person = Person(user, where, name, timezone, title=title, email=email, color=color, is_admin=is_admin)
        joins(core, person)


def team(core: Core) -> str:
    """The first workspace, with nobody in it; returns its id."""
    core.add_team(TEAM, "Acme Friends")
    core.new_token(TEAM)
    return TEAM


def joins(core: Core, person: Person) -> None:
    """Somebody becomes a member: of #general too, and finds a word of welcome beside the app."""
    world = core.world
    if person.color == Person.color:
        person.color = COLORS[len(world.people) % len(COLORS)]
    world.people[person.team, person.id] = person
    world.channels[world.teams[person.team].general].members.append(person.id)
    welcome(core, person)
    events.team_join(core, person)


def welcome(core: Core, person: Person) -> None:
    """The playground's own hint at the top of the direct messages; no app sees it."""
    channel, name = core.world.dm(person.team, person.id), core.manifest.name
    channel.created = core.clock.seconds()
    commands = ", ".join(f"`{command['command']}`" for command in core.manifest.commands)
    hint = f"This is your conversation with {name}. Write to it{f', or try {commands}' if commands else ''}."
    channel.add(Post(core.stamp(channel), "USLACKBOT", hint, system=True))
    core.changed(channel)


def empty(core: Core) -> None:
    """Begin anew with the same workspaces, people and tokens, in real time, with nothing said or shown."""
    world = core.world
    core.clock.offset, core.clock.frozen_at = timedelta(), None
    for things in (world.ephemerals, world.views, world.homes, world.stacks, world.files):
        things.clear()
    for channel in world.channels.values():
        channel.posts.clear()
    for person in list(world.people.values()):
        if not person.is_bot:
            welcome(core, person)
