import * as z from "zod/mini";
import { filled, rotated } from "../../config/secret-kinds.ts";

export const metaSecret = z.object({ appSecrets: rotated, verifyToken: filled, accessToken: filled });
