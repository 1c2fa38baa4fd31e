import type { LocalStack } from "../../local/stack-options.ts";

type InboxAnswer = { status: number; body: Record<string, unknown> };

/** The API of the inbox, as a made-up member of staff calls it. */
export const inboxOf = (stack: () => LocalStack, user = "ann") => {
  async function ask(path: string, init: RequestInit): Promise<InboxAnswer> {
    const response = await fetch(`${stack().url}/inbox/${path}`, {
      ...init,
      headers: { "content-type": "application/json", ...init.headers },
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  }
  async function call(path: string, init: RequestInit = {}): Promise<InboxAnswer> {
    const { body } = await ask("local/token", { method: "POST", body: JSON.stringify({ user }) });
    return ask(`api/${path}`, { ...init, headers: { authorization: `Bearer ${body.access_token}` } });
  }
  return {
    get: (path: string) => call(path),
    post: (path: string, body: object = {}) => call(path, { method: "POST", body: JSON.stringify(body) }),
  };
};
