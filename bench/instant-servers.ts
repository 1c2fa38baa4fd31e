import { setTimeout as pause } from "node:timers/promises";
import { json, type Service, startService } from "../local/http/service.ts";

/** By `performance.now()`. */
export type Arrival =
  | { kind: "asked"; start: number; end: number; text: string }
  | { kind: "typing"; at: number; message: string }
  | { kind: "sent"; at: number; text: string };

const parsed = (body: Buffer) => JSON.parse(body.toString("utf8"));

/** A provider that accepts at once and an agent that takes `agentMs`. Each tells when a request has arrived. */
export async function startInstantServers(
  agentMs: number,
  onArrival: (arrival: Arrival) => void,
): Promise<{ graph: Service; agent: Service }> {
  let sent = 0;
  const graph = await startService({}, async ({ body }) => {
    const at = performance.now();
    const { status, message_id: message, text } = parsed(body);
    if (status === "read") {
      onArrival({ kind: "typing", at, message });
      return json(200, { success: true });
    }
    onArrival({ kind: "sent", at, text: text.body });
    return json(200, { messaging_product: "whatsapp", messages: [{ id: `wamid.sent${++sent}` }] });
  });
  const agent = await startService({}, async ({ body }) => {
    const start = performance.now();
    const { message: text } = parsed(body);
    await pause(agentMs);
    onArrival({ kind: "asked", start, end: performance.now(), text });
    return json(200, { response: `About "${text}": yes.` });
  });
  return { graph, agent };
}
