import type { StaffMember } from "../../lib/application/ports/staff-directory.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { onOneLine } from "../output.ts";

/** What happens next for a member who was invited. */
export function invitationText(
  { user, email = "", admin }: StaffMember,
  { local, outputs }: Pick<Cloud, "local" | "outputs">,
): string[] {
  const who = `${onOneLine(user)}${admin ? " (admin)" : ""}`;
  return [
    local
      ? `Added ${who}. On this machine no mail is sent: choose the name at sign-in.`
      : `Invited ${who}: the mail is on its way to ${onOneLine(email)}. Its password works for 7 days.`,
    `The inbox: ${outputs.InboxUrl ?? ""}`,
  ];
}
