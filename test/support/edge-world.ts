import { receiveWebhook } from "../../lib/application/intake/receive-webhook.ts";
import type { Content, InboundMessage } from "../../lib/domain/inbound/inbound.ts";
import { edgeOf } from "./edge.ts";
import { engineWorld, SUPPORT } from "./engine-world.ts";
import { FakeDeliveryQueue } from "./fakes.ts";
import { aText } from "./make.ts";
import { memoryLedger } from "./memory/memory-ledger.ts";

type World = ReturnType<typeof engineWorld>;

/**
 * Messages come through the webhook's use-case and are answered by the worker's. `answers`: the agent's, in
 * order.
 */
export function edgeWorld(answers: readonly string[] = [], change: Parameters<typeof engineWorld>[0] = {}) {
  const left = [...answers];
  const asked: string[] = [];
  const world: World = engineWorld({
    agent: {
      ask: async ({ text }) => {
        asked.push(text);
        return { text: left.shift() ?? `re: ${text}` };
      },
    },
    ...change,
  });
  const edge = edgeOf(world.table);
  const ledger = memoryLedger(world.table);
  const reads: string[] = [];
  const receive = receiveWebhook.bind(undefined, {
    ...edge,
    controls: {
      ...edge.controls,
      read: (conversation) => {
        reads.push(conversation);
        return edge.controls.read(conversation);
      },
    },
    ledger,
    turnQueue: world.turnQueue,
    deliveryQueue: new FakeDeliveryQueue(),
    clock: world.clock,
    telemetry: world.telemetry,
    numberOf: () => SUPPORT,
    conversationFor: () => world.conversation,
  });
  const arrives = async (said: Content | string, about: Partial<InboundMessage> = {}) => {
    world.clock.time += 10_000;
    const content: Content = typeof said === "string" ? { kind: "text", text: said } : said;
    const message = aText({ content, sentAt: world.clock.time, ...about });
    await receive([{ kind: "message", message }]);
    return message;
  };
  const says = async (...given: Parameters<typeof arrives>) => {
    await arrives(...given);
    await world.run();
  };
  const echo = async (sentAt: number, content: Partial<Content & { kind: "echo" }> = {}) => {
    const message = aText({
      content: { kind: "echo", what: "text", text: "I am on it", ...content },
      sentAt,
    });
    world.clock.time = Math.max(world.clock.time, sentAt);
    await receive([{ kind: "echo", message }]);
    return message;
  };
  const again = (message: InboundMessage) =>
    receive([message.content.kind === "echo" ? { kind: "echo", message } : { kind: "message", message }]);
  return { ...world, edge, ledger, asked, reads, arrives, says, echo, again };
}
