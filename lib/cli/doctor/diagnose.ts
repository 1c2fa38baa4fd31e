import { checkAccounts } from "../checks/accounts.ts";
import { checkConcurrency } from "../checks/concurrency.ts";
import type { Finding } from "../checks/finding.ts";
import { checkFrontDoor, statusUrl } from "../checks/front-door.ts";
import { checkOperations } from "../checks/operations.ts";
import { checkSecret } from "../checks/secret.ts";
import { checkStack } from "../checks/stack.ts";
import { checkTemplates } from "../checks/templates.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { Io } from "../io.ts";

export type Part = { title: string; findings: readonly Finding[] };

/** Everything that is known to go wrong, one part after the other; `begun` is told of each before it runs. */
export async function* diagnose(
  io: Pick<Io, "fetch" | "clock" | "newId">,
  cloud: Cloud,
  begun: (title: string) => void,
): AsyncGenerator<Part> {
  const { settings, outputs, stack } = cloud;
  if (stack) yield { title: "Deploy", findings: [...checkStack(stack), ...(await checkConcurrency(cloud))] };
  begun("Secret");
  const { findings, secrets } = await checkSecret(cloud);
  yield { title: "Secret", findings };
  const urls = { meta: outputs.MetaWebhookUrl ?? "", twilio: outputs.TwilioWebhookUrl ?? "" };
  const parts: [string, () => Promise<Finding[]>][] = [
    // Without credentials nobody but the queues can be asked.
    ...(secrets
      ? ([
          ["Webhooks", () => checkFrontDoor(io, { meta: urls.meta, status: statusUrl(urls.twilio) }, secrets)],
          ["Accounts", () => checkAccounts(io, settings, secrets, urls)],
          ["Templates", () => checkTemplates(io, settings, secrets)],
        ] satisfies [string, () => Promise<Finding[]>][])
      : []),
    ["Operations", () => checkOperations(cloud)],
  ];
  for (const [title, look] of parts) {
    begun(title);
    yield { title, findings: await look() };
  }
}
