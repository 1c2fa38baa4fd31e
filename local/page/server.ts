import { type Answer, json, type ServiceRequest } from "../http/service.ts";
import { readAct } from "./act-schema.ts";
import { fileAnswer, WEB } from "./files.ts";
import { refusal } from "./guard.ts";
import type { Act, Acted } from "./protocol-acts.ts";
import type { SessionFile } from "./recording.ts";

type Parts = { events(): Answer; act(act: Act): Promise<Acted>; session(): SessionFile };

const FILES = "/local/page/";

/** Only for this machine. */
export const pageServer =
  ({ events, act, session }: Parts) =>
  async (request: ServiceRequest): Promise<Answer> => {
    const refused = refusal(request);
    if (refused) return refused;
    const { method, path } = request;
    if (method === "GET" && path === "/") return fileAnswer(WEB, "index.html");
    if (method === "GET" && path.startsWith(FILES)) return fileAnswer(WEB, path.slice(FILES.length));
    switch (`${method} ${path}`) {
      case "GET /local/events":
        return events();
      case "POST /local/act":
        return answerAct(request.body, act);
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
  const acted = await act(read);
  return json(acted.ok ? 200 : 409, acted);
}
