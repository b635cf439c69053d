/** The texts of the Live view; part of the one table in `messages.ts`. */
import type { DecisionSettings } from '../src-shared/experiment';
import { formatNumber } from '../src-shared/units';

export const liveText = {
  start: {
    title: 'New session',
    name: 'Name',
    nameMissing: 'Give the session a name.',
    policy: 'Policy',
    policies: { 'dn-dkl': 'DN-DKL', random: 'Random' },
    seeds: 'Seeds',
    steps: 'Steps',
    seed: 'Random seed',
    start: 'Start session',
    incomplete: 'Put the marked fields right to start.',
    plan: (p: {
      readonly side: string;
      readonly pixels: number;
      readonly from: string;
      readonly to: string;
      readonly points: number;
      readonly seconds: string;
      readonly curves: number;
    }) =>
      `Frame ${p.side}, ${p.pixels} \u00d7 ${p.pixels} pixels. ${p.curves} curves, each ${p.from} \u2192 ${p.to} \u2192 ${p.from} in ${p.points} points, ${p.seconds}.`,
  },
  run: {
    title: 'Run',
    titleStart: 'New session',
    empty: 'The steps of the session will stand here, one cell for each.',
    pause: 'Pause after this step',
    pauseNow: 'Pause now',
    resume: 'Resume',
    stop: 'Stop after this step',
    abort: 'Abort',
    time: { travel: 'move', sweep: 'measure', learn: 'learn', decide: 'decide' },
    strip: (done: number, steps: number, vetoes: number) =>
      `${done} of ${steps} steps measured, ${vetoes} ${vetoes === 1 ? 'veto' : 'vetoes'}`,
    mapsOf: (step: number) => `Maps that chose step ${step}`,
    newestMaps: 'Newest maps',
    novelty: 'Novelty quarter:',
    quartiles: ['low', '2nd', '3rd', 'high'],
    vetoMark: '\u00d7 veto',
    cell: (index: number, step: number, novelty: number | undefined) =>
      `#${index + 1}, ${step === 0 ? 'seed' : `step ${step}`}, novelty ${formatNumber(novelty, 3)}. Click selects it.`,
  },
  maps: {
    choose: 'Map in the large place',
    names: {
      topography: 'Topography',
      novelty: 'Predicted novelty',
      uncertainty: 'Uncertainty \u03c3',
      acquisition: 'Acquisition',
      imageNovelty: 'Image novelty',
      combined: 'Combined',
    },
    short: {
      topography: 'Height',
      novelty: 'Novelty',
      uncertainty: '\u03c3',
      acquisition: 'Acquis.',
      imageNovelty: 'Image',
      combined: 'Combined',
    },
    step: (step: number) => `for step ${step}`,
    asOfStep: (step: number) => `Map for step ${step}`,
    wholeFrame: 'Whole frame',
    label: (
      name: string,
      width: string,
      height: string,
      counts: { readonly measured: number; readonly vetoed: number },
    ) => `${name}, ${width} by ${height}, ${counts.measured} measured points, ${counts.vetoed} vetoed`,
    measured: (count: number) => `${count} measured ${count === 1 ? 'point' : 'points'}`,
    seeds: (count: number) => `${count} ${count === 1 ? 'seed' : 'seeds'}`,
    byStep: (steps: number) => `step 0 to ${steps}`,
    model: 'chosen by the model',
    vetoed: (count: number) => `${count} vetoed`,
    scanning: (rows: number, all: number) => `Scanning line ${rows} of ${all}`,
    emptyTopography: 'No topography yet. Start a session below: the survey frame appears here line by line.',
    waitingForScan: 'Waiting for the first line of the survey frame.',
    emptyLayer: (seeds: number | undefined) =>
      `Appears when the model is first trained, after ${seeds === undefined ? 'the' : `the ${seeds}`} seed curves.`,
    noSuchLayer: 'The policy of this session computes no such map.',
  },
  patch: {
    title: 'Patch',
    kinds: { hover: 'under the pointer', selected: 'selected', next: 'next point' },
    empty: 'Point at a map: the patch of the surface there appears here, with the measured patches most like it.',
    label: (place: string) => `Patch of the surface at ${place}`,
    neighbours: 'Most similar (rms):',
    noNeighbours: 'No measured patches to compare with yet.',
    taken: 'taken',
  },
  next: {
    title: 'Next point',
    candidate: (step: number, round: number) =>
      `step ${step}${round === 0 ? '' : `, after ${round} ${round === 1 ? 'veto' : 'vetoes'}`}`,
    card: (step: number) => `Proposal for step ${step}. A approves, V vetoes.`,
    novelty: 'Novelty',
    imageNovelty: 'Image novelty',
    combined: 'Combined',
    reasons: {
      combined: 'Why here:',
      'uncertainty-fallback': 'Chosen where the model is least sure: expected improvement had settled on one place.',
      'image-novelty-fallback': 'Chosen by structure alone: every combined score was about 0.',
      random: 'Chosen at random.',
    },
    spectralShare: 'Why here: spectra',
    imageShare: 'structure',
    neighbours: 'Most similar measured patches and their curves',
    approve: 'Approve',
    veto: 'Veto',
    answers: { open: 'Waiting for your answer', held: 'Held: resume to answer', decided: 'Decided' },
    sent: 'Answer sent',
    silence: { go: 'then go', hold: 'then hold' } satisfies Record<DecisionSettings['noAnswer'], string>,
    countdown: (seconds: number, silence: string) => `${seconds} seconds left, ${silence}`,
    empty: 'The proposed place appears here with its patch and the reason, once a session is running.',
    replay: 'A replay proposes nothing. Select a point to see its patch and curve.',
    ended: 'The run has ended. Nothing is proposed.',
    halted: 'Halted. Nothing is proposed until you have acknowledged.',
    computing: 'The model is choosing the next place\u2026',
    seeding: (done: number, seeds: number) =>
      `Measuring the seed points first: ${done} of ${seeds}. Then the model proposes.`,
  },
  veto: {
    title: 'Reason for the veto',
    cancel: 'Back',
    reasons: {
      contamination: 'Contamination',
      'scan artefact': 'Scan artefact',
      'edge or unreachable': 'Edge, unreachable',
      'already seen': 'Already seen',
      'drift, place no longer matches': 'Drift',
      'tip risk (steep)': 'Tip risk (steep)',
      'not of interest': 'Not of interest',
      'instrument not ready': 'Not ready',
      other: 'Other',
    },
  },
  iv: {
    title: 'IV curves',
    count: (count: number) => `${count} ${count === 1 ? 'curve' : 'curves'}`,
    empty: 'Measured curves appear here: the mean, the five most and the five least novel, and the newest.',
    axis: 'Current axis',
    linear: 'lin',
    logarithmic: 'log',
    mean: 'mean',
    meanOf: (count: number) => `mean of ${count}`,
    novel: (count: number) => `${count} most novel`,
    typical: (count: number) => `${count} least novel`,
    last: (index: number) => `last (#${index + 1})`,
    selected: (index: number) => `selected (#${index + 1})`,
    hover: (unit: string) => `%{x:.3f} V, %{y:.3~g} ${unit}`,
    biasAxis: 'Bias (V)',
    currentAxis: (unit: string) => `Current (${unit})`,
    currentAxisLog: (unit: string) => `|Current| (${unit})`,
    label: (averaged: number, novel: number, typical: number) =>
      `Current against bias: mean of ${averaged} curves, ${novel} most novel, ${typical} least novel, the newest. Arrows show the direction of the sweep.`,
  },
  diversity: {
    title: 'Diversity',
    note: 'rms distance between pairs, dimensionless',
    empty: 'How different the measured patches and curves are from each other appears here from the second curve on.',
    structural: 'structural',
    spectral: 'spectral',
    structuralAxis: 'structural',
    spectralAxis: 'spectral',
    stepAxis: 'Step',
    hover: 'step %{x}: %{y:.3~g}',
    veto: 'veto',
    vetoes: (count: number) => `${count} ${count === 1 ? 'veto' : 'vetoes'}`,
    label: (step: number, structural: string, spectral: string) =>
      `Diversity at step ${step}: structural ${structural}, spectral ${spectral}`,
  },
} as const;
