"""Reads an imported spec: the knobs of each list, with presets and styles written out."""

import copy
import re

import yaml

from openapi import LOADER

LINK = {"send": "url"}
# The knobs of each preset: docs/spec.md.
PRESETS = {
    "laml": {"next": {"body": "/next_page_uri"}, **LINK, "size": {"query": "PageSize"}, "absent": "error"},
    "sendsage": {"next": {"body": "/next_page_token"}, "send": {"query": "page_token"}, "size": {"query": "per_page"}},
    "sendsage-pages": {"number": {"query": "page", "start": 0}, "size": {"query": "per_page"},
                       "page": {"pages": "/num_pages", "total": "/num_records"}},
    "link-header": {"next": {"link": "next"}, **LINK, "size": {"query": "per_page"}},
    "aip-158": {"next": {"body": "/nextPageToken"}, "send": {"query": "pageToken"}, "size": {"query": "pageSize"},
                "ends": {"absent": "end"}},
    "json-api": {"next": {"body": "/links/next"}, **LINK, "size": {"query": "page[size]"}, "ends": {"absent": "end"}},
    "odata": {"next": {"body": "/@odata.nextLink"}, **LINK, "ends": {"absent": "end"}},
    "hal": {"next": {"body": "/_links/next/href"}, **LINK, "ends": {"absent": "end"}},
    "stripe": {"next": {"last": "/id"}, "send": {"query": "starting_after"}, "size": {"query": "limit"},
               "more": "/has_more"},
    "slack": {"next": {"body": "/response_metadata/next_cursor"}, "send": {"query": "cursor"},
              "size": {"query": "limit"}, "ends": {"absent": "end"}},
    "offset": {"offset": {"query": "offset"}, "size": {"query": "limit"}, "page": {"total": "/total"}},
    "page-number": {"number": {"query": "page", "start": 1}, "size": {"query": "per_page"},
                    "page": {"pages": "/total_pages", "total": "/total"}},
    "twilio-v1": {"next": {"body": "/meta/next_page_url"}, **LINK, "size": {"query": "PageSize"}},
    "none": {},
}


def load(text):
    """A spec. A type such as `string?}` is a key without a value to some readers of YAML."""
    return yaml.load(re.sub(r"(\w|[)\]>])\?(?=[,}])", r"\1", text), LOADER)


def merge(base, over):
    joined = copy.deepcopy(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(joined.get(key), dict)
        joined[key] = merge(joined[key], value) if both else copy.deepcopy(value)
    return joined


def expand(paging, styles):
    if paging is None:
        return {}
    if isinstance(paging, str):
        return expand(styles[paging], styles) if paging in styles else copy.deepcopy(PRESETS[paging])
    own = dict(paging)
    base = own.pop("preset", None)
    return merge(expand(base, styles), own) if base else own


def items(resource, name):
    """Pointer to the rows: by default, `/` and the name of the resource. Their shape, if they are no array."""
    at = resource.get("items", f"/{name}")
    if not isinstance(at, dict):
        return at
    return f"{at['at']} as {at['shape']}" if "shape" in at else at["at"]


def lists(spec):
    """Each resource's name, with its items and its knobs."""
    styles = spec.get("styles") or {}
    whole = spec.get("paging")
    found = {}
    for name, resource in spec["resources"].items():
        paging = resource.get("paging", whole)
        knobs = expand(paging, styles)
        if resource.get("size"):
            knobs = merge(knobs, {"size": resource["size"]})
        found[name] = (items(resource, name), knobs)
    return found
