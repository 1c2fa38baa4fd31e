import * as z from "zod/mini";
import { filled, rotated } from "../../config/secret-kinds.ts";

export const metaSecret = z.object({
  appSecrets: rotated,
  verifyToken: filled,
  accessToken: filled,
  /**
   * Two-step verification, by phone number id: Meta asks for it when a number is registered again. Only setup
   * reads it, so any text is accepted: a wrong one must not stop the functions.
   */
  registrationPins: z.optional(z.record(z.string(), z.string())),
});
