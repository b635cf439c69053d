/** The texts of the sample session, the tour and the help pages; part of the one table in `messages.ts`. */

export const guideText = {
  /** What an empty view offers. */
  begin: { live: 'Start a session in Live', sample: 'Open the sample session' },
  archive: {
    sample: 'Open the sample session',
    sampleBadge: 'SAMPLE',
    sampleNote: 'Comes ready-made with the program: 60 curves on a simulated film, with a trained manifold.',
    unpack: 'Open an archive\u2026',
    pack: 'Save as archive\u2026',
    packNamed: (name: string) => `Save ${name} as archive`,
    saved: (file: string) => `Saved as ${file}`,
    export: 'Export figures\u2026',
    exportNamed: (name: string) => `Export figures and tables of ${name}`,
    exported: (folder: string) => `Figures (SVG, PNG) and tables (CSV) are in ${folder}`,
  },
  welcome: {
    title: 'Welcome to Curioscope',
    body: 'The program chooses where to measure next, and you can say no. What you see now is a simulated microscope: nothing here can harm a sample or a tip.',
    tour: 'Take the tour',
    tourNote: 'Five short steps, one minute; at the end a session runs.',
    past: 'Begin by myself',
    pastNote: 'Help, in the rail on the left, shows the tour again.',
  },
  tour: {
    count: (step: number, all: number) => `Step ${step} of ${all}`,
    skip: 'Skip the tour',
    back: 'Back',
    next: 'Next',
    start: 'Start a session',
    finish: 'Finish',
    running: 'A session is running already.',
    real: 'The tour starts sessions on the simulated instrument only.',
    steps: {
      stop: {
        title: 'STOP is always here',
        body: 'This button, or F12, sets the bias to 0 V and takes the tip away at once, in every state and every view. Beside it stands what the instrument is doing.',
      },
      mode: {
        title: 'Who decides',
        body: 'Manual: nothing is measured without your yes. Auto: each proposal waits some seconds, then silence counts. Autonomous: nobody is asked. You can change it at any time.',
      },
      start: {
        title: 'A session starts here',
        body: 'It scans one frame of the surface, measures ten places at random, then chooses every further place by itself. This starts a small one on the simulated film: 10 places and 20 steps.',
      },
      next: {
        title: 'The next place, and why',
        body: 'After the first ten places each proposal appears here: the place, its reason, its patch of surface. Press Approve or A, Veto or V, or do nothing and it goes ahead.',
      },
      maps: {
        title: 'What the model knows',
        body: 'The surface with every measured place; the maps beside it show where the model expects something new and where it is unsure. Click a place to see its curve. After 30 curves the Manifold view can sort them all.',
      },
    },
  },
  guide: {
    title: 'Help',
    rail: 'Help',
    close: 'Close',
    pages: { method: 'How it works', safety: 'Safety', keys: 'Keys', about: 'About' },
    tour: 'Take the tour',
    allKeys: 'Show all keys',
    keysWords:
      'Everything can be done from the keyboard. These keys work in every view; the whole list lies one key away.',
    method: {
      loop: {
        title: 'A loop of looking and choosing',
        body: 'One scan shows the surface. A current-voltage curve takes seconds, so only some hundred of more than ten thousand places can be measured. After every curve the program asks itself which place would teach it most, proposes it, and goes there unless you say no.',
        figure: 'Loop: scan, measure a curve, learn, propose, your answer, and measure again',
        parts: ['Scan once', 'Measure a curve', 'Learn', 'Propose', 'You answer'],
      },
      novelty: {
        title: 'Two kinds of new',
        body: 'A curve is new when it lies far from the other curves. A place is new when the square of surface about it looks unlike those already measured. A deep kernel model learns to foretell from the square how new the curve will be, and says how sure it is. Expected novelty, doubt, and new looks together make the score; the best place is proposed.',
        figure: 'A patch of surface and a curve; the model foretells from the patch how unusual the curve is',
        parts: ['Patch of surface', 'Model', 'How new will the curve be?', 'How sure?'],
      },
      manifold: {
        title: 'One map for structure and curves',
        body: 'When thirty curves are there, a pair of networks (Dual-VAE) puts patches and curves on one plane: what lies close together is alike. The Manifold view shows the plane as a grid of patches beside a grid of curves; click a cell to see which measured places it stands for.',
        figure: 'Patches and curves are put on the same plane by two networks',
        parts: ['Patch', 'Curve', 'One plane'],
      },
    },
    safety: [
      [
        'STOP',
        'The button, or F12: 0 V and withdrawn at once, in every state. SAFE is said only when the instrument reads so itself; after 2 seconds without that the window says STOP UNCONFIRMED. Then act at the instrument.',
      ],
      [
        'One gate',
        'Everything that moves or biases the tip passes one gate, which holds it against your limits and the ranges of the instrument. What lies outside is refused with its numbers, never clamped.',
      ],
      [
        'Limits',
        'They stand in Setup. They may become tighter at any time, looser only when the old and the new ones were shown and agreed to.',
      ],
      [
        'When something fails',
        'An error of the instrument holds the run with the bias at 0 V and the tip where it is. A journal that cannot be written halts it. Nothing goes on by itself.',
      ],
      [
        'Your data',
        'Every curve is on disk before it is shown. If the program is killed, at most the sweep in hand is lost; the session can be continued, and comes back paused.',
      ],
      [
        'What it cannot do',
        'A killed program cannot withdraw the tip. Keep the protection of the instrument itself switched on, and never leave a new sample unattended before you have seen some dozen curves.',
      ],
    ],
    about: {
      program: 'Curioscope',
      licence: 'Licence',
      licenceWords: 'MIT; Electron, Chromium and the other parts have licences of their own.',
      licencesIn: 'Licence texts',
      licencesHere: 'in node_modules, beside each package',
      kernels: 'Kernels',
      kernelsUnknown: 'shown after the first training of a session',
      folder: 'Sessions folder',
    },
  },
} as const;
