import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import type { Emulator } from "./emulator.ts";

/** Into the functions' log groups, one line after the other. */
export function functionLogs({ client }: Emulator) {
  const logs = awsClient(CloudWatchLogsClient, "person", client);
  const streams = new Map<string, Promise<void>>();
  const STREAM = "emulated";

  async function create(logGroupName: string): Promise<void> {
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: STREAM }));
  }

  return (logGroupName: string, message: string): void => {
    const timestamp = Date.now();
    const before = streams.get(logGroupName) ?? create(logGroupName);
    const written = before.then(async () => {
      await logs.send(
        new PutLogEventsCommand({ logGroupName, logStreamName: STREAM, logEvents: [{ timestamp, message }] }),
      );
    });
    // The group may be gone: its stack is being deleted.
    streams.set(
      logGroupName,
      written.catch(() => undefined),
    );
  };
}
