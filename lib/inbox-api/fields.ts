import * as z from "zod/mini";
import { turnId } from "../domain/ids.ts";
import { conversation } from "../operator-api/fields.ts";

export const conversationParams = z.object({ conversation });
export const cursor = z.optional(z.string().check(z.maxLength(2000, "is not a cursor of ours")));
export const noteText = z
  .string()
  .check(z.trim(), z.minLength(1, "is empty"), z.maxLength(2000, "use at most 2000 characters"));
export const messageId = z.string().check(z.maxLength(100, "is not the id of a message"));
/** Id of the newest message that the author has seen. */
export const seen = z.optional(messageId);
export const fileId = z.string().check(z.regex(/^[\w-]{1,64}$/, "is not the id of a file"));
export const draftId = z.pipe(
  z.string().check(z.regex(/^[\w-]{1,40}$/, "is not the id of a draft")),
  z.transform(turnId),
);
export const wholeNumber = (digits: number) =>
  z.pipe(
    z
      .string()
      .check(z.regex(new RegExp(`^\\d{1,${digits}}$`), `use a whole number of at most ${digits} digits`)),
    z.transform(Number),
  );
