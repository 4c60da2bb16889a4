"""What a Slack workspace holds, as plain data. How it looks in answers: `shapes`; how it is kept on disk: `saving`."""

import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

_DIGITS = string.digits + string.ascii_uppercase


@dataclass
class Team:
    id: str
    name: str
    domain: str
    bot_user: str
    bot_id: str
    general: str = ""
    """The id of the channel that everyone is in."""
    installed: bool = True
    scopes: list[str] = field(default_factory=list)


@dataclass
class Token:
    """A bot token; `expires_at` is real time in seconds since 1970, when token rotation is on.

    `refreshed_at` is when its refresh token was used, which is good for a short while yet.
    """

    value: str
    team: str
    revoked: bool = False
    expires_at: float | None = None
    refresh: str | None = None
    refreshed_at: float | None = None


@dataclass
class Person:
    """A member of one workspace; the same id may be another person in another workspace."""

    id: str
    team: str
    name: str
    timezone: str = "Europe/London"
    locale: str = "en-US"
    country: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    color: str = "4bbe2e"
    is_bot: bool = False
    is_admin: bool = False
    deleted: bool = False
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    snoozed_until: int = 0
    dnd_from: str = ""
    dnd_to: str = ""
    """The nightly schedule of Do Not Disturb, as `22:00` on the person's own clock."""
    start_date: str = ""
    home: str = ""
    """The workspace that somebody of another organisation is of, who shares a channel with this one."""

    @property
    def handle(self) -> str:
        """The name without capitals and spaces, as in `@ana.lima`."""
        return self.name.lower().replace(" ", ".")


@dataclass
class Post:
    """A message in a conversation."""

    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    thread_ts: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: str | None = None
    by_app: bool = False
    files: list[str] = field(default_factory=list)
    system: bool = False
    client_msg_id: str | None = None
    replies: list[str] = field(default_factory=list)
    """The stamps of the answers in its thread, oldest first."""


@dataclass
class Channel:
    """A public channel (`C…`), or the direct messages between one person and the app (`D…`)."""

    id: str
    team: str
    name: str = ""
    members: list[str] = field(default_factory=list)
    created: int = 0
    posts: dict[str, Post] = field(default_factory=dict)

    @property
    def is_im(self) -> bool:
        return self.id.startswith("D")

    def replies(self, ts: str) -> list[Post]:
        """The answers in the thread under `ts`, oldest first."""
        root = self.posts.get(ts)
        return [self.posts[reply] for reply in root.replies if reply in self.posts] if root else []

    def add(self, post: Post) -> None:
        """Put a message at the end of the conversation, and of its thread."""
        self.posts[post.ts] = post
        if post.thread_ts and post.thread_ts != post.ts and (root := self.posts.get(post.thread_ts)):
            root.replies.append(post.ts)


@dataclass
class Ephemeral:
    """A message that one person sees and Slack does not keep."""

    id: str
    team: str
    user: str
    channel: str
    ts: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    by_app: bool = True


@dataclass
class OpenView:
    """A modal or a Home tab as one person sees it; `payload` is what the app sent, with ids filled in."""

    id: str
    team: str
    user: str
    payload: Json
    hash: str
    root: str = ""
    previous: str | None = None
    values: Json = field(default_factory=dict)


@dataclass
class StoredFile:
    id: str
    team: str
    user: str
    name: str
    mimetype: str
    content: bytes
    created: int
    title: str = ""
    shared: bool = False


@dataclass
class World:
    """All workspaces of the playground. Only the server's own thread writes to it."""

    teams: dict[str, Team] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    ephemerals: dict[str, Ephemeral] = field(default_factory=dict)
    views: dict[str, OpenView] = field(default_factory=dict)
    homes: dict[tuple[str, str], str] = field(default_factory=dict)
    stacks: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    counter: int = 0
    direct: dict[tuple[str, str], str] = field(default_factory=dict)
    base: str = ""
    """Where the server can be reached, with no slash at the end; not saved."""

    def new_id(self, prefix: str) -> str:
        """An id as Slack's look (`U0…`), never given twice, the same in every run."""
        self.counter += 1
        number = self.counter * 1_000_003 + 11_111_111  # spread, so that neighbours are told apart at a glance
        letters = ""
        while number:
            number, digit = divmod(number, 36)
            letters = _DIGITS[digit] + letters
        return f"{prefix}0{letters:0>8}"

    def dm(self, team: str, user: str) -> Channel:
        """The direct messages of a person with the app, opened if need be."""
        found = self.direct.get((team, user))
        if found is not None:
            return self.channels[found]
        channel = Channel(id=self.new_id("D"), team=team, members=[user, self.teams[team].bot_user])
        self.channels[channel.id] = channel
        self.direct[team, user] = channel.id
        return channel

    def members(self, team: str) -> list[Person]:
        """Everyone in a workspace, its bots too, in the order of their coming."""
        return [person for person in self.people.values() if person.team == team]

    def channels_of(self, team: str, user: str) -> Iterator[Channel]:
        """The conversations that a person is in."""
        return (channel for channel in self.channels.values() if channel.team == team and user in channel.members)

    def home(self, team: str, user: str) -> OpenView | None:
        """The Home tab as last published for a person."""
        view = self.homes.get((team, user))
        return self.views[view] if view else None

    def modals(self, team: str, user: str) -> list[OpenView]:
        """The modals that a person has open, the top one last."""
        return [self.views[view] for view in self.stacks.get((team, user), [])]
