import type { BusinessNumber } from "../../lib/application/ports/engine.ts";
import { runCommand } from "../../lib/application/turn/run-command.ts";
import { disclose } from "../../lib/domain/disclosure/disclose.ts";
import { parseReference } from "../../lib/domain/turn/reference.ts";
import type { ReplyPart } from "../../lib/domain/turn/turn.ts";
import { META_FILES } from "../../lib/providers/meta/sending/files.ts";
import { engineWorld, SUPPORT } from "./engine-world.ts";

export const AI = "You write with an AI.";
const LIMITS = { maxLength: 4_000, files: META_FILES };

/** A number whose agent's answers disclose that it is an AI. */
export const disclosing = (
  partsOf: (answer: string) => readonly ReplyPart[] = (text) => [{ text }],
): Pick<BusinessNumber, "disclosure" | "formatReply"> => ({
  disclosure: { textFor: () => AI, putBefore: (parts, text) => disclose(parts, text, LIMITS) },
  formatReply: (answer, disclosure) =>
    disclosure === undefined ? partsOf(answer) : disclose(partsOf(answer), disclosure, LIMITS),
});

/** By the agent's answer. */
export const told = (text: string) => `${AI}\n\n${text}`;

/** One conversation with such a number. */
export function disclosingWorld({ number, ...change }: Parameters<typeof engineWorld>[0] = {}) {
  const world = engineWorld({
    ...change,
    rules: { noteForAgent: false, ...change.rules },
    number: {
      ...disclosing(),
      failureActionFor: (code) => (code === "131047" ? "template" : "never"),
      ...number,
    },
  });
  const says = async (text: string, laterMs = 60_000) => {
    world.clock.time += laterMs;
    await world.write(text);
    await world.settle();
  };
  const fails = async (index: number, code: string) => {
    const reference = parseReference(world.sent[index]?.reference ?? "");
    if (!reference) throw new Error("nothing was sent");
    await world.engine.deliveries.record({ provider: "meta", reference, state: "failed", code });
    await runCommand(world.engine, { kind: "part-failed", reference, code }, world.clock.time + 90_000);
    await world.settle();
  };
  const staffWrites = (id: string) =>
    world.engine.outbox.add(world.conversation, {
      id,
      number: SUPPORT,
      at: world.clock.time,
      by: "arn:staff",
      content: { kind: "reply", text: "Hello, this is Mia." },
    });
  const resume = () =>
    world.engine.controls.resume(world.conversation, { at: world.clock.time, how: "resume" });
  return { ...world, says, fails, staffWrites, resume };
}
