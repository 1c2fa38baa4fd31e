let context: AudioContext | undefined;
let isPlaying = false;

/**
 * Browsers play nothing before the first click or key. The device's output is open only while something plays: it
 * costs power, and keeps some computers awake.
 */
export function allowSound(): void {
  const begin = () => {
    context ??= new AudioContext();
    void context.resume().then(rest);
  };
  addEventListener("pointerdown", begin, { once: true });
  addEventListener("keydown", begin, { once: true });
}

async function rest(): Promise<void> {
  if (!isPlaying) await context?.suspend();
}

const NOTES_HZ = [660, 880];
const NOTE_SECONDS = 0.16;

/** Two soft notes. */
export async function play(): Promise<void> {
  if (!context) return;
  await context.resume();
  if (isPlaying) return;
  isPlaying = true;
  await Promise.all(NOTES_HZ.map(noteOf(context)));
  isPlaying = false;
  await rest();
}

const noteOf = (audio: AudioContext) => (frequency: number, at: number) => {
  const begin = audio.currentTime + at * NOTE_SECONDS;
  const [tone, volume] = [audio.createOscillator(), audio.createGain()];
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0, begin);
  volume.gain.linearRampToValueAtTime(0.12, begin + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, begin + NOTE_SECONDS * 1.8);
  tone.connect(volume).connect(audio.destination);
  tone.start(begin);
  tone.stop(begin + NOTE_SECONDS * 2);
  return new Promise((ended) => {
    tone.onended = ended;
  });
};
