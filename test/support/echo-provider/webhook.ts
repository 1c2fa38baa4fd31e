import { createHmac, timingSafeEqual } from "node:crypto";
import { messageId } from "../../../lib/domain/ids.ts";
import type { DeliveryState, InboundEvent } from "../../../lib/domain/inbound/inbound.ts";
import type { ProviderWebhook } from "../../../lib/providers/webhook.ts";
import { ECHO, type EchoSecret } from "./echo.ts";

type EchoBody = { line: string; id: string; from?: string; text?: string; state?: DeliveryState };

export const signEcho = (raw: Buffer, key: string) => createHmac("sha256", key).update(raw).digest("hex");

function isSigned(raw: Buffer, given: string | undefined, secret: object): boolean {
  const { keys } = secret as EchoSecret;
  return keys.some((key) => {
    const expected = Buffer.from(signEcho(raw, key));
    return given?.length === expected.length && timingSafeEqual(Buffer.from(given), expected);
  });
}

function eventOf({ line, id, from = "", text = "", state }: EchoBody): InboundEvent {
  if (state) return { kind: "status", status: { provider: ECHO, businessNumber: line, id, state } };
  return {
    kind: "message",
    message: {
      id: messageId(id),
      provider: ECHO,
      businessNumber: line,
      customer: { phone: from },
      content: { kind: "text", text },
    },
  };
}

export const echoPaths = { "/webhooks/echo": ["POST"] } as const;

export const echoWebhook: ProviderWebhook = {
  provider: ECHO,
  routes: [
    {
      method: "POST",
      path: "/webhooks/echo",
      read: ({ raw, header, secret }) => {
        if (!isSigned(raw, header("x-echo-signature"), secret))
          return { kind: "forged", reason: header("x-echo-signature") ? "signature" : "unsigned" };
        try {
          return { kind: "events", events: [JSON.parse(raw.toString("utf8"))].flat().map(eventOf) };
        } catch {
          return { kind: "unreadable", reason: "not-json" };
        }
      },
    },
  ],
};
