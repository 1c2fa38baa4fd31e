import { text } from "node:stream/consumers";
import type { Fetch } from "../../lib/adapters/http/fetch.ts";

/** The connection is free again once all of it is read. */
export const bodyText = async ({ body }: Awaited<ReturnType<Fetch>>): Promise<string> =>
  body ? text(body) : "";
