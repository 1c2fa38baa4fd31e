import { MAIL_TOPICS, type MailTopic, mailAddress, mailState } from "../../../lib/health/mail-findings.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import { CliProblem } from "../../problem.ts";
import type { Setup } from "../setup.ts";

/** An ended input gives empty answers for ever. */
const MAX_LOOKS = 20;

const TOLD_OF: Record<MailTopic, string> = {
  handoffs: "customers who want a person",
  alarms: "alarms",
};

/**
 * AWS sends mails only to an address whose owner has confirmed it. Waits for that at a terminal, until the
 * person wants to go on; otherwise only says what is open. A failed look stops nothing.
 */
export async function confirmMails({ io, print, options, stage }: Setup, cloud: Cloud): Promise<void> {
  if (cloud.local) return;
  for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
    const open = await unconfirmed(cloud).catch((error: unknown) => {
      if (!(error instanceof CliProblem)) throw error;
      print.line(`Whether the mail addresses are confirmed is not known: ${error.message}`);
      return undefined;
    });
    if (open === undefined) return;
    if (looks === 0 || open.length === 0) showConfirmed(cloud, open, print);
    if (open.length === 0) return;
    for (const topic of open)
      print.line(
        `${print.paint("yellow", "!")} ${mailAddress(cloud.settings, topic)} (${TOLD_OF[topic]}) is not confirmed yet.`,
      );
    if (looks === 0)
      print.line(
        "  AWS has sent a mail to each: open it, also in the spam folder, and choose “Confirm subscription”.",
      );
    if (!io.ask || options.yes === true) break;
    const answer = await io.ask('  Enter: look again. "later": go on without. ');
    if (/^\s*later\s*$/i.test(answer)) break;
  }
  print.line(
    `  Until then nobody is told. \`npm run wa -- doctor --stage ${stage}\` says whether it is done.`,
  );
}

async function unconfirmed(cloud: Cloud): Promise<readonly MailTopic[]> {
  const found = await Promise.all(
    MAIL_TOPICS.map(async (topic) => {
      const address = mailAddress(cloud.settings, topic);
      if (address === undefined) return [];
      return mailState(await cloud.subscribers(topic), address) === "confirmed" ? [] : [topic];
    }),
  );
  return found.flat();
}

function showConfirmed({ settings }: Cloud, open: readonly MailTopic[], print: Setup["print"]): void {
  for (const topic of MAIL_TOPICS) {
    const address = mailAddress(settings, topic);
    if (address === undefined)
      print.line(
        `${print.paint("yellow", "!")} Nobody is told of ${TOLD_OF[topic]}: the settings have no address.`,
      );
    else if (!open.includes(topic))
      print.line(`${print.paint("green", "✓")} ${address} is told of ${TOLD_OF[topic]}.`);
  }
}
