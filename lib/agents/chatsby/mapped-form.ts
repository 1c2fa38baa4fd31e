import { createHash } from "node:crypto";
import type { Question } from "../../application/ports/ports.ts";
import type { Mapping } from "../../domain/dialect/dialect.ts";
import { fillJson, fillText, placeholdersIn } from "../../domain/dialect/template.ts";
import { atPointer } from "../../domain/json-pointer.ts";
import type { Form } from "./form.ts";

/** Characters. A longer id would only fill the conversation's record. */
const MAX_THREAD_LENGTH = 512;

function threadId(found: unknown): string | number | undefined {
  if (typeof found === "string") return found !== "" && found.length <= MAX_THREAD_LENGTH ? found : undefined;
  return Number.isSafeInteger(found) ? Number(found) : undefined;
}

export function mappedForm(apiUrl: string, mapping: Mapping): Form {
  const { path, body, reply, headers = {}, thread } = mapping;
  const sendsKey = Object.values(headers).some((value) => placeholdersIn(value).includes("apiKey"));

  /** Another agent, or another address, does not know the thread. */
  const threadSource = ({ agentId }: Question) =>
    createHash("sha256")
      .update(JSON.stringify([apiUrl, path, thread?.from, agentId]))
      .digest("hex")
      .slice(0, 16);
  const knownThread = (question: Question) =>
    thread && question.thread?.of === threadSource(question) ? question.thread : undefined;

  return {
    request(question, apiKey) {
      const { agentId, text, session } = question;
      const known = knownThread(question);
      return {
        path: fillText(path, { agentId, session }, encodeURIComponent),
        headers: {
          ...(!sendsKey && { authorization: `Bearer ${apiKey}` }),
          ...Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [
              name.toLowerCase(),
              fillText(value, { apiKey, agentId, session }),
            ]),
          ),
        },
        json: fillJson(body, { agentId, text, session, ...(known && { thread: known.id }) }),
      };
    },
    texts: (json) => [atPointer(json, reply)],
    threadAfter(question, json) {
      const id = thread && threadId(atPointer(json, thread.from));
      return id === undefined ? knownThread(question) : { id, of: threadSource(question) };
    },
  };
}
