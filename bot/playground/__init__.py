"""A Slack workspace on one's own machine, for trying an app out and for testing it; a stranger to the app itself.

`server` is the way in, `driver` the hands of the people in it, `core` what all its parts share.
"""

from bot.playground.delivery import Delivery
from bot.playground.driver import Member
from bot.playground.faults import Fault
from bot.playground.readings import Answer, Message, View
from bot.playground.server import Playground
from bot.playground.telling import PlaygroundError

__all__ = ["Answer", "Delivery", "Fault", "Member", "Message", "Playground", "PlaygroundError", "View"]
