"""What a child that a model has taken over can do: nothing but read that model and calculate."""

import errno
import io
import json
import os
import platform
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from service.files import analysis_child, child_messages, confinement
from service.files.analysis_child import Bounds, run_apart
from service.files.confinement import NotConfined, landlock, syscall_filter
from service.manufacturing.geometry.meshes import Limits
from service.settings import settings
from tests.support import meshes, security_page
from tests.support.paths import ROOT

GIB = 1024**3
MIB = 1024**2
PERMITTED, FORBIDDEN = errno.EPERM, errno.EACCES
#: What it may do, for it would be of no use otherwise.
HARMLESS = {
    "read the model": "True",
    "write what is asked for": "1",
    "start a thread": "joined",
    "signal myself": "None",
    "the environment": "LC_CTYPE OMP_NUM_THREADS OPENBLAS_NUM_THREADS PYTHONPATH",
}
pytestmark = pytest.mark.skipif(
    bool(confinement.missing()) or platform.machine() != "x86_64",
    reason="this machine cannot confine, or has other numbers of system calls",
)


@pytest.fixture
def attacked(tmp_path, monkeypatch):
    """What came of each try of a child that was taken over, and the files around it."""
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("WERKBANK_DATABASE_URL", "postgresql://w:do-not-show@127.0.0.1/w")
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    monkeypatch.setattr(analysis_child, "PROGRAM", ("-m", "tests.support.hostile_child"))
    settings.cache_clear()
    model = tmp_path / "part.stl"
    model.write_bytes(meshes.cube_stl())
    other = tmp_path / "other.stl"
    other.write_bytes(b"another tenant's")
    database = tmp_path / "var" / "werkbank.sqlite3"
    database.parent.mkdir()
    database.write_bytes(b"SQLite format 3")
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as local,
    ):
        local.bind(str(tmp_path / "socket"))
        local.listen()
        targets = {
            "server": server.getsockname(),
            "socket": str(tmp_path / "socket"),
            "files": [
                *("/etc/passwd", "/etc/hostname", "/proc/self/environ", "/proc/self/mem"),
                *(f"/proc/{os.getpid()}/environ", str(database), str(other)),
                *(str(ROOT / "pyproject.toml"), str(ROOT / "docker-compose.yml")),
            ],
            "folders": ["/", "/etc", "/home", "/proc", "/tmp", str(tmp_path), str(ROOT)],
        }
        model.with_suffix(".json").write_text(json.dumps(targets))
        limits, out = Limits(max_file_bytes=8 * MIB), tmp_path / "out"
        answer = run_apart("analyse", model, limits, Bounds(GIB, 60), out=out)
    settings.cache_clear()
    assert out.stat().st_size <= 8 * MIB
    assert model.read_bytes() == meshes.cube_stl()
    return answer["geometry"]


def test_a_reader_that_was_taken_over_can_do_nothing_but_calculate(attacked):
    for tried, expected in HARMLESS.items():
        assert attacked.pop(tried) == expected, tried
    attacked.pop("more of everything")
    expected = {f"errno {number}" for number in (PERMITTED, FORBIDDEN, errno.EFBIG, errno.EMFILE)}
    assert {tried: came for tried, came in attacked.items() if came not in expected} == {}
    assert attacked["write 1 GiB"] == f"errno {errno.EFBIG}"
    assert attacked["open files"] == f"errno {errno.EMFILE}"
    assert len(attacked) > 30
    security_page.count("actions of a reader of models that was taken over", len(attacked))


#: Does the same as a child that confines itself, and says what opening a file comes to.
PROGRAM = """
import json, os, sys
from pathlib import Path
from service.files import confinement
from service.files.confinement import landlock, syscall_filter
{change}
confinement.confine(reads=[Path(sys.argv[1])], writes=[])
def came(action):
    try:
        return action() and "done"
    except OSError as error:
        return error.errno
print(json.dumps([came(lambda: open("/etc/passwd")), came(lambda: __import__("socket").socket())]))
"""


@pytest.mark.parametrize(
    ("change", "came"),
    [
        ("import socket", [FORBIDDEN, PERMITTED]),
        ("import socket; landlock.abi = lambda: 0", ["done", PERMITTED]),
        ("import socket; syscall_filter.is_available = lambda: False", [FORBIDDEN, "done"]),
    ],
)
def test_each_part_holds_by_itself_where_the_kernel_lacks_the_other(tmp_path, change, came):
    program = PROGRAM.format(change=change)
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == came


@pytest.fixture
def without_landlock(monkeypatch):
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    confinement.check.cache_clear()
    yield
    confinement.check.cache_clear()


def test_what_the_kernel_lacks_is_logged_once_and_models_are_read_all_the_same(
    without_landlock, tmp_path, capsys
):
    model = tmp_path / "part.stl"
    model.write_bytes(meshes.cube_stl())
    for _ in range(2):
        assert "geometry" in run_apart("analyse", model, Limits(), Bounds(GIB, 60))
    assert "".join(capsys.readouterr()).count("has no Landlock") == 1


def test_a_setting_makes_what_the_kernel_lacks_a_refusal(without_landlock, tmp_path, monkeypatch):
    monkeypatch.setenv("WERKBANK_CONFINEMENT_REQUIRED", "true")
    settings.cache_clear()
    try:
        with pytest.raises(NotConfined, match="has no Landlock"):
            run_apart("analyse", Path(tmp_path / "part.stl"), Limits(), Bounds(GIB, 60))
    finally:
        settings.cache_clear()


def test_a_machine_of_another_kind_says_what_it_lacks(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "sparc64")
    syscall_filter.is_available.cache_clear()
    try:
        (sentence,) = confinement.missing()
        assert "cannot be filtered" in sentence
    finally:
        syscall_filter.is_available.cache_clear()


#: Of a child that does nothing but speak: what it says without an end.
TALK = """
import sys
while True:
    sys.stdout.buffer.write({said!r} * 10_000)
"""


@pytest.mark.parametrize("said", [b"x", b'{"stage": "reading"}\n'], ids=["one line", "lines"])
def test_a_reader_that_talks_without_an_end_is_ended_before_it_fills_our_memory(
    tmp_path, monkeypatch, said
):
    monkeypatch.setenv("WERKBANK_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("WERKBANK_EMBEDDED", "true")
    settings.cache_clear()
    talk = TALK.format(said=said)
    monkeypatch.setattr(analysis_child, "PROGRAM", ("-c", talk))
    monkeypatch.setattr(child_messages, "MOST_SAID", MIB)
    model, heard = tmp_path / "part.stl", []
    model.write_bytes(meshes.cube_stl())
    answer = run_apart("analyse", model, Limits(), Bounds(GIB, 600), heard.append)
    settings.cache_clear()
    assert answer["error"]["code"] == analysis_child.TOO_MUCH_WORK
    assert sum(len(said) for _ in heard) <= MIB


def test_what_is_said_up_to_the_bound_is_read_and_nothing_beyond_it(monkeypatch):
    line = b'{"a": 1}\n'
    monkeypatch.setattr(child_messages, "MOST_SAID", 2 * len(line))
    assert [*child_messages.messages(io.BytesIO(2 * line))] == [{"a": 1}, {"a": 1}]
    with pytest.raises(child_messages.SaysTooMuch):
        [*child_messages.messages(io.BytesIO(2 * line + b"x"))]
    endless = io.BytesIO(bytes(MIB))
    with pytest.raises(child_messages.SaysTooMuch):
        [*child_messages.messages(endless)]
    assert endless.tell() == 2 * len(line) + 1


def test_of_many_errors_the_end_alone_is_kept(monkeypatch):
    monkeypatch.setattr(child_messages, "LAST_WORDS", 5)
    for said, kept in ((bytes(200_000) + b"the end", "e end"), (b"end", "end"), (b"", "")):
        theirs, ours = os.pipe()
        with open(theirs, "rb") as errors:
            words = child_messages.LastWords(errors)
        with open(ours, "wb") as child:
            child.write(said)
        assert words.text() == kept


#: A child that was taken over, and whose job makes no file.
WITHOUT_FILES = """
from service.files import analysis_child
from service.files.confinement import landlock
landlock.abi = lambda: 0  # so that every file can be opened
def attack(path, limits, reached):
    with path.open("wb", buffering=0) as file:
        file.write(bytes(1 << 20))
    return {"geometry": {}}
analysis_child.analyse_here = attack
analysis_child.main()
"""


def test_a_reader_whose_job_makes_no_file_writes_none(tmp_path, monkeypatch):
    model = tmp_path / "part.stl"
    model.write_bytes(meshes.cube_stl())
    monkeypatch.setattr(analysis_child, "PROGRAM", ("-c", WITHOUT_FILES))
    answer = run_apart("analyse", model, Limits(), Bounds(GIB, 60))
    assert answer["error"]["code"] == analysis_child.TOO_MUCH_WORK
    assert model.stat().st_size == 0


def test_errors_without_an_end_reach_no_disk(tmp_path, monkeypatch):
    model = tmp_path / "part.stl"
    model.write_bytes(meshes.cube_stl())
    shout = "import sys\nfor _ in range(100): sys.stderr.buffer.write(bytes(1 << 20))\nsys.exit(3)"
    monkeypatch.setattr(analysis_child, "PROGRAM", ("-c", shout))
    with pytest.raises(analysis_child.AnalysisBroke) as broke:
        run_apart("analyse", model, Limits(), Bounds(GIB, 600))
    assert len(str(broke.value)) < 2 * child_messages.LAST_WORDS


#: One that was taken over by a STEP file, whose library needs a folder.
WITH_A_FOLDER = """
import tempfile, time
from service.files import analysis_child
def attack(path, limits, reached):
    for _ in range(1000):
        with tempfile.TemporaryFile() as file:
            file.write(bytes(1 << 20))
        time.sleep(0.01)
    return {"geometry": {}}
analysis_child.analyse_here = attack
analysis_child.main()
"""


def test_a_reader_that_has_a_folder_fills_no_disk_even_with_files_without_a_name(
    tmp_path, monkeypatch
):
    model = tmp_path / "part.step"
    model.write_bytes(b"ISO-10303-21;")
    monkeypatch.setattr(analysis_child, "PROGRAM", ("-c", WITH_A_FOLDER))
    answer = run_apart("analyse", model, Limits(max_file_bytes=MIB), Bounds(GIB, 60))
    assert answer["error"]["code"] == analysis_child.TOO_MUCH_WORK
    assert "SIGKILL" in answer["error"]["detail"]
