"""What a process keeps of its work, for all of its threads."""

from collections.abc import Callable, Sized
from threading import Lock
from typing import Any, Generic, TypeVar

from cachetools import LRUCache

Thing = TypeVar("Thing", bound=Sized)


class Kept(Generic[Thing]):
    """
    The things that were used last, within so many bytes, by what their length says.

    `most` tells how many bytes that are, whenever something is to be kept; a thing of more than `largest` is not.
    """

    def __init__(self, most: Callable[[], int], *, largest: int | None = None) -> None:
        self.most, self.largest, self.lock = most, largest, Lock()
        self.things: LRUCache[Any, Thing] = LRUCache(0, getsizeof=len)

    def get(self, place: Any) -> Thing | None:
        """Return the thing that is kept there."""
        with self.lock:
            return self.things.get(place)

    def keep(self, place: Any, thing: Thing) -> None:
        """Keep a thing, if it fits; those that were used longest ago make room."""
        most = self.most()
        with self.lock:
            if self.things.maxsize != most:
                self.things = LRUCache(most, getsizeof=len)
            if len(thing) <= min(most, self.largest or most):
                self.things[place] = thing

    def clear(self) -> None:
        """Forget all."""
        with self.lock:
            self.things.clear()
