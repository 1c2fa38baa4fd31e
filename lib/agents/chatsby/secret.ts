import * as z from "zod/mini";
import { filled } from "../../config/secret-kinds.ts";

export const chatsbySecret = z.object({ apiKey: filled });
