/** Which keys are meant for the program and which for a field. */

/** True where a plain letter or digit would be typed into something. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement
  );
}

/** True for a key pressed alone, so that shortcuts of the system stay what they are. */
export function isPlain(event: {
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}): boolean {
  return !event.ctrlKey && !event.altKey && !event.metaKey;
}
