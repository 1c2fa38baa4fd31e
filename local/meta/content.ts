import { list, record } from "../../lib/adapters/http/json.ts";
import type { PhoneMessage } from "../phone/phone.ts";
import { readInteractive } from "./interactive.ts";
import { type FilledTemplate, readTemplateMessage } from "./template-message.ts";
import type { MetaTemplate } from "./templates.ts";

/** `template`: only for a template; `quoting`: the message of a reaction. */
export type Content = Pick<PhoneMessage, "text" | "kind" | "options" | "quoting" | "link"> &
  Partial<Pick<FilledTemplate, "template" | "payloads">>;

/** Meta's error code and the wrong parameter. */
type Problem = { code: number; details: string };
type Value = Readonly<Record<string, unknown>>;

const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;

const problem = (details: string, code = 100): Problem => ({ code, details });
const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

/** Each kind's name on the phone, and the allowed fields besides `id` and `link`. */
const MEDIA = {
  image: { kind: "photo", label: "Photo", keys: ["caption"] },
  video: { kind: "video", label: "Video", keys: ["caption"] },
  document: { kind: "document", label: "Document", keys: ["caption", "filename"] },
  audio: { kind: "audio", label: "Audio", keys: ["voice"] },
  sticker: { kind: "sticker", label: "Sticker", keys: [] },
} as const;

type MediaType = keyof typeof MEDIA;
const isMedia = (type: string): type is MediaType => type in MEDIA;

const isLink = (value: unknown) => typeof value === "string" && /^https?:\/\/[^\s/]+\S*$/i.test(value);

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/image-messages and the pages beside it */
function readMedia(type: MediaType, value: Value): Content | Problem {
  const { kind, label, keys } = MEDIA[type];
  const allowed: readonly string[] = ["id", "link", ...keys];
  const unexpected = Object.keys(value).find((key) => !allowed.includes(key));
  if (unexpected) return problem(`Unexpected key "${unexpected}" on param "${type}".`);
  const { id, link, caption, filename, voice } = value;
  if (id === undefined && link === undefined) return problem(`${type}.id or ${type}.link`, 131008);
  if (id !== undefined && !isText(id)) return problem(`${type}.id`, 131009);
  if (link !== undefined && !isLink(link)) return problem(`Param ${type}['link'] is not a valid URI.`);
  if (caption !== undefined && typeof caption !== "string")
    return problem(`Param ${type}['caption'] must be a string.`);
  if (caption !== undefined && caption.length > MAX_CAPTION)
    return problem(`Param ${type}['caption'] must be at most ${MAX_CAPTION} characters long.`);
  if (filename !== undefined && typeof filename !== "string")
    return problem(`Param ${type}['filename'] must be a string.`);
  if (voice !== undefined && typeof voice !== "boolean")
    return problem(`Param ${type}['voice'] must be a boolean.`);
  const said = [filename, caption].filter(isText);
  return {
    kind: voice === true ? "voice" : kind,
    text: said.length > 0 ? said.join("\n") : voice === true ? "Voice note" : label,
    ...(typeof link === "string" && { link: { url: link, ...(isText(filename) && { name: filename }) } }),
  };
}

/** Meta's own samples write coordinates as numbers and as text. */
function coordinate(value: unknown, most: number): number | undefined {
  const number = isText(value) ? Number(value) : value;
  return typeof number === "number" && Math.abs(number) <= most ? number : undefined;
}

function readLocation(value: Value): Content | Problem {
  for (const [name, most] of [
    ["latitude", 90],
    ["longitude", 180],
  ] as const) {
    if (value[name] === undefined) return problem(`The parameter location['${name}'] is required.`);
    if (coordinate(value[name], most) === undefined) return problem(`location.${name}`, 131009);
  }
  const { latitude, longitude, name, address } = value;
  const place = [name, address].filter(isText);
  return { kind: "location", text: place.length > 0 ? place.join(", ") : `${latitude}, ${longitude}` };
}

function readContacts(value: unknown): Content | Problem {
  if (!Array.isArray(value) || value.length === 0) return problem("Param contacts must be an array.");
  const names = list(value).map((contact) => record(record(contact)?.name)?.formatted_name);
  const bare = names.findIndex((name) => !isText(name));
  if (bare >= 0) return problem(`The parameter contacts[${bare}]['name']['formatted_name'] is required.`);
  return { kind: "contact", text: `Contact: ${names.join(", ")}` };
}

/** An empty emoji removes the reaction. */
function readReaction({ message_id: message, emoji }: Value): Content | Problem {
  if (message === undefined) return problem("The parameter reaction['message_id'] is required.");
  if (typeof message !== "string" || !message.startsWith("wamid."))
    return problem("reaction.message_id", 131009);
  if (emoji === undefined) return problem("The parameter reaction['emoji'] is required.");
  if (typeof emoji !== "string" || emoji.length > 20 || /^[\w\s]+$/.test(emoji))
    return problem("reaction.emoji", 131009);
  return { kind: "reaction", text: emoji, quoting: message };
}

function readText({ body, preview_url: preview }: Value): Content | Problem {
  if (preview !== undefined && typeof preview !== "boolean") return problem("text.preview_url");
  if (!isText(body)) return problem("The parameter text['body'] is required");
  return body.length > MAX_TEXT
    ? problem(`text['body'] must be at most ${MAX_TEXT} characters long`)
    : { text: body };
}

const READERS: Readonly<Record<string, (value: Value) => Content | Problem>> = {
  text: readText,
  location: readLocation,
  reaction: readReaction,
};
const TYPES = ["text", "template", "interactive", "contacts", "location", "reaction", ...Object.keys(MEDIA)];

export function readContent(
  { type = "text", ...body }: Value,
  templates: readonly MetaTemplate[],
): Content | Problem {
  if (typeof type !== "string" || !TYPES.includes(type))
    return problem(
      `Param type must be one of {${TYPES.map((each) => each.toUpperCase()).join(", ")}} - got "${String(type)}".`,
    );
  if (type === "template") return readTemplateMessage(body.template, templates);
  if (type === "interactive") return readInteractive(body.interactive);
  if (body[type] === undefined) return problem(`The parameter ${type} is required`);
  if (type === "contacts") return readContacts(body.contacts);
  const value = record(body[type]);
  if (!value) return problem(`Param ${type} must be a JSON object.`);
  return isMedia(type) ? readMedia(type, value) : (READERS[type]?.(value) ?? problem("type"));
}
