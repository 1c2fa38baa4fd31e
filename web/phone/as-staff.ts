import type { ChatKey } from "../../local/page/protocol.ts";
import { chats, inbox, keyOf, problem } from "./state.ts";

const post = (path: string, body: object, headers = {}) =>
  fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

/** By the inbox's own API, as the first member of staff. `false` when it failed, which the page shows. */
export async function asStaff(
  chat: ChatKey,
  what: "reply" | "resume",
  body: { text?: string } = {},
): Promise<boolean> {
  const [member] = inbox.value?.staff ?? [];
  const { conversation } = chats.value.get(keyOf(chat)) ?? {};
  if (!member || conversation === undefined) {
    problem.value = "This needs the inbox, which your settings switch off.";
    return false;
  }
  try {
    const { access_token } = await (await post("/inbox/local/token", { user: member.user })).json();
    const path = `/inbox/api/conversations/${encodeURIComponent(conversation)}/${what}`;
    const response = await post(path, body, { authorization: `Bearer ${access_token}` });
    if (response.ok) return true;
    const { message = `The inbox answered ${response.status}.` } = await response.json();
    problem.value = message;
  } catch {
    problem.value = "The local stack does not answer. Is `npm start` still running?";
  }
  return false;
}
