import { CustomerData } from "./admin/data.tsx";
import { Preferences } from "./admin/preferences.tsx";
import { Staff } from "./admin/staff.tsx";
import { Switches } from "./admin/switches.tsx";
import { ChatPane } from "./chat/pane.tsx";
import { opened } from "./data/route.ts";
import { dialog } from "./dialogs.ts";
import { ListPane } from "./list/pane.tsx";
import { Said } from "./parts/said.tsx";
import { HandBack, TakeOver } from "./reply/hand-back.tsx";
import { TemplateDialog } from "./reply/template.tsx";
import { session, signIn, signOut } from "./session/session.ts";

function Dialogs() {
  const shown = dialog.current.value;
  switch (shown?.kind) {
    case undefined:
      return null;
    case "preferences":
      return <Preferences />;
    case "switches":
      return <Switches />;
    case "staff":
      return <Staff />;
    case "data":
      return <CustomerData {...(shown.contact !== undefined && { contact: shown.contact })} />;
    case "hand-back":
      return <HandBack conversation={shown.conversation} />;
    case "take-over":
      return <TakeOver conversation={shown.conversation} to={shown.to} />;
    case "template":
      return <TemplateDialog conversation={shown.conversation} />;
  }
}

const SignIn = ({ why }: { why: string }) => (
  <main class="sign-in">
    <img src="/inbox/icon.svg" alt="" width="72" height="72" />
    <h1>Customer inbox</h1>
    <p role="status">{why}</p>
    <button type="button" class="primary" onClick={() => void signIn()}>
      Sign in
    </button>
  </main>
);

const Foreign = () => (
  <main class="sign-in">
    <h1>Customer inbox</h1>
    <p role="status">You are signed in, but not on the staff of this inbox. Ask an admin to add you.</p>
    <button type="button" onClick={() => void signOut()}>
      Sign out
    </button>
  </main>
);

const OnTheWay = ({ what }: { what: string }) => (
  <main class="sign-in">
    <img src="/inbox/icon.svg" alt="" width="72" height="72" />
    <h1>Customer inbox</h1>
    <p role="status">{what}</p>
  </main>
);

export function App() {
  const current = session.value;
  if (current.state === "starting") return <OnTheWay what="Signing in…" />;
  if (current.state === "leaving") return <OnTheWay what="Signing out…" />;
  if (current.state === "out") return <SignIn why={current.why} />;
  if (current.state === "foreign") return <Foreign />;
  return (
    <>
      <div class={`panes ${opened.value === "" ? "" : "is-chat"}`}>
        <ListPane />
        <ChatPane />
      </div>
      {dialog.current.value === undefined && <Said />}
      <Dialogs />
    </>
  );
}
