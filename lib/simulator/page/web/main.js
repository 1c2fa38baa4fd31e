import { listen } from "./api.js";
import { drawBubbles, drawCustomers, drawHead, startAddCustomer, startBubbles, startComposer } from "./chat.js";
import { byId } from "./dom.js";
import { drawFaults } from "./faults.js";
import { startGuide } from "./guide.js";
import { drawFacts, drawLife, startInspector } from "./inspector.js";
import { clearStaff, drawStaff } from "./staff.js";
import { apply, chosen, keyOf, reset, state } from "./state.js";
import { startTabs, startViews } from "./tabs.js";

const DRAW = {
  bubbles: () => {
    drawBubbles();
    drawCustomers(choose);
  },
  head: drawHead,
  life: drawLife,
  facts: drawFacts,
  // Somebody new may be chosen before it is known who that is.
  customers: () => {
    drawCustomers(choose);
    drawHead();
  },
  faults: drawFaults,
  staff: drawStaff,
};

/** Many changes within one frame are drawn once. */
const waiting = new Set();
function draw(...what) {
  if (waiting.size === 0) requestAnimationFrame(flush);
  for (const each of what) if (DRAW[each]) waiting.add(each);
}
function flush() {
  const now = [...waiting];
  waiting.clear();
  for (const each of now) DRAW[each]();
}

const all = () => draw(...Object.keys(DRAW));

function choose(what) {
  const before = keyOf(chosen);
  Object.assign(chosen, what);
  if (keyOf(chosen) !== before) clearStaff();
  show("phone");
  all();
}

const show = startViews();
startTabs(all);
startBubbles();
startComposer();
startAddCustomer(choose);
startInspector();
startGuide();
setInterval(() => draw("facts"), 1_000);

listen({
  onSnapshot(snapshot) {
    reset(snapshot);
    const { kind, url } = state.agent;
    byId("agent").textContent =
      kind === "own"
        ? `Answered by your own agent at ${url}`
        : "Answered by the built-in agent of a lamp shop. Everything stays on this machine.";
    all();
  },
  onChange(change) {
    const what = apply(change);
    draw(what, ...(what === "facts" ? ["staff"] : []), ...(what === "bubbles" ? ["life"] : []));
  },
  onConnection(up) {
    const badge = byId("connection");
    badge.textContent = up ? "live" : "not connected: is npm start running?";
    badge.className = `badge ${up ? "good" : "bad"}`;
  },
});
