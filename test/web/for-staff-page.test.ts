import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";

const page = readFileSync("docs/for-staff.md", "utf8");
const inbox = readdirSync("web/inbox", { recursive: true })
  .map((file) => `web/inbox/${file}`)
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(file, "utf8"))
  .join("\n");

it.each([
  "Waiting",
  "Mine",
  "All",
  "I'll answer",
  "Take over",
  "Internal note",
  "Let a colleague answer",
  "More",
  "Try again",
  "WhatsApp has not confirmed it",
  "Sound and keys",
  "Switch the bot on or off",
  "A customer's data",
  "Staff",
  "The inbox cannot be reached",
])("the page for staff calls by its label what the inbox shows: %s", (label) => {
  const quoted = new RegExp(`["*]${label}["*]`);
  expect(page.replaceAll(/\s+/g, " ")).toMatch(quoted);
  expect(inbox).toContain(label.replace("'", "’"));
});
