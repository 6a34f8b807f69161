"""The command line: an example in every --help, one sentence for every mistake, init that may be repeated."""

import json

import pytest

from web.cli import COMMANDS, cli, main

KEYS = {
    "MEDIATION_DATA_KEYS": "c2l4dGVlbmNvdW50aWVzMzJieXRlc29mdGVzdHM1Njc=",
    "SECRET_KEY": "a key for tests only",
}


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run a command; returns its exit code, what it printed and what it complained of."""
    for name, value in {**KEYS, "DATABASE_URL": f"sqlite:///{tmp_path / 'commands.db'}"}.items():
        monkeypatch.setenv(name, value)

    def _run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return _run


def _all_commands():
    for name in COMMANDS:
        command = cli.get_command(None, name)
        yield (name,)
        yield from ((name, below) for below in getattr(command, "commands", {}))


@pytest.mark.parametrize("command", list(_all_commands()), ids=" ".join)
def test_help_shows_an_example(run, command):
    code, out, _ = run(*command, "--help")

    assert code == 0
    assert "Example: " in out


def test_due_prints_the_day_and_how_it_got_there(run):
    code, out, _ = run("due", "2026-09-18", "3", "working_day")

    first, *steps = out.splitlines()
    assert (code, first) == (0, "2026-09-22")
    assert any("9月20日" in step and "第1个工作日" in step for step in steps)


def test_due_as_json(run):
    _, out, _ = run("due", "2026-04-22", "1", "month", "--json")

    assert json.loads(out)["due_on"] == "2026-05-22"


def test_due_in_hours_prints_the_moment(run):
    _, out, _ = run("due", "2026-09-18 20:15", "24", "hour")

    assert out.splitlines()[0] == "2026-09-19 20:15"


@pytest.mark.parametrize(
    "arguments",
    [
        ("due", "2026-02-31", "3", "working_day"),
        ("due", "2026-02-21", "x", "working_day"),
        ("due", "2026-02-21", "3", "week"),
        ("due", "2026-02-21"),
        ("nothing",),
        ("units", "import", "no-such-file.csv"),
        ("ledger", "verify"),
        ("clock", "explain", "浏调〔2026〕000001号"),
        ("process", "publish", "no-such-folder"),
        ("scenario", "run", "no-such-file.yaml"),
    ],
    ids=" ".join,
)
def test_a_mistake_is_one_sentence_and_not_zero(run, arguments):
    code, _, complaint = run(*arguments)

    assert code != 0
    assert complaint.startswith("mediation: ")
    assert "Traceback" not in complaint


def test_init_may_be_run_again(run):
    first = run("init")
    again = run("init")

    assert (first[0], again[0]) == (0, 0), first[2] + again[2]
    assert "brought up to date" in first[1]
    assert "already there" in again[1]


def test_units_come_in_once_and_bad_rows_are_named_by_line(run, tmp_path):
    run("init")
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(
        "code,name,parent_code,level\n430181,浏阳市,,county\n430181104,官渡镇,430181,town\n", "utf-8"
    )
    bad.write_text("code,name,parent_code,level\n430182,某市,,county\n430182104,某镇,999,town\n", "utf-8")

    taken, again, refused = (run("units", "import", str(path)) for path in (good, good, bad))

    assert taken[0] == again[0] == 0
    assert refused[0] == 1
    assert "bad.csv:3" in refused[2]


def test_a_missing_key_is_named(run, monkeypatch):
    monkeypatch.delenv("MEDIATION_DATA_KEYS")

    code, _, complaint = run("init")

    assert code == 1
    assert "MEDIATION_DATA_KEYS" in complaint


def test_keys_prints_what_the_environment_needs(run):
    _, out, _ = run("keys")

    assert {line.split("=")[0] for line in out.splitlines()} == set(KEYS)


def test_the_demo_says_where_its_settings_are_kept(run, monkeypatch, tmp_path):
    monkeypatch.setattr("web.commands.serving.ROOT", tmp_path)
    monkeypatch.setattr("web.demo.fill", lambda system, **given: [])

    code, out, _ = run("demo", "--no-serve")

    assert code == 0
    assert f"settings of the demo: {tmp_path / 'var' / 'demo.env'}" in out
    assert str(tmp_path / "commands.db") in out
    assert "MEDIATION_DATA_KEYS=" in (tmp_path / "var" / "demo.env").read_text()


def test_a_file_that_is_no_diagram_table_or_form_is_not_found_good(run, tmp_path):
    table = tmp_path / "bad.csv"
    table.write_text("code,name\n", "utf-8")

    code, out, complaint = run("process", "check", str(table))

    assert (code, out) == (1, "")
    assert "bad.csv is neither a diagram (.bpmn), a table (.dmn) nor a form" in complaint


def test_a_good_diagram_is_checked_by_itself(run):
    code, out, _ = run("process", "check", "workflows/liuyang/oversight.bpmn")

    assert (code, out) == (0, "workflows/liuyang/oversight.bpmn: nothing to complain about\n")


def test_the_files_of_an_example_are_there(run):
    from web.config import ROOT

    out = run("scenario", "run", "--help")[1]

    named = [word for word in out.split() if word.startswith("workflows/") and "*" not in word]
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
