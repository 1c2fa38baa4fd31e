import type { InboxOperations } from "../../../lib/inbox-api/operations.ts";

type Routes = {
  readonly [Name in keyof InboxOperations]: readonly [
    method: InboxOperations[Name]["method"],
    path: InboxOperations[Name]["path"],
  ];
};

/** Where each operation is, as lib/inbox-api declares it. The declarations themselves would double the script. */
export const ROUTES: Routes = {
  list: ["GET", "conversations"],
  search: ["GET", "search"],
  chat: ["GET", "conversations/{conversation}"],
  media: ["GET", "conversations/{conversation}/media/{message}/{index}"],
  assign: ["POST", "conversations/{conversation}/assign"],
  reply: ["POST", "conversations/{conversation}/reply"],
  upload: ["POST", "conversations/{conversation}/files"],
  file: ["GET", "conversations/{conversation}/files/{file}"],
  pause: ["POST", "conversations/{conversation}/pause"],
  resume: ["POST", "conversations/{conversation}/resume"],
  note: ["POST", "conversations/{conversation}/note"],
  template: ["POST", "conversations/{conversation}/template"],
  "decide-draft": ["POST", "conversations/{conversation}/drafts/{draft}"],
  draft: ["POST", "conversations/{conversation}/draft"],
  read: ["POST", "conversations/{conversation}/read"],
  changes: ["GET", "changes"],
  me: ["GET", "me"],
  templates: ["GET", "templates"],
  switches: ["GET", "switches"],
  switch: ["POST", "switches"],
  export: ["POST", "export"],
  forget: ["POST", "forget"],
  staff: ["GET", "staff"],
  "add-staff": ["POST", "staff"],
  "remove-staff": ["POST", "staff/remove"],
};

/** The path and query of a call, under `/inbox/api/`. */
export function pathOf(path: string, params: Readonly<Record<string, string | undefined>> = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const query = new URLSearchParams(
    Object.entries(params).flatMap(([name, value]) =>
      value === undefined || path.includes(`{${name}}`) ? [] : [[name, value]],
    ),
  ).toString();
  return query === "" ? filled : `${filled}?${query}`;
}
