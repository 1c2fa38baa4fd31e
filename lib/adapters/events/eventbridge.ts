import type { Clock, Events } from "../../application/ports/ports.ts";
import type { EventBridgeCalls } from "../aws/calls.ts";

const SOURCE = "chatsby.whatsapp";
const VERSION = 1;

/** A repeat has the same `id`; consumers drop it. */
export const eventBridgeEvents = ({
  client,
  busName,
  clock,
}: {
  client: EventBridgeCalls;
  busName: string;
  clock: Clock;
}): Events => ({
  async publish({ type, id, conversation, number, detail }) {
    const { FailedEntryCount, Entries } = await client.putEvents({
      Entries: [
        {
          EventBusName: busName,
          Source: SOURCE,
          DetailType: type,
          Time: new Date(clock.now()),
          Detail: JSON.stringify({ version: VERSION, id, conversation, number, ...detail }),
        },
      ],
    });
    if (FailedEntryCount) throw new Error(`EventBridge refused an event: ${Entries?.[0]?.ErrorCode}`);
  },
});
