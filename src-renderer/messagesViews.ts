/** The texts of looking back, log, alarms, palette, pre-flight and the Maps view; part of the one table in `messages.ts`. */

export const viewsText = {
  scrub: {
    title: 'Step on the screen',
    slider: 'Step on the screen, the last position is live',
    value: (step: number, last: number) => `Step ${step} of ${last}`,
    live: 'Live',
    newest: 'Newest',
    first: 'First step',
    back: 'Step back',
    forth: 'Step forward',
    return: 'Back to live',
    returnNewest: 'Back to the newest',
    off: 'Commands are off while an earlier step is on the screen. STOP works as always.',
    mark: (step: number) => `REPLAY step ${step}`,
    words: (points: number) => `The session as it was when this step was chosen, with ${points} curves measured.`,
  },
} as const;
