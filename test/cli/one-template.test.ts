import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { FakeOperatorApi } from "./support/fake-operator-api.ts";
import { runCli } from "./support/run-cli.ts";

describe("a template for one customer", () => {
  let api: FakeOperatorApi;
  const send = (...argv: readonly string[]) =>
    runCli([
      "send-template",
      "spring_sale",
      "--number",
      "support",
      "--to",
      "+14155551000",
      "--url",
      api.url,
      ...argv,
    ]);
  beforeEach(async () => {
    api = new FakeOperatorApi();
    await api.start();
  });
  afterEach(() => api.stop());

  it("is shown and sent", async () => {
    const { code, out } = await send("--set", "1=Dana=", "--set", "2=10 %");
    expect([code, out]).toEqual([0, "Dana=, all lamps are 10 % off.\nSent.\n"]);
    expect(api.sent).toEqual([
      { contact: "+14155551000", number: "support", values: { 1: "Dana=", 2: "10 %" }, id: "id-1" },
    ]);
  });

  it("is refused with what is missing, and to who opted out", async () => {
    expect(await send("--set", "1=Dana")).toMatchObject({
      code: 4,
      err: expect.stringContaining('"2": missing'),
    });
    api.optedOut.add("+14155551000");
    expect(await send("--set", "1=Dana", "--set", "2=10 %")).toMatchObject({
      code: 4,
      out: expect.stringContaining("wants no more messages"),
    });
    expect(api.sent).toEqual([]);
  });
});
