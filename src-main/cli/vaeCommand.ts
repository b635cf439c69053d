/** `vae`: trains a Dual-VAE on a session, keeps it there, and says what it is worth. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConsoleError } from '../../src-shared/errors';
import {
  EXCLUSIONS,
  MANIFOLD_MIN_POINTS,
  MANIFOLD_MODES,
  MANIFOLD_PROFILES,
  settingsFor,
  type Exclusion,
  type ManifoldSettings,
} from '../../src-shared/manifold';
import { formatDuration, formatNumber } from '../../src-shared/units';
import { trainingSet, type TrainingSet } from '../analysis/trainingSet';
import { systemClock } from '../clock';
import { writeLate } from '../host/lateRecords';
import { saveTraining } from '../host/manifold/savedModel';
import { readSession } from '../journal/reader';
import { onProcessor } from '../learning/dualVae/computedOn';
import type { VaeAssessment, VaeEmbedding, VaeModel, VaeProgress } from '../learning/dualVae/ports';
import { createVaeClient } from '../learning/dualVae/worker/vaeClient';
import createVaeWorker from '../learning/dualVae/worker/vaeWorker?nodeWorker';
import { createBar } from './progress';
import { oneOf, readOptions, UsageError, wholeNumber } from './usage';

const MAX_EPOCHS = 100_000;
const MAX_SEED = 0xffffffff;

const OPTIONS = {
  mode: { type: 'string', default: 'corrected' },
  coord: { type: 'string' },
  epochs: { type: 'string' },
  profile: { type: 'string', default: 'full' },
  latent: { type: 'string' },
  seed: { type: 'string', default: '1' },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Trains, saves into the session and prints the scores. Ctrl-C keeps the model as it is. Gives the exit code. */
export async function vaeCommand(args: readonly string[]): Promise<number> {
  const { folder, settings, out, json } = readVaeOptions(args);
  const { view } = await readSession(folder);
  const set = pairsOf(trainingSet(view));
  const client = createVaeClient(() => createVaeWorker({}));
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const bar = createBar(process.stderr);
  const began = systemClock.monotonicSeconds();
  try {
    const onProgress = (progress: VaeProgress) => bar.update(progress.epoch, progress.epochs, progressText(progress));
    const model = await client.train(set.pairs, settings, { onProgress, signal: interrupt.signal });
    bar.end();
    const embedding = await client.encode(model, set.pairs);
    const assessment = await client.assess(model, set.pairs);
    const seconds = systemClock.monotonicSeconds() - began;
    const training = { model, embedding, set, seconds, where: onProcessor({ kernels: model.info.kernels }) };
    const late = { folder, clock: systemClock, onRecord: () => undefined };
    await writeLate(late, (journal) => saveTraining(journal, training));
    const saved = out === undefined ? undefined : await writeModel(out, model, { set, embedding });
    const result = resultOf(model, assessment, { saved, set });
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : resultText(model, result));
    return model.info.cancelled ? 130 : 0;
  } finally {
    bar.end();
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await client.close();
  }
}

function readVaeOptions(args: readonly string[]) {
  const { values, positionals } = readOptions(args, OPTIONS, 1);
  if (positionals[0] === undefined) throw new UsageError('vae needs the folder of a session.');
  const mode = oneOf('mode', values.mode, MANIFOLD_MODES);
  const coord = values.coord === undefined ? undefined : wholeNumber('coord', values.coord, 0, 3);
  if (mode === 'notebook' && coord !== undefined && coord !== 3)
    throw new UsageError('--coord is always 3 in the mode notebook.');
  const settings = settingsFor(mode, {
    profile: oneOf('profile', values.profile, MANIFOLD_PROFILES),
    seed: wholeNumber('seed', values.seed, 0, MAX_SEED),
    ...(coord === undefined ? {} : { coord: coord as ManifoldSettings['coord'] }),
    ...(values.epochs === undefined ? {} : { epochs: wholeNumber('epochs', values.epochs, 1, MAX_EPOCHS) }),
    ...(values.latent === undefined ? {} : { latent: wholeNumber('latent', values.latent, 2, 8) }),
  });
  const out = values.out === undefined ? undefined : resolve(values.out);
  return { folder: resolve(positionals[0]), settings, out, json: values.json };
}

/** The pairs to train on, or the reason why there are none as an error. */
function pairsOf(answer: ReturnType<typeof trainingSet>): TrainingSet {
  if (answer.kind === 'set') return answer.set;
  if (answer.kind === 'refused')
    throw new ConsoleError({ code: 'learner/bad-data', message: answer.message, hint: 'Choose another session.' });
  const { have, excluded } = answer;
  const needs = `The Dual-VAE needs at least ${MANIFOLD_MIN_POINTS} points with a patch and a curve; this session has ${have}.`;
  throw new ConsoleError({
    code: 'learner/bad-data',
    message: [needs, ...leftOut(countExcluded(excluded))].join(' '),
    hint: `Measure ${MANIFOLD_MIN_POINTS - have} more.`,
  });
}

type ExcludedCounts = Partial<Record<Exclusion['reason'], number>>;

const EXCLUDED_WORDS: Readonly<Record<Exclusion['reason'], string>> = {
  missingCurveValues: 'with missing values in the curve',
  incompleteCurve: 'with a curve that was broken off',
  missingHeights: 'with missing heights in the patch',
  rejected: 'rejected by a person',
};

/** Points that are left out, by reason; reasons that do not occur are not in it. */
function countExcluded(excluded: readonly Exclusion[]): ExcludedCounts {
  const counts: ExcludedCounts = {};
  for (const { reason } of excluded) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** One sentence on the points that are left out, or nothing. */
function leftOut(counts: ExcludedCounts): string[] {
  const words = EXCLUSIONS.flatMap((reason) => {
    const count = counts[reason];
    return count === undefined ? [] : [`${count} ${EXCLUDED_WORDS[reason]}`];
  });
  return words.length === 0 ? [] : [`Left out: ${words.join(', ')}.`];
}

function progressText({ epoch, epochs, terms, secondsPerEpoch, etaSeconds }: VaeProgress): string {
  const speed = `${formatNumber(secondsPerEpoch)} s each`;
  const left = etaSeconds > 0 ? ` | about ${formatDuration(etaSeconds)} left` : '';
  return `epoch ${epoch}/${epochs} | loss ${terms.total.toFixed(2)} | ${speed}${left}`;
}

function resultOf(
  { info, parameters }: VaeModel,
  assessment: VaeAssessment,
  { saved, set }: { readonly saved: string | undefined; readonly set: TrainingSet },
) {
  const { mode, coord } = info.settings;
  const fingerprint = createHash('sha256').update(new Uint8Array(parameters.buffer)).digest('hex');
  return {
    mode,
    coord,
    profile: info.profile,
    points: info.seen.length,
    excluded: countExcluded(set.excluded),
    epochs: info.epochs,
    cancelled: info.cancelled,
    loss: { first: info.first.total, last: info.last.total },
    terms: info.last,
    secondsPerEpoch: info.secondsPerEpoch,
    ...assessment,
    model: saved ?? `sha256:${fingerprint}`,
  };
}

function resultText({ info }: VaeModel, result: ReturnType<typeof resultOf>): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const found = ({ top1, top5, mrr }: VaeAssessment['retrieval']['imageToSpectrum']) =>
    `top-1 ${percent(top1)}, top-5 ${percent(top5)}, mean reciprocal rank ${mrr.toFixed(3)}`;
  const { retrieval, reconstruction, latentStd } = result;
  const stds = (values: readonly number[]) => values.map((value) => value.toFixed(2)).join(', ');
  return [
    `Dual-VAE, mode ${result.mode}, coord ${result.coord}, ${info.profile}`,
    `${result.points} points, ${result.epochs} epochs of ${formatNumber(result.secondsPerEpoch)} s${result.cancelled ? ' (stopped early)' : ''}`,
    ...leftOut(result.excluded),
    `Loss ${result.loss.first.toFixed(2)} -> ${result.loss.last.toFixed(2)}`,
    'Among the points that it was trained on:',
    `  patch finds its curve: ${found(retrieval.imageToSpectrum)}`,
    `  curve finds its patch: ${found(retrieval.spectrumToImage)}`,
    `  error over that of the mean: patch ${percent(reconstruction.ownImage)}, curve ${percent(reconstruction.ownSpectrum)}, curve from patch ${percent(reconstruction.spectrumFromImage)}, patch from curve ${percent(reconstruction.imageFromSpectrum)}`,
    `  spread of the latents: patches ${stds(latentStd.image)}; curves ${stds(latentStd.spectrum)}`,
    `Saved in the session. Model: ${result.model}`,
    '',
  ].join('\n');
}

/** Writes model and latents into a folder; gives the path of the description. */
async function writeModel(
  out: string,
  model: VaeModel,
  { set, embedding }: { readonly set: TrainingSet; readonly embedding: VaeEmbedding },
): Promise<string> {
  const { latent } = model.info.settings;
  const names = (side: string) => Array.from({ length: latent }, (_, d) => `${side}_z${d + 1}`);
  const row = (values: Float32Array, k: number) => Array.from(values.subarray(k * latent, (k + 1) * latent));
  const lines = set.points.map((index, k) =>
    [index, ...row(embedding.imageMean, k), ...row(embedding.spectrumMean, k)].join(','),
  );
  const description = join(out, 'vae-model.json');
  try {
    await mkdir(out, { recursive: true });
    await writeFile(
      description,
      `${JSON.stringify({ ...model.info, parameters: 'vae-parameters.f32' }, undefined, 2)}\n`,
    );
    await writeFile(join(out, 'vae-parameters.f32'), new Uint8Array(model.parameters.buffer));
    const head = ['point', ...names('image'), ...names('spectrum')].join(',');
    await writeFile(join(out, 'vae-latents.csv'), `${[head, ...lines].join('\n')}\n`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The model cannot be written into ${out}: ${reason}`;
    throw new ConsoleError({ code: 'journal/write-failed', message, hint: 'Choose another folder with --out.' }, cause);
  }
  return description;
}
