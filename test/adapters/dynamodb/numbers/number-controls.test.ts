import { beforeAll, describe, expect, it } from "@jest/globals";
import { dynamodbControls } from "../../../../lib/adapters/dynamodb/controls.ts";
import { dynamodbConversations } from "../../../../lib/adapters/dynamodb/conversations.ts";
import { dynamodbRollouts } from "../../../../lib/adapters/dynamodb/numbers/rollouts.ts";
import { dynamodbSwitches } from "../../../../lib/adapters/dynamodb/numbers/switches.ts";
import type { NumberControls } from "../../../../lib/application/ports/control-ports.ts";
import { NUMBER_CONTROLS_MAX_AGE_MS, Recent } from "../../../../lib/application/ports/recent.ts";
import { numberName } from "../../../../lib/domain/ids.ts";
import { EVERYBODY } from "../../../../lib/domain/rollout/rollout.ts";
import { makeTable } from "../../../support/deployed-aws.ts";
import { FakeClock } from "../../../support/fakes.ts";
import { localTable } from "../../../support/local-table.ts";
import { aConversation, unique } from "../../../support/make.ts";

const aws = localTable();
let reads = 0;
beforeAll(async () => {
  await makeTable(aws.dynamodb, "controls");
  aws.dynamodb.middlewareStack.add((next, { commandName = "" }) => (args) => {
    if (/^(BatchGet|Get|Query)/.test(commandName)) reads += 1;
    return next(args);
  });
});

/** A worker's process, and what others write to the same table. */
function aProcess() {
  const clock = new FakeClock();
  const table = { client: aws.dynamodb, tableName: "controls", retentionDays: 30, clock };
  const recent = new Recent<NumberControls>(clock);
  const number = numberName(unique("number"));
  return {
    clock,
    number,
    conversations: dynamodbConversations({ ...table, recent }),
    switches: dynamodbSwitches({ ...table, recent }),
    others: {
      switches: dynamodbSwitches(table),
      rollouts: dynamodbRollouts(table),
      controls: dynamodbControls(table),
    },
    async readsOf(call: () => Promise<unknown>) {
      const before = reads;
      await call();
      return reads - before;
    },
  };
}

describe("a number's switch and rollout, right before a part leaves", () => {
  it("are those of the load some seconds ago, without a read, and then read again", async () => {
    const { clock, number, conversations, switches, others, readsOf } = aProcess();
    await conversations.load(aConversation(), number);
    await others.switches.set(number, true, "arn", clock.time);
    const rollout = { ...EVERYBODY, percent: 10, by: "arn", at: clock.time };
    await others.rollouts.replace(number, rollout, undefined);
    clock.time += NUMBER_CONTROLS_MAX_AGE_MS - 1;
    expect(await readsOf(() => switches.current(number))).toBe(0);
    expect(await switches.current(number)).toEqual({ off: false });
    clock.time += 1;
    expect(await readsOf(() => switches.current(number))).toBe(1);
    expect(await switches.current(number)).toEqual({ off: true, rollout });
    expect(await readsOf(() => switches.current(number))).toBe(0);
  });

  it("are new with each load, so that the next message meets a change at once", async () => {
    const { clock, number, conversations, switches, others } = aProcess();
    await conversations.load(aConversation(), number);
    await others.switches.set("*", true, "arn", clock.time);
    expect(await conversations.load(aConversation(), number)).toMatchObject({ switchedOff: true });
    expect((await switches.current(number)).off).toBe(true);
    await others.switches.set("*", false, "arn", clock.time);
  });

  it("are another number's business: each is read for itself", async () => {
    const { number, conversations, switches, readsOf } = aProcess();
    await conversations.load(aConversation(), number);
    expect(await readsOf(() => switches.current(numberName(unique("number"))))).toBe(1);
  });

  it("are always read by who keeps nothing, such as staff's functions", async () => {
    const { number, others, readsOf } = aProcess();
    await others.switches.current(number);
    expect(await readsOf(() => others.switches.current(number))).toBe(1);
  });

  it("do not hold for a pause: the claim itself sees it, however short ago it came", async () => {
    const { clock, number, conversations, others } = aProcess();
    const conversation = aConversation();
    const { state } = await conversations.load(conversation, number);
    const handoff = {
      id: "h",
      reason: "operator",
      since: clock.time,
      quiet: true,
      origin: conversation,
    } as const;
    await others.controls.pause(conversation, handoff, clock.time + 3_600_000);
    expect(await conversations.save({ ...state, number }, ["paused"])).toBe("paused");
  });
});
