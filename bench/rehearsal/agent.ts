import { setTimeout as pause } from "node:timers/promises";
import { isRecord } from "../../lib/domain/is-record.ts";
import { json, type Service, startService } from "../../local/http/service.ts";
import type { Draw } from "../random.ts";
import type { RehearsalOptions } from "./options.ts";
import type { Proof } from "./proof.ts";
import { answerTo, longText, messagesAskedIn } from "./texts.ts";

type Parts = {
  options: RehearsalOptions;
  proof: Proof;
  random: Draw;
  /** One that will be answered. */
  onQuestion(): void;
};

/** Keeps nothing of a question. Some fail the first time. */
export function startAgent({ options, proof, random, onQuestion }: Parts): Promise<Service> {
  const failed = new Set<number>();
  return startService({}, async ({ body }) => {
    const { message }: { message?: unknown } = parsed(body);
    const messages = messagesAskedIn(typeof message === "string" ? message : "");
    const [first = -1] = messages;
    const fails = !failed.has(first) && random.chance(options.agentErrors / 100);
    if (fails) failed.add(first);
    else {
      proof.asked(messages, Date.now());
      onQuestion();
    }
    await pause(random.around(options.agentMs));
    if (fails) return json(503, { error: { code: "planned" } });
    const content = answerTo(messages) + longText(options.answerCharacters);
    return json(200, { response: content, message: { role: "assistant", content } });
  });
}

function parsed(body: Buffer): Record<string, unknown> {
  const value: unknown = JSON.parse(body.toString("utf8"));
  return isRecord(value) ? value : {};
}
