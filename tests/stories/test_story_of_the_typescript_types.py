"""Proves that the types for TypeScript are whole, and that a program on them orders a part."""

import json
import os
import re
import shutil
import subprocess

import pytest

from service.app import assemble
from tests.support import meshes
from tests.support.paths import ROOT

TYPESCRIPT = ROOT / "clients" / "typescript"
TOOLS = TYPESCRIPT / "node_modules" / ".bin"
EXAMPLE = "order-a-part"

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not (shutil.which("node") and (TOOLS / "tsc").exists()),
        reason="TypeScript needs node, and `npm ci --prefix clients/typescript`",
    ),
]


def run(*command, cwd, **environment):
    """What a command prints; a test fails with what it says if it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=os.environ | {"no_proxy": "*"} | environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def document():
    application = assemble()
    with application.app_context():
        return application.spec


@pytest.fixture(scope="module")
def project(document, tmp_path_factory):
    """The folder of the types as `npm run types` fills it, with the document of these sources."""
    folder = tmp_path_factory.mktemp("typescript")
    for name in ("package.json", "tsconfig.json", "examples"):
        copy = shutil.copytree if (TYPESCRIPT / name).is_dir() else shutil.copy
        copy(TYPESCRIPT / name, folder / name)
    (folder / "node_modules").symlink_to(TYPESCRIPT / "node_modules")
    (folder / "api" / "v1").mkdir(parents=True)
    (folder / "api" / "v1" / "openapi.json").write_text(json.dumps(document))
    run("npm", "run", "types", cwd=folder, WERKBANK_URL=".")
    return folder


def test_there_are_types_of_every_operation(document, project):
    text = (project / "src" / "werkbank.ts").read_text()
    for path in document["paths"].values():
        for operation in path.values():
            assert f"    {operation['operationId']}: {{" in text


def test_the_example_and_the_page_keep_to_the_types(project):
    page = (ROOT / "docs" / "integrators.md").read_text()
    (shown,) = re.findall(r"```ts\n(.*?)```", page, re.DOTALL)
    (project / "src" / "page.ts").write_text(shown)
    run("npm", "run", "check", cwd=project)
    program = project / "examples" / f"{EXAMPLE}.ts"
    assert len(program.read_text().splitlines()) <= 64
    mistaken = program.with_name("mistaken.ts")
    mistaken.write_text(program.read_text().replace('"pa12"', "12"))
    try:
        with pytest.raises(AssertionError, match="not assignable"):
            run("npm", "run", "check", cwd=project)
    finally:
        mistaken.unlink()


def test_the_code_of_the_guides_keeps_to_the_types(project):
    guides = ROOT / "docs" / "guides"
    (before,) = re.findall(r"```ts\n(.*?)```", (guides / "README.md").read_text(), re.DOTALL)
    for page in sorted(guides.glob("*.md")):
        for place, code in enumerate(re.findall(r"```ts\n(.*?)```", page.read_text(), re.DOTALL)):
            if page.name != "README.md":
                program = project / "src" / f"{page.stem}-{place}.ts"
                program.write_text(f"{before}\n{code}\nexport {{}};\n")
    assert len(list((project / "src").glob("*-*-*.ts"))) > 5
    run("npm", "run", "check", cwd=project)


def test_the_example_takes_a_part_from_its_file_to_a_completed_order(werkbank, project, tmp_path):
    run("npm", "run", "build", cwd=project)
    key = werkbank.client().tell("POST", "/api_keys", {"name": "TypeScript"})["key"]
    part = tmp_path / "cube.stl"
    part.write_bytes(meshes.cube_stl())
    program = project / "build" / "examples" / f"{EXAMPLE}.js"
    printed = run("node", program, part, werkbank.url, cwd=project, WERKBANK_KEY=key).splitlines()
    assert printed[0].startswith("Sandbox Workshop")
    assert printed[-1] == "The order is completed"
