import { INBOX_FIX, inboxCapacityProblem } from "../../lib/config/derived/inbox-capacity.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import { type Finding, ok, problem, skipped, warning } from "../../lib/domain/health/finding.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { SignIn } from "../cloud/sign-in.ts";
import type { Io } from "../io.ts";
import { runCheck } from "./run-check.ts";

const AGAIN = "Deploy this version again.";

const MFA: Readonly<Record<Settings["inbox"]["mfa"], string>> = {
  required: "ON",
  optional: "OPTIONAL",
  off: "OFF",
};

async function signInFindings(signIn: SignIn, { outputs, settings }: Cloud): Promise<Finding[]> {
  const state = await signIn.state();
  if (!state) {
    const evidence = "The user pool of the inbox, or the page's client in it, is gone: nobody can sign in.";
    return [problem("inbox.sign-in", evidence, AGAIN)];
  }
  const { mfa } = settings.inbox;
  const inboxUrl = outputs.InboxUrl ?? "";
  return [
    state.callbackUrls.includes(inboxUrl)
      ? ok("inbox.sign-in", "Sign-in returns to the inbox.")
      : problem("inbox.sign-in", `Sign-in does not return to ${inboxUrl}, so it fails there.`, AGAIN),
    state.mfa === MFA[mfa]
      ? ok("inbox.mfa", `The second factor is as in the settings (${mfa}).`)
      : problem(
          "inbox.mfa",
          `The settings say inbox.mfa "${mfa}", Cognito has ${state.mfa}.`,
          `${AGAIN} If it stays so, see docs/inbox.md#sign-in.`,
        ),
  ];
}

async function staffFindings({ staff }: SignIn): Promise<Finding[]> {
  const check = "inbox.staff";
  const members = await staff.list();
  const admins = members.filter(({ admin }) => admin).length;
  if (members.length > 0)
    return [ok(check, `${members.length} may sign in to the inbox, ${admins} as admin.`)];
  return [
    warning(
      check,
      "Nobody may sign in to the inbox, so nobody can answer customers there.",
      "Invite somebody: npm run wa -- staff add EMAIL --admin",
    ),
  ];
}

async function pageFindings(io: Pick<Io, "fetch">, inboxUrl: string): Promise<Finding[]> {
  const check = "inbox.page";
  const response = await io
    .fetch(inboxUrl, { redirect: "manual", signal: AbortSignal.timeout(15_000) })
    .catch(() => undefined);
  if (!response)
    return [problem(check, `Nothing answers at ${inboxUrl}.`, "Is the address right, and its domain?")];
  await response.body?.cancel();
  const isPage = response.status === 200 && /^text\/html\b/.test(response.headers.get("content-type") ?? "");
  if (isPage) return [ok(check, `${inboxUrl} loads.`)];
  return [
    problem(
      check,
      `${inboxUrl} answers ${response.status} instead of a page.`,
      "See docs/runbook.md#stafffailing",
    ),
  ];
}

/** The staff inbox: its page, its sign-in, and who may sign in. */
export async function checkInbox(io: Pick<Io, "fetch" | "sleep">, cloud: Cloud): Promise<readonly Finding[]> {
  if (!cloud.settings.inbox.enabled)
    return [skipped("inbox", "The stage has no inbox: inbox.enabled is false in the settings.")];
  const { signIn, outputs } = cloud;
  if (!signIn || !outputs.InboxUrl)
    return [problem("inbox", "The settings have an inbox, what is deployed has none.", AGAIN)];
  const { InboxUrl } = outputs;
  const found = await Promise.all([
    runCheck(io, "inbox.sign-in", () => signInFindings(signIn, cloud)),
    runCheck(io, "inbox.staff", () => staffFindings(signIn)),
    runCheck(io, "inbox.page", () => pageFindings(io, InboxUrl)),
  ]);
  const tooFew = inboxCapacityProblem(cloud.settings);
  return [...found.flat(), ...(tooFew ? [warning("inbox.partitions", tooFew, INBOX_FIX)] : [])];
}
