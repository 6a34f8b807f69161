"""What is misspelt in a scenario is named with its place."""

import pytest

from web.scenarios import BadScript
from web.scenarios.script import moment


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "a mapping with title"),
        ("titel: x", "unknown titel"),
        ("title: x", "neither a case nor a step"),
        ("steps: [{who: 甲, does: a}]", "the first step needs `at`"),
        ("steps: [{at: 2026-13-01, wait: 2026-13-01}]", "month must be in 1..12"),
        ("steps: [{at: soon}]", "step 1: 'soon' is neither"),
        ("steps: [{at: 2026-01-01, who: 甲, does: a, event: b}]", "does and event cannot be one step"),
        ("steps: [{at: 2026-01-01, does: a}]", "step 1: `does` needs `who`"),
        ("steps: [{at: 2026-01-01, expect: {opne: a}}]", "step 1, expect: unknown opne"),
        ("steps: [{at: 2026-01-01, who: 甲, dose: a}]", "unknown dose"),
        ("steps: [{who: 甲}]", "nothing is done"),
        ("steps: [1]", "a step is a mapping, not 1"),
        ("case: 3", "case: give title"),
        ("a: [", "while parsing"),
    ],
)
def test_names_the_place_of_a_mistake(script, text, said):
    with pytest.raises(BadScript, match=said.replace("[", r"\[")):
        script(text)


def test_a_file_that_is_not_there_is_one_sentence(tmp_path):
    from web.scenarios import read_script

    with pytest.raises(BadScript, match=r"no\.yaml"):
        read_script(tmp_path / "no.yaml")


def test_steps_count_from_one_after_the_case(script):
    read = script("""
        case: {at: 2026-01-01, who: 甲, title: 事, unit: 村, parties: {}}
        steps:
          - {at: 2026-01-02}
    """)

    assert [step.number for step in read.steps] == [0, 1]


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("2026-09-18", "2026-09-18T09:00:00+08:00"),
        ("2026-09-18 20:15", "2026-09-18T20:15:00+08:00"),
        ("2026-09-18T20:15:00+00:00", "2026-09-18T20:15:00+00:00"),
    ],
)
def test_a_day_means_nine_o_clock_in_the_county(said, iso):
    assert moment(said).isoformat() == iso
