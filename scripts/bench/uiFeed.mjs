/**
 * Feeds the window with a session, at the border where the main process announces one: the same records, events and
 * arrays through the same channel, at a pace that no learner could keep up with 512 x 512 pixels. The benchmark bundles
 * this file and loads it into the main process of the real program.
 */
import { EVENT_CHANNEL } from '../../src-shared/ipc/names';
import { MAP_KINDS } from '../../src-shared/maps';
import { experimentFor } from '../../src-shared/settings';
import { createRandom, uniform } from '../../src-main/numerics/random';

const SEEDS = 10;
/** Maps are made once and sent in turn, so that making them does not count. */
const VARIANTS = 3;
/** The numbers of the fed events begin so much later that the program's own, which go on, count as known. */
const AHEAD = 1e6;
const UP = 126;
const DOWN = 125;

/**
 * A session of `side` x `side` pixels that is announced to every window.
 *
 * @param electron Electron's module
 * @param snapshot what the program says of itself: `seq`, `settings`, `instrument` and `setup` are used
 */
export function createFeed({ BrowserWindow, ipcMain }, { snapshot, side, steps }) {
  const random = createRandom(5);
  const settings = { ...snapshot.settings, simulator: { ...snapshot.settings.simulator, pixels: side } };
  const config = { ...experimentFor(settings), seeds: SEEDS, steps, name: 'Speed of the window' };
  const { grid, maps } = mapVariants(side, config.patch.size);
  const mono = () => performance.now() / 1000;
  let seq = snapshot.seq + AHEAD;
  let line = 0;
  let named = 0;
  let measured = 0;
  let timer;

  function announce(event) {
    seq += 1;
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(EVENT_CHANNEL, { ...event, seq });
  }

  function record(body, arrays = {}) {
    const at = new Date().toISOString();
    const resolved = { record: { v: 1, seq: line, at, mono: mono(), prev: '0'.repeat(64), body }, arrays };
    line += 1;
    announce({ kind: 'record', resolved });
  }

  /** A reference to an array and the array under it. */
  function stored(values) {
    named += 1;
    const sha256 = named.toString(16).padStart(64, '0');
    const dtype = values instanceof Float32Array ? 'f32' : 'f64';
    return { ref: { sha256, dtype, length: values.length }, arrays: { [sha256]: values } };
  }

  function run(phase) {
    const state = { kind: 'running', phase };
    const phaseSeconds = { decide: 1, travel: measured * 0.05, sweep: measured * 0.1, learn: measured * 0.05 };
    const counts = { measured, step: Math.max(0, measured - SEEDS), seeds: SEEDS, steps };
    announce({
      kind: 'run',
      run: { state, since: Date.now(), ...counts, phaseSeconds, etaSeconds: 60, countdown: undefined },
    });
  }

  function open() {
    // The window asks for a new snapshot, which is the program's own with the new number.
    const begun = seq + 1;
    ipcMain.removeHandler('console.snapshot');
    ipcMain.handle('console.snapshot', () => ({ ok: true, value: { ...snapshot, seq: begun } }));
    announce({ kind: 'replaced' });
    const { name, version, simulated, capabilities } = snapshot.setup;
    const instrument = { name, version, simulated, settings: {}, capabilities };
    const program = { version: 'bench', runtime: process.version };
    record({ kind: 'session.opened', id: `bench-${side}`, program, config, instrument });
    const heights = stored(surface(side, 0, 1e-8));
    const { rows, cols, widthMetres, heightMetres } = config.scan;
    record({ kind: 'frame.recorded', rows, cols, widthMetres, heightMetres, heights: heights.ref }, heights.arrays);
    const seeds = Array.from({ length: SEEDS }, place);
    record({ kind: 'seeds.chosen', grid, candidates: seeds });
    run('travel');
  }

  function place() {
    return Math.floor(uniform(random) * grid.rows * grid.cols);
  }

  /** Everything that a step announces; `withMaps` as a learner does that was asked for them. */
  function step(withMaps) {
    const index = measured;
    const number = Math.max(0, index - SEEDS + 1);
    const candidate = place();
    const at = pixelOf(grid, candidate);
    if (number > 0) propose(number, candidate, at);
    run('travel');
    effect(index * 2, { kind: 'moveTo', at: { xMetres: 0, yMetres: 0 }, pixel: at });
    run('sweep');
    effect(index * 2 + 1, { kind: 'sweepBias', at: { xMetres: 0, yMetres: 0 }, pixel: at });
    const volts = stored(sweepVolts(config.sweep.peakVolts));
    const amperes = stored(loop(volts.arrays[volts.ref.sha256], 1 + 3 * uniform(random)));
    const flags = { complete: true, compliance: false, saturated: false };
    const origin = number === 0 ? 'seed' : 'model';
    const times = { travelSeconds: 0.05, sweepSeconds: 0.1 };
    record(
      {
        ...{ kind: 'curve.recorded', index, step: number, origin, candidate, at, flags },
        ...{ volts: volts.ref, amperes: amperes.ref, ...times },
      },
      { ...volts.arrays, ...amperes.arrays },
    );
    measured += 1;
    scores();
    run('train');
    if (withMaps) learn(number);
    announce({ kind: 'instrument', instrument: { ...snapshot.instrument, readAt: Date.now() }, freeBytes: 1e12 });
  }

  function effect(id, effect) {
    record({ kind: 'intent', id, effect });
    record({ kind: 'outcome', id, result: 'done', seconds: 0.05 });
  }

  function propose(number, candidate, at) {
    const neighbours = [0, 1, 2].filter((index) => index < measured);
    const forecast = { novelty: 0.5, sigma: 0.1, acquisition: 0.2, imageNovelty: 0.4, combined: 0.3 };
    const proposal = { id: `${number}-0`, step: number, round: 0, candidate, at, reason: 'combined' };
    const allowed = grid.rows * grid.cols - measured;
    record({ kind: 'proposal.made', proposal: { ...proposal, ...forecast, neighbours, allowed } });
    record({ kind: 'decision.made', proposalId: proposal.id, choice: 'approve', by: 'mode', waitedSeconds: 0 });
  }

  function scores() {
    const novelty = stored(Float64Array.from({ length: measured }, (_, i) => ((i * 37) % 101) / 101));
    const diversity = { structural: 1 - 1 / measured, spectral: 0.5 + 0.4 * Math.sin(measured / 40) };
    record({ kind: 'scores.updated', novelty: novelty.ref, diversity }, novelty.arrays);
  }

  function learn(number) {
    const fit = { loss: 0.1, lengthscales: [1, 1], outputscale: 1, noise: 0.1, jitter: 1e-6, seconds: 0.05 };
    record({ kind: 'model.trained', step: number, points: measured, ...fit, model: '0'.repeat(64) });
    const layers = {};
    const arrays = {};
    for (const kind of MAP_KINDS) {
      const layer = stored(maps[measured % VARIANTS][kind]);
      layers[kind] = layer.ref;
      Object.assign(arrays, layer.arrays);
    }
    record({ kind: 'maps.updated', step: number, grid, layers }, arrays);
  }

  return {
    open,
    /** Measures so many points at once, with maps at the last one. */
    measure(count) {
      for (let i = 1; i <= count; i++) step(i === count);
    },
    /** Measures a point with its maps `hertz` times a second until `stop`, or until there are `upTo` of them. */
    start(hertz, upTo = Number.POSITIVE_INFINITY) {
      timer = setInterval(() => (measured < upTo ? step(true) : clearInterval(timer)), 1000 / hertz);
    },
    stop: () => clearInterval(timer),
    measured: () => measured,
    finish() {
      announce({ kind: 'run', run: { ...snapshot.run, measured } });
    },
  };
}

function mapVariants(side, patch) {
  const length = side - patch + 1;
  const grid = { rows: length, cols: length, originRow: patch / 2, originCol: patch / 2, stride: 1 };
  const maps = Array.from({ length: VARIANTS }, (_, variant) =>
    Object.fromEntries(MAP_KINDS.map((kind, k) => [kind, surface(length, variant + 5 * k, 1)])),
  );
  return { grid, maps };
}

/** A smooth surface with some roughness, row-major. */
function surface(side, phase, scale) {
  const random = createRandom(phase + 1);
  return Float32Array.from({ length: side * side }, (_, k) => {
    const [row, col] = [Math.floor(k / side) / side, (k % side) / side];
    return scale * (Math.sin(20 * col + phase) * Math.cos(17 * row - phase) + 0.2 * uniform(random));
  });
}

function sweepVolts(peak) {
  return Float64Array.from({ length: UP + DOWN }, (_, k) =>
    k < UP ? (peak * k) / (UP - 1) : peak * (1 - (k - UP + 1) / DOWN),
  );
}

/** A current with a loop in it, amperes. */
function loop(volts, strength) {
  return volts.map((volt, k) => 1e-9 * strength * volt ** 2 * (k < UP ? 1 : 1.3));
}

function pixelOf(grid, candidate) {
  return { row: grid.originRow + Math.floor(candidate / grid.cols), col: grid.originCol + (candidate % grid.cols) };
}
