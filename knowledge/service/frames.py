"""Frames of conversations as JSON: dataclasses as lists of their fields, read back by their types."""

from __future__ import annotations

import json
import types
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from knowledge.conversation import EMPTY, Frame


def encode_frame(frame: Frame) -> str:
    """The frame as JSON; empty for the empty frame."""
    return "" if frame == EMPTY else json.dumps(_plain(frame), ensure_ascii=False, separators=(",", ":"))


def decode_frame(text: str | None) -> Frame:
    """The frame again; empty where another version of the program wrote what this one cannot read."""
    if not text:
        return EMPTY
    try:
        return _typed(Frame, json.loads(text))  # type: ignore[no-any-return]
    except (ValueError, TypeError, KeyError):
        return EMPTY


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return [_plain(getattr(value, name)) for name, _ in _fields(type(value))]
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value


@cache
def _fields(sort: type) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(sort)
    return tuple((one.name, hints[one.name]) for one in fields(sort))


def _typed(sort: Any, value: Any) -> Any:
    origin = get_origin(sort)
    if origin in (Union, types.UnionType):
        inner = next(one for one in get_args(sort) if one is not type(None))
        return None if value is None else _typed(inner, value)
    if origin is tuple:
        return tuple(_typed(get_args(sort)[0], one) for one in value)
    if isinstance(sort, type) and is_dataclass(sort):
        named = _fields(sort)
        if len(named) != len(value):
            raise ValueError(f"{sort.__name__} has {len(named)} fields, {len(value)} are kept")
        return sort(*(_typed(hint, one) for (_, hint), one in zip(named, value, strict=True)))
    if isinstance(sort, type) and issubclass(sort, Enum):
        return sort(value)
    if not isinstance(value, sort):
        raise TypeError(f"{value!r} is no {sort.__name__}")
    return value
