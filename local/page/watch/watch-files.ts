import type { Answer, ServiceRequest } from "../../http/service.ts";
import { CUSTOMER_FILES } from "../acts/customer-file-answer.ts";
import type { Board } from "../board.ts";
import { callOf } from "./calls.ts";

/** Meta's id, its link, and Twilio's address of a file. */
const ADDRESS = /^\/v\d+\.\d+\/(\d+)$|^\/2010-04-01\/.*\/Media\/(ME\w+)$/;
const LINK = "/whatsapp_business/attachments/";

/** Shows each call for a customer's file at the provider. `undefined`: another request. */
export function watchFiles(board: Board) {
  function find(id: string): string | undefined {
    const url = `${CUSTOMER_FILES}${id}`;
    return [...board.bubbles.values()].find(({ file }) => file?.url === url)?.id;
  }

  return (request: ServiceRequest): ((answer: Answer) => void) | undefined => {
    const { method, path, query } = request;
    if (method !== "GET") return undefined;
    const isLink = path === LINK;
    const [, metaId, twilioId] = ADDRESS.exec(path) ?? [];
    const id = isLink ? query.get("mid") : (metaId ?? twilioId);
    const message = id ? find(id) : undefined;
    if (message === undefined) return undefined;
    const what = isLink ? "bytes" : "address";
    const { open, closed } = callOf(request);
    const put = board.step([message], { kind: "file", what, call: open });
    return (answer) => put({ kind: "file", what, call: closed(answer) });
  };
}
