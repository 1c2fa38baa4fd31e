import type { ChatKey } from "../../local/page/protocol/protocol.ts";
import { chats, inbox, keyOf, problem } from "./state.ts";

const JSON_BODY = { "content-type": "application/json" };

type Answer = { [field: string]: unknown };

/** By the inbox's own API, as the first member of staff. `undefined` when it failed, which the page shows. */
async function ask(path: string, body?: object): Promise<Answer | undefined> {
  const [member] = inbox.value?.staff ?? [];
  if (!member) {
    problem.value = "This needs the inbox, which your settings switch off.";
    return undefined;
  }
  try {
    const given = await fetch("/inbox/local/token", {
      method: "POST",
      headers: JSON_BODY,
      body: JSON.stringify({ user: member.user }),
    });
    const { access_token } = await given.json();
    const response = await fetch(`/inbox/api/${path}`, {
      headers: { ...JSON_BODY, authorization: `Bearer ${access_token}` },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    problem.value = answer.message ?? `The inbox answered ${response.status}.`;
  } catch {
    problem.value = "The local stack does not answer. Is `npm start` still running?";
  }
  return undefined;
}

/** Returns whether it was done. */
async function asStaff(chat: ChatKey, what: string, body: object = {}): Promise<boolean> {
  const { conversation = "" } = chats.value.get(keyOf(chat)) ?? {};
  return (await ask(`conversations/${encodeURIComponent(conversation)}/${what}`, body)) !== undefined;
}

export const replyAsStaff = (chat: ChatKey, text: string) => asStaff(chat, "reply", { text });
export const handBackAsStaff = (chat: ChatKey) => asStaff(chat, "resume");

/** A template of that name, which needs no values. */
export async function sendTemplateAsStaff(chat: ChatKey, wanted: string): Promise<boolean> {
  const answer = await ask(`templates?number=${encodeURIComponent(chat.number)}`);
  if (!answer) return false;
  const templates: readonly { name: string; language?: string; title?: string }[] = Array.isArray(
    answer.templates,
  )
    ? answer.templates
    : [];
  const found = templates.find(({ name, title }) => name === wanted || title === wanted);
  if (!found) {
    problem.value = `This number has no template “${wanted}”.`;
    return false;
  }
  const { name, language } = found;
  return asStaff(chat, "template", { template: { name, ...(language && { language }), values: {} } });
}
