import { describe, expect, it } from "@jest/globals";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { PageReader, SUPPORT } from "../support/page.ts";
import { aStack } from "../support/quiet-stack.ts";
import { waitFor } from "../support/wait-for.ts";

const PHONE = "15550388001";
const stack = aStack({
  settings: {
    ...DEMO_SETTINGS,
    turns: { quietSeconds: 0 },
    chatsby: {
      dialect: {
        path: "/v2/{agentId}/ask",
        body: { q: "{text}", user: { id: "{session}" }, context: { conversation: "{thread}" } },
        reply: "/data/answer",
        headers: { "X-Api-Key": "{apiKey}" },
        thread: { from: "/data/conversation" },
      },
    },
  },
});

const wa = (...argv: string[]) => runCli([...argv, "--url", stack().url]);
const asked = () =>
  stack().chatsby.questions.flatMap(({ session, thread, message }) =>
    session === PHONE ? [[message, thread]] : [],
  );
async function says(text: string) {
  const replies = () => stack().meta.phone.replies(PHONE).length;
  const before = replies();
  await stack().meta.say({ name: "Dana", phone: PHONE }, text);
  await waitFor("the answer", () => replies() > before);
}

describe("an agent behind a mapping, on this machine", () => {
  it("answers, and is given its own id of the conversation with each next question", async () => {
    await says('Do you "ship" to Canada? {thread}');
    await says("and to Peru?");
    expect(asked()).toEqual([
      ['Do you "ship" to Canada? {thread}', "conv_1"],
      ["and to Peru?", "conv_1"],
    ]);
  });

  it("begins a new one when it knows that id no more, and the customer notices nothing", async () => {
    stack().chatsby.threads.clear();
    await says("still there?");
    expect(asked().at(-1)).toEqual(["still there?", "conv_1"]);
    expect(stack().chatsby.threads.size).toBe(1);
  });

  it("is shown on the page as any other, without the key", async () => {
    const page = new PageReader(stack);
    await page.open();
    const id = await page.send({ do: "say", ...SUPPORT, text: "Do you ship to Canada?" });
    await page.ended(id);
    expect(page.steps(id, "agent")[0]?.call.request).toContain("Do you ship to Canada?");
    expect(page.steps(id, "agent")[0]?.call.response).toContain("we ship to Canada");
    expect(JSON.stringify([...page.traces.values()])).not.toContain("chtb_test_local");
    page.close();
  });

  it("is asked by doctor, and is looked up nowhere", async () => {
    const run = await wa("doctor", "--json", "--ask");
    const findings: { check: string; verdict: string; evidence: string }[] = JSON.parse(run.out).findings;
    const about = (check: string) => findings.find((each) => each.check === check);
    expect(about("chatsby.agent")?.verdict).toBe("skipped");
    expect(about("chatsby.answer")).toMatchObject({
      verdict: "ok",
      evidence: expect.stringMatching(
        /^your mapping: answered in \d+\.\d s with \{data: \{answer: string, conversation: string\}\}\.$/,
      ),
    });
  });

  it("is asked by setup, and goes on", async () => {
    const number =
      "--provider meta --name support --phone-number-id 310000000000007 --waba-id 210000000000001";
    const { code, out } = await runCli(
      ["setup", ...number.split(" "), "--agent-id", "agent_1a2b3c4d5e", "--url", stack().url].concat([
        "--yes",
        "--ask",
        "--wait",
        "0",
      ]),
      { env: { META_ACCESS_TOKEN: "local-access-token", META_APP_SECRET: "local-app-secret" } },
    );
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, " ")).toMatch(/✓ chatsby.answer \(support\) your mapping: answered in/);
    expect(out).not.toContain("The settings get the dialect");
  });

  it("and what it calls the conversation stands in an export, and is forgotten", async () => {
    const before = await wa("export", `+${PHONE}`);
    expect(before.out).toContain("conv_1");
    expect((await wa("forget", `+${PHONE}`, "--yes")).code).toBe(0);
    stack().chatsby.questions.length = 0;
    await says("hello again");
    expect(asked()[0]?.[1]).not.toBe("conv_1");
  });
});
