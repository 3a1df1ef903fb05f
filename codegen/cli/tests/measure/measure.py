"""Measures `pagesmith import` on descriptions of public APIs, which are not in this repository.

    python3 measure.py PAGESMITH FOLDER [-v] [NAME...]

FOLDER has a description for each rule of vendors.py, named for it: `stripe.yaml`, or
`digitalocean/…` with the main file in `digitalocean.path`. Needs PyYAML."""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter

import spec
import vendors
from openapi import Description
from truth import NEUTRAL


def place(value):
    if isinstance(value, dict):
        if "attribute" in value:
            return f"link:{value['attribute']}"
        return value.get("at") or value.get("remaining") or f"header:{value.get('header')}"
    return value


def target(to):
    if isinstance(to, dict):
        if "url" in to:
            return "url"
        return next((f"{key}:{to[key]}" for key in ("query", "body", "header") if key in to), "")
    return to


def way(knobs):
    """How an imported list pages, as truth.py writes it."""
    if "next" in knobs:
        kind = next((key for key in ("body", "last", "header", "link") if key in knobs["next"]), None)
        if kind == "link":
            return f"link:{knobs['next']['link']}"
        if kind:
            return f"{kind}:{knobs['next'][kind]}->{target(knobs.get('send'))}"
    for kind in ("number", "offset"):
        if kind in knobs:
            it = knobs[kind]
            name = it.get("query") or f"body:{it.get('body')}"
            step = f"/{it.get('step', 'items')}" if kind == "offset" else ""
            return f"{kind}:{name}@{it.get('start', 0)}{step}"
    return "none"


def mistakes(true, items, knobs):
    """Each knob that is wrong, with whether a walk with it could lose records and end well."""
    wrong = []
    got = way(knobs)
    if got not in true.ways:
        wrong.append((f"{got} instead of {' or '.join(sorted(true.ways))}", loses(true, got, knobs)))
    if items != true.items:
        wrong.append((f"items {items!r} instead of {true.items!r}", True))
    size = knobs.get("size") or {}
    size = size.get("query") or (f"body:{size['body']}" if "body" in size else None)
    if size not in (true.size or {None}):
        wrong.append((f"size {size} instead of {' or '.join(map(str, true.size)) or 'none'}", False))
    more = place(knobs.get("more"))
    if more is not None and more not in true.more:
        wrong.append((f"more {more}", True))
    if "done" in knobs:
        wrong.append((f"done {place(knobs['done'])}", True))
    page = knobs.get("page") or {}
    for name, right in (("pages", true.pages), ("total", true.total)):
        # A preset names places that a reply may lack.
        if name in page and place(page[name]) not in right | {f"/{name}", "/total_pages"}:
            wrong.append((f"{name} {place(page[name])}", True))
    ends = {name for name, on in (("more", more), ("empty_page", (knobs.get("ends") or {}).get("empty_page"))) if on}
    if true.needs and not true.needs & ends:
        wrong.append((f"none of {' and '.join(sorted(true.needs))}", False))
    return wrong


def loses(true, got, knobs):
    kind = got.split(":")[0]
    kinds = {right.split(":")[0] for right in true.ways}
    if kind == "link":
        return True
    if kind == "body":
        return (knobs.get("ends") or {}).get("absent") in ("end", "single_page")
    if kind in ("number", "offset"):
        start = got.split("@")[1].split("/")[0]
        starts = {right.split("@")[1].split("/")[0] for right in true.ways if "@" in right}
        return kind not in kinds or any(int(start) > int(right) for right in starts)
    return False


def told(report, listing):
    """Whether the report asks a person to check how this list pages."""
    notes = [note["text"] for note in report["notes"] if note["about"] == listing["resource"]]
    words = ("guess", "check", "the rows are taken from")
    return any(word in note for note in notes for word in words) or "guess" in listing["paging"]


def imported(program, file):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "spec.yaml")
        done = subprocess.run([program, "import", file, "--out", out, "--format", "json"],
                              capture_output=True, text=True, check=False)
        lines = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
        report = next((line for line in lines if line.get("reason") == "import"), None)
        if report is None:
            raise SystemExit(f"{file}: {done.stderr[:500]}")
        if not os.path.exists(out):
            return report, {}
        with open(out, encoding="utf-8") as text:
            return report, spec.lists(spec.load(text.read()))


def measure(program, file, rule):
    report, lists = imported(program, file)
    taken = {(it["method"], it["path"]): it for it in report["taken"]}
    left = {(it["method"].lower(), it["path"]): it["why"] for it in report["left"]}
    counts, lines = Counter(), []
    for op in Description(file).operations():
        true = rule(op)
        at = (op.method, op.path)
        listing = taken.get(at)
        if true == NEUTRAL:
            counts["not judged"] += 1
            continue
        if true is None:
            if listing:
                counts["no list"] += 1
                got = lists[listing["resource"]][1]
                lines.append(("no list", at, way(got)))
            continue
        counts["lists"] += 1
        if listing is None:
            why = left.get(at, "not in the report")
            near = "may be part of" in why or "near" in why
            counts["missed"] += 1
            counts["near misses"] += near
            lines.append(("missed", at, why))
            continue
        wrong = mistakes(true, *lists[listing["resource"]])
        if not wrong:
            counts["right"] += 1
            continue
        counts["wrong"] += 1
        silent = any(loss for _, loss in wrong) and not told(report, listing)
        counts["silent"] += silent
        lines.append(("SILENT" if silent else "wrong", at, "; ".join(text for text, _ in wrong)))
    return counts, lines


COLUMNS = ("lists", "right", "wrong", "silent", "missed", "near misses", "no list", "not judged")


def description(folder, name):
    for ending in ("yaml", "yml", "json"):
        file = os.path.join(folder, f"{name}.{ending}")
        if os.path.exists(file):
            return file
    path = os.path.join(folder, f"{name}.path")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as text:
            return os.path.join(folder, text.read().strip())
    return None


def main():
    words = [word for word in sys.argv[1:] if word != "-v"]
    if len(words) < 2:
        raise SystemExit(__doc__)
    program, folder, names = words[0], words[1], words[2:] or list(vendors.RULES)
    total = Counter()
    print("| API | " + " | ".join(COLUMNS) + " |")
    print("|---|" + "---:|" * len(COLUMNS))
    for name in names:
        file = description(folder, name)
        if file is None:
            continue
        counts, lines = measure(program, file, vendors.RULES[name])
        total += counts
        print(f"| {name} | " + " | ".join(str(counts[it]) for it in COLUMNS) + " |", flush=True)
        if "-v" in sys.argv:
            for kind, at, text in lines:
                print(f"    {kind}: {at[0]} {at[1]}: {text}")
    total["lists"] += total["no list"]
    total["wrong"] += total["no list"]
    print("| all | " + " | ".join(str(total[it]) for it in COLUMNS) + " |")
    if total["lists"]:
        share = {it: 100 * total[it] / total["lists"] for it in ("right", "wrong", "silent", "missed")}
        print("\n" + ", ".join(f"{it} {value:.1f} %" for it, value in share.items()))


if __name__ == "__main__":
    main()
