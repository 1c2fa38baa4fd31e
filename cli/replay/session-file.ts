import * as z from "zod/mini";
import { PROVIDERS } from "../../lib/domain/inbound/inbound.ts";
import { readUserFile, utf8 } from "../files.ts";
import { CliProblem, EXIT } from "../problem.ts";

const webhook = z.object({
  at: z.number(),
  provider: z.enum(PROVIDERS),
  /** Exactly as delivered. */
  body: z.string(),
});
export type RecordedWebhook = z.output<typeof webhook>;

/** The format of `GET /local/export`. Replies and other fields are for comparing. */
const session = z.looseObject({
  format: z.literal("chatsby-whatsapp-session", "is not chatsby-whatsapp-session"),
  version: z.literal(1, "is not version 1"),
  webhooks: z.array(webhook),
});

/** Throws CliProblem for a file that is not a session. */
export async function readSession(path: string): Promise<readonly RecordedWebhook[]> {
  const wrong = (details: readonly string[]) =>
    new CliProblem(
      EXIT.usage,
      `${path} is not a recorded session. Get one from the page of npm start ("export").`,
      details,
    );
  let given: unknown;
  try {
    given = JSON.parse(utf8(await readUserFile(path)) ?? "");
  } catch (error) {
    if (error instanceof CliProblem) throw error;
    throw wrong(["it is not JSON"]);
  }
  const read = z.safeParse(session, given);
  if (read.success) return read.data.webhooks;
  throw wrong(
    read.error.issues.slice(0, 5).map(({ path: place, message }) => `${place.join(".") || "it"}: ${message}`),
  );
}
