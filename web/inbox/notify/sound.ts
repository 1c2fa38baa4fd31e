let context: AudioContext | undefined;

/** Browsers play nothing before the first click or key. */
export function allowSound(): void {
  const begin = () => {
    context ??= new AudioContext();
    void context.resume();
  };
  addEventListener("pointerdown", begin, { once: true });
  addEventListener("keydown", begin, { once: true });
}

const NOTES_HZ = [660, 880];
const NOTE_SECONDS = 0.16;

/** Two soft notes. */
export function play(): void {
  if (context?.state !== "running") return;
  for (const [at, frequency] of NOTES_HZ.entries()) {
    const begin = context.currentTime + at * NOTE_SECONDS;
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(0.12, begin + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + NOTE_SECONDS * 1.8);
    tone.connect(volume).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + NOTE_SECONDS * 2);
  }
}
