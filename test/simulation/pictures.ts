import { parseReference } from "../../lib/domain/turn/reference.ts";
import type { ReplyPart } from "../../lib/domain/turn/turn.ts";
import type { Accepted } from "./fake-provider.ts";
import type { Sabotage, World } from "./world.ts";

/** Ends a part that is a picture. */
const PICTURE = "🖼";
const LINK = "https://cdn.example.com/picture.jpg";
/** The provider's code for a file that it could not take. */
export const NO_FILE = "no-file";

export const pictureText = (text: string) => `${text}${PICTURE}`;

export const partOfAnswer = (text: string): ReplyPart =>
  text.endsWith(PICTURE) ? { text, media: { kind: "image", url: LINK } } : { text };

const SLACK = 5_000;

const withoutLink = (text: string) => text.replace(`\n${LINK}`, "");
export const isLink = (text: string) => text.includes(LINK);
const hasLink = ({ text }: Pick<Accepted, "text">) => isLink(text);

/** A status said so before its link left, so that the link counts as accepted and never leaves. */
export const isPictureShownFirst = ({ table }: World, { reference, text, media }: Accepted, link: string) =>
  media &&
  isLink(link) &&
  text === withoutLink(link) &&
  (table.deliveries.get(reference)?.state ?? "failed") !== "failed";

/**
 * A picture is shown once; its link only after it was refused, and once. What was refused for its file alone
 * never ends for that reason.
 */
export function brokenPictures({ provider, confirmedAt, table }: World): string[] {
  const broken: string[] = [];
  const { accepted, refusedFiles } = provider;
  for (const [text, takes] of Map.groupBy(accepted, (take) => withoutLink(take.text))) {
    if (!text.endsWith(PICTURE)) continue;
    const links = takes.filter(hasLink);
    if (links.some(({ media }) => media)) broken.push(`the link of "${text}" was sent as a picture`);
    for (const link of links) {
      const isRefused = refusedFiles.some((refused) => refused.text === text && refused.at <= link.at);
      if (!isRefused) broken.push(`"${text}" was replaced by its link without a reason`);
      // A status may still be on its way to the worker.
      const wasSeen = ({ reference, arrives, media }: Accepted) =>
        media && arrives && (confirmedAt.get(reference) ?? Number.POSITIVE_INFINITY) < link.at - SLACK;
      if (takes.some(wasSeen)) broken.push(`"${text}" was replaced by its link although it was shown`);
    }
    const attempts = new Set(
      links.filter(({ arrives }) => arrives).map(({ reference }) => partOf(reference)),
    );
    if (attempts.size > 1) broken.push(`the link of "${text}" was sent for ${[...attempts].join(" and ")}`);
  }
  for (const { id, outcome } of table.messages.values())
    if (outcome && "reason" in outcome && outcome.reason === NO_FILE)
      broken.push(`${id} was not answered because of a file, and its link was never sent`);
  return broken.map((problem) => `2 (answered once): ${problem}`);
}

const partOf = (reference: string) => {
  const { turn, part } = parseReference(reference) ?? {};
  return `${turn}.${part}`;
};

export const PICTURE_MUTATIONS: Record<string, Sabotage> = {
  "a picture that could not be sent is given up": {
    engine: (real) => ({
      ...real,
      numberNamed: (name) => {
        const number = real.numberNamed(name);
        return number && { ...number, failureCause: () => "recipient" };
      },
    }),
  },
  "a picture is replaced by itself with the link below": {
    conversations: (real) => ({
      ...real,
      save: (state, sendBlocks) =>
        real.save(
          state.turn
            ? {
                ...state,
                turn: {
                  ...state.turn,
                  parts: state.turn.parts.map((part) =>
                    hasLink(part) ? { ...part, media: { kind: "image", url: LINK } } : part,
                  ),
                },
              }
            : state,
          sendBlocks,
        ),
    }),
  },
  "a picture whose outcome is unknown is followed by its link": {
    engine: (real) => ({
      ...real,
      numberNamed: (name) => {
        const number = real.numberNamed(name);
        if (!number) return undefined;
        const send: typeof number.sender.send = async (message, deadline) => {
          const outcome = await number.sender.send(message, deadline);
          return message.media && outcome.kind === "unknown"
            ? { kind: "refused", code: outcome.code, failureAction: "never" }
            : outcome;
        };
        return { ...number, sender: { ...number.sender, send } };
      },
    }),
  },
};
