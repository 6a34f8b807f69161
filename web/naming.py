"""What the locality calls things, in the visitor's language: kinds, sources, outcomes, levels, roles."""

from typing import Any, Protocol

from flask import Flask

from mediation.engine.definition import Element
from mediation.kernel.locality import Level, Role
from mediation.people.rules import post_title
from web import asking
from web.language import language


class Labelled(Protocol):
    """A part of a diagram."""

    @property
    def label(self) -> str: ...

    @property
    def label_en(self) -> str: ...


class Titled(Protocol):
    """A diagram, or a view of one."""

    @property
    def title(self) -> str: ...

    @property
    def title_en(self) -> str: ...


def init_app(app: Flask) -> None:
    """Give templates these names."""
    app.jinja_env.globals.update(
        named=named,
        level_name=level_name,
        role_name=role_name,
        post_name=post_name,
        process_name=process_name,
        written_on=written_on,
    )


def entries(group: str) -> list[dict[str, Any]]:
    """Return a group of the locality's taxonomy: kinds, sources, risks, outcomes, traits, departments ..."""
    found: list[dict[str, Any]] = asking.locality().settings.get("taxonomy", {}).get(group, [])
    return found


def named(group: str, key: str | None) -> str:
    """Return the name of ``key`` in a group of the taxonomy; the key itself where it has none."""
    entry = next((each for each in entries(group) if each["key"] == key), None)
    return _title(entry["title"], entry.get("title_en", "")) if entry else key or ""


def values(group: str) -> list[dict[str, str]]:
    """Return a group of the taxonomy as the options of a form's field."""
    return [
        {"value": each["key"], "label": each["title"], "label_en": each.get("title_en", "")}
        for each in entries(group)
    ]


def level_name(key: str) -> str:
    """Return the name of a level."""
    level: Level | None = asking.locality().levels.get(key)
    return _title(level.title, level.title_en) if level else key


def role_name(key: str | Role) -> str:
    """Return the name of a role."""
    role = key if isinstance(key, Role) else asking.locality().roles.get(key)
    return _title(role.title, role.title_en) if role else str(key)


def post_name(unit_name: str, role: str | Role) -> str:
    """Return how a post reads, no word said twice: 第9微网格长; in English the unit comes first."""
    if language() == "en":
        return f"{unit_name} {role_name(role)}"
    return post_title(unit_name, role_name(role))


def _title(chinese: str, english: str) -> str:
    return (english if language() == "en" else "") or chinese


def element_name(element: Element) -> str:
    """Return the name of an element of a diagram; its id where it has none."""
    return written_on(element) or element.id


def written_on(drawn: Labelled) -> str:
    """Return what is written on an element of a diagram or on a way from one to another; "" for nothing."""
    return _title(drawn.label, drawn.label_en)


def process_name(process: Titled) -> str:
    """Return the name of a process as its diagram says it."""
    return _title(process.title, process.title_en)
