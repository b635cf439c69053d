/** The texts of small windows; part of the one table in `messages.ts`. */

export const layoutText = {
  tabs: {
    label: 'Panels',
    waiting: (name: string) => `${name} \u25cf`,
    names: {
      next: 'Next point',
      run: 'Run',
      curves: 'Curves',
      diversity: 'Diversity',
      maps: 'Maps',
      steering: 'Steering',
    },
  },
  library: {
    search: 'Search names, tags, notes',
    noneFound: 'No session has all these words in its name, state, tags or notes.',
    tick: 'Look at',
    tickNamed: (name: string, id: string) => `Look at ${name}, ${id}`,
    look: 'At a glance',
    compare: 'A and B',
    empty: 'Tick a session to see it here, or two to compare them.',
    reading: 'Reading\u2026',
    instrument: 'Instrument',
    policy: 'Policy',
    decided: 'Decided',
    decidedBy: ({ operator, timer, mode }: { operator: number; timer: number; mode: number }) =>
      `${operator} by people, ${timer} by silence, ${mode} by the mode`,
    vetoes: 'Vetoes',
    diversity: 'Diversity',
    diversities: (structural: string, spectral: string) => `structural ${structural}, spectral ${spectral}`,
    size: 'Size',
    noDifference: 'No difference of the maps: the two frames differ in size or candidates, or one has no model yet.',
    to: 'to',
    tags: 'Tags, between commas',
    saveTags: 'Save tags',
    notes: 'Notes',
    note: 'New note',
    addNote: 'Add note',
  },
} as const;
