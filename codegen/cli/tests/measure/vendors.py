"""How the lists of public APIs page, by rules that were written from the vendors' documentation.

A rule takes an operation and returns `None` (it does not page), `NEUTRAL` (the documentation does
not say), or a `Truth`."""

from truth import NEUTRAL, Truth, rows, size, truth


def alpaca(op):
    # https://docs.alpaca.markets/docs/historical-stock-data-1: a token; bars, trades and quotes of several symbols are
    # groups by symbol.
    if "/next_page_token" not in op.keys or not op.has("page_token"):
        return None
    name = "/" + op.path.rstrip("/").rsplit("/", 1)[-1]
    items = rows(op, name) if name in op.arrays() else f"{name} as groups"
    return truth(op, ["body:/next_page_token->query:page_token"], items, ["limit"])


def asana(op):
    # https://developers.asana.com/docs/pagination: `offset` of `next_page`, null on the last page.
    if not op.has("offset"):
        return None
    ways = ["body:/next_page/offset->query:offset", "body:/next_page/uri->url"]
    return truth(op, ways, rows(op, "/data"), ["limit"])


def digitalocean(op):
    # https://docs.digitalocean.com/reference/api/: links.pages.next, absent on the last page.
    linked = "/links/pages/next" in op.keys
    if op.method != "get" or not (linked or op.has("page")):
        return NEUTRAL if "/meta/pages" in op.keys else None
    ways = ["number:page@1"] if op.has("page") else []
    ways += ["body:/links/pages/next->url"] if linked else []
    items = rows(op, [f"/{op.path.rstrip('/').rsplit('/', 1)[-1]}"])
    return truth(op, ways, items, ["per_page", "limit"], total={"/meta/total", "/total_items"},
                 pages={"/meta/pages", "/total_pages"})


DISCORD = {
    "/applications/{application_id}/entitlements": ("last:/id->query:after", ""),
    "/channels/{channel_id}/messages": ("last:/id->query:before", ""),
    "/channels/{channel_id}/messages/pins": ("last:/pinned_at->query:before", "/items"),
    "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}": ("last:/id->query:after", ""),
    "/channels/{channel_id}/polls/{message_id}/answers/{answer_id}": ("last:/id->query:after", "/users"),
    "/channels/{channel_id}/thread-members": ("last:/user_id->query:after", ""),
    "/channels/{channel_id}/threads/archived/private":
        ("last:/thread_metadata/archive_timestamp->query:before", "/threads"),
    "/channels/{channel_id}/threads/archived/public":
        ("last:/thread_metadata/archive_timestamp->query:before", "/threads"),
    "/channels/{channel_id}/users/@me/threads/archived/private": ("last:/id->query:before", "/threads"),
    "/channels/{channel_id}/threads/search": ("offset:offset@0/items", "/threads"),
    "/guilds/{guild_id}/audit-logs": ("last:/id->query:before", "/audit_log_entries"),
    "/guilds/{guild_id}/bans": ("last:/user/id->query:after", ""),
    "/guilds/{guild_id}/members": ("last:/user/id->query:after", ""),
    "/guilds/{guild_id}/messages/search": ("offset:offset@0/items", "/messages"),
    "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users": ("last:/user_id->query:after", ""),
    "/skus/{sku_id}/subscriptions": ("last:/id->query:after", ""),
    "/users/@me/guilds": ("last:/id->query:after", ""),
}
DISCORD_UNDOCUMENTED = {
    "/guilds/{guild_id}/requests",
    "/lobbies/{lobby_id}/messages",
    "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/{guild_scheduled_event_exception_id}/users",
}


def discord(op):
    # https://discord.com/developers/docs, at each operation.
    if op.method != "get":
        return None
    if op.path in DISCORD_UNDOCUMENTED:
        return NEUTRAL
    if op.path not in DISCORD:
        return None
    way, items = DISCORD[op.path]
    return Truth({way}, items, size(op, "limit"), more={"/has_more"}, total={"/total_results"})


def figma(op):
    # https://www.figma.com/developers/api, at each operation.
    if "/pagination/next_page" in op.keys:
        ways = ["body:/pagination/next_page->url"]
        return truth(op, ways, rows(op), ["page_size"])
    if "/meta/cursor/after" in op.keys:
        names = [f"/meta/{name}" for name in ("components", "component_sets", "styles")]
        return truth(op, ["body:/meta/cursor/after->query:after"], rows(op, names), ["page_size"])
    if op.path.startswith("/v1/analytics/"):
        return truth(op, ["body:/cursor->query:cursor"], "/rows", more={"/next_page"})
    if op.path == "/v1/activity_logs":
        ways = ["body:/meta/cursor->query:cursor"]
        return truth(op, ways, "/meta/activity_logs", ["limit"], more={"/meta/next_page"})
    return None


GITHUB_ROWS = {
    "/repos/{owner}/{repo}/compare/{basehead}": NEUTRAL,
    "/repos/{owner}/{repo}/commits/{ref}": NEUTRAL,
    "/repos/{owner}/{repo}/commits/{ref}/status": "/statuses",
}


def github(op):
    # https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
    if op.method != "get" or not op.has("per_page"):
        return NEUTRAL if op.has("page") or "link" in op.headers else None
    if op.path in GITHUB_ROWS:
        items = GITHUB_ROWS[op.path]
    else:
        items = rows(op)
    if items == NEUTRAL:
        return NEUTRAL
    counts = {at for at in op.keys if at.startswith("/total_")}
    if op.has("page"):
        ways = ["link:next", "number:page@1"]
    elif op.has("since") and not op.has("before"):
        ways = ["link:next", "last:/id->query:since"]
    elif op.has("after") or op.has("cursor") or op.has("before"):
        ways = ["link:next"]
    else:
        return NEUTRAL
    return truth(op, ways, items, ["per_page"], total=counts, more={"/has_next_page"})


def linode(op):
    # https://techdocs.akamai.com/linode-api/reference/pagination
    if op.method != "get":
        return None
    if "/next_marker" in op.keys:
        ways = ["body:/next_marker->query:marker"]
        return truth(op, ways, "/data", ["page_size"], more={"/is_truncated"})
    if "/pages" not in op.keys or "/data" not in op.arrays():
        return None
    found = truth(op, ["number:page@1"], "/data", ["page_size"], pages={"/pages"}, total={"/results"})
    # Each list takes it, described or not.
    found.size |= {"page_size", None} - ({None} if op.has("page_size") else set())
    return found


def lithic(op):
    # https://docs.lithic.com/reference/pagination: the `token` of the last object.
    if op.method != "get" or not op.has("starting_after"):
        return None
    if "token" not in op.keys.get("/data", {}).get("row", ()):
        return NEUTRAL
    return truth(op, ["last:/token->query:starting_after"], "/data", ["page_size", "limit"],
                 more={"/has_more"}, needs={"more"})


def okta(op):
    # https://developer.okta.com/docs/api/#pagination: `Link`, or `next` in `_links`.
    if op.method != "get":
        return None
    if "/_links/next/href" in op.keys:
        return truth(op, ["body:/_links/next/href->url"], rows(op), ["limit"])
    if op.has("after") and "" in op.arrays():
        return truth(op, ["link:next"], "", ["limit", "limitPerPoolType"])
    return NEUTRAL if op.has("after") or op.has("limit") else None


def sentry(op):
    # https://docs.sentry.io/api/pagination/: `Link` in each reply, with `results`.
    if op.has("startIndex"):
        return truth(op, ["offset:startIndex@1/items"], "/Resources", ["count"], total={"/totalResults"})
    if op.method != "get" or not op.has("cursor"):
        return None
    return truth(op, ["link:next"], rows(op, "/data"), ["per_page", "limit"], more={"link:results"},
                 needs={"more", "empty_page"})


def signalwire(op):
    # https://developer.signalwire.com/rest: `links.next`, absent on the last page.
    if op.method != "get" or "/links/next" not in op.keys:
        return None
    # The documentation of the search does not say whether `max_results` is of a page or of all.
    found = truth(op, ["body:/links/next->url"], rows(op, "/data"), ["page_size", "max_results"])
    return NEUTRAL if op.has("max_results") else found


def stripe(op):
    # https://docs.stripe.com/api/pagination, and /api/pagination/search.
    if op.method != "get":
        return None
    if op.path.endswith("/search") and op.has("page"):
        return truth(op, ["body:/next_page->query:page"], "/data", ["limit"], more={"/has_more"},
                     total={"/total_count"})
    if not op.has("starting_after"):
        return None
    return truth(op, ["last:/id->query:starting_after"], "/data", ["limit"], more={"/has_more"},
                 needs={"more"})


def telnyx(op):
    # https://developers.telnyx.com/api, at each operation; `page[number]` counts from 1.
    if op.method != "get":
        return None
    counts = dict(pages={"/meta/total_pages"}, total={"/meta/total_results", "/totalRecords", "/meta/total_items", "/total_records"})
    if "/next_page_uri" in op.keys:
        names = [f"/{name}" for name in ("calls", "conferences", "recordings", "participants", "media", "queues")]
        found = truth(op, ["body:/next_page_uri->url"], rows(op, names), ["PageSize"])
        # Each list of TeXML takes it, described or not.
        found.size |= {"PageSize"}
        return found
    if "/meta/cursor" in op.keys and op.has("cursor"):
        return truth(op, ["body:/meta/cursor->query:cursor"], rows(op, "/data"), ["limit", "page_size"],
                     more={"/meta/has_more"})
    if op.has("recordsPerPage"):
        return truth(op, ["number:page@1"], rows(op, "/records"), ["recordsPerPage"], **counts)
    if op.has("page_cursor"):
        return truth(op, ["body:/meta/page_cursor->query:page_cursor"], rows(op, "/data"), ["page_size"])
    if op.has("page[after]") and not op.has("page[number]"):
        return NEUTRAL
    if op.has("page[after]"):
        ways = ["number:page[number]@1", "body:/meta/next_cursor->query:page[after]",
                "body:/meta/cursors/after->query:page[after]", "body:/meta/next->url"]
        return truth(op, ways, rows(op, "/data"), ["page[size]", "page[limit]"], more={"/meta/has_next"}, **counts)
    if op.has("page[number]"):
        ways = ["number:page[number]@1"]
        ways += ["body:/meta/next->url"] if "/meta/next" in op.keys else []
        # Its own description counts from 0.
        ways += ["number:page[number]@0"] if op.path == "/ai/clusters" else []
        return truth(op, ways, rows(op, "/data"), ["page[size]"], **counts)
    if op.has("page", "per_page"):
        return truth(op, ["number:page@1"], rows(op, "/data"), ["per_page"], **counts)
    if op.has("page", "page_size"):
        return truth(op, ["number:page@1"], rows(op, "/data"), ["page_size"], **counts)
    if op.has("page_number"):
        return truth(op, ["number:page_number@1"], rows(op, "/data"), ["page_size"], **counts)
    if "/meta/total_pages" in op.keys and "/data" in op.arrays():
        found = truth(op, ["number:page[number]@1"], "/data", ["page[size]"], **counts)
        found.size |= {"page[size]", None}
        return found
    return None


def datadog(op):
    # What the vendor declares for its own clients, as `x-pagination`.
    declared = op.raw.get("x-pagination")
    if not declared:
        return NEUTRAL
    def pointer(path):
        return "/" + path.replace(".", "/")
    items = pointer(declared["resultsPath"]) if "resultsPath" in declared else ""
    if "pageParam" in declared:
        way = f"number:{declared['pageParam']}@{declared.get('pageStart', 0)}"
    elif "pageOffsetParam" in declared:
        way = f"offset:{declared['pageOffsetParam']}@0/items"
    elif "{" in declared.get("cursorParam", "{") or op.method == "post":
        return NEUTRAL
    else:
        way = f"body:{pointer(declared['cursorPath'])}->query:{declared['cursorParam']}"
    counts = {at for at in op.keys if "total" in at}
    return truth(op, [way], items, [declared["limitParam"]], total=counts)


def klaviyo(op):
    # https://developers.klaviyo.com/en/reference/api_overview: `links.next`, null on the last page.
    if op.method != "get" or "/links/next" not in op.keys or "/data" not in op.arrays():
        return None
    found = truth(op, ["body:/links/next->url"], "/data", ["page[size]"])
    # Those without a cursor come in one reply, in the same envelope.
    return found if op.has("page[cursor]") else NEUTRAL


def mollie(op):
    # https://docs.mollie.com/reference/pagination: `_links.next.href`, null on the last page.
    if op.method != "get" or "/_links/next/href" not in op.keys:
        return NEUTRAL if op.has("from") else None
    return truth(op, ["body:/_links/next/href->url"], rows(op), ["limit"])


def netlify(op):
    # https://docs.netlify.com/api/get-started/#pagination: by number, and a header `Link`.
    if op.method != "get" or not op.has("page", "per_page"):
        return None
    return truth(op, ["number:page@1", "link:next"], rows(op), ["per_page"])


def square(op):
    # https://developer.squareup.com/docs/build-basics/common-api-patterns/pagination
    arrays = [at for at in op.arrays() if at != "/errors" and at.count("/") == 1]
    if "/cursor" not in op.keys or not arrays:
        return None
    items = arrays[0] if len(arrays) == 1 else NEUTRAL
    if op.has("cursor"):
        return truth(op, ["body:/cursor->query:cursor"], items, ["limit", "count"])
    if op.method == "post" and "cursor" in op.body:
        found = truth(op, ["body:/cursor->body:/cursor"], items)
        if found != NEUTRAL and "limit" in op.body:
            found.size = {"body:/limit"}
        return found
    return NEUTRAL


def box(op):
    # https://developer.box.com/guides/api-calls/pagination/: by offset, or by marker with a flag.
    if op.method == "post" and "marker" in op.body:
        found = truth(op, ["body:/next_marker->body:/marker"], rows(op, "/entries"))
        found.size = {"body:/limit"}
        return found
    if op.method != "get":
        return None
    counts = dict(total={"/total_count"})
    if op.path == "/folder_locks":
        return Truth({"body:/next_marker->query:marker"}, "/entries", {"limit", None})
    if op.has("stream_position"):
        return truth(op, ["body:/next_stream_position->query:stream_position"], "/entries", ["limit"])
    ways = ["offset:offset@0/items"] if op.has("offset") else []
    # With `usemarker`, the marker alone does nothing: that spec must send the flag too.
    if op.has("marker") and not op.has("usemarker"):
        ways.append("body:/next_marker->query:marker")
    if not ways:
        return None
    return truth(op, ways, rows(op, "/entries"), ["limit"], **counts)


def intercom(op):
    # https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/pagination
    if "/pages/next/starting_after" in op.keys or "/pages/next" in op.keys:
        ways = {"body:/pages/next/starting_after->query:starting_after", "body:/pages/next->url",
                "number:page@1", "body:/pages/next/starting_after->body:/pagination/starting_after"}
        names = [f"/{op.path.strip('/').split('/')[0]}"]
        items = rows(op, ["/data"] + names)
        found = truth(op, ways, items, ["per_page"], pages={"/pages/total_pages"}, total={"/total_count"})
        if found != NEUTRAL:
            found.size |= {None, "per_page", "body:/pagination/per_page"}
        return found
    return NEUTRAL if op.has("starting_after") or op.has("page") else None


def mongodb_atlas(op):
    # https://www.mongodb.com/docs/atlas/api/atlas-admin-api-ref/#lists: by number from 1, or along `links`.
    if not op.has("pageNum"):
        return NEUTRAL if "/links" in op.keys and "/results" in op.keys else None
    found = truth(op, ["number:pageNum@1", "body:/links->url"], rows(op, "/results"), ["itemsPerPage"],
                  total={"/totalCount"})
    if found != NEUTRAL and not op.has("itemsPerPage"):
        found.size = {None}
    return found


def openai(op):
    # https://platform.openai.com/docs/api-reference, at each list: `after`, or `page` for usage.
    if op.method != "get" or "/data" not in op.arrays():
        return NEUTRAL if op.has("after") else None
    if "/next_page" in op.keys and op.has("page"):
        return truth(op, ["body:/next_page->query:page"], "/data", ["limit"], more={"/has_more"})
    if not op.has("after"):
        return NEUTRAL if "/next_page" in op.keys else None
    ways = ["last:/id->query:after", "body:/last_id->query:after", "body:/next->query:after"]
    return truth(op, ways, "/data", ["limit"], more={"/has_more"})


def pagerduty(op):
    # https://developer.pagerduty.com/docs/pagination: by offset with `more`, or by cursor.
    name = "/" + op.path.rstrip("/").rsplit("/", 1)[-1]
    if op.path.startswith("/analytics/raw/") and "starting_after" in op.body:
        found = truth(op, ["last:/id->body:/starting_after"], "/data", more={"/more"})
        found.size = {"body:/limit"}
        return found
    if op.method != "get":
        return None
    counts = dict(more={"/more"}, total={"/total"})
    # A reply with these keys pages, whether the parameters are described or not.
    if op.has("offset") or {"/offset", "/more"} <= set(op.keys):
        found = truth(op, ["offset:offset@0/items"], rows(op, name), ["limit"], **counts)
    elif op.has("cursor") or "/next_cursor" in op.keys:
        found = truth(op, ["body:/next_cursor->query:cursor"], rows(op, name), ["limit"], **counts)
    else:
        return None
    if found != NEUTRAL and not op.has("limit"):
        found.size = {"limit", None}
    return found


def plaid(op):
    # https://plaid.com/docs/api/, at each list: `cursor`, or `offset` and `count`, at the root of the body or in `options`.
    options = op.body.get("options")
    names = set(op.body)
    if options:
        options = op.nested(options)
        names |= {f"options/{name}" for name in options}
    of = lambda *known: next((f"/{name}" for name in known if name in names), None)
    cursor, offset = of("cursor"), of("offset", "options/offset")
    after = of("after_id")
    if cursor and "/next_cursor" in op.keys:
        ways = [f"body:/next_cursor->body:{cursor}"]
    elif cursor and "/cursor" in op.keys:
        ways = [f"body:/cursor->body:{cursor}"]
    elif offset:
        ways = [f"offset:body:{offset}@0/items"]
    else:
        return NEUTRAL if after or cursor or "/next_cursor" in op.keys else None
    words = op.path.strip("/").split("/")
    found = truth(op, ways, rows(op, [f"/{word}" for word in reversed(words)]), more={"/has_more"},
                  total={at for at in op.keys if at.startswith("/total")})
    if found != NEUTRAL:
        found.size = {f"body:{name}" for name in (of("count", "options/count"), of("page_size")) if name} or {None}
    return found


def spotify(op):
    # https://developer.spotify.com/documentation/web-api/concepts/api-calls#pagination
    if op.method != "get" or op.path == "/search":
        return NEUTRAL if op.path == "/search" else None
    links = [at for at in op.keys if at.endswith("/next") and at.count("/") <= 2]
    if len(links) != 1 or not (op.has("offset") or op.has("after")):
        return NEUTRAL if op.has("offset") else None
    parent = links[0][:-len("/next")]
    ways = [f"body:{links[0]}->url", "offset:offset@0/items" if op.has("offset") else
            f"body:{parent}/cursors/after->query:after"]
    return truth(op, ways, f"{parent}/items", ["limit"], total={f"{parent}/total"})


def stac(op):
    # https://github.com/radiantearth/stac-api-spec, "Pagination": the link with the relation `next`.
    if op.method != "get" or "/features" not in op.arrays():
        return None
    return truth(op, ["body:/links->url"], "/features", ["limit"])


def vimeo(op):
    # https://developer.vimeo.com/api/common-formats#using-the-pagination-parameter
    if op.method != "get" or not op.has("page") or op.has("offset"):
        return NEUTRAL if op.has("offset") else None
    return truth(op, ["number:page@1"], rows(op), ["per_page"])


RULES = {name: rule for name, rule in list(globals().items())
         if callable(rule) and rule.__module__ == __name__ and not isinstance(rule, type)}
