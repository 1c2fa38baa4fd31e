import { ERRORS } from "../operator-api/errors.ts";

/** HTTP status, and what to do. */
export const INBOX_ERRORS = {
  ...ERRORS,
  "not-signed-in": [401, "Sign in first."],
  "not-staff": [403, "You are signed in, but not on the staff of this stage. Ask an admin to add you."],
  "not-admin": [403, "Only an admin may do this."],
  "unknown-message": [404, "There is no such message in this conversation. Load the conversation again."],
  "unknown-draft": [404, "This answer does not wait any more. Load the conversation again."],
  "draft-decided": [409, "A colleague (`by`) has sent or discarded this answer already."],
  "unknown-staff": [404, "There is no such member of staff. List the staff first."],
  "file-gone": [410, "WhatsApp no longer has this file. Ask the customer to send it again."],
  "file-too-large": [413, "This file is larger than 16 MB, which is the most that the inbox opens."],
  "unknown-file": [404, "There is no such file any more. Attach it again."],
  "bad-file": [
    422,
    "WhatsApp takes JPEG and PNG pictures up to 5 MB, and PDF, MP4 and audio up to 16 MB. Other files are refused by what is in them, whatever their name.",
  ],
  "no-files": [409, "This inbox sends no files."],
  "no-opt-in": [
    409,
    "This template is marketing, and no opt-in of this customer is recorded. Record it first, or use another template.",
  ],
  assigned: [409, "A colleague (`to`) has this conversation. Send `force` to take it over."],
  "newer-reply": [
    409,
    "A colleague (`by`) has written since the message `seen`. Read it, then send again with `seen` renewed.",
  ],
  "staff-exists": [409, "Somebody with this e-mail address or name is on the staff already."],
} as const satisfies Record<string, readonly [number, string]>;

export type InboxErrorCode = keyof typeof INBOX_ERRORS;
