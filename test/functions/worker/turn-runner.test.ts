import { expect, it } from "@jest/globals";
import { turnRunner } from "../../../functions/worker/turn-runner.ts";
import { conversationIdOf } from "../../../lib/adapters/identity/keyed-ids.ts";
import { parseConfiguration } from "../../../lib/config/settings/problems.ts";
import { settingsSchema } from "../../../lib/config/settings/settings-schema.ts";
import { messageId } from "../../../lib/domain/ids.ts";
import type { Customer } from "../../../lib/domain/inbound/inbound.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../../local/demo.ts";
import { memoryEngine, SUPPORT } from "../../support/engine-world.ts";
import { FakeClock, FakeTelemetry, FakeTurnQueue } from "../../support/fakes.ts";
import { anEntry, aText } from "../../support/make.ts";
import { memoryLedger } from "../../support/memory/memory-ledger.ts";
import { MemoryTable } from "../../support/memory/memory-table.ts";

/** A worker's process, and what it asks the agent for. */
function aProcess(answer: (clock: FakeClock) => Response) {
  const clock = new FakeClock();
  const table = new MemoryTable(clock);
  const [turnQueue, telemetry] = [new FakeTurnQueue(), new FakeTelemetry()];
  const asked: string[] = [];
  const conversationOf = (customer: Customer) =>
    conversationIdOf(DEMO_SECRETS.identityKey, SUPPORT, customer);
  const run = turnRunner({
    ...memoryEngine(table, {
      agent: { ask: async () => ({ text: "" }) },
      numberNamed: () => undefined,
      conversationFor: (_, customer) => conversationOf(customer),
    }),
    turnQueue,
    telemetry,
    settings: parseConfiguration(settingsSchema, JSON.stringify(DEMO_SETTINGS), "the settings"),
    publicUrl: "http://localhost",
    secrets: async () => DEMO_SECRETS,
    invalidateSecrets: () => undefined,
    fetch: async (url, init) => {
      if (!String(url).includes("/agents/")) return Response.json({ messages: [{ id: "wamid.out" }] });
      asked.push(String(init?.body));
      return answer(clock);
    },
  });
  async function write(change: Parameters<typeof aText>[0] = {}) {
    const message = aText(change);
    const conversation = conversationOf(message.customer);
    await memoryLedger(table).record(
      anEntry(conversation, { number: SUPPORT, message, arrivedAt: clock.now() }),
    );
    clock.time += 5_000;
    return run({ kind: "wake", conversation, number: SUPPORT }, clock.now() + 90_000);
  }
  return { clock, table, turnQueue, telemetry, asked, write };
}

it("the names by which a conversation can be found reveal nothing of the phone, though Chatsby knows the customer by it", async () => {
  const { table, turnQueue, telemetry, asked, write } = aProcess(() => Response.json({ response: "Yes." }));
  await write();
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain('"session_id":"15550177001"');
  expect([...table.sessions.keys()]).toEqual([expect.stringMatching(/^[\w-]{22} /)]);
  expect(
    JSON.stringify([...table.sessions, ...table.names, telemetry.lines, telemetry.counts, turnQueue.sent]),
  ).not.toContain("15550177001");
});

it("one process remembers for all conversations that the agent hangs, and says so once, without a word of them", async () => {
  let hangs = true;
  const { telemetry, asked, write } = aProcess((clock) => {
    if (!hangs) return Response.json({ response: "Yes." });
    clock.time += 30_000;
    throw new Error("aborted");
  });
  const customer = (nth: number) => ({
    id: messageId(`wamid.${nth}`),
    customer: { phone: `1555017700${nth}` },
  });
  for (let nth = 1; nth <= 5; nth++) expect(await write(customer(nth))).toMatchObject({ why: "agent" });
  hangs = false;
  for (let nth = 6; nth <= 7; nth++) expect(await write(customer(nth))).toEqual({ kind: "done" });
  expect(asked).toHaveLength(7);
  expect(telemetry.lines.filter(({ code }) => code === "agent.hangs" || code === "agent.back")).toEqual([
    { level: "warn", code: "agent.hangs", facts: { timeoutMs: 7_500 } },
    { level: "info", code: "agent.back", facts: {} },
  ]);
});
