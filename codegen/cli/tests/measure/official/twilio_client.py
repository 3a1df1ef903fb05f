"""Pages lists with the official Python client of Twilio, of which only the base URL is set.

    pip install twilio
    pagesmith mock specs/signalwire.yaml --port 8080 &
    python3 twilio_client.py http://127.0.0.1:8080 --one
    cargo run -p fake-api -- --port 8081 &
    python3 twilio_client.py http://127.0.0.1:8081 ACCOUNT TOKEN

With `--one` it also requests single records.
"""

import sys

from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

base_url, *rest = sys.argv[1:]
with_one = "--one" in rest
credentials = [word for word in rest if word != "--one"] or ["AC00000000000000000000000000000000", "token"]
client = Client(*credentials)
client.api.base_url = base_url

failed = []
account = client.api.v2010.account
for name in ["messages", "calls", "recordings", "conferences", "queues", "incoming_phone_numbers", "transcriptions"]:
    sids, pages = [], 0
    page = getattr(account, name).page(page_size=50)
    while page is not None:
        pages += 1
        sids += [record.sid for record in page]
        page = page.next_page()
    listed = [record.sid for record in getattr(account, name).list(page_size=50)]
    streamed = [record.sid for record in getattr(account, name).stream(limit=60)]
    print(f"{name}: {len(sids)} records on {pages} pages, {len(set(sids))} different")
    if sids != listed or streamed != sids[:60] or len(set(sids)) != len(sids):
        failed.append(name)
    if with_one and sids:
        one = getattr(account, name)(sids[-1]).fetch()
        if one.sid != sids[-1]:
            failed.append(f"{name}: one")
if with_one:
    try:
        account.messages("SM-none").fetch()
        failed.append("a message that does not exist")
    except TwilioRestException as error:
        print(f"a message that does not exist: {error.status}, {error.msg}")
if failed:
    sys.exit(f"failed: {', '.join(failed)}")
