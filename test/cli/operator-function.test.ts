import { beforeEach, describe, expect, it } from "@jest/globals";
import { operatorEvent } from "../support/operator-event.ts";
import { conversationFor, DANA, operatorWorld, SALES, SUPPORT } from "../support/operator-world.ts";
import { runCli } from "./support/run-cli.ts";

const PHONE = "+1 555 017 7001";

/** Without the network between them. */
describe("the commands and the operator function", () => {
  let world: ReturnType<typeof operatorWorld>;
  let ids = 0;

  const fetchFromFunction: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const raw = typeof init?.body === "string" ? init.body : "";
    const event = operatorEvent(`${init?.method} ${url.pathname}`, undefined, {
      raw,
      query: Object.fromEntries(url.searchParams),
    });
    const { status, json } = await world.send(event);
    return Response.json(json, { status: status ?? 500 });
  };
  const wa = (...argv: readonly string[]) =>
    runCli([...argv, "--url", "http://localhost:1"], {
      fetch: fetchFromFunction,
      clock: world.clock,
      newId: () => `command-${++ids}`,
      sleep: async (duration) => {
        world.clock.time += duration;
      },
    });

  beforeEach(async () => {
    world = operatorWorld();
    await world.aConversationWith();
  });

  it("agree on every answer that is read", async () => {
    expect(await wa("find", PHONE)).toMatchObject({
      code: 0,
      out: expect.stringContaining(conversationFor(SUPPORT, DANA)),
    });
    expect(await wa("pause", PHONE, "--summary", "refund")).toMatchObject({
      code: 0,
      out: expect.stringContaining("silent now"),
    });
    expect(await wa("pause", PHONE)).toMatchObject({
      code: 0,
      out: expect.stringContaining("already (a colleague took over)"),
    });
    expect(await wa("handoffs")).toMatchObject({ code: 0 });
    expect(await wa("reply", PHONE, "Hello", "--no-wait")).toMatchObject({
      code: 0,
      out: expect.stringContaining("Queued as command-"),
    });
    expect(await wa("show", PHONE)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Dana Test(?:.|\n)*Support\/dana: pause/),
    });
    expect(await wa("resume", PHONE)).toMatchObject({ code: 0, out: "The bot answers again.\n" });
    expect(await wa("templates", "--number", "support")).toMatchObject({
      code: 0,
      out: expect.stringContaining("values: 1"),
    });
    expect(
      await wa(
        "send-template",
        "order_update",
        "--number",
        "support",
        "--to",
        PHONE,
        "--set",
        "1=Dana",
        "--campaign",
        "spring",
        "--no-wait",
      ),
    ).toMatchObject({
      code: 0,
      out: expect.stringContaining("Hello Dana, your order has left."),
    });
    expect(await wa("campaign", "spring")).toMatchObject({
      code: 0,
      out: expect.stringContaining("waiting 1"),
    });
    expect(await wa("rollout", "support", "--contacts", PHONE)).toMatchObject({
      code: 0,
      err: expect.stringContaining("add --percent 0"),
    });
    expect(await wa("rollout", "support", "--percent", "10", "--contacts", `${PHONE}, US.123`)).toMatchObject(
      {
        code: 0,
        out: expect.stringMatching(/support\s+the bot answers 10 % and 2 contacts; the others get silence/),
      },
    );
    expect(await wa("rollout", "support", "--remove", PHONE, "--others", "handoff")).toMatchObject({
      code: 0,
      out: expect.stringContaining("10 % and 1 contact; the others get a person"),
    });
    expect(await wa("rollout")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/support .*10 %.*dana\n.*sales .*everybody/s),
    });
    expect(await wa("switch", "off", "--all")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/all numbers\s+off/),
    });
    expect(await wa("leads", "export", "--csv")).toMatchObject({ code: 0 });
    expect(await wa("export", PHONE)).toMatchObject({
      code: 0,
      out: expect.stringContaining('"transcript"'),
    });
    expect(await wa("forget", PHONE, "--yes")).toMatchObject({
      code: 0,
      out: expect.stringContaining("erased"),
    });
    expect(await wa("find", PHONE)).toMatchObject({ code: 3 });
  });

  it("agree on refusals", async () => {
    expect(await wa("rollout", "nope", "--percent", "1")).toMatchObject({ code: 2 });
    expect(await wa("rollout", "--percent", "1")).toMatchObject({ code: 2 });
    expect(await wa("rollout", "support", "--percent", "101")).toMatchObject({ code: 2 });
    expect(await wa("rollout", "support", "--add", "0151 2345678")).toMatchObject({
      code: 2,
      err: expect.stringContaining("country code"),
    });
    expect(await wa("reply", PHONE, "x".repeat(20_001))).toMatchObject({
      code: 2,
      err: expect.stringContaining("20,000"),
    });
    world.clock.time += 25 * 3_600_000;
    expect(await wa("reply", PHONE, "Hello")).toMatchObject({
      code: 4,
      err: expect.stringContaining("send-template"),
    });
    world.catalogue.failing = true;
    expect(await wa("templates", "--number", "support")).toMatchObject({
      code: 1,
      err: expect.stringContaining("code: 190"),
    });
    expect(await wa("templates", "--number", "nope")).toMatchObject({ code: 2 });
    await world.aConversationWith(DANA, SALES);
    expect(await wa("show", PHONE)).toMatchObject({ code: 2, err: expect.stringContaining("--number") });
  });
});
