"""Remember what was computed from a shared, frozen object for as long as that object lives."""

import functools
import weakref
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

Given = ParamSpec("Given")
Result = TypeVar("Result")


def remembered(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Cache ``function(owner, *arguments)`` by the identity of `owner`.

    A surface holds arrays and cannot be hashed, and it is shared by every session and never changes: identity is the
    right key. Entries go when the owner does.

    Parameters
    ----------
    function : callable
        Its first argument can be weakly referenced, the others can be hashed.

    Returns
    -------
    callable
        With the same signature.
    """
    store: dict[int, dict[tuple, object]] = {}

    @functools.wraps(function)
    def wrapper(owner: Any, *arguments: Any) -> Any:
        mine = store.get(id(owner))
        if mine is None:
            mine = store[id(owner)] = {}
            weakref.finalize(owner, store.pop, id(owner), None)
        if arguments not in mine:
            mine[arguments] = cast(Any, function)(owner, *arguments)
        return mine[arguments]

    return cast("Callable[Given, Result]", wrapper)
