"""Conditions of a diagram: comparisons over named facts and answers, and nothing else.

No Python from a diagram ever runs. A condition is parsed once, every node of it is checked
against a whitelist, and only then is it evaluated, by simpleeval with our own operators.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from simpleeval import EvalWithCompoundTypes

from mediation.kernel.errors import Refused
from mediation.kernel.text import N_

Lookup = Callable[[str], Any]

LONGEST = 500
WORDS: Mapping[str, Any] = {"true": True, "false": False, "null": None}


class UnsafeCondition(Refused):
    """Not a comparison over facts and answers."""

    message = N_("条件“{expression}”里的“{part}”不能使用：条件只能比较已知的事实和答案。")


class UnreadableCondition(UnsafeCondition):
    """Not even an expression."""

    message = N_('条件“{expression}”读不懂，请写成 decision == "accept" 这样的比较。')


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """A thing not given is neither more nor less than another."""
    return lambda left, right: left is not None and right is not None and compare(left, right)


_OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: _ordered(operator.lt),
    ast.LtE: _ordered(operator.le),
    ast.Gt: _ordered(operator.gt),
    ast.GtE: _ordered(operator.ge),
    ast.In: lambda one, many: many is not None and one in many,
    ast.NotIn: lambda one, many: many is None or one not in many,
    ast.Is: lambda left, right: left is right,
    ast.IsNot: lambda left, right: left is not right,
    ast.Not: operator.not_,
    ast.USub: operator.neg,
}

_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Compare, ast.Name, ast.Load,
    ast.Constant, ast.List, ast.Tuple, ast.Call, *_OPERATORS,
)  # fmt: skip


@dataclass(frozen=True)
class Condition:
    """A condition found safe.

    :ivar names: the facts and answers it reads
    """

    expression: str
    names: frozenset[str]
    tree: ast.expr

    def value(self, lookup: Lookup) -> Any:
        """Return the value; ``lookup`` gives each name's value, None where it was not given."""
        evaluator = EvalWithCompoundTypes(
            operators=dict(_OPERATORS), functions={"len": _length}, names=lambda node: _named(node, lookup)
        )
        return evaluator.eval(self.expression, previously_parsed=self.tree)

    def holds(self, lookup: Lookup) -> bool:
        """Return whether the condition is met."""
        return bool(self.value(lookup))


@lru_cache(maxsize=4096)
def parse(expression: str) -> Condition:
    """Return the condition.

    :raises UnsafeCondition: it is more than comparisons over names and plain values
    """
    expression = expression.strip()
    try:
        if len(expression) > LONGEST:
            raise ValueError
        tree = ast.parse(expression, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise UnreadableCondition(expression=expression[:80]) from None
    names = set()
    calls = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        _check(node, expression, is_function=id(node) in calls)
        if isinstance(node, ast.Name) and id(node) not in calls and node.id not in WORDS:
            names.add(node.id)
    return Condition(expression, frozenset(names), tree.body)


def names_in(expression: str) -> frozenset[str]:
    """Return the facts and answers ``expression`` reads.

    :raises UnsafeCondition: it is more than comparisons
    """
    return parse(expression).names


def evaluate(expression: str, lookup: Lookup) -> Any:
    """Return the value of ``expression``.

    :raises UnsafeCondition: it is more than comparisons
    """
    return parse(expression).value(lookup)


def _check(node: ast.AST, expression: str, *, is_function: bool) -> None:
    fine = isinstance(node, _ALLOWED)
    if isinstance(node, ast.Constant):
        fine = node.value is None or isinstance(node.value, (str, bool, int))
    elif isinstance(node, ast.Call):
        fine = isinstance(node.func, ast.Name) and node.func.id == "len"
        fine = fine and len(node.args) == 1 and not node.keywords
    elif isinstance(node, ast.Name):
        fine = is_function or not (node.id == "len" or node.id.startswith("_"))
    if not fine:
        raise UnsafeCondition(expression=expression, part=_shown(node))


def _shown(node: ast.AST) -> str:
    try:
        return ast.unparse(node)
    except (AttributeError, ValueError):
        return type(node).__name__


def _named(node: ast.Name, lookup: Lookup) -> Any:
    return WORDS[node.id] if node.id in WORDS else lookup(node.id)


def _length(value: Any) -> int:
    return 0 if value is None else len(value)
