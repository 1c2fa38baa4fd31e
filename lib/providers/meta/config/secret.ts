import * as z from "zod/mini";
import { filled, rotated } from "../../../config/secrets/secret-kinds.ts";

export const metaSecret = z.object({
  appSecrets: rotated,
  verifyToken: filled,
  accessToken: filled,
  /**
   * Two-step verification PINs by phone number id, which only setup reads. Not checked: a mistake in them must
   * not stop the functions.
   */
  registrationPins: z.optional(z.unknown()),
});
