"""Proves that types for TypeScript can be generated from the API document without a loss.

The client for Python, which is generated too, has tests in `tests/clients`.
"""

import json
import shutil
import subprocess

import pytest

from service.app import assemble


@pytest.mark.skipif(
    not shutil.which("openapi-typescript"),
    reason="types for TypeScript need node and `npm install --global openapi-typescript`",
)
def test_openapi_typescript_makes_types_of_every_operation(tmp_path):
    application = assemble()
    with application.app_context():
        document = application.spec
    document_path, types = tmp_path / "openapi.json", tmp_path / "types.ts"
    document_path.write_text(json.dumps(document))
    subprocess.run(
        ["openapi-typescript", document_path, "--output", types],
        capture_output=True,
        timeout=100,
        check=True,
    )
    text = types.read_text()
    for path in document["paths"].values():
        for operation in path.values():
            assert f"    {operation['operationId']}: {{" in text
