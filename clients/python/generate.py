"""Makes the generated part of the client anew from the service's API document: `make client`."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from service.app import assemble

HERE = Path(__file__).resolve().parent
GENERATED = HERE / "src" / "werkbank_client" / "generated"
RUFF = ["--isolated", "--quiet", "--line-length", "100", "--target-version", "py311"]
SORTED = ["--config", "lint.isort.combine-as-imports=true"]


def generate(folder: Path) -> None:
    """Write the package `generated` into `folder`; raises subprocess.CalledProcessError."""
    package = folder / "generated"
    document = folder / "openapi.json"
    application = assemble()
    with application.app_context():
        document.write_text(json.dumps(with_whole_answers(application.spec)))
    places = ["--path", document, "--output-path", package, "--meta", "none"]
    ways = ["--config", HERE / "generator.yml", "--custom-template-path", HERE / "templates"]
    _run("openapi_python_client", "generate", *places, *ways, "--fail-on-warning")
    (package / "errors.py").unlink()
    _run("ruff", "check", "--fix-only", "--select", "F401,F811,I,UP,W", *SORTED, *RUFF, package)
    _run("ruff", "format", *RUFF, package)


def with_whole_answers(document: dict[str, Any]) -> dict[str, Any]:
    """The document without `?fields=`, whose answers no model describes."""
    document = json.loads(json.dumps(document))
    for operation in (each for path in document["paths"].values() for each in path.values()):
        parameters = operation.get("parameters", [])
        if any(parameter.get("name") == "fields" for parameter in parameters):
            operation["parameters"] = [each for each in parameters if each.get("name") != "fields"]
            content = operation["responses"]["200"]["content"]["application/json"]
            content["schema"] = content["schema"]["anyOf"][0]
    return document


def _run(module: str, *arguments: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def main() -> None:
    """Replace what was generated before."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        shutil.rmtree(GENERATED, ignore_errors=True)
        shutil.copytree(Path(folder) / "generated", GENERATED)


if __name__ == "__main__":
    main()
