import { describe, expect, it } from "@jest/globals";
import { completeSettings } from "../../../lib/config/settings/complete-settings.ts";
import { ConfigurationError } from "../../../lib/config/settings/problems.ts";

const META = { name: "support", provider: "meta", phoneNumberId: "310000000000007", agentId: "agent_1" };
const inboxOf = (inbox?: unknown) => completeSettings({ numbers: [META], inbox }, "dev.json").inbox;
function problemsOf(inbox: unknown): readonly string[] {
  try {
    inboxOf(inbox);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe("settings of the inbox", () => {
  it("switch it on, with a second factor, unless they say otherwise", () => {
    expect(inboxOf()).toEqual({ enabled: true, mfa: "required", savedReplies: [] });
    expect(inboxOf({ enabled: false, mfa: "optional" })).toMatchObject({ enabled: false, mfa: "optional" });
  });

  it("keep the line breaks of a saved reply, and names in any script", () => {
    const savedReplies = [
      { name: "hours", text: "Mon to Fri\n9 to 18" },
      { name: "Öffnungszeiten 2", text: "9 bis 18 Uhr" },
      { name: "समय", text: "…" },
    ];
    expect(inboxOf({ savedReplies }).savedReplies).toEqual(savedReplies);
  });

  it.each<[object, string]>([
    [{ enabled: "yes" }, "inbox.enabled: missing, or not a boolean"],
    [{ mfa: "on" }, 'inbox.mfa: use "required" or "optional" or "off"'],
    [{ mfa: false }, 'inbox.mfa: use "required" or "optional" or "off"'],
    [{ savedReply: [] }, "inbox.savedReply: no such setting"],
    [
      { savedReplies: [{ name: "/hours", text: "9 to 18" }] },
      "inbox.savedReplies[0].name: use 1 to 40 letters, digits, spaces and hyphens",
    ],
    [{ savedReplies: [{ name: "hours", text: " \n" }] }, "inbox.savedReplies[0].text: write something"],
    [
      {
        savedReplies: [
          { name: "Hours", text: "9 to 18" },
          { name: "hours ", text: "10 to 18" },
        ],
      },
      "inbox.savedReplies: two have the same name",
    ],
  ])("refuse %j with a word of what would do", (inbox, problem) => {
    expect(problemsOf(inbox)).toEqual([problem]);
  });

  it("refuse a saved reply that is longer than one text of WhatsApp's", () => {
    const withText = (text: string) => problemsOf({ savedReplies: [{ name: "hours", text }] });
    expect(withText("x".repeat(4096))).toEqual([]);
    expect(withText("x".repeat(4097))).toEqual(["inbox.savedReplies[0].text: use at most 4096 characters"]);
  });
});
