import type * as z from "zod/mini";
import { inboxHandling, inboxHandlingResults } from "./handling.ts";
import { inboxReading, inboxReadingResults } from "./reading.ts";
import { inboxTeam, inboxTeamResults } from "./team.ts";
import { inboxWriting, inboxWritingResults } from "./writing.ts";

/** Under `/inbox/api/`. */
export const inboxOperations = { ...inboxReading, ...inboxWriting, ...inboxHandling, ...inboxTeam };

export type InboxOperations = typeof inboxOperations;
export type InboxOperationName = keyof InboxOperations;

const schemas = {
  ...inboxReadingResults(),
  ...inboxWritingResults(),
  ...inboxHandlingResults(),
  ...inboxTeamResults(),
};

export type InboxResultOf<Name extends InboxOperationName> = z.output<(typeof schemas)[Name]>;
