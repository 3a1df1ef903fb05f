"""What is true of a list. A way to page is a text such as `body:/next->query:cursor`."""

from dataclasses import dataclass, field

NEUTRAL = "neutral"


@dataclass
class Truth:
    ways: set
    items: str
    size: set = field(default_factory=set)  # names of the parameter; `None` if there need be none
    more: set = field(default_factory=set)  # places of the flag; may be left out
    pages: set = field(default_factory=set)
    total: set = field(default_factory=set)
    needs: set = field(default_factory=set)  # one of these must be there: `more`, `empty_page`


def rows(op, known=None):
    """The array of the items: the reply, the one of this name, or the only one that is nearest."""
    if op.keys.get("") and op.root.get("type") != "object" and "" in op.arrays():
        return ""
    arrays = op.arrays()
    for name in [known] if isinstance(known, str) else known or []:
        if name in arrays:
            return name
    depth = min((at.count("/") for at in arrays), default=0)
    nearest = [at for at in arrays if at.count("/") == depth]
    return nearest[0] if len(nearest) == 1 else NEUTRAL


def size(op, *names):
    return {name for name in names if name in op.params}


def truth(op, ways, items, sizes=(), **others):
    if items == NEUTRAL:
        return NEUTRAL
    return Truth(set(ways), items, size(op, *sizes), **others)
