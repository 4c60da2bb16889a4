"""Text to meaning: `parse` reads one line as a colleague would. Pure; it reads no clock, no database and no network."""

from bot.language.explain import Explanation, Reason, explain
from bot.language.grammar import parse
from bot.language.known import Known
from bot.language.lines import parse_line
from bot.language.meanings import Meaning
from bot.language.nearest import nearest

__all__ = ["Explanation", "Known", "Meaning", "Reason", "explain", "nearest", "parse", "parse_line"]
