/** The sound of an alarm, made when it is needed: short, and different for each priority. */
import type { AlarmPriority } from '../../src-shared/alarm';

/** Pitch, hertz, and number of beeps. */
const TONES: Readonly<Record<AlarmPriority, { readonly hertz: number; readonly beeps: number }>> = {
  1: { hertz: 880, beeps: 3 },
  2: { hertz: 660, beeps: 2 },
  3: { hertz: 520, beeps: 1 },
};
const BEEP_SECONDS = 0.16;
const PAUSE_SECONDS = 0.1;
const LOUDNESS = 0.2;
/** Rises and falls so long, so that it does not click. */
const EDGE_SECONDS = 0.012;

/** Plays the tone of a priority; where there is nothing to play it on, nothing happens. */
export function playTone(priority: AlarmPriority): void {
  const context = new AudioContext();
  const { hertz, beeps } = TONES[priority];
  const gain = context.createGain();
  const source = new OscillatorNode(context, { frequency: hertz, type: 'triangle' });
  gain.gain.value = 0;
  for (let i = 0; i < beeps; i++) {
    const from = context.currentTime + i * (BEEP_SECONDS + PAUSE_SECONDS);
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(LOUDNESS, from + EDGE_SECONDS);
    gain.gain.setValueAtTime(LOUDNESS, from + BEEP_SECONDS - EDGE_SECONDS);
    gain.gain.linearRampToValueAtTime(0, from + BEEP_SECONDS);
  }
  source.connect(gain).connect(context.destination);
  source.onended = () => void context.close();
  source.start();
  source.stop(context.currentTime + beeps * (BEEP_SECONDS + PAUSE_SECONDS));
}
