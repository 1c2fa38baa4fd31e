import { omitUndefined } from "../lib/domain/omit-undefined.ts";
import type { TemplateDefinition } from "../lib/domain/template/template.ts";
import { fillTemplate } from "../lib/domain/template/template-values.ts";
import { contactFrom, contactText } from "./contact.ts";
import { outcomeOf, printOutcome } from "./outbound-outcome.ts";
import { plain } from "./output.ts";
import { CliProblem, EXIT, type ExitCode } from "./problem.ts";
import type { SendOptions } from "./send-options.ts";
import type { Session } from "./session.ts";

export async function sendOne(about: {
  session: Session;
  definition: TemplateDefinition;
  options: SendOptions;
  to: string;
}): Promise<ExitCode> {
  const { session, definition, options, to } = about;
  const { io, api, print, json } = session;
  const contact = contactText(contactFrom(to));
  const filled = fillTemplate(definition, options.set);
  if ("problems" in filled)
    throw new CliProblem(
      EXIT.refused,
      "The template cannot be sent with these values (--set key=value):",
      filled.problems,
    );
  const preview = filled.template.preview ?? "";
  if (options.dryRun) {
    if (json) print.json({ dryRun: true, preview });
    else print.line(`${plain(preview)}\n\nNothing was sent (--dry-run).`);
    return EXIT.ok;
  }
  const { name, language } = filled.template;
  const answer = await api.call("send-template", {
    body: {
      number: options.number,
      contact,
      template: { name, ...omitUndefined({ language }), values: options.set },
      ...omitUndefined({ campaign: options.campaign }),
      id: io.newId(),
    },
  });
  if (answer.result === "skipped") {
    if (json) print.json(answer);
    else
      print.line(
        answer.reason === "no-opt-in"
          ? "Not sent: the template is marketing, and no opt-in of this customer is recorded. Record it: npm run wa -- opt-in"
          : `Not sent: the customer wants no ${answer.reason === "no-templates" ? "messages that you begin" : "more messages"}.`,
      );
    return EXIT.refused;
  }
  const waits = options.wait !== false && options.wait !== 0;
  const outcome = waits ? await outcomeOf(api, io, answer) : undefined;
  const failed = outcome?.state === "failed" || outcome?.state === "cancelled";
  if (json) {
    print.json({ ...answer, ...outcome });
    return failed ? EXIT.failed : EXIT.ok;
  }
  print.line(plain(preview));
  if (answer.result === "repeated")
    print.note("This customer already has a message of this campaign: nothing new was sent.");
  if (outcome) return printOutcome(outcome, print);
  print.line(`Queued as ${answer.outbound}.`);
  return EXIT.ok;
}
