import { describe, expect, it } from "@jest/globals";
import type { Outgoing, Sender } from "../../lib/application/ports/sender.ts";
import { withStaffFiles } from "../../lib/application/sending/with-staff-files.ts";
import type { AttachedFile } from "../../lib/domain/media/staff-file.ts";
import type { Outbound } from "../../lib/domain/turn/outbound.ts";
import { META_FILES } from "../../lib/providers/meta/sending/files.ts";
import { TWILIO_FILES } from "../../lib/providers/twilio/sending/files.ts";
import { engineWorld, SUPPORT } from "../support/engine-world.ts";
import { FakeFileStore } from "../support/memory/memory-files.ts";

const PHOTO: AttachedFile = { id: "f1", name: "lamp.png", kind: "image", type: "image/png" };
const BILL: AttachedFile = { id: "f2", name: "bill.pdf", kind: "document", type: "application/pdf" };
const SONG: AttachedFile = { id: "f3", name: "song.mp3", kind: "audio", type: "audio/mpeg" };

describe("the link that a provider gets to a file of staff", () => {
  function sending() {
    const sent: Outgoing[] = [];
    const provider: Sender = {
      maxLength: 4096,
      files: META_FILES,
      async send(message) {
        sent.push(message);
        return { kind: "accepted", id: "wamid.1" };
      },
      showTyping: async () => {},
    };
    return { sent, sender: withStaffFiles(provider, new FakeFileStore()) };
  }
  const to = { phone: "15550177001" };

  it("is made with each attempt, so that a late one is as good as the first", async () => {
    const { sent, sender } = sending();
    const media = { kind: "image" as const, url: "staff-file:f1/image/png", filename: "lamp.png" };
    for (const reference of ["r1", "r2"]) await sender.send({ to, reference, text: "Look", media }, 0);
    expect(sent.map((message) => message.media?.url)).toEqual([
      "https://bucket.example/f1?type=image%2Fpng&name=lamp.png&seconds=3600&link=1",
      "https://bucket.example/f1?type=image%2Fpng&name=lamp.png&seconds=3600&link=2",
    ]);
    expect(sent[0]).toMatchObject({ text: "Look", media: { kind: "image", filename: "lamp.png" } });
  });

  it("leaves the agent's own links as they are, and texts too", async () => {
    const { sent, sender } = sending();
    const media = { kind: "image" as const, url: "https://cdn.example.com/lamp.png" };
    await sender.send({ to, reference: "r1", text: "", media }, 0);
    await sender.send({ to, reference: "r2", text: "Hello" }, 0);
    expect(sent.map((message) => message.media?.url)).toEqual([media.url, undefined]);
  });
});

describe("a file of staff in a reply", () => {
  async function partsOf(file: AttachedFile, text: string, files: Sender["files"] = META_FILES) {
    const sender: Sender = {
      maxLength: 4096,
      ...(files && { files }),
      send: async () => ({ kind: "accepted", id: "wamid.1" }),
      showTyping: async () => undefined,
    };
    const world = engineWorld({ number: { sender } });
    await world.write("hello");
    await world.run();
    const content: Outbound["content"] = { kind: "reply", text, file };
    await world.engine.outbox.add(world.conversation, {
      id: "o1",
      number: SUPPORT,
      at: world.clock.time,
      by: "ann",
      content,
    });
    await world.run();
    const { turn } = await world.state();
    return (turn?.parts ?? []).map((part) => [part.text, part.media?.url, part.state]);
  }

  it.each<[string, AttachedFile, string, Sender["files"], [string, string | undefined][]]>([
    ["with its caption", PHOTO, "Your lamp", META_FILES, [["Your lamp", "staff-file:f1/image/png"]]],
    ["without words", BILL, "", META_FILES, [["", "staff-file:f2/application/pdf"]]],
    [
      "before the words, where they cannot be its caption",
      SONG,
      "Our song",
      META_FILES,
      [
        ["", "staff-file:f3/audio/mpeg"],
        ["Our song", undefined],
      ],
    ],
    [
      "before words that are too long for a caption",
      PHOTO,
      "x".repeat(1025),
      META_FILES,
      [
        ["", "staff-file:f1/image/png"],
        ["x".repeat(1025), undefined],
      ],
    ],
    [
      "before the words of a document at Twilio",
      BILL,
      "Your bill",
      TWILIO_FILES,
      [
        ["", "staff-file:f2/application/pdf"],
        ["Your bill", undefined],
      ],
    ],
  ])("is sent %s, once", async (_, file, text, files, parts) => {
    expect(await partsOf(file, text, files)).toEqual(parts.map((part) => [...part, "accepted"]));
  });
});
