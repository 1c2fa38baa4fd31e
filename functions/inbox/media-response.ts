import type { MediaPart } from "../../lib/application/staff/inbox/open-media.ts";
import { fileAnswer } from "../../lib/http-api/responses.ts";

/** Shown by the page itself. All else is only saved. */
const isPlayed = (type: string) => /^(image|audio|video)\//.test(type);

/** A file of a customer is never a page: also opened by its address it has no origin, and runs nothing. */
export const mediaAnswer = ({ bytes, type, size }: MediaPart) =>
  fileAnswer(bytes, {
    "content-type": type,
    "content-disposition": isPlayed(type) ? "inline" : "attachment",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "x-file-size": String(size),
  });
