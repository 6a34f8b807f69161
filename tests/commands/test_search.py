"""Making anew what disputes are found by, on the command line."""


def test_a_rebuild_says_how_many_disputes_can_be_found(county):
    code, said = county("search", "rebuild", "--no-progress")

    assert (code, said.strip().splitlines()[-1]) == (0, "0 disputes can be found")


def test_a_scheduler_s_single_sweep_reads_on_too(county):
    code, said = county("scheduler", "--once")

    assert code == 0, said
