import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { record } from "../../lib/adapters/http/json.ts";
import type { Fakes } from "../fakes.ts";
import type { PhoneMessage } from "../phone/phone.ts";
import { asSimulated, type People } from "./people/people.ts";
import type { PageCustomer } from "./protocol/protocol.ts";

/** Joins writes, because messages come quickly. */
const WRITE_AFTER_MS = 500;
const MAX_MESSAGES = 2_000;

type Kept = {
  version: 1;
  customers: readonly PageCustomer[];
  meta: readonly PhoneMessage[];
  twilio: readonly PhoneMessage[];
};

function readKept(file: string): Kept {
  const damaged = new Error(
    `${file} cannot be read by this version: delete it, or choose another folder as WA_STATE_DIR.`,
  );
  let kept: unknown;
  try {
    kept = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw damaged;
  }
  if (!isKept(kept)) throw damaged;
  return kept;
}

const isKept = (value: unknown): value is Kept => {
  const { version, customers, meta, twilio } = record(value) ?? {};
  return version === 1 && [customers, meta, twilio].every(Array.isArray);
};

/** What phones show, in `<folder>/page.json`, readable by its owner only. Restores it at the start. */
export function keepIn(folder: string, { meta, twilio }: Pick<Fakes, "meta" | "twilio">, people: People) {
  const file = join(folder, "page.json");
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function restore(kept: Kept): void {
    for (const customer of kept.customers) {
      people.meet({ ...asSimulated(customer) });
      if (!customer.readReceipts) people.change(customer.id, false);
    }
    for (const message of kept.meta) {
      meta.phone.add(message);
      const number = meta.numbers.find(({ phoneNumberId }) => phoneNumberId === message.business);
      const customer = people.find(message.customer);
      if (customer && number && message.from === "customer")
        meta.lastWrote(asSimulated(customer), message.at, number);
    }
    for (const message of kept.twilio) {
      twilio.phone.add(message);
      const customer = people.find(message.customer);
      if (customer && message.from === "customer")
        twilio.lastWrote(asSimulated(customer), message.at, message.business);
    }
  }

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    const kept: Kept = {
      version: 1,
      customers: people.all,
      meta: meta.phone.messages.slice(-MAX_MESSAGES),
      twilio: twilio.phone.messages.slice(-MAX_MESSAGES),
    };
    // Interrupted writing must not destroy the old file.
    writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  if (existsSync(file)) restore(readKept(file));
  return {
    changed(): void {
      if (!stopped) timer ??= setTimeout(write, WRITE_AFTER_MS).unref();
    },
    /** The folder may belong to another stack then. */
    stop(): void {
      stopped = true;
      if (timer) write();
    },
  };
}
