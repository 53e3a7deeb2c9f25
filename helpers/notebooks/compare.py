"""Compare the outputs of two runs of a notebook as a reader sees them."""

import re
from decimal import Decimal
from html.parser import HTMLParser
from itertools import zip_longest

from nbformat import NotebookNode

UNSEEN = frozenset({"style", "script"})
# A number with its sign, thousands, fraction, exponent and %, unless it is part of a name such as p001 or PM2.5.
NUMBER = re.compile(r"((?<![A-Za-z\d.])-?\d(?:[\d,]*\d)?(?:\.\d+)?(?:e[+-]?\d+)?%?)")


class _Seen(HTMLParser):
    """Collects what a reader sees of HTML: texts parted by tags and where links lead, no style sheets or ids."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in UNSEEN
        self.parts += [f"<{tag}>", *(value or "" for name, value in attrs if name in ("href", "alt"))]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in UNSEEN
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts += [] if self.hidden else [data]


def _seen(html: str) -> str:
    """Return what a reader sees of HTML, one part per line."""
    reader = _Seen()
    reader.feed(html)
    reader.close()
    return "\n".join(part for part in map(str.strip, reader.parts) if part)


def _comparable(output: NotebookNode) -> list[tuple[str, str]]:
    """Reduce an output to what must be the same everywhere: its text, and of a picture that there is one."""
    if output.output_type == "stream":
        return [(output.name, output.text)]
    data = output.get("data", {})
    return [
        (kind, "a picture" if kind.startswith("image/") else _seen(value) if kind == "text/html" else str(value))
        for kind, value in sorted(data.items())
    ]


def _same_number(one: str, two: str) -> bool:
    """Say whether two numbers as shown are the same: whole ones to the digit, others up to one unit of the last digit.

    A share in per cent counts as not whole, since a sum that ends in another bit rounds to its neighbour.
    """
    if one == two:
        return True
    values = [Decimal(number.rstrip("%").replace(",", "")) for number in (one, two)]
    exponents = [int(value.as_tuple().exponent) for value in values]
    if min(exponents) >= 0 and not (one.endswith("%") and two.endswith("%")):
        return False
    return abs(values[0] - values[1]) <= Decimal(1).scaleb(min(exponents))


def same_to_a_reader(one: str, two: str) -> bool:
    """Say whether two texts are the same to a reader, who does not see the last bit of a computed number.

    one, two: str, of HTML only the texts. Words must be equal, numbers too or up to one unit of their last shown
    digit; a whole number without % is a count and must be equal. Returns a bool.
    """
    old, new = NUMBER.split(one), NUMBER.split(two)
    # re.split puts what the group matched, the numbers, at the odd places.
    return len(old) == len(new) and all(
        _same_number(before, after) if place % 2 else before == after
        for place, (before, after) in enumerate(zip(old, new, strict=True))
    )


def _first_difference(before: NotebookNode, after: NotebookNode) -> tuple[str, str] | None:
    """Return what was shown and what is shown now at the first output that differs, or None where none does."""
    old, new = ([part for output in cell.outputs for part in _comparable(output)] for cell in (before, after))
    for (kind, was), (other, now) in zip_longest(old, new, fillvalue=("nothing", "")):
        if kind != other:
            return kind, other
        if not same_to_a_reader(was, now):
            lines = zip_longest(was.split("\n"), now.split("\n"), fillvalue="")
            return next(pair for pair in lines if not same_to_a_reader(*pair))
    return None


def differences(committed: NotebookNode, executed: NotebookNode) -> list[str]:
    """List the cells whose outputs a reader would see differ.

    committed, executed: notebooks of the same source. Texts and table cells are compared, ids and style sheets are not;
    numbers as `same_to_a_reader` does, pictures by their presence.
    Returns a list of str, one per differing cell or wrong execution count, empty where all are equal.
    """
    old, new = ([cell for cell in book.cells if cell.cell_type == "code"] for book in (committed, executed))
    found = []
    for number, (before, after) in enumerate(zip(old, new, strict=True), start=1):
        if before.execution_count != number:
            found.append(f"cell {number} is committed with the execution count {before.execution_count}")
        pair = _first_difference(before, after)
        if pair:
            found.append(f"cell {number}: committed {pair[0][:200]!r} but now {pair[1][:200]!r}")
    return found
