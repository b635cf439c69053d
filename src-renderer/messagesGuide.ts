/** The texts of the sample session, the tour and the help pages; part of the one table in `messages.ts`. */

export const guideText = {
  archive: {
    sample: 'Open the sample session',
    sampleBadge: 'SAMPLE',
    sampleNote: 'Comes ready-made with the program: 60 curves on a simulated film, with a trained manifold.',
    unpack: 'Open an archive\u2026',
    pack: 'Save as archive\u2026',
    packNamed: (name: string) => `Save ${name} as archive`,
    saved: (file: string) => `Saved as ${file}`,
  },
} as const;
