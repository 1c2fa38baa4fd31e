import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { lived } from "../../contracts/history-contract.ts";
import { aConsentChange, NOW, type Store } from "../../contracts/store.ts";
import { makeTable } from "../../support/deployed-aws.ts";
import { FakeClock } from "../../support/fakes.ts";
import { type LocalAws, startLocalAws } from "../../support/local-aws.ts";
import { aConversation } from "../../support/make.ts";
import { dynamodbStore } from "./dynamodb-store.ts";

const tableName = "messages";
let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws();
  await makeTable(aws.dynamodb, tableName);
});
afterAll(() => aws.stop());

const storeOf = (client: DynamoDB) =>
  dynamodbStore({ client, tableName, retentionDays: 30, clock: new FakeClock() });

/** Its process dies with the n-th call: nothing after that reaches the table. */
function dying(callsLeft: number) {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDB({
    region: "us-east-1",
    credentials,
    endpoint: aws.emulators.endpoints.dynamodb,
  });
  let left = callsLeft;
  client.middlewareStack.add(
    (next) => async (args) => {
      left -= 1;
      if (left < 0) throw new Error("died");
      return next(args);
    },
    { step: "initialize" },
  );
  return storeOf(client);
}

/** Returns how often the act died before it came through. */
async function atEveryCall(act: (dying: Store, whole: Store) => Promise<"died" | "done">): Promise<number> {
  const whole = storeOf(aws.dynamodb);
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
