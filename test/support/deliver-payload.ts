import { signMetaBody } from "../../lib/providers/meta/webhook/signature.ts";
import { parseTwilioForm } from "../../lib/providers/twilio/webhook/form.ts";
import { signTwilioRequest } from "../../lib/providers/twilio/webhook/signature.ts";
import { DEMO_SECRETS } from "../../local/demo.ts";
import type { LocalStack } from "../../local/stack-options.ts";
import type { Payload } from "./payloads.ts";

export type Delivery = { payload: Payload; phone: string; status: number; body: string };

/** As from another customer, written just now: the answers of many can be told apart. */
function personal({ raw, file }: Payload, index: number): { raw: Buffer; phone: string } {
  const phone = `1555018${String(index).padStart(4, "0")}`;
  const now = String(Math.floor(Date.now() / 1000));
  const text = raw
    .toString("utf8")
    .replaceAll("15550177001", phone)
    .replaceAll(/US\.41002003004005006007|(BR|MX)\.\d+/g, `US.${phone}`)
    .replaceAll(/"from": "(554700000001|5215500000001)"/g, `"from": "${phone}"`)
    .replaceAll(/wamid\.\w+/g, (id) => `${id}${index}`)
    .replaceAll(/(SM|MM)0{20}/g, `$1${String(index).padStart(20, "0")}`)
    .replaceAll(/"timestamp": ?"\d+"/g, `"timestamp":"${now}"`);
  return { raw: Buffer.from(text), phone: file.includes("bsuid_only") ? `US.${phone}` : phone };
}

/** Signed, as from another customer. */
export async function deliverPayload(stack: LocalStack, payload: Payload, index: number): Promise<Delivery> {
  const { raw, phone } = personal(payload, index);
  const meta = payload.provider === "meta";
  const path = meta
    ? "/webhooks/meta"
    : payload.file.includes("/status")
      ? "/webhooks/twilio/status?ref=cw1.conv.turn.0.1"
      : "/webhooks/twilio";
  const url = `${stack.url}${path}`;
  const signature: Record<string, string> = meta
    ? { "x-hub-signature-256": signMetaBody(raw, DEMO_SECRETS.meta?.appSecrets[0] ?? "") }
    : {
        "x-twilio-signature": signTwilioRequest(
          url,
          parseTwilioForm(raw) ?? [],
          DEMO_SECRETS.twilio?.authTokens[0] ?? "",
        ),
      };
  const type = meta ? "application/json" : "application/x-www-form-urlencoded";
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": type, ...signature },
    body: new Uint8Array(raw),
  });
  return { payload, phone, status: response.status, body: await response.text() };
}
