"""How a name is compared: folded of case, accents and punctuation, whole and word by word."""

from __future__ import annotations

import re
import unicodedata

_APART = re.compile(r"[\W_]+")


def fold(name: str) -> str:
    """`"  José  O'Neill-Ruiz "` gives `"jose o neill ruiz"`: what two spellings of one name share.

    A name with no letter or digit at all (an emoji, say) keeps its own characters, so that it stays findable.
    """
    plain = name.lower() if name.isascii() else _without_accents(name)  # an import folds a hundred thousand
    folded = _APART.sub(" ", plain).strip()
    return folded or " ".join(name.split()).casefold()


def _without_accents(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.replace("ß", "ss")) if not unicodedata.combining(c))
    return plain.casefold().replace("ø", "o").replace("ł", "l").replace("đ", "d")


def lookup_words(*names: str) -> set[str]:
    """Every word under which a contact of these names is found: the whole folded names and each of their words."""
    wholes = {fold(name) for name in names if name.strip()}
    return wholes | {word for whole in wholes for word in whole.split()}
