import { expect, it } from "@jest/globals";
import { turnRunner } from "../../../functions/worker/turn-runner.ts";
import { conversationIdOf } from "../../../lib/adapters/identity/keyed-ids.ts";
import { parseConfiguration } from "../../../lib/config/problems.ts";
import { settingsSchema } from "../../../lib/config/settings-schema.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../../local/demo.ts";
import { memoryEngine, SUPPORT } from "../../support/engine-world.ts";
import { FakeClock, FakeTelemetry, FakeTurnQueue } from "../../support/fakes.ts";
import { anEntry, aText } from "../../support/make.ts";
import { memoryLedger } from "../../support/memory/memory-ledger.ts";
import { MemoryTable } from "../../support/memory/memory-table.ts";

it("the names by which a conversation can be found reveal nothing of the phone, though Chatsby knows the customer by it", async () => {
  const clock = new FakeClock();
  const table = new MemoryTable(clock);
  const [turnQueue, telemetry] = [new FakeTurnQueue(), new FakeTelemetry()];
  const asked: string[] = [];
  const run = turnRunner({
    ...memoryEngine(table, {
      agent: { ask: async () => ({ text: "" }) },
      numberNamed: () => undefined,
      conversationFor: () => conversation,
    }),
    turnQueue,
    telemetry,
    settings: parseConfiguration(settingsSchema, JSON.stringify(DEMO_SETTINGS), "the settings"),
    publicUrl: "http://localhost",
    secrets: async () => DEMO_SECRETS,
    invalidateSecrets: () => undefined,
    fetch: async (url, init) => {
      if (String(url).includes("/agents/")) asked.push(String(init?.body));
      return Response.json({ response: "Yes.", messages: [{ id: "wamid.out" }] });
    },
  });
  const message = aText();
  const conversation = conversationIdOf(DEMO_SECRETS.identityKey, SUPPORT, message.customer);
  await memoryLedger(table).record(
    anEntry(conversation, { number: SUPPORT, message, arrivedAt: clock.now() }),
  );
  clock.time += 5_000;
  await run({ kind: "wake", conversation, number: SUPPORT }, clock.now() + 90_000);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain('"session_id":"15550177001"');
  expect([...table.sessions.keys()]).toEqual([expect.stringMatching(/^[\w-]{22} /)]);
  expect(
    JSON.stringify([...table.sessions, ...table.names, telemetry.lines, telemetry.counts, turnQueue.sent]),
  ).not.toContain("15550177001");
});
