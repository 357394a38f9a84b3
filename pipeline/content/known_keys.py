"""Known YAML keys by place, with descriptions, for hints about a misspelt or misplaced key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from pipeline.content.yaml_positions import Path, Tree


@cache
def _types(model: type[BaseModel]) -> dict[str, Any]:
    """Return the types of a model's fields, those that name themselves resolved."""
    return get_type_hints(model, include_extras=True)


def _members(annotation: Any) -> Iterator[Any]:
    """Yield the types that an annotation allows."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _members(get_args(annotation)[0])
    elif origin in {Union, UnionType}:
        for part in get_args(annotation):
            yield from _members(part)
    else:
        yield annotation


def _models(annotation: Any, path: Path, tree: Tree) -> Iterator[type[BaseModel]]:
    """Yield the models that may stand at a path below an annotation."""
    for member in _members(annotation):
        if isinstance(member, type) and issubclass(member, BaseModel):
            if not path:
                yield member
            elif isinstance(tree, dict) and _is_kind(member, tree):
                for name, info in member.model_fields.items():
                    if path[0] == (info.alias or name):
                        yield from _models(_types(member)[name], path[1:], tree.get(str(path[0])))
        elif path and get_origin(member) in {tuple, dict}:
            inner = get_args(member)[-1 if get_origin(member) is dict else 0]
            child: Tree = None
            if isinstance(tree, list) and isinstance(path[0], int) and path[0] < len(tree):
                child = tree[path[0]]
            elif isinstance(tree, dict):
                child = tree.get(str(path[0]))
            yield from _models(inner, path[1:], child)


def _is_kind(model: type[BaseModel], tree: Tree) -> bool:
    """Tell whether a mapping is of a model, as far as its kind tells."""
    info = model.model_fields.get("kind")
    if info is None or not isinstance(tree, dict):
        return True
    return tree.get("kind") in get_args(info.annotation)


def _at(model: type[BaseModel], path: Path, tree: Tree) -> list[type[BaseModel]]:
    value = tree
    for step in path:
        value = value[step] if isinstance(value, dict | list) else None  # type: ignore[index]
    found = list(dict.fromkeys(_models(model, path, tree)))
    return [inner for inner in found if _is_kind(inner, value)]


def known(model: type[BaseModel], path: Path, tree: Tree) -> list[str]:
    """Return the keys that are known at a path."""
    keys: dict[str, None] = {}
    for inner in _at(model, path, tree):
        keys |= dict.fromkeys(info.alias or name for name, info in inner.model_fields.items())
    return list(keys)


def description(model: type[BaseModel], path: Path, tree: Tree, key: str) -> str:
    """Return the description of a key that is known at a path, if its model has one."""
    for inner in _at(model, path, tree):
        for name, info in inner.model_fields.items():
            if (info.alias or name) == key and info.description:
                text = str(info.description).rstrip(".").removeprefix(f"{key.capitalize()}: ")
                return f"{text[0].lower()}{text[1:]}"
    return ""


@cache
def homes(model: type[BaseModel]) -> dict[str, list[str]]:
    """Return the proper place of each key of a file, in words."""
    found: dict[str, dict[str, None]] = {}
    todo: list[tuple[type[BaseModel], str]] = [(model, "at the top of the file, not indented")]
    seen: set[tuple[type[BaseModel], str]] = set()
    while todo:
        row = todo.pop(0)
        if row in seen:
            continue
        seen.add(row)
        for name, info in row[0].model_fields.items():
            key = info.alias or name
            found.setdefault(key, {})[row[1]] = None
            todo += [(inner, _home(inner, key)) for inner in _below(_types(row[0])[name])]
    return {key: list(places) for key, places in found.items()}


def _home(model: type[BaseModel], key: str) -> str:
    info = model.model_fields.get("kind")
    if info is not None:
        (kind,) = get_args(info.annotation)
        return f"in a slide of kind {kind}"
    return f"below '{key}:'"


def _below(annotation: Any) -> Iterator[type[BaseModel]]:
    for member in _members(annotation):
        if isinstance(member, type) and issubclass(member, BaseModel):
            yield member
        elif get_origin(member) in {tuple, dict}:
            for part in get_args(member):
                yield from _below(part)
