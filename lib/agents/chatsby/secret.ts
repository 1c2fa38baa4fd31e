import * as z from "zod/mini";
import { filled } from "../../config/secrets/secret-kinds.ts";

export const chatsbySecret = z.object({ apiKey: filled });
