"""What the elements of a diagram are called in the tables of a heat map: never by their ids."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from mediation.boards.heat.queries import HeatMap
from mediation.engine.definition import Element
from web import naming

GATEWAY = "gateway"


def labels(found: HeatMap) -> Mapping[str, str]:
    """Return the name of every element: a way out of a gateway is told with the step before it.

    Where several steps lead to a gateway it is one that cases came from: nobody reads of a way not gone.
    Many gateways ask the same ("结果？"), and those that part or join ways have no name at all.
    """
    return _Named(found).all()


class _Named:
    def __init__(self, found: HeatMap) -> None:
        self.elements = {heat.element.id: heat.element for heat in found.heats}
        self.before: dict[str, list[str]] = defaultdict(list)
        self.after: dict[str, list[str]] = defaultdict(list)
        reached = {way.target for way in found.ways if way.times}
        for way in found.ways:
            self.after[way.source].append(way.target)
            if way.times or way.target not in reached:
                self.before[way.target].append(way.source)

    def all(self) -> Mapping[str, str]:
        """Return element -> name."""
        return {key: self._name(element) for key, element in self.elements.items()}

    def _name(self, element: Element) -> str:
        own = self._own(element.id)
        if GATEWAY not in element.kind:
            return own or self._by_neighbours(element)
        if not own:
            return self._unnamed(element)
        step = self._first(self.before, element.id)
        return _("%(step)s · %(question)s", step=step, question=own) if step else own

    def _unnamed(self, element: Element) -> str:
        if len(self.after[element.id]) <= 1:
            step = self._first(self.after, element.id)
            return _("合到一起，再到%(step)s", step=step) if step else _("合到一起")
        steps = [self._own(each) for each in self.after[element.id]]
        named = _("、").join(step for step in steps if step)
        if element.kind == "event_based_gateway":
            return _("看哪个先到：%(steps)s", steps=named) if named else _("看哪个先到")
        return _("分开办：%(steps)s", steps=named) if named else _("分开办")

    def _by_neighbours(self, element: Element) -> str:
        step = self._first(self.before, element.id)
        return _("%(step)s之后", step=step) if step else _("没有名称的一步")

    def _first(self, towards: Mapping[str, Sequence[str]], key: str) -> str:
        """Return the name of the nearest named step that way, past what has none."""
        seen, turn = {key}, [*towards.get(key, ())]
        while turn:
            each = turn.pop(0)
            if each in seen:
                continue
            seen.add(each)
            if GATEWAY not in self.elements[each].kind and (own := self._own(each)):
                return own
            turn.extend(towards.get(each, ()))
        return ""

    def _own(self, key: str) -> str:
        element = self.elements[key]
        own = naming.element_name(element)
        return "" if own == element.id else own
