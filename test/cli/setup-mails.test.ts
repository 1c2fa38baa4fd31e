import { describe, expect, it } from "@jest/globals";
import type { Cloud } from "../../cli/cloud/cloud.ts";
import { CliProblem, EXIT } from "../../cli/problem.ts";
import { askMails } from "../../cli/setup/ask/ask-mails.ts";
import { confirmMails } from "../../cli/setup/ask/confirm-mails.ts";
import { askingFor } from "../../cli/setup/ask/interview.ts";
import type { SetupOptions } from "../../cli/setup/ask/questions.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { type MailTopic, mailFinding, type Subscription } from "../../lib/health/mail-findings.ts";
import { FakeStack, SETTINGS } from "./support/fake-stack.ts";

const CONFIRMED = { protocol: "email", confirmed: true };
const PENDING = { protocol: "email", confirmed: false };
type File = Pick<SettingsFile, "alerts" | "handoff">;

async function asked(answers: string[] | undefined, file: File | undefined, options: SetupOptions = {}) {
  const questions: string[] = [];
  let err = "";
  const io = {
    ask:
      answers && (async (question: string) => [questions.push(question), answers.shift() ?? ""][1] as string),
    askHidden: undefined,
    err: (text: string) => {
      err += text;
    },
    width: 100,
  };
  const interview = askingFor({
    io,
    env: {},
    yes: options.yes === true,
    local: false,
    kept: { get: () => undefined, keep: async () => undefined },
  });
  return { mails: await askMails(io, interview, options, file), questions, err };
}

describe("setup asks who is told", () => {
  it("of handoffs first, and offers the same address for alarms", async () => {
    const { mails, questions } = await asked(["team@example.org", ""], {});
    expect(mails).toEqual({ handoffEmail: "team@example.org", alertsEmail: "team@example.org" });
    expect(questions).toEqual([
      expect.stringContaining("a customer wants a person? Mail address (empty: nobody)"),
      expect.stringContaining('something breaks? Mail address [team@example.org; "none": nobody]'),
    ]);
  });

  it("again after what is no address", async () => {
    const { mails, err } = await asked(["team", "team@example.org", "ops@example.org"], {});
    expect(mails).toEqual({ handoffEmail: "team@example.org", alertsEmail: "ops@example.org" });
    expect(err).toContain("has no @");
  });

  it("and takes nobody for an answer, with what that means", async () => {
    expect(await asked(["", "none"], {})).toMatchObject({
      mails: {},
      err: expect.stringContaining("waits until somebody looks into the inbox"),
    });
    expect((await asked(["team@example.org", "none"], {})).mails.alertsEmail).toBeUndefined();
  });

  it.each<[string, string[] | undefined, File | undefined, SetupOptions]>([
    ["what the settings have", [], { alerts: { email: "a@b.org" }, handoff: { email: "c@d.org" } }, {}],
    ["what the options give", [], {}, { alertsEmail: "a@b.org", handoffEmail: "c@d.org" }],
    ["anything with --yes", [], {}, { yes: true }],
    ["anything without a terminal", undefined, {}, {}],
    ["anything for the local stack", [], undefined, {}],
  ])("but not %s", async (_, answers, file, options) => {
    expect((await asked(answers, file, options)).questions).toEqual([]);
  });
});

/** A stage with both addresses. `looks`: what AWS says at each look, the last one for ever. */
function aStage(looks: Partial<Record<MailTopic, Subscription[]>>[], answers: string[] | undefined) {
  const stack = new FakeStack({});
  stack.answers = answers;
  let look = 0;
  const cloud: Cloud = {
    ...stack.cloud({ outputs: {} } as never),
    settings: {
      ...SETTINGS,
      alerts: { ...SETTINGS.alerts, email: "ops@example.org" },
      handoff: { ...SETTINGS.handoff, email: "team@example.org" },
    },
    subscribers: async (topic) => {
      const found = looks[Math.min(look, looks.length - 1)]?.[topic] ?? [];
      if (topic === "alarms") look += 1;
      return found;
    },
  };
  return { stack, cloud };
}

describe("setup waits for the confirmation of both addresses", () => {
  it("and looks again at each Enter, until both are confirmed", async () => {
    const { stack, cloud } = aStage(
      [
        { handoffs: [PENDING], alarms: [PENDING] },
        { handoffs: [CONFIRMED], alarms: [PENDING] },
        { handoffs: [CONFIRMED], alarms: [CONFIRMED] },
      ],
      ["", ""],
    );
    await confirmMails(stack.setup(), cloud);
    expect(stack.asked).toHaveLength(2);
    expect(stack.out.match(/is not confirmed yet/g)).toHaveLength(3);
    expect(stack.out).toContain("✓ ops@example.org is told of alarms.");
    expect(stack.out).toContain("✓ team@example.org is told of customers who want a person.");
    expect(stack.out).not.toContain("nobody is told");
  });

  it("or goes on without, when the person wants that", async () => {
    const { stack, cloud } = aStage([{ handoffs: [PENDING], alarms: [CONFIRMED] }], ["later"]);
    await confirmMails(stack.setup(), cloud);
    expect(stack.asked).toHaveLength(1);
    expect(stack.out).toContain("! team@example.org (customers who want a person) is not confirmed yet.");
    expect(stack.out).toContain("npm run wa -- doctor --stage prod");
  });

  it.each([
    ["without a terminal", undefined, {}],
    ["with --yes", ["", ""], { yes: true }],
  ])("but only reminds %s", async (_, answers, options) => {
    const { stack, cloud } = aStage([{ handoffs: [PENDING] }], answers);
    await confirmMails(stack.setup(options), cloud);
    expect(stack.asked).toEqual([]);
    expect(stack.out.match(/is not confirmed yet/g)).toHaveLength(2);
  });

  it("and stops asking when the input has ended", async () => {
    const { stack, cloud } = aStage([{}], []);
    await confirmMails(stack.setup(), cloud);
    expect(stack.asked.length).toBeLessThan(50);
  });

  it("and says who is not told at all", async () => {
    const { stack, cloud } = aStage([{}], []);
    await confirmMails(stack.setup(), { ...cloud, settings: SETTINGS });
    expect(stack.asked).toEqual([]);
    expect(stack.out).toContain("Nobody is told of alarms: the settings have no address.");
  });

  it("and goes on where AWS refuses the look", async () => {
    const { stack, cloud } = aStage([{}], []);
    const subscribers = async () => Promise.reject(new CliProblem(EXIT.noAccess, "It needs a permission."));
    await confirmMails(stack.setup(), { ...cloud, subscribers });
    expect(stack.out).toContain("is not known: It needs a permission.");
  });
});

describe("doctor says of each address", () => {
  const finding = (topic: MailTopic, subscriptions: Subscription[], address?: string) =>
    mailFinding(topic, subscriptions, { address, topicArn: "arn:aws:sns:x" });

  it.each<[string, Subscription[], string | undefined, string, RegExp]>([
    ["confirmed", [PENDING, CONFIRMED], "a@b.org", "ok", /somebody gets a mail/],
    ["pending", [PENDING], "a@b.org", "problem", /not confirmed/],
    ["gone", [], "a@b.org", "problem", /was not confirmed in time/],
    ["not set", [], undefined, "warning", /nobody gets a mail/],
  ])("that it is %s", (_, subscriptions, address, verdict, evidence) => {
    const found = finding("handoffs", subscriptions, address);
    expect(found).toMatchObject({
      check: "handoffs.subscribers",
      verdict,
      evidence: expect.stringMatching(evidence),
    });
    expect(JSON.stringify(found)).not.toContain("a@b.org");
    expect(finding("alarms", subscriptions, address)).toMatchObject({ check: "alarms.subscribers", verdict });
  });

  it("how to get the mail again", () => {
    expect(finding("alarms", [PENDING], "a@b.org").fix).toContain(
      "aws sns subscribe --topic-arn arn:aws:sns:x",
    );
  });
});
