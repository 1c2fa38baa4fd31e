import { describe, expect, it } from "@jest/globals";
import { keepOptIns, shareOptIns } from "../../../lib/application/identity/share-opt-ins.ts";
import { MAX_OPT_INS, mergeOptIns, type OptIn } from "../../../lib/domain/consent/opt-in.ts";
import type { ConversationId } from "../../../lib/domain/ids.ts";
import type { Customer } from "../../../lib/domain/inbound/inbound.ts";
import { crashing } from "../../support/crashing.ts";
import { aNumberWith, DANA, DANA_LATER, idOf } from "../../support/customer-world.ts";

const anOptIn = (id: string, at = 1): OptIn => ({
  id,
  at,
  source: "form",
  text: "offers",
  by: "arn",
  recordedAt: 2,
});
const PHONE: Customer = { phone: DANA.phone ?? "" };

function aWorld() {
  const world = aNumberWith();
  return {
    ...world,
    record: (customer: Customer, id: string) =>
      keepOptIns(world.engine, idOf(customer), (kept) => ({
        ...kept,
        optIns: mergeOptIns(kept.optIns, [anOptIn(id)]),
      })),
    of: (customer: Customer) => (world.table.optIns.get(idOf(customer))?.optIns ?? []).map(({ id }) => id),
  };
}

describe("an opt-in that was recorded by the phone", () => {
  it("belongs to the customer from the first message on, and stays under the phone", async () => {
    const { record, says, of } = aWorld();
    await record(PHONE, "o1");
    await says(DANA, "hello");
    expect([of(DANA), of(PHONE)]).toEqual([["o1"], ["o1"]]);
  });

  it("in the other spelling of the phone does, too", async () => {
    const { record, says, of } = aWorld();
    await record({ phone: "5215512345678" }, "o1");
    const customer = { userId: "MX.1", phone: "525512345678" };
    await says(customer, "hola");
    expect(of(customer)).toEqual(["o1"]);
  });

  it("does not pass to the next person with that phone", async () => {
    const { record, says, of } = aWorld();
    await record(PHONE, "o1");
    await says(DANA, "hello");
    const next = { userId: "US.77", phone: DANA.phone ?? "" };
    await says(next, "I am new here");
    expect([of(DANA), of(PHONE), of(next)]).toEqual([["o1"], [], []]);
    await record(PHONE, "o2");
    await says(next, "yes please");
    expect(of(DANA)).toEqual(["o1"]);
  });

  it("costs nothing where none is recorded", async () => {
    const { says, table } = aWorld();
    await says(DANA, "hello");
    expect(table.optIns.size).toBe(0);
  });
});

describe("opt-ins of a customer who has other ids from now on", () => {
  it.each([
    [DANA, DANA_LATER],
    [DANA_LATER, DANA],
  ])("go on with the conversation: %j", async (one, other) => {
    const { record, says, notes, work, rest, of, engine } = aWorld();
    await says(one, "hello");
    await record(one, "o1");
    await record(other, "o2");
    await notes(one, other);
    await work(one);
    await rest();
    await says(other, "it is me");
    const { conversation } = await engine.controls.read(idOf(other));
    expect(conversation).toBe(idOf(one));
    expect(of(one)).toEqual(["o1", "o2"]);
    expect(of(other)).toEqual(["o1", "o2"]);
  });
});

describe("sharing opt-ins", () => {
  const [HERE, THERE] = [idOf(DANA), idOf(PHONE)];

  it.each(["before", "after"] as const)("may die %s any call, and be repeated", async (when) => {
    for (let step = 0, done = false; !done; step++) {
      const { record, of, engine } = aWorld();
      await record(DANA, "o1");
      await record(PHONE, "o2");
      const { optIns, controls } = engine;
      const dying = crashing({ optIns, controls }, step, when);
      done = await shareOptIns(dying.ports, HERE, THERE).then(
        () => true,
        () => false,
      );
      await shareOptIns(engine, HERE, THERE);
      expect([of(DANA), of(PHONE)]).toEqual([
        ["o1", "o2"],
        ["o1", "o2"],
      ]);
    }
  });

  it("loses none that is recorded meanwhile", async () => {
    const { record, of, engine } = aWorld();
    await record(PHONE, "o1");
    const late = { ...engine.optIns };
    let isFirst = true;
    late.replace = async (id: ConversationId, ...given) => {
      if (isFirst) {
        isFirst = false;
        await record(PHONE, "o2");
        await record(DANA, "o3");
      }
      return engine.optIns.replace(id, ...given);
    };
    await shareOptIns({ ...engine, optIns: late }, HERE, THERE);
    await shareOptIns(engine, HERE, THERE);
    expect([of(DANA), of(PHONE)]).toEqual([
      ["o1", "o2", "o3"],
      ["o1", "o2", "o3"],
    ]);
  });

  it("keeps the latest twenty", () => {
    const many = Array.from({ length: 15 }, (_, at) => anOptIn(`a${at}`, at * 2));
    const others = Array.from({ length: 15 }, (_, at) => anOptIn(`b${at}`, at * 2 + 1));
    const merged = mergeOptIns(many, others);
    expect(merged).toHaveLength(MAX_OPT_INS);
    expect(merged[0]?.at).toBe(10);
    expect(mergeOptIns(others, many)).toEqual(merged);
  });
});
