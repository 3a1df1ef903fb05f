"""Measures `pagesmith import` on a description of nearly 32 MiB that this program makes.

    cargo build --release -p pagesmith-cli
    python3 codegen/cli/tests/measure/large.py target/release/pagesmith

It prints time and peak memory for descriptions of 8, 16 and nearly 32 MiB, so that one can see
that both grow in proportion.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

MIB = 1 << 20


def text(length):
    return ("What this is about, in some words. " * (length // 35 + 1))[:length]


def description(size):
    """A description of about this many bytes: a list and its record, again and again."""
    paths, schemas = {}, {}
    root = {
        "openapi": "3.0.3",
        "info": {"title": "Large", "version": "1"},
        "servers": [{"url": "https://large.example.com"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }
    written = 0
    number = 0
    while written < size:
        name = f"Thing{number}"
        fields = {f"field_{at}": {"type": "string", "description": text(900)} for at in range(60)}
        schemas[name] = {"type": "object", "properties": {"id": {"type": "string"}, **fields}}
        reply = {
            "type": "object",
            "properties": {
                "data": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
                "next_cursor": {"type": "string"},
            },
        }
        get = {
            "summary": text(200),
            "parameters": [
                {"name": "cursor", "in": "query", "schema": {"type": "string"}},
                {"name": "limit", "in": "query", "schema": {"type": "integer"}},
            ],
            "responses": {"200": {"content": {"application/json": {"schema": reply}}}},
        }
        paths[f"/things{number}"] = {"get": get}
        written += len(json.dumps(schemas[name])) + len(json.dumps(get)) + 40
        number += 1
    return json.dumps(root), number


def measure(program, file, out):
    started = time.monotonic()
    process = subprocess.Popen(
        [program, "import", str(file), "--out", str(out), "--force"],
        stderr=subprocess.PIPE,
        text=True,
    )
    stderr = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    return os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss / 1024, stderr


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        for size in (8 * MIB, 16 * MIB, 32 * MIB - 64 * 1024):
            made, lists = description(size)
            file = pathlib.Path(folder) / "large.json"
            file.write_text(made)
            code, seconds, peak, stderr = measure(program, file, pathlib.Path(folder) / "large.yaml")
            print(
                f"{len(made) / MIB:5.1f} MiB, {lists} lists: exit code {code}, {seconds:.2f} s,"
                f" {peak:.0f} MiB; {stderr.splitlines()[0]}"
            )


if __name__ == "__main__":
    main()
