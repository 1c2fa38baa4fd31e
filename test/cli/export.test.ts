import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { FakeOperatorApi } from "./support/fake-operator-api.ts";
import { runCli } from "./support/run-cli.ts";

const CONVERSATION = "conv-dana-0123456789ab";
const part = (conversation: string, items: readonly number[], change = {}) => ({
  conversation,
  items: items.map((item) => ({ item })),
  transcript: items.map((at) => ({ at, from: "customer", text: `message ${at}` })),
  acts: [],
  ...change,
});

describe("export", () => {
  let api: FakeOperatorApi;
  beforeEach(async () => {
    api = new FakeOperatorApi();
    await api.start();
  });
  afterEach(() => api.stop());
  const exporting = async () => {
    const run = await runCli(["export", "+14155550123", "--url", api.url]);
    return { ...run, json: run.code === 0 ? JSON.parse(run.out) : undefined };
  };

  it("joins all pages: each conversation once, in order of time, without a trace of the pages", async () => {
    api.exportPages = [
      {
        exportedAt: 7,
        conversations: [part(CONVERSATION, [5, 9], { state: { version: 3 }, lead: { name: "Dana" } })],
        cursor: "one",
      },
      {
        exportedAt: 7,
        conversations: [
          part(CONVERSATION, [1, 2], { continued: true }),
          part("conv-sales-0123456789ab", [4]),
        ],
        cursor: "two",
      },
      { exportedAt: 7, conversations: [part("conv-sales-0123456789ab", [3], { continued: true })] },
    ];
    const { json } = await exporting();
    expect(json).toEqual({
      exportedAt: 7,
      conversations: [
        part(CONVERSATION, [5, 9, 1, 2], {
          state: { version: 3 },
          lead: { name: "Dana" },
          transcript: part("", [1, 2, 5, 9]).transcript,
        }),
        part("conv-sales-0123456789ab", [4, 3], { transcript: part("", [3, 4]).transcript }),
      ],
    });
    expect(api.called("POST /conversations/export").map(({ body }) => body.cursor)).toEqual([
      undefined,
      "one",
      "two",
    ]);
  });

  it("goes on with the page that failed in passing, and ends with the one that fails for good", async () => {
    api.exportPages = [
      { exportedAt: 7, conversations: [part(CONVERSATION, [1])], cursor: "one" },
      { exportedAt: 7, conversations: [part(CONVERSATION, [2], { continued: true })] },
    ];
    api.failures = [{ status: 503, body: { error: "try-again" } }];
    expect((await exporting()).json.conversations[0].items).toHaveLength(2);
    api.failures = Array.from({ length: 9 }, () => ({ status: 503, body: { error: "try-again" } }));
    expect(await exporting()).toMatchObject({ code: 1, out: "" });
  });
});
