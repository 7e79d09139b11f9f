"""What is made of a content is made once, and nobody finds half of it."""

import os
import threading
import time

import pytest

from service.concurrency import Busy, ConcurrencyLimit
from service.files import derived, storage
from service.settings import settings

CONTENT = b"a model"


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """A storage with one content, its digest, and a place for what is made of it."""
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path))
    settings.cache_clear()
    there = storage.current_storage()
    with there.arriving(len(CONTENT)) as arriving:
        arriving.write(CONTENT)
        arriving.store()
    yield there, arriving.sha256, tmp_path / "made" / f"{arriving.sha256}.copy"
    settings.cache_clear()


def limit():
    return ConcurrencyLimit(1, patience_s=0, sentence="busy")


def copy(source, aside):
    aside.write_bytes(source.read_bytes() * 2)


def never(source, aside):
    raise AssertionError("it is made already")


def test_it_is_made_once_and_given_to_whoever_comes_while_others_are_being_made(kept):
    there, sha256, place = kept
    one = limit()
    assert derived.made_once(there, sha256, place, one, copy).read_bytes() == CONTENT * 2
    with one.place():
        assert derived.made_once(there, sha256, place, one, never) == place
        with pytest.raises(Busy):
            derived.made_once(there, sha256, place.with_suffix(".other"), one, never)


def test_what_is_being_made_is_nowhere_to_be_found(kept):
    there, sha256, place = kept

    def half(source, aside):
        aside.write_bytes(b"half")
        assert [each for each in place.parent.iterdir() if each.is_file()] == []
        assert aside.parent.parent == place.parent  # which may be a file system of its own
        raise RuntimeError("a full disk")

    with pytest.raises(RuntimeError):
        derived.made_once(there, sha256, place, limit(), half)
    assert list(place.parent.iterdir()) == []
    assert derived.made_once(there, sha256, place, limit(), copy).read_bytes() == CONTENT * 2


def test_what_a_process_left_that_was_killed_goes_after_a_day(kept):
    there, sha256, place = kept
    left, at_work = place.parent / ".made-before", place.parent / ".made-now"
    for folder in (left, at_work):
        folder.mkdir(parents=True)
        (folder / "half").write_bytes(b"half")
    old = time.time() - 25 * 3600
    os.utime(left, (old, old))
    derived.made_once(there, sha256, place, limit(), copy)
    assert not left.exists()
    assert (at_work / "half").exists()


def test_of_two_who_ask_at_once_one_makes_it(kept, monkeypatch):
    there, sha256, place = kept
    patient, asked, given = ConcurrencyLimit(1, 60, "busy"), threading.Event(), []
    local = there.local

    def seen_asking(digest):
        if threading.current_thread() is second:
            asked.set()
        return local(digest)

    def slow(source, aside):
        second.start()
        assert asked.wait(60)
        copy(source, aside)

    def ask():
        given.append(derived.made_once(there, sha256, place, patient, never))

    monkeypatch.setattr(there, "local", seen_asking)
    second = threading.Thread(target=ask)
    derived.made_once(there, sha256, place, patient, slow)
    second.join(60)
    assert given == [place]


def test_what_was_made_of_a_content_goes_with_it_alone(kept):
    there, sha256, place = kept
    other = derived.made_once(there, sha256, place, limit(), copy).with_name("other.copy")
    other.touch()
    derived.delete(place.parent, sha256)
    assert list(place.parent.iterdir()) == [other]
