import { staffMedia } from "../media/staff-file.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { type Part, sentText, type Turn } from "../turn/turn.ts";
import { ourFile } from "./chat-media.ts";
import type { UnlinkedMessage } from "./chat-message.ts";
import { chatMessageId, outboundKey, turnKey } from "./chat-message-id.ts";
import type { KeptChat, KeptDelivery, KeptOutbound } from "./kept-chat.ts";
import { type Sending, sendingOf } from "./send-status.ts";

const contentOf = ({ template, options, replyTo, media, ...part }: Part) => ({
  kind: template ? "template" : (media?.kind ?? "text"),
  text: template?.preview ?? sentText(part),
  ...omitUndefined({ options, quotes: replyTo, media: media && [ourFile(media)] }),
});

const AUTHORS = { agent: "bot", person: "staff", system: "system" } as const;

/** A part that was never tried is not shown. */
const wasTried = ({ state, sendingAt }: Part) => sendingAt !== undefined && state !== "cancelled";

const deliveriesOf = (turn: Turn, index: number, deliveries: readonly KeptDelivery[]) =>
  deliveries.filter((each) => each.turn === turn.id && each.part === index);

/** The bot's and the system's parts, and replies of staff whose request is not kept any more. */
const sentParts = (turn: Turn, deliveries: readonly KeptDelivery[], now: number): UnlinkedMessage[] =>
  turn.parts.flatMap((part, index) => {
    const at = part.sendingAt;
    if (at === undefined || !wasTried(part)) return [];
    return {
      id: chatMessageId(at, turnKey(turn.id, index)),
      at,
      arrivedAt: at,
      from: AUTHORS[turn.by ?? "agent"],
      ...omitUndefined({ by: turn.approvedBy }),
      ...contentOf(part),
      ...sendingOf(part, deliveriesOf(turn, index, deliveries), now),
    };
  });

/** A cancelled part of staff's has a reason; its request may have failed. */
function staffSending(sending: Sending, { state, code }: KeptOutbound, { ending }: Turn): Sending {
  if (sending.status !== "cancelled") return sending;
  const failureCode = code ?? ("reason" in ending ? ending.reason : undefined);
  return { status: state === "failed" ? "failed" : "cancelled", ...omitUndefined({ failureCode }) };
}

const BEFORE_A_TURN = { waiting: "queued", sent: "sent", failed: "failed", cancelled: "cancelled" } as const;

/**
 * Begin with their request: id and time stay when they are sent. With all parts, so that a failed one is
 * seen.
 */
function staffMessages(
  outbound: KeptOutbound,
  turn: Turn | undefined,
  deliveries: readonly KeptDelivery[],
  now: number,
): UnlinkedMessage[] {
  const { id, at, by, content, state, code } = outbound;
  const common = { at, arrivedAt: at, from: "staff" as const, by };
  if (turn && turn.parts.length > 0)
    return turn.parts.map((part, index) => ({
      id: chatMessageId(at, outboundKey(id, index)),
      ...common,
      ...contentOf(part),
      ...staffSending(sendingOf(part, deliveriesOf(turn, index, deliveries), now), outbound, turn),
    }));
  // A tap on a draft sends the agent's own message.
  if (content.kind === "draft") return [];
  const isTemplate = content.kind === "template";
  const file = isTemplate ? undefined : content.file;
  return [
    {
      id: chatMessageId(at, outboundKey(id, 0)),
      ...common,
      kind: isTemplate ? "template" : (file?.kind ?? "text"),
      text: isTemplate ? (content.template.preview ?? content.template.name) : content.text,
      status: BEFORE_A_TURN[state],
      ...omitUndefined({
        quotes: isTemplate ? undefined : content.replyTo,
        failureCode: code,
        media: file && [ourFile(staffMedia(file))],
      }),
    },
  ];
}

export function ourMessages({ turns, outbound, deliveries }: KeptChat, now: number): UnlinkedMessage[] {
  const latest = new Map(turns.map((turn) => [turn.id, turn]));
  const isTap = ({ content }: KeptOutbound) => content.kind === "draft";
  const requests = new Map(outbound.filter((each) => !isTap(each)).map((each) => [each.id, each]));
  const ofStaff = new Map(
    [...latest.values()].flatMap((turn) => (turn.outbound === undefined ? [] : [[turn.outbound, turn]])),
  );
  return [
    ...[...latest.values()]
      .filter((turn) => turn.outbound === undefined || !requests.has(turn.outbound))
      .flatMap((turn) => sentParts(turn, deliveries, now)),
    ...[...requests.values()].flatMap((each) => staffMessages(each, ofStaff.get(each.id), deliveries, now)),
  ];
}
