"""Writes small scenarios into a file and plays them."""

from pathlib import Path
from textwrap import dedent

import pytest

from web.scenarios import play, read_script

HOME = Path(__file__).parent.parent.parent / "workflows" / "liuyang"

GIVEN = """
title: 邻里小事
given:
  units:
    - {name: 一支部, level: branch, below: 官渡镇/南岳村}
    - {name: 第1微网格, level: grid, below: 一支部}
  people:
    冯网格: {role: 微网格长, unit: 第1微网格}
case:
  at: 2026-09-18 20:15
  who: 冯网格
  title: 屋檐滴水
  unit: 第1微网格
  parties: {李甲: {side: applicant}, 李乙: {side: respondent}}
steps:
"""


@pytest.fixture
def script(tmp_path):
    """Read a scenario from its text."""

    def _read(text):
        path = tmp_path / "scenario.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        return read_script(path)

    return _read


@pytest.fixture
def played(script):
    """Play the steps on a dispute reported in a micro-grid on Friday 18 September, 20:15."""

    def _play(steps):
        return play(script(GIVEN + dedent(steps)), HOME)

    return _play
