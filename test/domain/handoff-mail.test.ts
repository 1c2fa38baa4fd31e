import { expect, it } from "@jest/globals";
import type { Handoff } from "../../lib/domain/handoff/handoff.ts";
import { handoffMail } from "../../lib/domain/handoff/handoff-mail.ts";
import { formatLocalTime } from "../../lib/domain/handoff/mail-parts.ts";
import { reminderMail } from "../../lib/domain/handoff/reminder-mail.ts";

const inbox = "https://api.example.org/inbox#abc";
const handoff: Handoff = { id: "h1", reason: "asked", since: 1_795_430_010_000, origin: "abc" };
const about = { handoff, conversation: "abc", number: "support", windowClosesAt: undefined };
const lastLines = (text: string, count: number) => text.split("\n").slice(-count);

it("says how to answer and hand back with commands where there is no inbox", () => {
  const { text } = handoffMail({ ...about, link: "https://wa.me/15550177001" });
  expect(text).toContain("Open the chat: https://wa.me/15550177001\n");
  expect(lastLines(text, 4)).toEqual([
    "Answer in the WhatsApp Business app if the number is used there, or with",
    '  npm run wa -- reply abc "…"',
    "and hand back with",
    "  npm run wa -- resume abc",
  ]);
});

it("says outside business hours until when nobody is there, and whether the bot goes on", () => {
  const opens = formatLocalTime(Date.UTC(2026, 2, 29, 7), "Europe/Berlin");
  const { text } = handoffMail({ ...about, opens });
  expect(text).toContain("Outside business hours until: 2026-03-29 09:00, Europe/Berlin\n");
  expect(text).toContain("The assistant is silent in this conversation now.");
  const night = handoffMail({ ...about, opens, handoff: { ...handoff, botUntil: 1_795_430_020_000 } });
  expect(night.text).toContain("The assistant goes on until your business hours begin, or until you answer.");
  expect(handoffMail(about).text).not.toContain("business hours");
});

it("names the stage in each command", () => {
  const { text } = handoffMail({ ...about, stage: "prod" });
  expect(lastLines(text, 4)).toEqual([
    "Answer in the WhatsApp Business app if the number is used there, or with",
    '  npm run wa -- reply abc "…" --stage prod',
    "and hand back with",
    "  npm run wa -- resume abc --stage prod",
  ]);
  const reminder = reminderMail({
    ...{ kind: "long", since: 0, now: 3_600_000, windowClosesAt: undefined },
    ...{ conversation: "abc", number: "support", inbox, stage: "prod" },
  });
  expect(lastLines(reminder.text, 1)).toEqual(['  npm run wa -- reply abc "…" --stage prod']);
});

it("leads to the inbox, and keeps one line for the command line", () => {
  const { text } = handoffMail({ ...about, link: inbox, inbox });
  expect(text).toContain(`Open the chat: ${inbox}\n`);
  expect(lastLines(text, 2)).toEqual([
    "Answer and hand back by that link. Without the inbox:",
    '  npm run wa -- reply abc "…"',
  ]);
  expect(text).not.toContain("resume");
});

it("names the inbox beside a link of the settings", () => {
  const { text } = handoffMail({ ...about, link: "https://crm.example.org/abc", inbox });
  expect(text).toContain("Open the chat: https://crm.example.org/abc\n");
  expect(text).toContain(`Answer and hand back in the inbox, ${inbox}. Without the inbox:`);
});

it("leads to the inbox also when it may hold ids only", () => {
  expect(handoffMail({ ...about, inbox }).text).toContain(`Open the chat: ${inbox}\n`);
});
