import { beforeAll, describe, expect, it } from "@jest/globals";
import type { DynamoDbCalls } from "../../../lib/adapters/aws/calls.ts";
import { lived } from "../../contracts/history-contract.ts";
import { aConsentChange, NOW, type Store } from "../../contracts/store.ts";
import { makeTable } from "../../support/deployed-aws.ts";
import { FakeClock } from "../../support/fakes.ts";
import { localTable } from "../../support/local-table.ts";
import { aConversation } from "../../support/make.ts";
import { dynamodbStore } from "./dynamodb-store.ts";

const tableName = "messages";
const aws = localTable();

beforeAll(async () => {
  await makeTable(aws.dynamodb, tableName);
});

const storeOf = (client: DynamoDbCalls) =>
  dynamodbStore({ client, tableName, retentionDays: 30, clock: new FakeClock() });

/** Its process dies with the n-th call: nothing after that reaches the table. */
function dying(callsLeft: number) {
  let left = callsLeft;
  const died = async () => {
    throw new Error("died");
  };
  return storeOf(
    new Proxy(aws.thin.dynamodb, {
      get: (calls, name) => (--left < 0 ? died : Reflect.get(calls, name)),
    }),
  );
}

/** Returns how often the act died before it came through. */
async function atEveryCall(act: (dying: Store, whole: Store) => Promise<"died" | "done">): Promise<number> {
  const whole = storeOf(aws.thin.dynamodb);
  for (let calls = 0; calls < 200; calls++) if ((await act(dying(calls), whole)) === "done") return calls;
  throw new Error("it never came through");
}

const outcomeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "done" as const,
    () => "died" as const,
  );

describe("a crash halfway", () => {
  it("through an erasure finds by a repeat all that is left, wherever it was", async () => {
    const deaths = await atEveryCall(async (dies, whole) => {
      const conversation = aConversation();
      const { session, alias, handoff, answered, waiting } = await lived(whole, conversation);
      await whole.controls.changeConsent(conversation, aConsentChange("stop"));
      const outcome = await outcomeOf(dies.history.erase(conversation));
      await whole.history.erase(conversation);
      expect(JSON.stringify(await whole.history.everything(conversation))).not.toMatch(
        /PERSONAL|personal|1555|noted/,
      );
      expect(await whole.directory.bySession(session)).toEqual([]);
      expect(await whole.directory.byName(alias)).toBeUndefined();
      expect(await whole.leads.find(conversation)).toBeUndefined();
      expect((await whole.handoffs.list()).map(({ id }) => id)).not.toContain(handoff.id);
      for (const entry of [answered, waiting]) expect(await whole.ledger.record(entry)).toBe("answered");
      expect((await whole.controls.read(conversation)).optedOutAt).toBe(NOW);
      expect(await whole.history.erase(conversation)).toBe(0);
      return outcome;
    });
    expect(deaths).toBeGreaterThan(12);
  });

  it("through a consent change keeps it with a repeat", async () => {
    const deaths = await atEveryCall(async (dies, whole) => {
      const conversation = aConversation();
      const stop = aConsentChange("stop");
      const outcome = await outcomeOf(dies.controls.changeConsent(conversation, stop));
      await whole.controls.changeConsent(conversation, { ...stop, at: NOW + 99 });
      expect(await whole.conversations.save({ conversation, version: 0 }, ["opted-out"])).toBe("opted-out");
      expect(await whole.controls.read(conversation)).toMatchObject({
        optedOutAt: expect.any(Number),
        consentChange: { id: stop.id },
      });
      return outcome;
    });
    expect(deaths).toBe(4);
  });

  it("through a merge finds the customer's send blocks there, or nothing yet", async () => {
    await atEveryCall(async (dies, whole) => {
      const conversation = aConversation();
      const given = { version: 0, sessionId: "s", optedOutAt: NOW, consentChange: aConsentChange("stop") };
      const other = { ...given, conversation: aConversation() };
      const outcome = await outcomeOf(dies.conversations.mergeInto(conversation, other));
      const { state } = await whole.conversations.load(conversation);
      expect(state.version === 0 || state.optedOutAt === NOW).toBe(true);
      await whole.conversations.mergeInto(conversation, other);
      const merged = { ...given, conversation, version: 1, mergedFrom: [other.conversation] };
      expect((await whole.conversations.load(conversation)).state).toEqual(merged);
      return outcome;
    });
  });
});
