import type { Answer } from "../http/service.ts";
import type { LocalMember } from "./staff.ts";

const MARKS: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (mark) => MARKS[mark] ?? mark);

const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  body { max-width: 24rem; margin: 10vh auto; padding: 0 1rem; }
  button { display: block; width: 100%; margin: .5rem 0; padding: .75rem; font: inherit; text-align: start; }
`;

/** `formTargets`: where the browser may go after a form of this page. */
const page = (status: number, title: string, body: string, formTargets: readonly string[] = []): Answer => ({
  status,
  headers: {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${formTargets.join(" ")}; frame-ancestors 'none'; base-uri 'none'`,
  },
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${STYLE}</style><main><h1>${escaped(title)}</h1>${body}</main></html>`,
});

/** The form sends the query of the page along. */
export function signInPage(members: readonly LocalMember[], rawQuery: string, redirectUri: string): Answer {
  const button = ({ user, name, email, groups }: LocalMember) =>
    `<button name="user" value="${escaped(user)}">${escaped(name ?? user)} <small>${escaped(email)}${groups.includes("admin") ? ", admin" : ""}</small></button>`;
  return page(
    200,
    "Sign in",
    `<p>Made-up staff of this machine. A deployed stage asks for a password and a second factor here.</p>
    <form method="post" action="/login?${escaped(rawQuery)}">${members.map(button).join("")}</form>`,
    [new URL(redirectUri).origin],
  );
}

export const signInProblem = (problem: string): Answer =>
  page(400, "Sign-in is not possible", `<p>${escaped(problem)}</p>`);
