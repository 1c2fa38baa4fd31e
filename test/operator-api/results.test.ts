import { describe, expect, it } from "@jest/globals";
import * as z from "zod/mini";
import type { OperationName } from "../../lib/operator-api/operations.ts";
import { type ResultOf, results } from "../../lib/operator-api/results.ts";

const HANDOFF = {
  conversation: "c1",
  reason: "asked",
  since: 1,
  waitingSeconds: 2,
  windowSecondsLeft: 3,
  customer: {},
};
const LEAD = {
  conversation: "c1",
  number: "support",
  fields: { name: { value: "Dana", source: "profile", at: 1 } },
  createdAt: 1,
  updatedAt: 1,
  revision: 1,
};
const TEMPLATE = {
  name: "order_update",
  status: "APPROVED",
  named: false,
  body: { text: "Hello", placeholders: [] },
  buttons: [],
};

/** The least that any version of the API returns. */
const LEAST: { [Name in OperationName]: ResultOf<Name> } = {
  find: { conversations: [{ conversation: "c1", paused: false, optedOut: false }] },
  handoffs: { handoffs: [HANDOFF] },
  show: {
    conversation: "c1",
    optedOut: false,
    transcript: [{ at: 1, from: "customer", text: "Hello" }],
    acts: [{ at: 1, by: "dana", what: "pause" }],
  },
  pause: { result: "already-paused" },
  resume: { result: "resumed" },
  reply: { conversation: "c1", outbound: "r1", result: "queued" },
  outbound: { state: "sent" },
  templates: { templates: [TEMPLATE], dailyLimit: null, usedLast24Hours: 0 },
  "send-template": { result: "skipped", reason: "opted-out" },
  campaign: {
    jobs: [{ conversation: "c1", state: "sent" }],
    counts: { waiting: 0, sent: 1, failed: 0, cancelled: 0 },
  },
  numbers: { numbers: [{ number: "support", suspended: { until: 2, since: 1, code: "190" } }] },
  "resume-number": { numbers: [{ number: "support" }] },
  switches: { switches: [{ number: "*", off: false }] },
  switch: { switches: [{ number: "support", off: true }] },
  rollout: {
    number: "support",
    percent: 100,
    contacts: 0,
    others: "silent",
    drafts: false,
    source: "default",
  },
  "change-rollout": {
    number: "support",
    percent: 10,
    contacts: 1,
    others: "handoff",
    drafts: true,
    source: "operator",
  },
  leads: { leads: [LEAD] },
  "opt-in": { conversation: "c1", result: "recorded", optIns: 1 },
  "withdraw-opt-ins": { withdrawn: 1, optIns: 0 },
  export: { exportedAt: 1, conversations: [{ conversation: "c1" }] },
  status: {
    at: 1,
    well: false,
    numbers: [
      {
        number: "support",
        provider: "meta",
        lastHour: { failed: 1, deferred: 0, messagesFailed: 0, agentErrors: 0, refused: 0 },
      },
    ],
    late: { customers: 1, atLeast: false, oldestSince: 1, reasons: {} },
    untaken: { customers: 0, atLeast: false },
    troubles: [{ kind: "answers-failed", level: "problem", what: "It failed.", fix: "Look." }],
  },
  forget: { conversations: [{ conversation: "c1", erased: 3 }] },
};

/** With an unknown field in every object. */
function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMore);
  if (typeof value !== "object" || value === null) return value;
  // A lead's fields have free names.
  const more = "name" in value && Object.keys(value).length === 1 ? {} : { added: "later" };
  return {
    ...Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withMore(inner)])),
    ...more,
  };
}

describe("a client", () => {
  it.each(Object.entries(results))(
    "reads %s of an older API, which lacks what came later",
    (name, schema) => {
      const least = Object.entries(LEAST).find(([each]) => each === name)?.[1];
      expect(z.safeParse(schema, least)).toEqual({ success: true, data: least });
    },
  );

  it.each(Object.entries(results))("passes on what a newer API adds to %s", (name, schema) => {
    const more = withMore(Object.entries(LEAST).find(([each]) => each === name)?.[1]);
    expect(JSON.stringify(more)).toContain("later");
    expect(z.safeParse(schema, more)).toEqual({ success: true, data: more });
  });
});
