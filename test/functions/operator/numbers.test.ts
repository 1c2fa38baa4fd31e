import { expect, it } from "@jest/globals";
import { STAFF } from "../../support/operator-event.ts";
import { operatorWorld, SALES, SUPPORT } from "../../support/operator-world.ts";

it("a suspended number is shown with the reason, and sends again when staff resume it, which is recorded once", async () => {
  const world = operatorWorld();
  const { conversations, history } = world.ports;
  const until = world.clock.now() + 600_000;
  await conversations.suspendNumber(SUPPORT, until, "131042");
  const suspended = { until, since: world.clock.now(), code: "131042" };
  expect(await world.call("GET /conversations/numbers")).toEqual({
    status: 200,
    json: { numbers: [{ number: SUPPORT, suspended }, { number: SALES }] },
  });
  const resumed = { status: 200, json: { numbers: [{ number: SUPPORT }, { number: SALES }] } };
  expect(await world.call("POST /conversations/numbers", { number: SUPPORT })).toEqual(resumed);
  expect(await world.call("POST /conversations/numbers", { number: SUPPORT })).toEqual(resumed);
  expect(await history.acts("*")).toEqual([
    { at: world.clock.now(), by: STAFF, what: "resume-number", detail: SUPPORT },
  ]);
  expect((await world.call("POST /conversations/numbers", { number: "unknown" })).json.error).toBe(
    "unknown-number",
  );
});
