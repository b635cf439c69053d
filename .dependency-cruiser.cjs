/**
 * Who may import whom (README, map of folders). Checked on resolved paths, type imports included, so that a border holds
 * for contracts as well as for code.
 */
const TEST = ['\\.test\\.tsx?$', '/contractTests\\.ts$', '^src-.*/testing/', '^e2e/'];

/** A rule that forbids imports `from` one place `to` another, both given as conditions of dependency-cruiser. */
function forbid(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to };
}

/** A rule by which the files of one folder, its tests aside, import nothing of the project but the listed places. */
function only(name, folder, allowed, comment) {
  return forbid(
    name,
    comment,
    { path: `^${folder}/`, pathNot: TEST },
    { path: '^src-', pathNot: `^(${allowed.join('|')})` },
  );
}

module.exports = {
  forbidden: [
    forbid('no-circular', 'A cycle has no order in which it can be understood.', {}, { circular: true }),
    forbid('no-unresolved', 'Every import must lead somewhere.', {}, { couldNotResolve: true }),
    forbid(
      'no-test-helper-at-run-time',
      'Test code and test libraries stay out of the program.',
      { path: '^src-', pathNot: TEST },
      { path: [...TEST, 'node_modules/(vitest|fast-check|@playwright)/'] },
    ),

    only('shared-is-a-leaf', 'src-shared', ['src-shared/'], 'Both processes and the preload build on it.'),
    forbid(
      'shared-stays-pure',
      'It runs in main, renderer and preload alike: no Node, and zod as the only package.',
      { path: '^src-shared/', pathNot: TEST },
      { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: 'node_modules/zod/' },
    ),
    forbid(
      'zod-in-one-place',
      'zod.ts switches its code generation off.',
      { path: '^src-', pathNot: '^src-shared/zod\\.ts$' },
      { path: 'node_modules/zod/' },
    ),
    forbid(
      'electron-at-the-edge',
      'All else runs in plain Node: command line, tests, benchmarks.',
      { path: '^src-', pathNot: '^src-main/(index\\.ts$|app/|ipc/|preload/)' },
      { path: '(^|node_modules/)electron(/|$)' },
    ),
    forbid(
      'electron-not-from-outside',
      'Only the composition root may use what needs Electron.',
      { path: '^src-', pathNot: ['^src-main/(index\\.ts$|app/|ipc/|preload/)', ...TEST] },
      { path: '^src-main/(index\\.ts$|app/|ipc/|preload/)' },
    ),
    forbid(
      'plotly-in-plot',
      'Everything else hands data to a plot.',
      { path: '^src-', pathNot: '^src-renderer/plot/' },
      { path: 'node_modules/plotly\\.js/' },
    ),
    forbid(
      'tensorflow-in-learning',
      'Only the learner knows tensors.',
      { path: '^src-', pathNot: '^src-main/learning/' },
      { path: 'node_modules/@tensorflow/' },
    ),

    forbid(
      'main-not-renderer',
      'The processes meet in src-shared only.',
      { path: '^src-main/' },
      { path: '^src-renderer/' },
    ),
    forbid(
      'renderer-not-main',
      'The processes meet in src-shared only.',
      { path: '^src-renderer/' },
      { path: '^src-main/' },
    ),
    forbid(
      'renderer-no-node',
      'The window has no Node.',
      { path: '^src-renderer/', pathNot: TEST },
      { dependencyTypes: ['core'] },
    ),
    only(
      'preload-is-small',
      'src-main/preload',
      ['src-shared/ipc/', 'src-main/preload/'],
      'It runs beside the page: names and types only.',
    ),

    only(
      'engine-is-pure',
      'src-main/engine',
      ['src-shared/', 'src-main/engine/'],
      'Hardware, disk, learner and time come through ports.ts.',
    ),
    forbid(
      'engine-no-node',
      'The engine is the same on every machine.',
      { path: '^src-main/engine/', pathNot: TEST },
      { dependencyTypes: ['core', 'npm', 'npm-dev'] },
    ),
    only('numerics-is-a-leaf', 'src-main/numerics', ['src-main/numerics/'], 'Arrays in, arrays out.'),
    only(
      'learning-knows-no-instrument',
      'src-main/learning',
      [
        'src-shared/',
        'src-main/learning/',
        'src-main/numerics/',
        'src-main/engine/ports\\.ts$',
        'src-main/clock\\.ts$',
        'src-main/findBuilt\\.ts$',
      ],
      'The learner sees frames and curves, not where they come from. (Its worker puts the real clock in.)',
    ),
    only(
      'journal-knows-no-run',
      'src-main/journal',
      ['src-shared/', 'src-main/journal/', 'src-main/engine/ports\\.ts$'],
      'The journal writes records; it does not know who makes them.',
    ),
    only(
      'instrument-only-measures',
      'src-main/instrument',
      [
        'src-shared/',
        'src-main/instrument/',
        'src-main/numerics/',
        'src-main/engine/ports\\.ts$',
        'src-main/files/units\\.ts$',
      ],
      'Drivers do not journal, learn or decide.',
    ),
    forbid(
      'drivers-are-strangers',
      'A driver uses its own folder, not another driver.',
      // The Nanonis simulator serves the simulated film.
      { path: '^src-main/instrument/([^/]+)/', pathNot: '^src-main/instrument/nanonis/simulator/' },
      { path: '^src-main/instrument/[^/]+/', pathNot: '^src-main/instrument/($1|testing)/' },
    ),
    forbid(
      'ground-truth-is-secret',
      'What the simulated sample is made of may be compared with a result, never used to reach it.',
      { path: '^src-', pathNot: ['^src-main/(instrument/simulator|cli|compare)/', ...TEST] },
      { path: '^src-main/instrument/simulator/groundTruth' },
    ),

    forbid(
      'features-are-strangers',
      'A feature uses store, plot, ui and host, never another feature.',
      { path: '^src-renderer/features/([^/]+)/' },
      { path: '^src-renderer/features/', pathNot: '^src-renderer/features/$1/' },
    ),
    forbid(
      'features-by-their-index',
      'From outside a feature is its index only.',
      { path: '^src-renderer/', pathNot: '^src-renderer/features/' },
      { path: '^src-renderer/features/[^/]+/', pathNot: '^src-renderer/features/[^/]+/index\\.tsx?$' },
    ),
    forbid(
      'ui-knows-no-state',
      'Controls get values and give events.',
      { path: '^src-renderer/ui/' },
      { path: '^src-renderer/(store|features|host)/' },
    ),
    forbid(
      'plot-knows-no-state',
      'Plots get values and give events.',
      { path: '^src-renderer/plot/' },
      { path: '^src-renderer/(store|features|host)/' },
    ),
    forbid(
      'store-draws-nothing',
      'State is folded without the screen.',
      { path: '^src-renderer/store/' },
      { path: '^src-renderer/(features|ui|plot)/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types'],
      conditionNames: ['import', 'module', 'types', 'node', 'default'],
    },
  },
};
