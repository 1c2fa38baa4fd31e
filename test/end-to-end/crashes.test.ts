import { expect, it } from "@jest/globals";
import type { SimulatedCustomer } from "../../local/customer.ts";
import { aStack, atRest } from "../support/quiet-stack.ts";

const KILLS = 14;
const KILLED = ["worker", "worker", "webhook", "delivery"] as const;
const stack = aStack({
  turns: { quietSeconds: 1, maxWaitSeconds: 3, graceSeconds: 6 },
  // The quiet time passes in the worker, which may die in it.
  limits: { turnsDelay: 0, turnsVisibility: 5, deliveriesVisibility: 3 },
});

/** Of the function whose turn it is, else of the next one that runs. Returns the number of ended instances. */
async function kill(turn: number): Promise<number> {
  for (const [index] of KILLED.entries()) {
    const ended = await stack().kill(KILLED[(turn + index) % KILLED.length] ?? "worker");
    if (ended > 0) return ended;
  }
  return 0;
}

it("killing functions again and again while 12 customers write loses no message and answers none twice", async () => {
  const { chatsby, meta } = stack();
  chatsby.answer = (_, question) => question;
  chatsby.delayMs = 150;
  const customers = Array.from(
    { length: 12 },
    (_, index): SimulatedCustomer => ({ name: "Test", phone: `1555017${String(index).padStart(4, "0")}` }),
  );
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  const writing = Promise.all(
    customers.map(async (customer, index) => {
      for (let message = 0; message < 5; message++) {
        await pause(100 + ((index * 397 + message * 911) % 500));
        expect((await meta.say(customer, `message ${message}`)).status).toBe(200);
      }
    }),
  );
  let killed = 0;
  for (let turn = 0; turn < KILLS; turn++) {
    await pause(80 + ((turn * 613) % 230));
    killed += await kill(turn);
  }
  await writing;
  chatsby.delayMs = 0;
  await atRest(stack(), { seconds: 90, quickly: true });

  expect(killed).toBeGreaterThan(KILLS / 2);
  const written = Array.from({ length: 5 }, (_, message) => `message ${message}`);
  for (const { phone } of customers) {
    const lines = meta.phone.replies(phone).flatMap(({ text }) => text.split("\n"));
    expect({ phone, lines }).toEqual({ phone, lines: written });
  }
}, 150_000);
