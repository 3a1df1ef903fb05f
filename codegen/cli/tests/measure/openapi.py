"""Reads the operations of an OpenAPI description. Shares no code with `pagesmith import`."""

import json
import os
from dataclasses import dataclass, field

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
METHODS = ("get", "post")


@dataclass
class Param:
    name: str
    place: str
    schema: dict
    docs: str


@dataclass
class Operation:
    method: str
    path: str
    params: dict = field(default_factory=dict)  # of the query, by name
    body: dict = field(default_factory=dict)  # properties of the request's body
    headers: set = field(default_factory=set)  # of the reply, in lower case
    keys: dict = field(default_factory=dict)  # pointer to schema, arrays among them
    root: dict = field(default_factory=dict)  # the schema of the whole reply
    raw: dict = field(default_factory=dict)
    row_fields: set = field(default_factory=set)
    description: object = None

    def arrays(self):
        """Pointers to the arrays of the reply."""
        return [at for at, schema in self.keys.items() if is_array(schema)]

    def nested(self, schema):
        """The properties of an object in the body."""
        inner, file = schema
        return self.description.schema(inner, file)[2]

    def has(self, *params):
        return all(name in self.params for name in params)


def kind(schema):
    ty = schema.get("type")
    if isinstance(ty, list):
        ty = next((one for one in ty if one != "null"), None)
    return ty


def is_array(schema):
    return kind(schema) == "array" or ("items" in schema and "properties" not in schema)


class Loader(LOADER):
    """Reads times and `=` as texts, which YAML 1.1 makes values of their own."""

    yaml_implicit_resolvers = {
        first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith((":timestamp", ":value"))]
        for first, resolvers in LOADER.yaml_implicit_resolvers.items()
    }


class Description:
    def __init__(self, file):
        self.file = os.path.abspath(file)
        self.files = {}
        self.root = self.load(self.file)

    def load(self, file):
        if file not in self.files:
            with open(file, encoding="utf-8") as text:
                self.files[file] = json.load(text) if file.endswith(".json") else yaml.load(text, Loader)
        return self.files[file]

    def follow(self, node, file):
        """What a chain of `$ref` leads to, and the file that holds it."""
        for _ in range(40):
            if not isinstance(node, dict) or "$ref" not in node:
                return node, file
            target, _, pointer = node["$ref"].partition("#")
            if target:
                file = os.path.normpath(os.path.join(os.path.dirname(file), target))
            node = self.load(file)
            for step in [step for step in pointer.split("/") if step]:
                step = step.replace("~1", "/").replace("~0", "~").replace("%7B", "{").replace("%7D", "}")
                node = node[int(step)] if isinstance(node, list) else node[step]
        return {}, file

    def schema(self, node, file, depth=0):
        """A schema with its alternatives and parts joined: `type`, `properties`, `items`."""
        node, file = self.follow(node, file)
        if not isinstance(node, dict) or depth > 12:
            return {}, file, {}
        joined, props = dict(node), {}
        parts = [part for key in ("allOf", "oneOf", "anyOf") for part in node.get(key, [])]
        for part in parts:
            schema, origin, own = self.schema(part, file, depth + 1)
            for key, value in schema.items():
                if key in ("type", "items", "x-items-file") and joined.get(key) in (None, "object") and value != "null":
                    joined[key] = value
            if "items" in schema and "x-items-file" not in joined:
                joined["x-items-file"] = origin
            props.update(own)
        props.update({name: (value, file) for name, value in (node.get("properties") or {}).items()})
        if props:
            joined["properties"] = True
        joined.setdefault("x-items-file", file)
        return joined, file, props

    def operations(self):
        for path, item in self.root.get("paths", {}).items():
            item, item_file = self.follow(item, self.file)
            for method in METHODS:
                if method in item:
                    operation, file = self.follow(item[method], item_file)
                    yield self.operation(method, path, item, item_file, operation, file)

    def operation(self, method, path, item, item_file, raw, file):
        op = Operation(method, path, raw=raw, description=self)
        params = [(it, item_file) for it in item.get("parameters", [])]
        params += [(it, file) for it in raw.get("parameters") or []]
        for node, origin in params:
            node, origin = self.follow(node, origin)
            if node.get("in") != "query":
                continue
            schema, _, props = self.schema(node.get("schema", node), origin)
            docs = node.get("description") or schema.get("description") or ""
            if node.get("style") == "deepObject" and props:
                for name, (inner, inner_file) in props.items():
                    inner = self.schema(inner, inner_file)[0]
                    inner_name = f"{node['name']}[{name}]"
                    op.params[inner_name] = Param(inner_name, "query", inner, inner.get("description") or docs)
                continue
            op.params[node["name"]] = Param(node["name"], "query", schema, docs)
        self.read_body(op, raw, file)
        self.read_reply(op, raw, file)
        return op

    def read_body(self, op, raw, file):
        body, file = self.follow(raw.get("requestBody") or {}, file)
        schema, file = self.json_of(body, file)
        if schema is not None:
            op.body = self.schema(schema, file)[2]

    def read_reply(self, op, raw, file):
        replies = {str(status): reply for status, reply in (raw.get("responses") or {}).items()}
        status = next((it for it in ("200", "2XX", "201", "202", "203", "206", "default") if it in replies), None)
        if status is None:
            return
        reply, file = self.follow(replies[status], file)
        op.headers = {name.lower() for name in reply.get("headers") or {}}
        schema, file = self.json_of(reply, file)
        if schema is None and "schema" in reply:
            schema = reply["schema"]
        if schema is not None:
            op.root = self.schema(schema, file)[0]
            self.read_keys(op, schema, file, "", 0)

    def json_of(self, body, file):
        for media, value in (body.get("content") or {}).items():
            if "json" in media or media == "*/*":
                value, file = self.follow(value, file)
                return value.get("schema"), file
        return None, file

    def read_keys(self, op, node, file, at, depth):
        schema, file, props = self.schema(node, file)
        op.keys[at] = schema
        if is_array(schema):
            row = self.schema(schema.get("items") or {}, schema["x-items-file"])[2]
            op.keys[at] = {**schema, "type": "array", "row": set(row)}
            return
        if depth < 3:
            for name, (inner, inner_file) in props.items():
                step = str(name).replace("~", "~0").replace("/", "~1")
                self.read_keys(op, inner, inner_file, f"{at}/{step}", depth + 1)
