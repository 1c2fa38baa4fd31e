import type { NoteActivityDeps } from "../../lib/application/inbox/note-activity.ts";
import type { MediaFiles } from "../../lib/application/ports/media-files.ts";
import type { StaffDirectory } from "../../lib/application/ports/staff-directory.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import type { InboxDeps as ChatDeps } from "../../lib/application/staff/inbox/inbox-deps.ts";
import type { SearchInboxDeps } from "../../lib/application/staff/inbox/search-inbox.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import type { Runs } from "../../lib/http-api/perform.ts";
import type { InboxOperationName, InboxOperations, InboxResultOf } from "../../lib/inbox-api/operations.ts";

export type InboxDeps = ChatDeps &
  NoteActivityDeps &
  SearchInboxDeps & {
    staff: StaffDirectory;
    telemetry: Telemetry;
    mediaFiles: MediaFiles;
    savedReplies: Settings["inbox"]["savedReplies"];
  };

/** A member of staff, by the claims of the access token. */
export type Member = { user: string; admin: boolean };

type InboxCaller = Member & {
  deps: InboxDeps;
  newId(): string;
};

export type InboxRuns<Names extends InboxOperationName> = Runs<
  InboxCaller,
  Pick<InboxOperations, Names>,
  { [Name in Names]: InboxResultOf<Name> }
>;
