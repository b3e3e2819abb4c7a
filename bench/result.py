"""What a measurement gives: numbers of each round, those of the yardstick beside them, and what is promised."""

from dataclasses import dataclass, field
from typing import Optional


@dataclass
class Result:
    name: str
    unit: str
    ours: list = field(default_factory=list)
    yardstick: list = field(default_factory=list)  # empty: the promise is about the number itself
    beside: str = ""                               # what the yardstick is
    least: Optional[float] = None                  # the ratio, or the number, is at least this
    most: Optional[float] = None                   # ... at most this
