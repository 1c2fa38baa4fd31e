import * as z from "zod/mini";
import { url, whole } from "../../config/setting-kinds.ts";

export const chatsbySection = z.prefault(
  z.strictObject({
    apiUrl: z._default(url, "https://api.chatsby.co"),
    dialect: z._default(z.enum(["agent-path", "conversations"]), "agent-path"),
    timeoutSeconds: z._default(whole(1, 60), 30),
  }),
  {},
);
