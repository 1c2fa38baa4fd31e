import { describe, expect, it } from "@jest/globals";
import {
  readCommand,
  readLead,
  readStatus,
  UnreadableMessage,
  writeCommand,
  writeLead,
  writeStatus,
} from "../../../lib/adapters/sqs/envelope.ts";
import { conversationId, numberName, turnId } from "../../../lib/domain/ids.ts";

const reference = { conversation: conversationId("conv"), turn: turnId("turn"), part: 2, attempt: 1 };

describe("queue messages", () => {
  it.each([
    { kind: "wake", conversation: conversationId("conv"), number: numberName("support") },
    { kind: "part-failed", reference, code: "131047" },
    { kind: "lead", conversation: conversationId("conv"), number: numberName("support") },
    { kind: "follow-up", conversation: conversationId("conv"), number: numberName("support"), turn: turnId("turn"), step: 1 },
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
    const lead = { conversation: conversationId("conv"), revision: 3, fields: { email: { value: "a@example.com" } } };
    expect(readLead(writeLead(lead))).toEqual({ conversation: "conv", revision: 3 });
    expect(writeLead(lead)).not.toContain("example");
  });

  it.each([
    "",
    "{",
    "null",
    "{}",
    '{"v":2,"kind":"wake","conversation":"c","number":"n","message":"m"}',
    '{"v":1,"kind":"part-failed","reference":"x","code":"1"}',
    '{"v":1,"kind":"unheard-of","conversation":"c","number":"n"}',
    '{"v":1,"kind":"follow-up","conversation":"c","number":"n","turn":"t"}',
    '{"v":2,"conversation":"c","revision":1}',
  ])("are left in the queue when this version cannot read them: %s", (body) => {
    expect(() => readCommand(body)).toThrow(UnreadableMessage);
    expect(() => readStatus(body)).toThrow(UnreadableMessage);
    expect(() => readLead(body)).toThrow(UnreadableMessage);
  });
});
