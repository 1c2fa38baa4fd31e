import { trialFinding } from "../../lib/agents/chatsby/trial-finding.ts";
import { type Trial, tryDialects } from "../../lib/agents/chatsby/try-dialects.ts";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import type { Dialect } from "../../lib/domain/dialect/dialect.ts";
import type { Finding } from "../../lib/domain/health/finding.ts";
import { SECOND_MS } from "../../lib/domain/time.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { Io } from "../io.ts";
import { dialectFix, isFoundDialect } from "../setup/ask/dialect-in-file.ts";

const QUESTION = "Hello! This is a test of the connection. What can you help me with?";

type Asked = {
  trials: readonly { number: string; trials: readonly Trial[] }[];
  /** The dialect that answered first. */
  answering: Dialect | undefined;
};

/** Asks each agent one question: a message on the plan. Several numbers may have the same agent. */
export async function askAgents(
  { fetch, clock, newId }: Pick<Io, "fetch" | "clock" | "newId">,
  { apiUrl, dialect, timeoutSeconds }: Settings["chatsby"],
  numbers: readonly { name: string; agentId: string }[],
  { apiKey }: Secrets["chatsby"],
): Promise<Asked> {
  const all: { number: string; trials: readonly Trial[] }[] = [];
  let answering: Dialect | undefined;
  for (const [agentId, its] of Map.groupBy(numbers, (number) => number.agentId)) {
    const trials = await tryDialects(
      {
        ...{ fetch, clock, apiUrl, dialect: answering ?? dialect },
        timeoutMs: timeoutSeconds * SECOND_MS,
        apiKey: async () => apiKey,
      },
      { agentId, text: QUESTION, session: `test-${newId()}` },
    );
    const last = trials.at(-1);
    if (last?.kind === "answered") answering ??= last.dialect;
    all.push(...its.map(({ name }) => ({ number: name, trials })));
  }
  return { trials: all, answering };
}

/** Writes the dialect that answers into the settings file, if there is one at `path`. */
export async function checkAnswers(
  io: Pick<Io, "fetch" | "clock" | "newId">,
  { settings, stage, local }: Pick<Cloud, "settings" | "stage" | "local">,
  { chatsby }: Secrets,
  path: string | undefined,
): Promise<Finding[]> {
  const configured = settings.chatsby.dialect;
  const { trials, answering } = await askAgents(io, settings.chatsby, settings.numbers, chatsby);
  const fix = isFoundDialect(answering, configured)
    ? await dialectFix(answering, settings.numbers, path, local ? undefined : stage)
    : `Set chatsby.dialect to ${JSON.stringify(answering)}, or correct your mapping.`;
  return trials.map((each) => trialFinding(each.trials, { number: each.number, configured, fix }));
}
