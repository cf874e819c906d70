"""Code stays small enough to be read: no file and no function beyond what fits in a head."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent / "vault_tools"
LONGEST_FILE = 350
LONGEST_FUNCTION = 50


def test_no_file_is_long() -> None:
    lines = {path.name: len(path.read_text("utf-8").splitlines()) for path in ROOT.rglob("*.py")}

    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}


def test_no_function_is_long() -> None:
    long = [
        f"{path.name}: {node.name}"
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]

    assert long == []
