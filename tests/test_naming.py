"""What is asked on a terminal: a yes or no, and which of several."""

import click
import pytest
from click.testing import CliRunner

from vault_tools.cli.naming import confirmed, picked


@click.command()
@click.option("--warily", is_flag=True)
def _ask(*, warily: bool) -> None:
    click.echo("yes" if confirmed("Remove it?", enter=not warily) else "no")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("\n", "yes\n", id="nothing but Enter"),
        pytest.param("y\n", "yes\n", id="y"),
        pytest.param("YES\n", "yes\n", id="yes"),
        pytest.param("n\n", "no\n", id="n"),
        pytest.param("j\n", "yes\n", id="German j"),
        pytest.param(" Nein \n", "no\n", id="German no"),
    ],
)
def test_a_question_takes_yes_and_no_in_either_language(typed: str, expected: str) -> None:
    done = CliRunner().invoke(_ask, input=typed)

    assert (done.stdout, done.stderr) == (expected, f"Remove it? [Y/n]: {typed}")


def test_where_nothing_is_taken_for_no_it_says_so() -> None:
    done = CliRunner().invoke(_ask, ["--warily"], input="\n")

    assert (done.stdout, done.stderr) == ("no\n", "Remove it? [y/N]: \n")


def test_what_is_neither_yes_nor_no_is_asked_again() -> None:
    done = CliRunner().invoke(_ask, input="perhaps\nn\n")

    assert done.stdout == "no\n"
    assert done.stderr == ("Remove it? [Y/n]: perhaps\nError: invalid input\nRemove it? [Y/n]: n\n")


def test_no_answer_at_all_ends_the_command() -> None:
    done = CliRunner().invoke(_ask, input="")

    assert (done.exit_code, done.stdout) == (1, "")


@click.command()
def _pick() -> None:
    click.echo(picked(("a.md", "b.md"), labels=("Anna A", "Anna B")))


@pytest.mark.parametrize("typed", ["anna b", "0", "3", "-1"])
def test_what_is_no_number_of_the_list_is_asked_again(typed: str) -> None:
    done = CliRunner().invoke(_pick, input=f"{typed}\n 2\n")

    assert done.stdout == "b.md\n"
    assert done.stderr == (
        "  1  Anna A\n  2  Anna B\n"
        f"Which one: {typed}\nError: a number from 1 to 2, please\nWhich one:  2\n"
    )
