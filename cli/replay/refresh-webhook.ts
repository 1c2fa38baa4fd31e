import type { Provider } from "../../lib/domain/inbound/inbound.ts";
import { isRecord } from "../../lib/domain/is-record.ts";
import type { RecordedWebhook } from "./session-file.ts";

type Options = {
  /** The new timestamp of Meta's messages. `undefined` keeps the old ones. */
  now: number | undefined;
  /** The same for the same old id. `undefined` keeps the ids. */
  idFor: ((id: string) => string) | undefined;
};

function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (Array.isArray(value)) for (const each of value) yield* objectsIn(each);
  if (!isRecord(value)) return;
  yield value;
  for (const each of Object.values(value)) yield* objectsIn(each);
}

function metaBody(body: string, { now, idFor }: Options): string {
  let payload: unknown;
  try {
    payload = JSON.parse(body);
  } catch {
    // A body that was not JSON is delivered unchanged.
    return body;
  }
  for (const each of objectsIn(payload)) {
    const seconds = now === undefined ? undefined : Math.floor(now / 1000);
    if (seconds !== undefined && "timestamp" in each)
      each.timestamp = typeof each.timestamp === "number" ? seconds : String(seconds);
    // A message has both. `context` and the account have only an id; a quotation must keep pointing at the
    // same message.
    if (idFor && "timestamp" in each && typeof each.id === "string") each.id = idFor(each.id);
  }
  return JSON.stringify(payload);
}

const TWILIO_IDS = ["MessageSid", "SmsMessageSid", "SmsSid"];

function twilioBody(body: string, { idFor }: Options): string {
  if (!idFor) return body;
  const form = new URLSearchParams(body);
  for (const name of TWILIO_IDS) {
    const id = form.get(name);
    if (id) form.set(name, idFor(id));
  }
  return form.toString();
}

const REFRESH: Readonly<Record<Provider, (body: string, options: Options) => string>> = {
  meta: metaBody,
  twilio: twilioBody,
};

/** Messages from yesterday would be too old for an answer. */
export function refreshWebhook({ provider, body }: RecordedWebhook, options: Options): string {
  if (options.now === undefined && !options.idFor) return body;
  return REFRESH[provider](body, options);
}
