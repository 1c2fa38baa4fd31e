import type { Answer, ServiceRequest } from "../../http/service.ts";
import type { Board } from "../board.ts";
import type { Follow } from "./follow.ts";

const API = /^\/(?:inbox\/api|conversations)\//;
const OF_CHAT = /\/conversations\/([^/]+)\/[a-z-]+$/;

/** What people do in the inbox and by the operator API shows at once. */
export function watchStaff({ board, follow }: { board: Board; follow: Follow }) {
  function look(path: string): void {
    const conversation = OF_CHAT.exec(path)?.[1] ?? "";
    const whose = board.whose(conversation);
    if (whose) follow.soon({ ...whose, conversation });
    // A switch, or an erasure: of any chat.
    else for (const chat of board.chats.values()) follow.soon(chat);
  }

  return ({ method, path }: ServiceRequest): ((answer: Answer) => void) | undefined =>
    method !== "GET" && API.test(path) ? () => look(path) : undefined;
}
