import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { Clock, Events } from "../../application/ports/ports.ts";

const SOURCE = "chatsby.whatsapp";
const VERSION = 1;

/** A repeat has the same `id`; consumers drop it. */
export const eventBridgeEvents = ({
  client,
  busName,
  clock,
}: {
  client: EventBridgeClient;
  busName: string;
  clock: Clock;
}): Events => ({
  async publish({ type, id, conversation, number, detail }) {
    const { FailedEntryCount, Entries } = await client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: busName,
            Source: SOURCE,
            DetailType: type,
            Time: new Date(clock.now()),
            Detail: JSON.stringify({ version: VERSION, id, conversation, number, ...detail }),
          },
        ],
      }),
    );
    if (FailedEntryCount) throw new Error(`EventBridge refused an event: ${Entries?.[0]?.ErrorCode}`);
  },
});
