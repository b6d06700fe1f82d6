let context: AudioContext | undefined;

/** Browsers allow sounds only after a press: called in one, so that the end can be heard later. */
export function allowSound(): void {
  try {
    context ??= new AudioContext();
    void context.resume().catch(() => undefined);
  } catch {
    // Without sound the end is still shown.
  }
}

/** Two soft tones. */
export function playEnd(): void {
  allowSound();
  if (!context) return;
  for (const [index, frequency] of [660, 880].entries()) {
    const at = context.currentTime + index * 0.25;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.2, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.6);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.6);
  }
}
