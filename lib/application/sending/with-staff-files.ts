import { parseStaffMedia } from "../../domain/media/staff-file.ts";
import type { FileStore } from "../ports/file-store.ts";
import type { Sender } from "../ports/sender.ts";

/** Providers fetch it when it is sent; a message that waits there is fetched later. */
const LINK_SECONDS = 3_600;

/** Gives the provider a fresh link to what staff uploaded, with each attempt. */
export const withStaffFiles = (sender: Sender, store: FileStore): Sender => ({
  ...sender,
  async send(message, deadline) {
    const file = message.media && parseStaffMedia(message.media);
    if (!message.media || !file) return sender.send(message, deadline);
    const { filename: name = "file" } = message.media;
    const url = await store.downloadUrl(file.id, { type: file.type, name, seconds: LINK_SECONDS });
    return sender.send({ ...message, media: { ...message.media, url } }, deadline);
  },
});
