import type { Command } from "commander";
import * as z from "zod/mini";
import type { StaffMember } from "../../lib/application/ports/staff-directory.ts";
import { ACCESS_TOKEN_MINUTES } from "../../lib/config/deployment/sign-in.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { openCloud } from "../cloud/open.ts";
import type { SignIn } from "../cloud/sign-in.ts";
import { onOneLine, outputTo } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Context, withApi } from "../session.ts";
import { invitationText } from "../staff/invitation-text.ts";

type Shared = { url?: string; stage?: string; json?: boolean };

function signInOf({ signIn, stage, settings }: Cloud): SignIn {
  if (signIn) return signIn;
  throw new CliProblem(EXIT.notFound, `The stage ${stage} has no inbox.`, [
    settings.inbox.enabled
      ? "The settings have it: deploy this version."
      : "Set inbox.enabled to true in the settings, and deploy.",
  ]);
}

const same = (one: string | undefined, other: string) => one?.toLowerCase() === other.toLowerCase();

function memberBy(members: readonly StaffMember[], userOrEmail: string): StaffMember {
  const found =
    members.find(({ user }) => same(user, userOrEmail)) ??
    members.find(({ email }) => same(email, userOrEmail));
  if (found) return found;
  throw new CliProblem(EXIT.notFound, `Nobody on the staff is ${onOneLine(userOrEmail)}.`, [
    "`npm run wa -- staff list` shows who there is.",
  ]);
}

export function staffCommand(program: Command, { io }: Context): void {
  const group = withApi(program.command("staff"))
    .description("who may sign in to the inbox: add, list, remove")
    .addHelpText(
      "after",
      "\nExamples:\n  npm run wa -- staff add ann@example.com --name 'Ann Lee'\n  npm run wa -- staff list\n  npm run wa -- staff remove ann@example.com",
    );
  const open = async (command: Command) => {
    const options = command.optsWithGlobals<Shared>();
    const cloud = await openCloud(options, io);
    const { staff } = signInOf(cloud);
    return { cloud, staff, print: outputTo(io), json: options.json === true };
  };

  withApi(group.command("add"))
    .description("invite somebody by e-mail; again, if the first invitation is too old")
    .argument("<email>", "where the invitation goes; also for sign-in")
    .option("--name <name>", "how colleagues read the new member (default: the beginning of the address)")
    .option("--admin", "may also switch numbers, export, erase, and change the staff")
    .addHelpText("after", "\nExample:\n  npm run wa -- staff add ann@example.com --name 'Ann Lee' --admin")
    .action(
      async (
        email: string,
        { name, admin = false }: { name?: string; admin?: boolean },
        command: Command,
      ) => {
        if (!z.email().safeParse(email).success)
          throw new CliProblem(EXIT.usage, `${onOneLine(email)} is not an e-mail address.`);
        const { cloud, staff, print, json } = await open(command);
        const added = await staff.add({
          email,
          admin,
          ...omitUndefined({ name: name?.trim() || undefined }),
        });
        if (added === "staff-exists")
          throw new CliProblem(
            EXIT.refused,
            "Somebody with this e-mail address or name is on the staff already.",
            [
              "`npm run wa -- staff list` shows who there is. Another name: --name.",
              "To make a member an admin, remove the member and add it again with --admin.",
            ],
          );
        if (json) print.json(added);
        else for (const line of invitationText(added, cloud)) print.line(line);
      },
    );

  withApi(group.command("list", { isDefault: true }))
    .description("who may sign in, and who has not yet")
    .action(async (_: unknown, command: Command) => {
      const { staff, print, json } = await open(command);
      const members = await staff.list();
      if (json) print.json({ staff: members });
      else if (members.length === 0)
        print.line(print.aim("Nobody yet: npm run wa -- staff add EMAIL --admin"));
      else
        print.table([
          ["USER", "NAME", "E-MAIL", "ROLE", "STATE"],
          ...members.map(({ user, name, email = "", admin, state }) =>
            [user, name, email, admin ? "admin" : "staff", state].map(onOneLine),
          ),
        ]);
    });

  withApi(group.command("remove"))
    .description("sign somebody out everywhere, and take the access away")
    .argument("<member>", "e-mail address, or the name as in `staff list`")
    .addHelpText("after", "\nExample:\n  npm run wa -- staff remove ann@example.com")
    .action(async (userOrEmail: string, _: unknown, command: Command) => {
      const { staff, print, json } = await open(command);
      const members = await staff.list();
      const { user, admin } = memberBy(members, userOrEmail);
      if ((await staff.remove(user)) === "unknown-staff") memberBy([], userOrEmail);
      if (json) print.json({ user });
      else
        print.line(
          `Removed ${onOneLine(user)}. A page that is open works for at most ${ACCESS_TOKEN_MINUTES} more minutes.`,
        );
      if (admin && !members.some((each) => each.admin && each.user !== user))
        print.note("No admin is left. Add one: npm run wa -- staff add EMAIL --admin");
    });
}
