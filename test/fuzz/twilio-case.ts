import type { Random } from "../simulation/random.ts";
import { PAYLOADS } from "../support/payloads.ts";
import { type Canary, type FuzzCase, TWILIO_NUMBER } from "./fuzz-case.ts";

const CORPUS = PAYLOADS.filter(({ provider }) => provider === "twilio").map(({ raw }) =>
  raw.toString("utf8"),
);

type Pair = string;
const nameOf = (pair: Pair) => pair.split("=", 1)[0] ?? "";

const VALUES = [
  "",
  "%",
  "%zz",
  "%ff%fe",
  "%ed%a0%80",
  "+",
  "%00",
  "NaN",
  "-1",
  "1e999",
  "99999999999999999999",
  "received",
  "stop",
  "__proto__",
];
const strange = (random: Random) =>
  random.chance(0.05)
    ? random.pick(["x", "%F0%9F%98%80", "9"]).repeat(random.whole(100, 10_000))
    : random.pick(VALUES);
const NAMES = [
  "__proto__",
  "constructor",
  "",
  "%",
  "[]",
  "a%00b",
  "Body",
  "From",
  "MediaUrl0",
  "MediaContentType0",
  "Latitude",
  "Longitude",
  "ListId",
];
const CONTENT = ["Body", "MessageType", "OptOutType", "NumMedia", "ButtonText"];
/** Without these a message is not a customer's any more. */
const IDENTITY = [
  "MessageSid",
  "SmsMessageSid",
  "SmsSid",
  "From",
  "To",
  "WaId",
  "ExternalUserId",
  "ExternalUserIdentifier",
  "SmsStatus",
  "MessageStatus",
];

function mangle(pairs: Pair[], random: Random, spared: readonly string[]) {
  const at = random.whole(0, Math.max(0, pairs.length - 1));
  const pair = pairs[at] ?? "";
  const fresh = () => `${random.pick(NAMES)}=${strange(random)}`;
  if (spared.includes(nameOf(pair))) return;
  switch (random.whole(0, 6)) {
    case 0:
      pairs.splice(at, 1);
      break;
    case 1:
      // After the first one: of a repeated field the first value counts.
      pairs.push(`${nameOf(random.pick([...pairs, "Body=x"]))}=${strange(random)}`);
      break;
    case 2:
      pairs[at] = `${nameOf(pair)}=${strange(random)}`;
      break;
    case 3:
      pairs.push(fresh());
      break;
    case 4:
      pairs[at] = random.pick([nameOf(pair), `=${strange(random)}`, "", `${pair}%`, pair.replace("=", "==")]);
      break;
    case 5: {
      const other = random.whole(0, pairs.length - 1);
      if (!spared.includes(nameOf(pairs[other] ?? "")))
        [pairs[at], pairs[other]] = [pairs[other] ?? "", pair];
      break;
    }
    default:
      pairs[at] = `${nameOf(pair).toLowerCase()}=${strange(random)}`;
  }
}

/** Half of the forms still hold a whole message, which must come through. */
export function twilioCase(random: Random, seed: number): FuzzCase {
  const status = random.chance(0.3);
  const path = status ? "/webhooks/twilio/status" : "/webhooks/twilio";
  const query = status
    ? random.pick([
        "ref=cw1.conv.turn.0.1",
        "ref=",
        "ref=%ff",
        "",
        "ref=cw1.a.b.0.1&ref=cw1.c.d.0.1",
        "ref=..%2F..",
      ])
    : "";
  const singing = !status && random.chance(0.5);
  const pairs = random.pick(CORPUS).split("&");
  const canary: Canary = {
    id: `SMcanary${seed}`,
    text: `canary+sings+${seed}`,
    phone: `49151${String(seed).padStart(10, "0").slice(-10)}`,
  };
  const spared = singing ? [...IDENTITY, ...CONTENT] : [];
  if (singing) {
    pairs.splice(0, pairs.length, ...pairs.filter((pair) => !spared.includes(nameOf(pair))));
    pairs.unshift(
      `MessageSid=${canary.id}`,
      `From=whatsapp%3A%2B${canary.phone}`,
      `To=${encodeURIComponent(TWILIO_NUMBER)}`,
      `Body=${canary.text}`,
    );
    pairs.unshift("SmsStatus=received", "NumMedia=0");
  }
  for (let times = random.whole(1, 8); times > 0; times--) mangle(pairs, random, spared);
  const most = singing ? 1_000 : random.pick([999, 1_000, 1_001, 3_000]);
  if (random.chance(0.01))
    while (pairs.length < most) pairs.push(`Field${pairs.length}=${random.pick(VALUES)}`);
  const body = pairs.join("&");
  const raw =
    !singing && random.chance(0.05)
      ? Buffer.concat([Buffer.from(body), Buffer.from([0xff, 0x26, 0x80])])
      : Buffer.from(body);
  return {
    provider: "twilio",
    path,
    query,
    raw,
    base64: random.chance(0.9) || raw.includes(0xff),
    canaries: singing ? [canary] : [],
    references: [],
  };
}
