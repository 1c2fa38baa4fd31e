import { effect } from "@preact/signals";
import { render } from "preact";
import { App } from "./app.tsx";
import { startClock } from "./data/clock.ts";
import { forgetWhenOut } from "./data/forget.ts";
import { loadMe } from "./data/people.ts";
import { startPolling } from "./data/polling.ts";
import { startRoute } from "./data/route.ts";
import { titleFollows } from "./notify/notify.ts";
import { keepPreferences } from "./notify/preferences.ts";
import { allowSound } from "./notify/sound.ts";
import { keepDrafts } from "./reply/drafts.ts";
import { begin, session } from "./session/session.ts";

render(<App />, document.body);
keepPreferences();
keepDrafts();
allowSound();
titleFollows();
forgetWhenOut();
startClock();
await begin();
startRoute();
startPolling();
effect(() => {
  if (session.value.state === "in") void loadMe();
});
