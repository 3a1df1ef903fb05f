// Pages lists with the official Node client of Twilio, of which only the base URL is set.
//
//     npm install twilio
//     pagesmith mock specs/signalwire.yaml --port 8080 &
//     node twilio_client.mjs http://127.0.0.1:8080 --one
//     cargo run -p fake-api -- --port 8081 &
//     node twilio_client.mjs http://127.0.0.1:8081 ACCOUNT TOKEN
//
// With `--one` it also requests single records.

import { createRequire } from "node:module";
import process from "node:process";

const twilio = createRequire(`${process.cwd()}/`)("twilio");
const [baseUrl, ...rest] = process.argv.slice(2);
const withOne = rest.includes("--one");
const credentials = rest.filter((word) => word !== "--one");
const [user, token] = credentials.length > 0 ? credentials : ["AC00000000000000000000000000000000", "token"];
// The client refuses other accounts than Twilio's where it is made, and nowhere else.
const client = twilio("AC00000000000000000000000000000000", token);
client.username = client.accountSid = user;
client.api.baseUrl = baseUrl;

const account = client.api.v2010.account;
const failed = [];
for (const name of ["messages", "calls", "recordings", "conferences", "queues", "incomingPhoneNumbers", "transcriptions"]) {
  const sids = [];
  let pages = 0;
  for (let page = await account[name].page({ pageSize: 50 }); page; page = await page.nextPage()) {
    pages += 1;
    sids.push(...page.instances.map((record) => record.sid));
  }
  const listed = (await account[name].list({ pageSize: 50 })).map((record) => record.sid);
  console.log(`${name}: ${sids.length} records on ${pages} pages, ${new Set(sids).size} different`);
  if (sids.join() !== listed.join() || new Set(sids).size !== sids.length) failed.push(name);
  if (withOne && sids.length > 0) {
    const one = await account[name](sids.at(-1)).fetch();
    if (one.sid !== sids.at(-1)) failed.push(`${name}: one`);
  }
}
if (withOne) {
  try {
    await account.messages("SM-none").fetch();
    failed.push("a message that does not exist");
  } catch (error) {
    console.log(`a message that does not exist: ${error.status}, ${error.message}`);
  }
}
if (failed.length > 0) {
  console.error(`failed: ${failed.join(", ")}`);
  process.exit(1);
}
