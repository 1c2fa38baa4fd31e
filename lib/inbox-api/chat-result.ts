import * as z from "zod/mini";
import { lead, time } from "../operator-api/fields.ts";

/** A conversation in a list. */
export const listedResult = () =>
  z.looseObject({
    conversation: z.string(),
    number: z.optional(z.string()),
    name: z.optional(z.string()),
    phone: z.optional(z.string()),
    lastText: z.optional(z.string()),
    lastAt: time(),
    state: z.enum(["bot", "waiting", "person", "opted-out"]),
    /** The member of staff who answers. */
    assignee: z.optional(z.string()),
    waitingSince: z.optional(time()),
    /** The customer waits, and nobody is there until then. */
    opensAt: z.optional(time()),
    /** The bot goes on until then, although the customer waits for a person. */
    botUntil: z.optional(time()),
    windowClosesAt: z.optional(time()),
    /** The customer has written since the team last read or answered. */
    unread: z.boolean(),
    /** Answers of the agent that wait for a tap. */
    waitingDrafts: z.optional(z.number()),
  });

/** A conversation, open. */
export const chatResult = () =>
  z.looseObject({
    ...listedResult().shape,
    customer: z.optional(
      z.looseObject({
        profileName: z.optional(z.string()),
        username: z.optional(z.string()),
        phone: z.optional(z.string()),
        userId: z.optional(z.string()),
      }),
    ),
    handoff: z.optional(
      z.looseObject({
        reason: z.string(),
        since: time(),
        by: z.optional(z.string()),
        summary: z.optional(z.string()),
      }),
    ),
    /** Answers of the agent that wait for a tap, oldest first. `decided`: somebody has tapped. */
    drafts: z.optional(
      z.array(
        z.looseObject({
          id: z.string(),
          at: time(),
          text: z.string(),
          files: z.optional(z.array(z.string())),
          decided: z.optional(z.looseObject({ by: z.string(), decision: z.enum(["send", "discard"]) })),
        }),
      ),
    ),
    /** The bot takes over again then. */
    resumesAt: z.optional(time()),
    messages: z.array(
      z.looseObject({
        id: z.string(),
        at: time(),
        from: z.enum(["customer", "bot", "staff", "system"]),
        /** The member of staff. */
        by: z.optional(z.string()),
        /** text, image, voice, location, contacts, template … */
        kind: z.string(),
        text: z.string(),
        /** As text. */
        quoted: z.optional(z.string()),
        options: z.optional(z.array(z.string())),
        /** The files that came with it. Open a customer's with `media`. */
        media: z.optional(
          z.array(
            z.looseObject({
              index: z.number(),
              /** image, video, audio, voice, document, sticker, contact */
              kind: z.string(),
              filename: z.optional(z.string()),
              canOpen: z.boolean(),
              /** Of staff: open it with `file`. */
              file: z.optional(z.string()),
              /** Of the bot: where the file is, for everybody. */
              link: z.optional(z.string()),
              /** By a machine. */
              understood: z.optional(
                z.looseObject({
                  text: z.string(),
                  language: z.optional(z.string()),
                  confidence: z.optional(z.number()),
                  /** The text goes on. */
                  cut: z.optional(z.boolean()),
                }),
              ),
              /** Why not, in plain words. */
              notUnderstood: z.optional(z.string()),
            }),
          ),
        ),
        /** What the agent was told of something that it cannot see or hear. */
        agentRead: z.optional(z.string()),
        /** Of ours: queued, sending, sent, delivered, read, failed, cancelled, unknown. Of the customer's: how it ended. */
        status: z.optional(z.string()),
        /** In plain words, and the provider's code. */
        failure: z.optional(z.looseObject({ text: z.string(), code: z.optional(z.string()) })),
      }),
    ),
    /** There are older messages. */
    more: z.boolean(),
    notes: z.array(z.looseObject({ id: z.string(), at: time(), by: z.string(), text: z.string() })),
    acts: z.array(
      z.looseObject({ at: time(), by: z.string(), what: z.string(), detail: z.optional(z.string()) }),
    ),
    lead: z.optional(lead()),
    /** The caller's. */
    draft: z.optional(z.string()),
  });
