import type { MediaModes, MediaWork } from "../../domain/media/media-task.ts";
import type { Accepted } from "../ports/media-engine.ts";
import type { FileLook } from "./file-look.ts";

/** Beyond it a small file may be a bomb of pixels. */
const MAX_PIXELS = 50_000_000;
const MAX_SIDE = 8_000;

type Refused = { reason: "wrong-type" | "too-large"; code: string };

/** A photo may come as a document. */
const workFor = (asked: MediaWork, { type }: FileLook, modes: MediaModes): MediaWork =>
  asked === "read" && type.startsWith("image/") && modes.has("describe") ? "describe" : asked;

function pixelProblem({ type, width, height }: FileLook): Refused | undefined {
  if (!type.startsWith("image/")) return undefined;
  if (width === undefined || height === undefined) return { reason: "wrong-type", code: "no_image_size" };
  return width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS
    ? { reason: "too-large", code: "too_many_pixels" }
    : undefined;
}

/** By what the bytes are. */
export function chooseWork(
  asked: MediaWork,
  look: FileLook,
  { bytes, modes, accepts }: { bytes: number; modes: MediaModes; accepts: Record<MediaWork, Accepted> },
): { work: MediaWork } | Refused {
  const work = workFor(asked, look, modes);
  const { types, maxBytes } = accepts[work];
  if (!types.has(look.type)) return { reason: "wrong-type", code: look.type };
  if (bytes > maxBytes) return { reason: "too-large", code: "too_many_bytes" };
  return pixelProblem(look) ?? { work };
}
