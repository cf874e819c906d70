"""The pictures in the documentation show what the program does today."""

import re
from xml.etree import ElementTree as ET

import pytest

from tests import drawings, pictures

LARGEST = 100_000
"""Bytes."""


@pytest.mark.parametrize("name", drawings.DRAWINGS)
def test_a_drawing_is_the_one_that_would_be_drawn_today(name: str) -> None:
    shown = (pictures.FOLDER / f"{name}.svg").read_text(encoding="utf-8")

    assert drawings.DRAWINGS[name]() == shown, "Run `python -m tests.pictures`."


@pytest.mark.parametrize("name", drawings.DRAWINGS)
def test_a_drawing_says_what_it_is_and_loads_nothing(name: str) -> None:
    shown = (pictures.FOLDER / f"{name}.svg").read_text(encoding="utf-8")

    title = ET.fromstring(shown).find("{http://www.w3.org/2000/svg}title")  # noqa: S314 - our own

    assert title is not None
    assert title.text
    assert not re.search(r"href|url\(|@import|<script|<image", shown)


def test_every_picture_can_be_made_anew_and_is_small() -> None:
    made = {
        *(f"{name}.svg" for name in drawings.DRAWINGS),
        *(f"{n}.png" for n in pictures.PICTURES),
    }

    found = {path.name: path.stat().st_size for path in pictures.FOLDER.iterdir()}

    assert found.keys() == made
    assert max(found.values()) < LARGEST


def test_a_picture_of_obsidian_says_that_it_is_a_sketch() -> None:
    shown = (pictures.FOLDER / "obsidian-base.svg").read_text(encoding="utf-8")
    page = (pictures.FOLDER.parent / "obsidian.md").read_text(encoding="utf-8")

    assert "A sketch, not a screenshot" in shown
    assert "![Sketch, not a screenshot:" in page
