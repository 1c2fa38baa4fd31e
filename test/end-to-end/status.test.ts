import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, it } from "@jest/globals";
import { DEMO_SECRETS } from "../../local/demo.ts";
import type { Run } from "../cli/support/run-cli.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { aStack, waitQuickly } from "../support/quiet-stack.ts";
import { conversationWith, customers } from "../support/staff.ts";
import { waitFor } from "../support/wait-for.ts";

const stack = aStack();
const somebody = customers("1555041");
const MINUTE = 60_000;

const wa = (argv: readonly string[], change: Parameters<typeof runCli>[1] = {}) =>
  runCli([...argv, "--url", stack().url], change);
const logged = (code: string) => stack().logs.filter((line) => line.code === code).length;

/** A customer asks, and something of that code is logged about the conversation. */
async function asks(
  code: string,
  { text = "Do you ship to Canada?", why }: { text?: string; why?: string } = {},
) {
  const customer = somebody();
  const conversation = conversationWith(customer);
  await stack().meta.say(customer, text);
  await waitQuickly(stack(), code, () =>
    stack().logs.some(
      ({ code: found, facts = {} }) =>
        found === code && facts.conversation === conversation && (why === undefined || facts.why === why),
    ),
  );
  return customer;
}

async function buryALetter() {
  const response = await fetch(`${stack().url}/local/deployment`);
  const { outputs }: { outputs: Record<string, string> } = JSON.parse(await response.text());
  const client = new SQSClient({
    endpoint: stack().endpoints.sqs,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  await client.send(
    new SendMessageCommand({
      QueueUrl: outputs.TurnsDeadLettersUrl,
      MessageBody: "{}",
      MessageGroupId: "buried",
      MessageDeduplicationId: "buried",
    }),
  );
  client.destroy();
}

type Way = { name: string; kind: string; fix: RegExp; arrange(): Promise<void>; later?: number };

/**
 * Each way in which customers go unanswered. `kind`: what both commands must report. `later`: the terminal's
 * clock is ahead by so much.
 */
const WAYS: readonly Way[] = [
  {
    name: "a bot that is switched off",
    kind: "number-off",
    fix: /switch on --number support/,
    async arrange() {
      await wa(["switch", "off", "--number", "support"]);
    },
  },
  {
    name: "a token that Meta refuses",
    kind: "number-stopped",
    fix: /secrets set\s+meta\.accessToken/,
    async arrange() {
      stack().meta.faults.always({ code: 190 });
      await asks("send.refused");
    },
  },
  {
    name: "a customer who waits because of it",
    kind: "answers-late",
    fix: /number-stopped/,
    async arrange() {
      stack().meta.faults.always({ code: 190 });
      await asks("turn.waiting");
    },
  },
  {
    name: "a payment problem",
    kind: "number-stopped",
    fix: /payment method/,
    async arrange() {
      stack().meta.faults.always({ code: 131042 });
      await asks("send.refused");
    },
  },
  {
    name: "a throttled number",
    kind: "sends-refused",
    fix: /Do not send mailings/,
    async arrange() {
      stack().meta.faults.next({ code: 130429 }, { code: 130429 }, { code: 130429 });
      const before = logged("send.refused");
      await stack().meta.say(somebody(), "Do you ship to Canada?");
      await waitQuickly(stack(), "three refusals", () => logged("send.refused") >= before + 3);
    },
  },
  {
    name: "an agent that is down, while it is asked again",
    kind: "answers-late",
    fix: /agentfailing/,
    async arrange() {
      stack().chatsby.faults.always({ status: 503 });
      await asks("turn.waiting", { why: "agent" });
    },
  },
  {
    name: "an agent that is down, at the end",
    kind: "answers-failed",
    fix: /wa -- doctor/,
    async arrange() {
      stack().chatsby.faults.always({ status: 503 });
      await asks("turn.failed");
    },
  },
  {
    name: "a customer service window that was missed",
    kind: "answers-deferred",
    fix: /windowmissed/,
    async arrange() {
      stack().meta.faults.always({ code: 131047 });
      await asks("turn.deferred");
    },
  },
  {
    name: "a template that Meta has paused",
    kind: "messages-failed",
    fix: /wa -- templates --number support/,
    async arrange() {
      const customer = await asks("turn.answered");
      stack().meta.faults.always({ code: 132015 });
      await wa(["reply", conversationWith(customer), "Hello"]);
    },
  },
  {
    name: "a worker that dies",
    kind: "function-dies",
    fix: /workerfailing/,
    async arrange() {
      stack().chatsby.delayMs = 3_000;
      const asked = stack().chatsby.questions.length;
      await stack().meta.say(somebody(), "Do you ship to Canada?");
      await waitFor("the question", () => stack().chatsby.questions.length > asked);
      await stack().kill("worker");
      await waitFor("the death", () => logged("function.failed") > 0);
    },
  },
  {
    name: "a queue that nobody drains",
    kind: "queue.oldest",
    fix: /replieswaiting/,
    later: 10 * MINUTE,
    async arrange() {
      stack().chatsby.delayMs = 3_000;
      const asked = stack().chatsby.questions.length;
      await stack().meta.say(somebody(), "Do you ship to Canada?");
      await waitFor("the question", () => stack().chatsby.questions.length > asked);
    },
  },
  {
    name: "a clock that is wrong",
    kind: "clock",
    fix: /clock/,
    later: 10 * MINUTE,
    arrange: async () => undefined,
  },
  {
    name: "dead letters",
    kind: "queue.turns",
    fix: /wa -- redrive turns/,
    arrange: buryALetter,
  },
  {
    name: "a handoff that nobody took",
    kind: "handoffs-untaken",
    fix: /wa -- handoffs/,
    async arrange() {
      await asks("handoff.announced", { text: "I want to talk to a human" });
      await stack().clock.move(31 * MINUTE);
    },
  },
  {
    name: "a secret that cannot be read",
    kind: "secret",
    fix: /wa -- (setup|secrets)/,
    async arrange() {
      stack().secret.value = "{}";
    },
  },
];

afterEach(async () => {
  const { meta, chatsby, secret, clock } = stack();
  meta.faults.clear();
  chatsby.faults.clear();
  chatsby.delayMs = 0;
  secret.value = JSON.stringify(DEMO_SECRETS);
  await clock.move(-clock.offset);
  await wa(["resume-number", "support"]);
  await wa(["switch", "on", "--number", "support"]);
});

type Trouble = { kind: string; what: string; fix: string };
type Finding = { check: string; verdict: string; evidence: string; fix?: string };

// First: nothing has failed yet.
it("status and doctor say that customers are answered while they are", async () => {
  await asks("turn.answered");
  const shown = await wa(["status"]);
  expect(shown).toMatchObject({ code: 0, out: expect.stringContaining("customers are answered") });
  expect(JSON.parse((await wa(["status", "--json"])).out)).toMatchObject({ well: true, troubles: [] });
  const { findings }: { findings: Finding[] } = JSON.parse((await wa(["doctor", "--json"])).out);
  expect(findings.find(({ check }) => check === "customers")).toMatchObject({ verdict: "ok" });
});

describe("tail", () => {
  it("shows that the worker died, and why there is no answer yet; as JSON one object a line", async () => {
    stack().chatsby.delayMs = 3_000;
    const customer = somebody();
    const asked = stack().chatsby.questions.length;
    const at = Date.now();
    await stack().meta.say(customer, "Where is my parcel?");
    await waitFor("the question", () => stack().chatsby.questions.length > asked);
    const before = logged("function.failed");
    await stack().kill("worker");
    await waitFor("the death", () => logged("function.failed") > before);
    const clock = { now: () => at + 32_000 };
    const { out } = await wa(["tail", conversationWith(customer)], { clock });
    expect(out).toMatch(/worker +function died +error: Runtime\.ExitError/);
    expect(out).toMatch(/queue +still waiting +no answer for 3\d s: the worker .* again within/);
    const lines = (await wa(["tail", conversationWith(customer), "--json"], { clock })).out
      .trim()
      .split("\n");
    const whats = lines.map((line): unknown => JSON.parse(line).what);
    expect(whats).toEqual(expect.arrayContaining(["customer wrote", "function died", "still waiting"]));
  });

  it("says what the queue waits for while a number is stopped", async () => {
    stack().meta.faults.always({ code: 190 });
    const at = Date.now();
    const customer = await asks("turn.waiting");
    const clock = { now: () => at + 20_000 };
    const { out } = await wa(["tail", conversationWith(customer)], { clock });
    expect(out).toMatch(/no answer for 2\d s: the queue waits for the number, which sends nothing/);
  });
});

const fixesOf = (troubles: readonly Pick<Trouble, "kind" | "fix">[], of: string) =>
  troubles
    .filter(({ kind }) => kind === of)
    .map(({ fix }) => fix)
    .join("\n");

describe("status and doctor", () => {
  it.each(WAYS)("both say that not all is well, and how to fix it: $name", async (way) => {
    await way.arrange();
    const clock = { now: () => Date.now() + (way.later ?? 0) };
    const isWell = ({ code, out }: Run) => code === 0 || /customers are answered|All is well/.test(out);

    const listed = await wa(["status", "--json"], { clock });
    const { well, troubles }: { well: boolean; troubles: Trouble[] } = JSON.parse(listed.out);
    expect([listed.code, well]).toEqual([1, false]);
    expect(fixesOf(troubles, way.kind)).toMatch(way.fix);
    const shown = await wa(["status"], { clock });
    expect([isWell(shown), shown.out.includes(way.kind)]).toEqual([false, true]);

    const checked = await wa(["doctor", "--json"], { clock });
    const { findings }: { findings: Finding[] } = JSON.parse(checked.out);
    const bad = findings.filter(({ verdict }) => verdict === "problem" || verdict === "warning");
    expect([isWell(checked), bad.map(({ check }) => check)]).toEqual([
      false,
      expect.arrayContaining([way.kind]),
    ]);
    expect(
      fixesOf(
        bad.map(({ check, fix = "" }) => ({ kind: check, fix })),
        way.kind,
      ),
    ).toMatch(way.fix);
  });
});

it("status is not well where the API cannot be reached", async () => {
  const { code, out } = await runCli(["status", "--url", "http://localhost:1"]);
  expect(code).toBe(6);
  expect(out).not.toContain("customers are answered");
});
