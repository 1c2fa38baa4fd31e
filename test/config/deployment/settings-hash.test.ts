import { describe, expect, it } from "@jest/globals";
import { settingsHash } from "../../../lib/config/deployment/settings-hash.ts";
import { completeSettings } from "../../../lib/config/settings/complete-settings.ts";

const META = {
  name: "support",
  provider: "meta",
  phoneNumberId: "998877665544332",
  agentId: "agent_real",
} as const;
const TWILIO = {
  name: "sales",
  provider: "twilio",
  from: "whatsapp:+14155238886",
  agentId: "agent_real",
} as const;
const hashOf = (file: object) => settingsHash(completeSettings(file, "test"));
const plain = { numbers: [META, TWILIO] };

/** With every object's keys the other way round. */
const reversed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(reversed)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, each]) => [key, reversed(each)]),
        )
      : value;

describe("the hash of settings", () => {
  it("is the same whatever the order of keys, and whether a default is written out or not", () => {
    const file = {
      ...plain,
      turns: { quietSeconds: 5, maxPerHour: 10 },
      tags: { b: "1", a: "2" },
      alerts: { email: "ops@example.org" },
    };
    expect(hashOf(reversed(file) as object)).toBe(hashOf(file));
    expect(settingsHash(reversed(completeSettings(file, "test")) as never)).toBe(hashOf(file));
    expect(hashOf({ ...plain, turns: { quietSeconds: 2 }, keepData: undefined })).toBe(hashOf(plain));
  });

  it.each<[string, object]>([
    ["another phone number id", { numbers: [{ ...META, phoneNumberId: "998877665544333" }, TWILIO] }],
    ["a number less", { numbers: [META] }],
    ["numbers in another order: the first of two that fit is taken", { numbers: [TWILIO, META] }],
    ["one text", { ...plain, texts: { fallback: "Later." } }],
    ["a capacity", { ...plain, capacity: { workers: 5 } }],
    ["a tag's value", { ...plain, tags: { team: "service" } }],
  ])("is another one with %s", (_, file) => {
    expect(hashOf(file)).not.toBe(hashOf(plain));
  });

  it("reveals nothing of the settings: 16 hexadecimal digits, whatever they hold", () => {
    expect(hashOf(plain)).toMatch(/^[0-9a-f]{16}$/);
    expect(hashOf({ ...plain, handoff: { email: "team@example.org" } })).toMatch(/^[0-9a-f]{16}$/);
  });
});
