import { useState } from "preact/hooks";
import { callPatiently } from "../data/call.ts";
import { staffName } from "../data/people.ts";
import { dialog } from "../dialogs.ts";
import { Modal } from "../parts/modal.tsx";
import { useAnswer } from "./use-answer.ts";

/** Whether the bot answers, by number. */
export function Switches() {
  const { value, problem, put } = useAnswer("switches", {});
  const [trouble, setTrouble] = useState("");
  async function flip(number: string, off: boolean) {
    const answer = await callPatiently("switch", { body: { number, off } });
    if (answer.ok) put(answer.value);
    setTrouble(answer.ok ? "" : answer.message);
  }
  return (
    <Modal title="Switch the bot on or off" onClose={dialog.close}>
      <p class="quiet">
        A number that is off answers nobody and sends no templates. The team can still reply.
      </p>
      <ul class="lines">
        {(value?.switches ?? []).map(({ number, off, by }) => (
          <li key={number}>
            <span>
              <b>{number === "*" ? "All numbers" : number}</b>{" "}
              <span class={off ? "bad" : "good"}>{off ? "off" : "on"}</span>
              {by !== undefined && (
                <span class="quiet">
                  {" by "}
                  <bdi>{staffName(by)}</bdi>
                </span>
              )}
            </span>
            <button type="button" onClick={() => void flip(number, !off)}>
              {off ? "Switch on" : "Switch off"}
              <span class="hidden">{` ${number}`}</span>
            </button>
          </li>
        ))}
      </ul>
      <p class="trouble" role="alert">
        {problem || trouble}
      </p>
    </Modal>
  );
}
