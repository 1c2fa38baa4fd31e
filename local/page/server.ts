import { SHOP_PATH } from "../chatsby/shop-files.ts";
import { type Answer, json, type ServiceRequest } from "../http/service.ts";
import type { CustomerAct } from "./acts/customer-acts.ts";
import { CUSTOMER_FILES } from "./acts/customer-file-answer.ts";
import { fileOf } from "./acts/customer-files.ts";
import { fileAnswer, SHOP, WEB } from "./files.ts";
import { FILE_PATH, refusal } from "./guard.ts";
import { readAct, readFileQuery } from "./protocol/act-schema.ts";
import type { Act, Acted } from "./protocol/protocol-acts.ts";
import type { SessionFile } from "./watch/recording.ts";

type Parts = {
  events(): Answer;
  act(act: Act): Promise<Acted>;
  asCustomer(act: CustomerAct): Promise<Acted>;
  customerFile(id: string, range: string | undefined): Answer;
  session(): SessionFile;
};

const FILES = "/local/page/";

/** Only for this machine. */
export const pageServer =
  ({ events, act, asCustomer, customerFile, session }: Parts) =>
  async (request: ServiceRequest): Promise<Answer> => {
    const refused = refusal(request);
    if (refused) return refused;
    const { method, path } = request;
    if (method === "GET" && path === "/") return fileAnswer(WEB, "index.html");
    if (method === "GET" && path.startsWith(FILES)) return fileAnswer(WEB, path.slice(FILES.length));
    if (method === "GET" && path.startsWith(SHOP_PATH)) return fileAnswer(SHOP, path.slice(SHOP_PATH.length));
    if (method === "GET" && path.startsWith(CUSTOMER_FILES))
      return customerFile(path.slice(CUSTOMER_FILES.length), request.headers.range);
    switch (`${method} ${path}`) {
      case "GET /local/events":
        return events();
      case "POST /local/act":
        return answerAct(request.body, act);
      case `POST ${FILE_PATH}`:
        return answerFile(request, asCustomer);
      case "GET /local/export":
        return json(200, session(), {
          "cache-control": "no-store",
          "content-disposition": 'attachment; filename="session.json"',
        });
      default:
        return json(404, { ok: false, problem: "There is nothing here." });
    }
  };

async function answerAct(body: Buffer, act: Parts["act"]): Promise<Answer> {
  const read = readAct(body);
  if ("problems" in read) return json(400, { ok: false, problem: read.problems.join("; ") });
  return answerOf(await act(read));
}

async function answerFile({ query, body }: ServiceRequest, asCustomer: Parts["asCustomer"]): Promise<Answer> {
  const read = readFileQuery(query);
  if ("problems" in read) return json(400, { ok: false, problem: read.problems.join("; ") });
  if (body.byteLength === 0) return json(400, { ok: false, problem: "The file is empty." });
  const { name, type, recorded, ...about } = read;
  const file = fileOf(body, { name, type, ...(recorded && { recorded }) });
  return answerOf(await asCustomer({ do: "send-file", ...about, file }));
}

const answerOf = (acted: Acted) => json(acted.ok ? 200 : 409, acted);
