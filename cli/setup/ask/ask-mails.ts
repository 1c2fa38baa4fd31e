import type { SettingsFile } from "../../../lib/config/settings/settings.ts";
import type { Io } from "../../io.ts";
import { cleaned } from "./answer-rules.ts";
import type { Interview } from "./interview.ts";
import type { SetupOptions } from "./questions.ts";

export type Mails = { alertsEmail?: string | undefined; handoffEmail?: string | undefined };

const NOBODY = /^(none|nobody)$/i;
const MAX_WRONG = 5;

/**
 * Who is told of handoffs and of alarms. Asks at a terminal for what options, environment and settings do not
 * give; leaving it out is allowed.
 */
export async function askMails(
  io: Pick<Io, "ask" | "err">,
  { optional, keep, rules }: Interview,
  options: SetupOptions,
  file: Pick<SettingsFile, "alerts" | "handoff"> | undefined,
): Promise<Mails> {
  const handoffEmail = await optional(options.handoffEmail, {
    option: "--handoff-email",
    variable: "WA_HANDOFF_EMAIL",
    wrong: rules.mail,
  });
  const alertsEmail = await optional(options.alertsEmail, {
    option: "--alerts-email",
    variable: "WA_ALERTS_EMAIL",
    wrong: rules.mail,
  });
  if (file === undefined || options.yes === true || !io.ask) return { handoffEmail, alertsEmail };

  const { ask } = io;
  async function address(option: string, text: string, known?: string): Promise<string | undefined> {
    const hint = known ? `[${known}; "none": nobody]` : "(empty: nobody)";
    for (let wrong = 0; wrong < MAX_WRONG; wrong += 1) {
      const answer = cleaned(await ask(`${text} ${hint}: `)) || known;
      if (!answer || NOBODY.test(answer)) return undefined;
      const problem = rules.mail(answer);
      if (!problem) {
        await keep(option, answer);
        return answer;
      }
      io.err(`  That ${problem}\n`);
    }
    return undefined;
  }

  const handoff =
    handoffEmail ??
    file.handoff?.email ??
    (await address("--handoff-email", "Who gets a mail when a customer wants a person? Mail address"));
  if (handoff === undefined) io.err("  Then such a customer waits until somebody looks into the inbox.\n");
  const alerts =
    alertsEmail ??
    file.alerts?.email ??
    (await address("--alerts-email", "Who gets a mail when something breaks? Mail address", handoff));
  return { handoffEmail: handoff, alertsEmail: alerts };
}
