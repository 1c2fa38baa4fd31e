import { Annotations } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { disclosureWithoutPerson } from "../../lib/config/derived/disclosed-words.ts";
import { INBOX_FIX, inboxCapacityProblem } from "../../lib/config/derived/inbox-capacity.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import { capacityProblem } from "../settings/account-capacity.ts";
import { exampleIds } from "../settings/example-ids.ts";

/** What a deploy with these settings would run into, shown at synth. */
export function warnAbout(stack: Construct, stage: string, settings: Settings): void {
  const examples = exampleIds(settings);
  if (examples.length > 0) {
    Annotations.of(stack).addWarningV2(
      "chatsby-whatsapp:example-ids",
      `infra/settings/${stage}.json still has ids of the example: ${examples.join(", ")}. Replace them before you deploy.`,
    );
  }
  const silent = disclosureWithoutPerson(settings);
  if (silent) Annotations.of(stack).addWarningV2("chatsby-whatsapp:disclosure", silent);
  const tooMuch = capacityProblem(settings);
  if (tooMuch) Annotations.of(stack).addWarningV2("chatsby-whatsapp:account-capacity", tooMuch);
  const tooFew = inboxCapacityProblem(settings);
  if (tooFew)
    Annotations.of(stack).addWarningV2("chatsby-whatsapp:inbox-partitions", `${tooFew} ${INBOX_FIX}`);
}
