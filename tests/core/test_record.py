"""A record is what a dataclass is: the same fields, defaults, equality, hash and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from crm_cli.core.record import record


class Point:
    """A class of two fields, one with a default, and a property."""

    x: int
    y: int = 5

    @property
    def sum(self) -> int:
        """Both together."""
        return self.x + self.y


OURS: Any = record(Point)
THEIRS: Any = dataclass(frozen=True, slots=True)(Point)


@pytest.mark.parametrize(
    ("values", "named"), [((1, 2), {}), ((1,), {}), ((1,), {"y": 3}), ((), {"y": 3, "x": 1})]
)
def test_it_is_made_as_a_dataclass_is(values: tuple[int, ...], named: dict[str, int]) -> None:
    ours, theirs = OURS(*values, **named), THEIRS(*values, **named)
    assert (ours.x, ours.y, ours.sum) == (theirs.x, theirs.y, theirs.sum)
    assert repr(ours) == repr(theirs)
    assert hash(ours) == hash(theirs)
    assert ours == OURS(*values, **named)


@pytest.mark.parametrize(("values", "named"), [((), {}), ((1, 2, 3), {}), ((1,), {"x": 1}), ((1,), {"z": 1})])
def test_it_refuses_what_a_dataclass_refuses(values: tuple[int, ...], named: dict[str, int]) -> None:
    for made in (OURS, THEIRS):
        with pytest.raises(TypeError):
            made(*values, **named)


def test_it_differs_by_its_values_and_its_class() -> None:
    assert OURS(1, 2) != OURS(1, 3)
    assert OURS(1, 2) != THEIRS(1, 2)
    assert OURS(1, 2) != (1, 2)


def test_it_has_its_fields_and_no_other() -> None:
    assert OURS.__slots__ == ("x", "y")
    with pytest.raises(AttributeError):
        OURS(1).z = 1
