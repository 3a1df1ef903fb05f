"""Measures `pagesmith import` on Google's discovery documents.

    pip install google-api-python-client pyyaml
    python3 codegen/cli/tests/measure/discovery.py target/debug/pagesmith [--walks 100] [--seed 1]

It counts the paged methods of all documents that the package ships, by a rule of its own, and
compares the spec of each document with them: the path, where the rows are, how the token is sent,
and how large a page may be. Then it walks lists that it draws at random against `pagesmith mock`,
and compares the number of records. It prints each method that is missing or wrong, with the reason.
"""

import argparse
import collections
import concurrent.futures
import importlib.util
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def documents():
    package = importlib.util.find_spec("googleapiclient")
    folder = pathlib.Path(package.origin).parent / "discovery_cache" / "documents"
    return sorted(path for path in folder.glob("*.json") if path.name != "index.json")


def methods(resource):
    yield from (resource.get("methods") or {}).values()
    for inner in (resource.get("resources") or {}).values():
        yield from methods(inner)


def paged(document):
    """The paged methods: a token in the request, and one for the next page in the reply."""
    schemas = document.get("schemas", {})

    def properties(method, key):
        name = method.get(key, {}).get("$ref")
        return schemas.get(name, {}).get("properties", {})

    for method in methods(document):
        query = "pageToken" in method.get("parameters", {})
        body = "pageToken" in properties(method, "request")
        if (query or body) and "nextPageToken" in properties(method, "response"):
            path = "/" + method.get("flatPath", method["path"])
            yield method, path, query, properties(method, "response")


def holds_rows(schemas, prop):
    """Whether a property of a reply may hold rows: an array, or a map of objects."""
    prop = schemas.get(prop.get("$ref"), prop)
    return prop.get("type") == "array" or isinstance(prop.get("additionalProperties"), dict)


def style(spec, resource):
    """The preset and knobs of a list, as far as this program compares them."""
    paging = resource.get("paging", spec.get("paging"))
    if isinstance(paging, str) and paging in spec.get("styles", {}):
        paging = spec["styles"][paging]
    return {"preset": paging} if isinstance(paging, str) else paging


def mistakes(document, spec, taken, method, path, query, reply):
    """What is wrong with the list of a method."""
    resource = spec["resources"][taken["resource"]]
    knobs = style(spec, resource)
    schemas = document["schemas"]
    if knobs.get("preset") == "aip-158":
        sent, token, size = {"query": "pageToken"}, "/nextPageToken", "pageSize"
    else:
        sent, token = knobs.get("send"), (knobs.get("next") or {}).get("body")
        size = None
    size = (knobs.get("size") or {}).get("query", size) or (knobs.get("size") or {}).get("body")
    if sent != ({"query": "pageToken"} if query else {"body": "/pageToken"}):
        yield f"the token is sent by {sent}"
    if token != "/nextPageToken":
        yield f"the token is read at {token}"
    items = resource.get("items")
    at = items.get("at") if isinstance(items, dict) else items
    name = (at or "/" + taken["resource"]).lstrip("/")
    if name not in reply or not holds_rows(schemas, reply[name]):
        yield f"the rows are read at {at}"
    arrays = [key for key, prop in reply.items() if schemas.get(prop.get("$ref"), prop).get("type") == "array"]
    if len(arrays) == 1 and name != arrays[0] and name != "items":
        yield f"the rows are read at {at}, not at {arrays[0]}"
    if name.lower().startswith(("unreachable", "warning", "failed")):
        yield f"the rows are read at {at}"
    described = method.get("parameters", {})
    if query and size and size.lstrip("/") not in described and knobs.get("size"):
        yield f"the page size is {size}"
    for wanted in ("pageSize", "maxResults"):
        if wanted in described and size != wanted:
            yield f"the page size is {size}, not {wanted}"
    url = "/".join(part for part in path.split("/"))
    written = resource.get("get") or resource.get("post")
    if len(written.split("/")) != len(url.split("/")):
        yield f"the path is {written}"
    if ("get" in resource) != (method["httpMethod"] == "GET"):
        yield "the method of HTTP differs"


def import_document(program, path, folder):
    out = pathlib.Path(folder) / (path.stem + ".yaml")
    command = [program, "import", str(path), "--out", str(out), "--force", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    first = done.stderr.splitlines()[0] if done.stderr else "{}"
    return out, json.loads(first)


def compare(program, path, folder):
    document = json.loads(path.read_text())
    expected = list(paged(document))
    if not expected:
        return path, None, []
    out, report = import_document(program, path, folder)
    spec = yaml.load(out.read_text(), LOADER) if out.exists() else None
    taken = collections.defaultdict(list)
    for one in report.get("taken", []):
        taken[one["method"], one["path"]].append(one)
    left = {(one["method"], one["path"]): one["why"] for one in report.get("left", [])}
    results = []
    for method, url, query, reply in expected:
        url = url.replace("{+", "{")
        found = taken[method["httpMethod"].lower(), url]
        if not found:
            why = left.get((method["httpMethod"], url)) or report.get("message", "not in the report")
            results.append((path, method["id"], None, [f"missing: {why}"]))
            continue
        wrong = list(mistakes(document, spec, found[0], method, url, query, reply))
        results.append((path, method["id"], found[0]["resource"], wrong))
    return path, out, results


def walk(program, spec, name, records):
    """The number of records that a walk over the mock gives."""
    mock = [program, "mock", str(spec), "--records", str(records), "--page-size", "20"]
    with subprocess.Popen(mock, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            url = server.stdout.readline().strip()
            resource = yaml.load(spec.read_text(), LOADER)
            one = resource["resources"][name]
            path = one.get("get") or one.get("post")
            values = [part.split("}")[0] for part in path.split("{")[1:]]
            command = [program, "list", str(spec), name, "--base-url", url, "--format", "json"]
            for value in values:
                command += ["--param", f"{value}={1 if one.get('params', {}).get(value) == 'integer' else 'x'}"]
            done = subprocess.run(
                command, capture_output=True, text=True, check=False,
                env={"PAGESMITH_TOKEN": "t", "PAGESMITH_API_KEY": "k", "PATH": "/bin"},
            )
            return done.returncode, len(done.stdout.splitlines()), done.stderr.strip()
        finally:
            server.kill()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--walks", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--records", type=int, default=50)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            compared = list(pool.map(lambda path: compare(args.program, path, folder), documents()))
        results = [result for _, _, of_document in compared for result in of_document]
        specs = {path: out for path, out, _ in compared}
        reasons = collections.Counter()
        for path, method, resource, wrong in results:
            for why in wrong:
                reasons["missing" if resource is None else "wrong"] += 1
                print(f"{path.stem}  {method}  {why}")
        right = sum(1 for result in results if not result[3])
        missing = sum(1 for result in results if result[2] is None)
        print(
            f"{len(compared)} documents, {len(results)} paged methods: {len(results) - missing} imported"
            f" ({100 * (1 - missing / len(results)):.2f} %), {right} right, {missing} missing,"
            f" {len(results) - right - missing} wrong"
        )
        drawn = [result for result in results if result[2] is not None]
        drawn = random.Random(args.seed).sample(drawn, min(args.walks, len(drawn)))
        good = 0
        for path, method, resource, _ in drawn:
            code, rows, stderr = walk(args.program, specs[path], resource, args.records)
            good += (code, rows) == (0, args.records)
            if (code, rows) != (0, args.records):
                print(f"{path.stem}  {method}  exit code {code}, {rows} records: {stderr}")
        print(f"walks: {good} of {len(drawn)} gave all {args.records} records (seed {args.seed})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
