import type { InboxResultOf } from "../../../lib/inbox-api/operations.ts";

export type Template = InboxResultOf<"templates">["templates"][number];

/** What must be filled in: the name that the API takes, and what the form calls it. */
export function placesOf({ header, body, buttons }: Template): (readonly [place: string, label: string])[] {
  const headers =
    header?.type === "text" ? header.placeholders.map(() => "header") : header ? ["header"] : [];
  return [
    ...headers.map(
      (place) => [place, header?.type === "text" ? "Heading" : `Link of the ${header?.type}`] as const,
    ),
    ...body.placeholders.map((place) => [place, /^\d+$/.test(place) ? `Text {{${place}}}` : place] as const),
    ...buttons
      .filter(({ type }) => type !== "quick_reply")
      .map(
        ({ index, type }) =>
          [
            `button.${index}`,
            type === "url" ? `End of the link of button ${index + 1}` : `Code of button ${index + 1}`,
          ] as const,
      ),
  ];
}

/** The body with what was filled in; what is still empty keeps its placeholder. */
export const previewOf = ({ body }: Template, values: Readonly<Record<string, string>>): string =>
  body.text.replace(
    /\{\{\s*([\w.]+)\s*\}\}/g,
    (placeholder, name: string) => values[name]?.trim() || placeholder,
  );

const PRICES: Readonly<Record<string, string>> = {
  marketing: "WhatsApp charges for it as a marketing message, its most expensive kind.",
  utility: "WhatsApp charges for it as a utility message, which costs less than marketing.",
  authentication: "WhatsApp charges for it as an authentication message.",
};

/** What it costs, in words: rates differ by the customer's country. */
export const costOf = ({ category = "" }: Template): string =>
  PRICES[category.toLowerCase()] ?? "WhatsApp charges for it.";

export const isApproved = ({ status }: Template): boolean => /approved/i.test(status);
