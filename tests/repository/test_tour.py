"""The tour shows each of its pictures, and none is missing, unnamed or too large."""

import re

from PIL import Image

from tests.support import tour_pictures
from tests.support.paths import ROOT

#: A picture in Markdown: what it shows in words, and where it lies.
PICTURE = re.compile(r"!\[([^\]]*)\]\(((?:docs/)?tour/[^)]+)\)")


def shown(page):
    return PICTURE.findall((ROOT / page).read_text())


def test_the_tour_shows_each_picture_that_the_story_takes_in_its_order_with_words():
    pictures = shown("docs/tour.md")
    assert [place for _, place in pictures] == [f"tour/{name}.png" for name in tour_pictures.NAMES]
    assert all(len(words) > 10 for words, _ in pictures)


def test_the_readme_shows_one_of_them_and_leads_to_the_tour():
    ((words, place),) = shown("README.md")
    assert place.removeprefix("docs/tour/").removesuffix(".png") in tour_pictures.NAMES
    assert len(words) > 10
    assert "](docs/tour.md)" in (ROOT / "README.md").read_text()


def test_each_picture_is_there_and_small_and_nothing_else_is():
    files = {path.name: path for path in tour_pictures.FOLDER.iterdir()}
    assert set(files) == {f"{name}.png" for name in tour_pictures.NAMES}
    for name, path in files.items():
        assert path.stat().st_size < tour_pictures.LARGEST, name
        with Image.open(path) as picture:
            assert picture.mode == "P", name
            assert picture.width <= 1280, name
