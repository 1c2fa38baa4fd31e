import { type Command, InvalidArgumentError } from "commander";
import type { ResultOf } from "../../lib/operator-api/results.ts";
import { CONTACT_HELP, theConversation } from "../contact.ts";
import { reasonText, whoText } from "../display-text.ts";
import { type Output, onOneLine } from "../output.ts";
import { type Context, connect, withApi } from "../session.ts";
import { dayAndTime, shownWindow } from "../times.ts";
import { showTranscript } from "../transcript.ts";

const MAX_MESSAGES = 1000;

function howMany(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > MAX_MESSAGES)
    throw new InvalidArgumentError(`Use a whole number from 1 to ${MAX_MESSAGES}.`);
  return count;
}

function showFacts(
  { customer, number, conversation, ...about }: ResultOf<"show">,
  print: Output,
  now: number,
): void {
  const { profileName, username, phone, userId } = customer ?? {};
  const fact = (label: string, value: string | undefined) =>
    value && print.line(`${print.paint("dim", label.padEnd(12))} ${onOneLine(value)}`);
  print.line(
    print.paint(
      "bold",
      onOneLine(profileName ?? username ?? (phone ? `+${phone}` : (userId ?? conversation))),
    ),
  );
  fact("phone", phone && `+${phone}`);
  fact("user name", username && `@${username}`);
  fact("user id", userId);
  fact("number", number);
  fact("conversation", conversation);
  fact("state", stateText(about, now));
  fact("in short", about.handoff?.summary);
  for (const [name, { value, source }] of Object.entries(about.lead?.fields ?? {}))
    fact(`lead ${name}`, `${value} (${source})`);
  for (const { id = "", at, source, text, by, withdrawn } of about.optIns ?? []) {
    const end = withdrawn
      ? `; withdrawn ${dayAndTime(withdrawn.at)}: ${withdrawn.why} (${whoText(withdrawn.by)})`
      : "";
    fact("opt-in", `${dayAndTime(at)} ${source}: ${text} (${whoText(by)}) ${id}${end}`);
  }
}

function stateText(
  {
    handoff,
    resumesAt,
    optedOut,
    windowClosesAt,
    opensAt,
    botUntil,
  }: Pick<ResultOf<"show">, "handoff" | "resumesAt" | "optedOut" | "windowClosesAt" | "opensAt" | "botUntil">,
  now: number,
) {
  const why = handoff && `(${reasonText(handoff.reason)}${handoff.by ? `, ${whoText(handoff.by)}` : ""})`;
  const silent =
    handoff &&
    (botUntil === undefined
      ? `bot silent since ${dayAndTime(handoff.since)} ${why}`
      : `waits for a person since ${dayAndTime(handoff.since)} ${why}; bot answers until ${dayAndTime(botUntil)}`);
  const back =
    handoff && resumesAt !== undefined && `back at ${dayAndTime(resumesAt)} unless a person writes`;
  return [
    optedOut && "opted out: wants no messages",
    silent ?? (!optedOut && "bot answers"),
    opensAt !== undefined && `outside business hours until ${dayAndTime(opensAt)}`,
    back,
    shownWindow(windowClosesAt, now),
  ]
    .filter(Boolean)
    .join("; ");
}

function showActs({ acts }: ResultOf<"show">, print: Output): void {
  if (acts.length === 0) return;
  print.line(`\n${print.paint("dim", "what colleagues did")}`);
  for (const { at, by, what, detail } of acts)
    print.line(`${dayAndTime(at)}  ${whoText(by)}: ${what}${detail ? ` ${onOneLine(detail)}` : ""}`);
}

export const showCommand = (program: Command, { io }: Context) =>
  withApi(program.command("show"))
    .description("a conversation: the customer, the messages, what colleagues did")
    .argument("<contact>", CONTACT_HELP)
    .option("--number <name>", "your number, when the contact writes to several")
    .option("--messages <count>", `how many of the last messages, at most ${MAX_MESSAGES}`, howMany, 50)
    .addHelpText(
      "after",
      '\nExamples:\n  npm run wa -- show "+1 415 555 0123"\n  npm run wa -- show US.13491208655302741918 --number support --messages 200',
    )
    .action(async (contact: string, options: { number?: string; messages: number }, command: Command) => {
      const { api, print, json, now } = await connect(io, command);
      const conversation = await theConversation(api, contact, { number: options.number, now });
      const answer = await api.call("show", { params: { conversation, messages: String(options.messages) } });
      if (json) {
        print.json(answer);
        return;
      }
      showFacts(answer, print, now);
      if (answer.omitted)
        print.note(
          `${answer.omitted} older messages are left out: an answer holds no more. \`export\` has them all.`,
        );
      showTranscript(answer.transcript, print, io.width);
      showActs(answer, print);
    });
