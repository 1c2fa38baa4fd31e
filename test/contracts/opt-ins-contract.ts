import { describe, expect, it } from "@jest/globals";
import type { KeptOptIns } from "../../lib/domain/consent/opt-in.ts";
import { aConversation, unique } from "../support/make.ts";
import { atOnce, NOW, type Store } from "./store.ts";

const kept = (source: string, more: Partial<KeptOptIns> = {}): KeptOptIns => ({
  optIns: [{ id: unique("o-"), at: NOW, source, text: "News by WhatsApp ✓", by: "arn", recordedAt: NOW + 1 }],
  ...more,
});

export function optInsContract(name: string, open: () => Store) {
  describe(`${name} keeps opt-ins`, () => {
    it("under an id of a customer who never wrote, without beginning a conversation", async () => {
      const { optIns, controls } = open();
      const [id, owner, copy] = [aConversation(), aConversation(), aConversation()];
      expect(await optIns.find(id)).toBeUndefined();
      const [first, second] = [kept("form"), kept("shop", { owner, copies: [copy] })];
      expect(await optIns.replace(id, first, undefined)).toBe(true);
      expect(await optIns.find(id)).toEqual(first);
      expect(await optIns.replace(id, second, first)).toBe(true);
      expect(await optIns.find(id)).toEqual(second);
      expect(await controls.read(id)).toEqual({ conversation: id, version: 0 });
    });

    it("and of several writers that have read the same keeps one", async () => {
      const { optIns } = open();
      const id = aConversation();
      const firsts = await atOnce(5, (index) => optIns.replace(id, kept(`f${index}`), undefined));
      expect(firsts.filter(Boolean)).toHaveLength(1);
      const known = await optIns.find(id);
      const nexts = await atOnce(5, (index) => optIns.replace(id, kept(`n${index}`), known));
      expect(nexts.filter(Boolean)).toHaveLength(1);
      expect((await optIns.find(id))?.optIns).toMatchObject([{ source: `n${nexts.indexOf(true)}` }]);
    });

    it("until they are removed as the caller knows them, whatever becomes of the conversation", async () => {
      const { optIns, history } = open();
      const id = aConversation();
      const [first, second] = [kept("a form of the shop"), kept("a shop", { owner: aConversation() })];
      expect(await optIns.remove(id, first)).toBe(false);
      await optIns.replace(id, first, undefined);
      await optIns.replace(id, second, first);
      expect(await history.everything(id)).toEqual([]);
      expect((await history.part(id)).items).toEqual([]);
      expect(await history.erase(id)).toBe(0);
      expect(await optIns.remove(id, first)).toBe(false);
      expect(await optIns.find(id)).toEqual(second);
      expect(await optIns.remove(id, second)).toBe(true);
      expect(await optIns.find(id)).toBeUndefined();
    });
  });
}
