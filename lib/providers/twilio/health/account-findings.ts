import type { LookupResult } from "../../../adapters/http/lookup-result.ts";
import { type Finding, ok, problem, skipped, warning } from "../../../domain/health/finding.ts";
import { SANDBOX, type TwilioAccountState, type TwilioSenderState } from "../tools/account.ts";
import { unanswered } from "./unanswered.ts";

export function accountFinding(found: LookupResult<TwilioAccountState>): Finding {
  const check = "twilio.account";
  if (found.kind === "refused" && found.code === "20003")
    return problem(
      check,
      "Twilio refuses the Account SID with this Auth Token.",
      "Copy both from the console's front page (the Auth Token, no API key); then `npm run wa -- secrets set twilio.authTokens`.",
      { hides: true },
    );
  if (found.kind !== "found") return unanswered(check, found);
  const { status, type } = found.value;
  if (status !== "active")
    return problem(
      check,
      `The Twilio account is ${status}.`,
      "Open the Twilio console: mostly the balance is used up.",
    );
  if (type === "Trial")
    return warning(
      check,
      "It is a trial account: it ends after 30 days, writes only to verified numbers, and may send only Twilio's own templates.",
      "Upgrade it if the first answer is refused, and before real customers write.",
    );
  return ok(check, "The Twilio account is active.");
}

/** Without retries in the URL, Twilio drops a message after one failed delivery. */
export function senderFindings(
  found: LookupResult<TwilioSenderState | "unknown">,
  from: string,
  url: string,
  number: string,
): Finding[] {
  const [check, about] = ["twilio.sender", { number }];
  if (from === SANDBOX)
    return [
      skipped(
        check,
        `The sandbox: Twilio does not show its webhook. In Sandbox settings "When a message comes in" should be ${url}`,
        about,
      ),
    ];
  if (found.kind !== "found") return [{ ...unanswered(check, found), number }];
  if (found.value === "unknown")
    return [
      problem(
        check,
        "The account has no WhatsApp sender of that number.",
        "Correct `from` in the settings, or use its account's SID.",
        about,
      ),
    ];
  const { status, url: registered } = found.value;
  const state = status.startsWith("ONLINE")
    ? ok(check, `The sender is ${status}.`, about)
    : problem(
        check,
        `The sender is ${status}.`,
        "Open Messaging > Senders > WhatsApp senders and follow what it says.",
        about,
      );
  const fix = `It should be ${url} (POST). \`npm run wa -- setup\` sets it.`;
  const hook = "twilio.webhook";
  if (registered === undefined)
    return [state, problem(hook, "The sender has no webhook of its own.", fix, about)];
  if (registered === url)
    return [state, ok(hook, "Incoming messages come to this stage, with retries.", about)];
  if (registered.split("#")[0] === url.split("#")[0])
    return [
      state,
      warning(
        hook,
        "The webhook asks Twilio for no retries: one failed delivery loses a message.",
        fix,
        about,
      ),
    ];
  return [state, problem(hook, "The sender's messages go elsewhere.", fix, about)];
}
