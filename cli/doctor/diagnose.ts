import { webhookUrlsOf } from "../../lib/config/deployment/stack-outputs.ts";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import { mediaModesOf } from "../../lib/config/settings/media-settings.ts";
import { type Finding, skipped } from "../../lib/domain/health/finding.ts";
import { checkAccounts } from "../../lib/health/check-accounts.ts";
import { checkSecret } from "../../lib/health/check-secret.ts";
import { checkTemplates } from "../../lib/health/check-templates.ts";
import { checkAnswers } from "../checks/agent.ts";
import { checkConcurrency } from "../checks/concurrency.ts";
import { checkFrontDoor } from "../checks/front-door.ts";
import { checkInbox } from "../checks/inbox.ts";
import { checkMedia } from "../checks/media.ts";
import { checkOperations } from "../checks/operations.ts";
import { runCheck } from "../checks/run-check.ts";
import { checkProtection, checkSettings, checkStack } from "../checks/stack.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { Io } from "../io.ts";

export type Part = { title: string; findings: readonly Finding[] };

type Asks = {
  asksMedia?: boolean;
  /** `settingsPath`: the file that gets the dialect in which the agent answers. */
  asksAgent?: { settingsPath: string | undefined };
};

const NEEDS_SECRET = "Not checked: this needs the stage's secret.";

/** Calls `begun` before each check. A check that cannot run gives a finding, too. */
export async function* diagnose(
  io: Pick<Io, "fetch" | "clock" | "newId" | "sleep">,
  cloud: Cloud,
  onStart: (title: string) => void,
  { asksMedia = false, asksAgent }: Asks = {},
): AsyncGenerator<Part> {
  const { settings, outputs, stack } = cloud;
  if (stack) {
    const concurrency = await runCheck(io, "aws.concurrency", () => checkConcurrency(cloud));
    yield {
      title: "Deploy",
      findings: [...checkStack(stack), ...checkSettings(cloud), ...checkProtection(cloud), ...concurrency],
    };
  }
  onStart("Secret");
  let secrets: Secrets | undefined;
  const secretFindings = await runCheck(io, "secret", async () => {
    const checked = await checkSecret(cloud);
    secrets = checked.secrets;
    return checked.findings;
  });
  yield { title: "Secret", findings: secretFindings };
  const urls = webhookUrlsOf(outputs);
  const withSecrets =
    (check: string, run: (known: Secrets) => Promise<Finding[]>) => async (): Promise<readonly Finding[]> => {
      const known = secrets;
      return known ? runCheck(io, check, () => run(known)) : [skipped(check, NEEDS_SECRET)];
    };
  const parts: readonly (readonly [string, () => Promise<readonly Finding[]>])[] = [
    ["Webhooks", withSecrets("webhook", (known) => checkFrontDoor(io, urls, known))],
    ["Accounts", withSecrets("accounts", (known) => checkAccounts(io, settings, known, urls))],
    ...(asksAgent
      ? [
          [
            "Agent",
            withSecrets("chatsby.answer", (known) => checkAnswers(io, cloud, known, asksAgent.settingsPath)),
          ] as const,
        ]
      : []),
    ["Templates", withSecrets("templates", (known) => checkTemplates(io, settings, known))],
    ...(mediaModesOf(settings.media).size > 0
      ? [["Media", withSecrets("media", (known) => checkMedia(io, cloud, known, asksMedia))] as const]
      : []),
    ["Inbox", () => checkInbox(io, cloud)],
    ["Operations", () => checkOperations(io, cloud)],
  ];
  for (const [title, run] of parts) {
    onStart(title);
    yield { title, findings: await run() };
  }
}
