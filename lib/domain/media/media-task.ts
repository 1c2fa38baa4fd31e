import type { Attachment, Content } from "../inbound/inbound.ts";
import type { Understood } from "./understood.ts";

export type MediaWork = "transcribe" | "describe" | "read";

/** What the business has switched on. */
export type MediaModes = ReadonlySet<MediaWork>;

/** `index`: the attachment's place in its message. */
export type MediaTask = { index: number; work: MediaWork; mediaId: string; filename?: string };

const WORK: Readonly<Partial<Record<Attachment["media"], MediaWork>>> = {
  voice: "transcribe",
  audio: "transcribe",
  image: "describe",
  document: "read",
};

type Media = Content & { kind: "media" };

export const attachmentsOf = ({ media, mediaId, understood, more = [] }: Media): readonly Attachment[] => [
  { media, ...(mediaId !== undefined && { mediaId }), ...(understood && { understood }) },
  ...more,
];

/** What is left to understand of a message. */
export function mediaTasksOf(content: Content, modes: MediaModes): readonly MediaTask[] {
  if (content.kind !== "media") return [];
  return attachmentsOf(content).flatMap(({ media, mediaId, understood }, index) => {
    const work = WORK[media];
    if (work === undefined || !modes.has(work) || mediaId === undefined || understood) return [];
    const named = index === 0 && content.filename !== undefined;
    return [{ index, work, mediaId, ...(named && { filename: content.filename }) }];
  });
}

/** `understood`: by the attachment's place. */
export function withUnderstood(content: Content, understood: ReadonlyMap<number, Understood>): Content {
  if (content.kind !== "media" || understood.size === 0) return content;
  const first = understood.get(0);
  const more = content.more?.map((attachment, at) => {
    const found = understood.get(at + 1);
    return found ? { ...attachment, understood: found } : attachment;
  });
  return { ...content, ...(first && { understood: first }), ...(more && { more }) };
}
