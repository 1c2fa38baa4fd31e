import { render } from "preact";
import { listen } from "./api.ts";
import { App } from "./app.tsx";
import { seconds } from "./state.ts";

render(<App />, document.body);
setInterval(() => {
  seconds.value += 1;
}, 1_000);
listen();
