import { batch, effect } from "@preact/signals";
import { dialog } from "../dialogs.ts";
import { emptyBoxes } from "../reply/box.ts";
import { session } from "../session/session.ts";
import { shown } from "./chat.ts";
import { emptyList } from "./lists.ts";
import { me } from "./people.ts";
import { setWords } from "./search.ts";

/** Nothing of a customer stays in the page once nobody is signed in. */
export const forgetWhenOut = (): void => {
  effect(() => {
    if (session.value.state === "starting" || session.value.state === "in") return;
    batch(() => {
      me.value = undefined;
      shown.value = { state: "none" };
      emptyList();
      emptyBoxes();
      setWords("");
      dialog.close();
    });
  });
};
