import { MAX_BODY_BYTES } from "../../lib/config/derived/limits.ts";
import { isRecord } from "../../lib/domain/is-record.ts";
import type { Random } from "../simulation/random.ts";
import { PAYLOADS } from "../support/payloads.ts";
import { type Canary, type FuzzCase, META_NUMBER } from "./fuzz-case.ts";
import { mangle } from "./mutate-json.ts";
import { strangeValue, writeJson } from "./strange.ts";

const CORPUS = PAYLOADS.filter(({ provider }) => provider === "meta").map(({ raw }) => raw.toString("utf8"));

/** Of a thousand entries not every one needs a canary. */
const MOST_NESTS = 20;

const messageOf = ({ id, text, userId, phone }: Canary) => ({
  from: phone,
  from_user_id: userId,
  id,
  timestamp: "1795430001",
  type: "text",
  text: { body: text },
});
const statusOf = (reference: string) => ({
  id: `wamid.${reference}`,
  status: "delivered",
  timestamp: "1795430001",
  recipient_id: "15550177001",
  biz_opaque_callback_data: reference,
});
const changeOf = (content: object) => ({
  field: "messages",
  value: { messaging_product: "whatsapp", metadata: { phone_number_id: META_NUMBER }, ...content },
});

/**
 * Where a neighbour must survive: any array of entries, changes, messages or statuses that Meta's form still
 * has.
 */
function nests(root: unknown) {
  const [entries, changes, messages, statuses]: unknown[][][] = [[], [], [], []];
  if (!isRecord(root) || root.object !== "whatsapp_business_account" || !Array.isArray(root.entry))
    return { entries, changes, messages, statuses };
  entries?.push(root.entry);
  for (const entry of root.entry) {
    if (!isRecord(entry) || !Array.isArray(entry.changes)) continue;
    changes?.push(entry.changes);
    for (const change of entry.changes) {
      if (!isRecord(change) || change.field !== "messages" || !isRecord(change.value)) continue;
      const { value } = change;
      if (!isRecord(value.metadata) || value.metadata.phone_number_id !== META_NUMBER) continue;
      if (Array.isArray(value.messages)) messages?.push(value.messages);
      if (Array.isArray(value.statuses)) statuses?.push(value.statuses);
    }
  }
  return { entries, changes, messages, statuses };
}

const insert = (into: unknown[], random: Random, item: unknown) =>
  into.splice(random.whole(0, into.length), 0, item);

function plant(root: unknown, random: Random, seed: number) {
  const canaries: Canary[] = [];
  const references: string[] = [];
  const { entries = [], changes = [], messages = [], statuses = [] } = nests(root);
  const hatch = () => {
    const name = `${seed}x${canaries.length}`;
    const phone = `49151${String(seed).padStart(10, "0").slice(-10)}${canaries.length}`.slice(0, 15);
    const canary = {
      id: `wamid.canary${name}`,
      text: `canary sings ${name}`,
      userId: `DE.canary${name}`,
      phone,
    };
    canaries.push(canary);
    return messageOf(canary);
  };
  const report = () => {
    const reference = `cw1.canary.turn${seed}.${references.length}.1`;
    references.push(reference);
    return statusOf(reference);
  };
  for (const nest of messages.slice(0, MOST_NESTS)) insert(nest, random, hatch());
  for (const nest of statuses.slice(0, MOST_NESTS)) insert(nest, random, report());
  for (const nest of changes.slice(0, MOST_NESTS))
    insert(nest, random, changeOf(random.chance(0.5) ? { messages: [hatch()] } : { statuses: [report()] }));
  for (const nest of entries)
    insert(nest, random, {
      id: "210000000000001",
      changes: [changeOf({ messages: [hatch()], statuses: [report()] })],
    });
  return { canaries, references };
}

function crowd(document: unknown, random: Random, many: number) {
  const { messages = [], entries = [] } = nests(document);
  const nest = random.pick([...messages, ...entries, []]);
  const [first] = nest;
  for (let count = nest.length; count < many; count++)
    nest.push(
      random.chance(0.1)
        ? strangeValue(random)
        : { ...JSON.parse(JSON.stringify(first ?? {})), id: `wamid.crowd${count}` },
    );
}

/** JSON takes the last of two fields with one name: the strange first ones must change nothing. */
const doubleFields = (json: string, random: Random) =>
  json.replaceAll(
    `"${random.pick(["id", "type", "from", "text", "field", "entry", "object"])}":`,
    (key) => `${key}{"a":[1]},${key}`,
  );

const JUNK = Buffer.from([0xff, 0xc0, 0x80, 0x22, 0x5c, 0x00, 0x7b, 0x5d, 0xed, 0xa0]);

function spoil(raw: Buffer, random: Random): Buffer {
  const at = random.whole(0, raw.length - 1);
  if (random.chance(0.3)) return raw.subarray(0, at);
  const junk = JUNK.subarray(random.whole(0, JUNK.length - 1));
  return Buffer.concat([
    raw.subarray(0, at),
    junk,
    raw.subarray(random.chance(0.5) ? at : Math.min(raw.length, at + junk.length)),
  ]);
}

/** Up to Meta's limit of 3 MB: by one message of a huge text, or by a field beside the entries. */
function swollen(json: string, document: unknown, random: Random, seed: number): string {
  const room = MAX_BODY_BYTES - Buffer.byteLength(json) - 1_000;
  if (room < 0 || !isRecord(document) || document.object !== "whatsapp_business_account") return json;
  const words = "x".repeat(random.chance(0.3) ? room : random.whole(1, room));
  if (random.chance(0.3) || !Array.isArray(document.entry)) return json.replace("{", `{"pad":"${words}",`);
  const message = messageOf({ id: `wamid.huge${seed}`, text: words, phone: "15550177009" });
  return writeJson({
    ...document,
    entry: [{ id: "1", changes: [changeOf({ messages: [message] })] }, ...document.entry],
  });
}

/** The same seed gives the same body. */
export function metaCase(random: Random, seed: number): FuzzCase {
  const document: unknown = JSON.parse(random.pick(CORPUS));
  if (random.chance(0.1) && isRecord(document) && Array.isArray(document.entry))
    document.entry.push(JSON.parse(random.pick(CORPUS)).entry?.[0]);
  // What is crowded before it is mangled has 1,000 strange neighbours; afterwards they are alike.
  const crowded = random.chance(0.003);
  if (crowded) crowd(document, random, 1_000);
  mangle(
    random.chance(0.9) && isRecord(document) ? document.entry : document,
    random,
    random.whole(1, crowded ? 2 : 8),
  );
  const planted = plant(document, random, seed);
  let json = writeJson(document);
  if (random.chance(0.05)) json = doubleFields(json, random);
  if (random.chance(0.0005)) json = swollen(json, document, random, seed);
  const spoilt = random.chance(0.03);
  const whole = Buffer.from(json);
  const raw = spoilt ? spoil(whole, random) : whole;
  const base64 = spoilt || random.chance(0.2);
  return {
    provider: "meta",
    path: "/webhooks/meta",
    query: "",
    raw,
    base64,
    ...(spoilt || raw.length > MAX_BODY_BYTES ? { canaries: [], references: [] } : planted),
  };
}
