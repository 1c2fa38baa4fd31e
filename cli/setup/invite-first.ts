import * as z from "zod/mini";
import type { Cloud } from "../cloud/cloud.ts";
import type { Output } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { invitationText } from "../staff/invitation-text.ts";
import type { Setup } from "./setup.ts";

const LATER = "npm run wa -- staff add EMAIL --admin";

/** Offers to invite the first member of staff. Setup has done its work: a failure here only says so. */
export async function inviteFirst({ io, print, options }: Setup, cloud: Cloud): Promise<void> {
  if (!cloud.signIn) return;
  try {
    const members = await cloud.signIn.staff.list();
    if (members.length > 0)
      print.line(
        `${members.length === 1 ? "One person" : `${members.length} people`} may sign in to the inbox: ${cloud.outputs.InboxUrl}`,
      );
    else await invite(cloud, await addressFrom(io.ask, options.staffEmail), print);
  } catch (error) {
    if (!(error instanceof CliProblem)) throw error;
    print.line(`${error.message} Later: ${LATER}`);
  }
}

async function addressFrom(ask: Setup["io"]["ask"], given: string | undefined): Promise<string> {
  if (given !== undefined) return given.trim();
  if (!ask) return "";
  return (await ask("E-mail address of the first member of staff, an admin (empty: later): ")).trim();
}

async function invite({ signIn, ...cloud }: Cloud, email: string, print: Output): Promise<void> {
  if (email === "") {
    print.line(`Nobody yet. Invite the first: ${LATER}`);
    return;
  }
  if (!z.email().safeParse(email).success)
    throw new CliProblem(EXIT.usage, "That is not an e-mail address: nobody was invited.");
  const added = await signIn?.staff.add({ email, admin: true });
  if (added !== undefined && added !== "staff-exists")
    for (const line of invitationText(added, cloud)) print.line(line);
}
