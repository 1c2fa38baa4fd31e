import * as z from "zod/mini";
import { DAY_MS } from "../../../lib/domain/time.ts";
import type { Act } from "./protocol-acts.ts";
import type { Fault } from "./protocol-faults.ts";

const id = z.string().check(z.minLength(1, "is empty"), z.maxLength(200, "is too long"));
const words = z
  .string()
  .check(z.minLength(1, "is empty"), z.maxLength(4_096, "may have at most 4096 characters"));
const chat = { customer: id, number: id };
const quoting = z.exactOptional(id);
const caption = z.exactOptional(z.string().check(z.maxLength(1_024, "may have at most 1024 characters")));
const whole = (least: number, most: number) =>
  z.int().check(z.minimum(least, `use at least ${least}`), z.maximum(most, `use at most ${most}`));

const oneOf = (...names: readonly string[]) => `use one of ${names.join(", ")}`;

const fault: z.ZodMiniType<Fault> = z.discriminatedUnion(
  "kind",
  [
    z.object({ kind: z.literal("duplicate"), when: z.enum(["now", "3-days"]), message: z.exactOptional(id) }),
    z.object({
      kind: z.literal("hold"),
      count: whole(0, 10).check(z.refine((count) => count !== 1, "use 2 to 10, or 0")),
    }),
    z.object({
      kind: z.literal("send"),
      what: z.enum([
        "timeout-after-accept",
        "cut",
        "cut-after-accept",
        "5xx",
        "131056",
        "130429",
        "131047",
        "190",
      ]),
      times: whole(0, 20),
    }),
    z.object({
      kind: z.literal("agent-slow"),
      seconds: z.number().check(z.minimum(0, "use at least 0"), z.maximum(60, "use at most 60")),
    }),
    z.object({ kind: z.literal("agent-down"), on: z.boolean() }),
    z.object({ kind: z.literal("engine"), how: z.enum(["well", "slow", "busy", "down"]) }),
    z.object({ kind: z.literal("statuses"), how: z.enum(["normal", "late", "never", "reversed"]) }),
    z.object({ kind: z.literal("kill-worker"), message: z.exactOptional(id) }),
    z.object({ kind: z.literal("token"), expired: z.boolean() }),
    z.object({ kind: z.literal("worker-fails"), on: z.boolean() }),
  ],
  oneOf(
    "duplicate",
    "hold",
    "send",
    "agent-slow",
    "agent-down",
    "engine",
    "statuses",
    "kill-worker",
    "token",
    "worker-fails",
  ),
);

const act: z.ZodMiniType<Act> = z.discriminatedUnion(
  "do",
  [
    z.object({ do: z.literal("say"), ...chat, text: words, quoting }),
    z.object({
      do: z.literal("send"),
      ...chat,
      what: z.enum(["photo", "voice", "document", "spreadsheet", "location", "contact"]),
      caption,
      quoting,
    }),
    z.object({ do: z.literal("tap"), ...chat, message: id, option: id }),
    z.object({
      do: z.literal("react"),
      ...chat,
      message: id,
      emoji: z.string().check(z.maxLength(20, "is too long")),
    }),
    z.object({ do: z.literal("preference"), ...chat, value: z.enum(["stop", "resume"]) }),
    z.object({ do: z.literal("read-receipts"), customer: id, on: z.boolean() }),
    z.object({
      do: z.literal("add-customer"),
      name: z.string().check(z.regex(/^[^\p{Cc}]{1,60}$/u, "use 1 to 60 characters")),
      phone: z.exactOptional(z.string().check(z.regex(/^\d{6,15}$/, "use 6 to 15 digits, without +"))),
      country: z.exactOptional(z.string().check(z.regex(/^[A-Z]{2}$/, "use two capital letters"))),
    }),
    z.object({ do: z.literal("echo"), ...chat, text: words }),
    z.object({ do: z.literal("fault"), fault }),
    z.object({ do: z.literal("clear-faults") }),
    z.object({ do: z.literal("advance-clock"), milliseconds: whole(1, 40 * DAY_MS) }),
  ],
  oneOf(
    "say",
    "send",
    "tap",
    "react",
    "preference",
    "read-receipts",
    "add-customer",
    "echo",
    "fault",
    "clear-faults",
    "advance-clock",
  ),
);

/** Returns the act, or its problems by path. */
export function readAct(body: Buffer): Act | { problems: readonly string[] } {
  let given: unknown;
  try {
    given = JSON.parse(body.toString("utf8"));
  } catch {
    return { problems: ["the body is not JSON"] };
  }
  return readAs(act, given);
}

const fileQuery = z.object({
  ...chat,
  name: z.string().check(z.regex(/^[^\p{Cc}]{1,200}$/u, "use 1 to 200 characters")),
  type: z.string().check(z.regex(/^[\w.+-]+\/[\w.+-]+(?:; ?codecs="?[\w.,]+"?)?$/, "use a media type")),
  recorded: z.exactOptional(z.literal("1")),
  caption,
  quoting,
});

/** Of a request whose body is a file. */
export const readFileQuery = (query: URLSearchParams) => readAs(fileQuery, Object.fromEntries(query));

function readAs<Schema extends z.ZodMiniType>(
  schema: Schema,
  given: unknown,
): z.output<Schema> | { problems: readonly string[] } {
  const read = z.safeParse(schema, given);
  if (read.success) return read.data;
  return {
    problems: read.error.issues.map(({ path, message }) =>
      path.length > 0 ? `${path.join(".")}: ${message}` : message,
    ),
  };
}
