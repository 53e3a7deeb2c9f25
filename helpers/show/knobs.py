"""Parameters of a notebook: what each may be, and a refusal that names the value where it is something else."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from helpers.files import refuse


class Wanted(NamedTuple):
    """What a parameter may be: a test of its value, and the same in words."""

    fits: Callable[[object], bool]
    expected: str


def whole(least: int, most: int) -> Wanted:
    """Want a whole number from least to most; returns a Wanted."""

    def fits(value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most

    return Wanted(fits, f"a whole number from {least} to {most:,}")


def number(least: float, most: float) -> Wanted:
    """Want a number from least to most; returns a Wanted."""

    def fits(value: object) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most

    return Wanted(fits, f"a number from {least:g} to {most:g}")


def text() -> Wanted:
    """Want a text that is not empty; returns a Wanted."""
    return Wanted(lambda value: isinstance(value, str) and bool(value), "a text")


def one_of(choices: Collection[str], what: str) -> Wanted:
    """Want one of some choices.

    choices: of str. what: what they are, for the refusal. Returns a Wanted.
    """
    return Wanted(lambda value: isinstance(value, str) and value in choices, f"{what}: {_listed(choices)}")


def some_of(choices: Collection[str], what: str) -> Wanted:
    """Want a list of one or more of some choices.

    choices: of str. what: what they are, for the refusal. Returns a Wanted.
    """

    def fits(value: object) -> bool:
        return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one in choices for one in value)

    return Wanted(fits, f"a list of one or more of {what}: {_listed(choices)}")


def _listed(choices: Collection[str]) -> str:
    names = sorted(choices)
    return ", ".join(names[:12]) + (f" … ({len(names):,})" if len(names) > 12 else "")


def check(**parameters: tuple[object, Wanted]) -> None:
    """Refuse a parameter of a notebook that is not what it may be.

    parameters: by name, each with its value and what is wanted. Returns nothing.
    Raises CorpusError that names the parameter, its value, what was expected, and the repair.
    """
    for name, (value, wanted) in parameters.items():
        if not wanted.fits(value):
            raise refuse(
                f"{name} is {value!r}", expected=wanted.expected, repair=f"change {name} in the cell of parameters"
            )
