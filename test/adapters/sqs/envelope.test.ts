import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import {
  readCommand,
  readLead,
  readStatus,
  UnreadableMessageError,
  writeCommand,
  writeLead,
  writeStatus,
} from "../../../lib/adapters/sqs/envelope.ts";
import { NewerVersionError } from "../../../lib/application/ports/newer-version-error.ts";
import type { ReportedStatus } from "../../../lib/application/ports/ports.ts";
import { conversationId, messageId, numberName, turnId } from "../../../lib/domain/ids.ts";

const reference = { conversation: conversationId("conv"), turn: turnId("turn"), part: 2, attempt: 1 };

/**
 * As each release wrote them, and as they may still lie in a queue: never change a file, add one when a
 * message changes.
 */
const RELEASES = readdirSync("test/fixtures/messages").map((file) =>
  JSON.parse(readFileSync(`test/fixtures/messages/${file}`, "utf8")),
);
const about = { conversation: conversationId("conv"), number: numberName("support") };

describe("queue messages of releases up to this one", () => {
  it.each(RELEASES)("are read: $release", ({ commands, statuses, leads }) => {
    expect(commands.map(readCommand)).toEqual([
      { kind: "wake", ...about },
      { kind: "part-failed", reference, code: "131047" },
      { kind: "lead", ...about },
      { kind: "follow-up", ...about, turn: "turn", step: 1 },
    ]);
    const pricing = { category: "service", billable: true };
    expect(statuses.map(readStatus)).toEqual([
      { provider: "meta", state: "sent", reference, at: 1_795_430_001_000, pricing },
      { provider: "twilio", state: "failed", reference, code: "63016" },
    ]);
    expect(leads.map(readLead)).toEqual([{ conversation: "conv", revision: 3 }]);
  });

  it("are written as the latest of them, so that the release before this one reads them too", () => {
    const { commands, statuses, leads } = RELEASES.at(-1);
    expect(commands.map(readCommand).map(writeCommand)).toEqual(commands);
    expect(statuses.map(readStatus).map((status: ReportedStatus) => JSON.parse(writeStatus(status)))).toEqual(
      statuses.map((each: string) => JSON.parse(each)),
    );
    expect(leads.map(readLead).map(writeLead)).toEqual(leads);
  });
});

describe("queue messages of a later release", () => {
  it("are read when they only say more", () => {
    const more = (body: string) => JSON.stringify({ ...JSON.parse(body), future: { any: "thing" } });
    const [release] = RELEASES;
    expect(release.commands.map(more).map(readCommand)).toEqual(release.commands.map(readCommand));
    expect(release.statuses.map(more).map(readStatus)).toEqual(release.statuses.map(readStatus));
    expect(release.leads.map(more).map(readLead)).toEqual(release.leads.map(readLead));
  });

  it.each([2, 17])("wait for it when they need version %d", (v) => {
    const later = (body: string) => JSON.stringify({ ...JSON.parse(body), v });
    const [release] = RELEASES;
    for (const body of release.commands) expect(() => readCommand(later(body))).toThrow(NewerVersionError);
    for (const body of release.statuses) expect(() => readStatus(later(body))).toThrow(NewerVersionError);
    for (const body of release.leads) expect(() => readLead(later(body))).toThrow(NewerVersionError);
  });

  it("wait for it also when only their kind is new", () => {
    expect(() => readCommand('{"v":1,"kind":"unheard-of","conversation":"c"}')).toThrow(NewerVersionError);
  });
});

describe("queue messages", () => {
  it.each([
    { kind: "wake", conversation: conversationId("conv"), number: numberName("support") },
    {
      kind: "wake",
      conversation: conversationId("conv"),
      number: numberName("support"),
      notBefore: 1_795_430_001_000,
    },
    { kind: "part-failed", reference, code: "131047" },
    { kind: "lead", conversation: conversationId("conv"), number: numberName("support") },
    {
      kind: "follow-up",
      conversation: conversationId("conv"),
      number: numberName("support"),
      turn: turnId("turn"),
      step: 1,
    },
  ] as const)("come back as they were sent: $kind", (command) => {
    expect(readCommand(writeCommand(command))).toEqual(command);
  });

  it("carry a status with all that is known of it", () => {
    const status = {
      provider: "meta",
      state: "failed",
      reference,
      at: 1,
      code: "131047",
      pricing: { category: "service", billable: true },
    } as const;
    expect(readStatus(writeStatus(status))).toEqual(status);
  });

  it("carry a lead by its ids alone", () => {
    const lead = {
      conversation: conversationId("conv"),
      revision: 3,
      fields: { email: { value: "a@example.com" } },
    };
    expect(readLead(writeLead(lead))).toEqual({ conversation: "conv", revision: 3 });
    expect(writeLead(lead)).not.toContain("example");
  });

  it.each([
    "",
    "{",
    "null",
    "{}",
    '{"v":1,"kind":"part-failed","reference":"x","code":"1"}',
    '{"v":1,"kind":"follow-up","conversation":"c","number":"n","turn":"t"}',
    '{"v":"2"}',
    '{"v":0,"kind":"wake","conversation":"c","number":"n"}',
  ])("are left in the queue when no version can read them: %s", (body) => {
    expect(() => readCommand(body)).toThrow(UnreadableMessageError);
    expect(() => readStatus(body)).toThrow(UnreadableMessageError);
    expect(() => readLead(body)).toThrow(UnreadableMessageError);
  });
});

it("a wake-up carries until when the customer may go on, and never the message's id", () => {
  const command = {
    kind: "wake",
    ...about,
    message: messageId("wamid.1"),
    quietUntil: 1_800_000_000_000,
  } as const;
  const body = writeCommand(command);
  expect(body).not.toContain("wamid");
  expect(readCommand(body)).toEqual({ kind: "wake", ...about, quietUntil: 1_800_000_000_000 });
});
