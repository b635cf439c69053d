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
} as const;
