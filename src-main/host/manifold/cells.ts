/** Places of the latent space, decoded: the grids and the single cells of the browser. */
import type { ManifoldCell, ManifoldEmbedding, ManifoldGrid, ManifoldGridRequest } from '../../../src-shared/manifold';
import { ConsoleError } from '../../../src-shared/errors';
import type { SessionView, TrainedManifold } from '../../../src-shared/session/view';
import { cellCounts, latentDistance, latentGrid, nearestDistances, supportDistance } from '../../analysis/latentGrid';
import { readLoop, referenceAmperes } from '../../analysis/loop';
import type { VaeModel, VaeThread } from '../../learning/dualVae/ports';
import { gatherPatches, type PatchSet } from '../../learning/patches';

/** Everything that a look at the manifold needs. */
export interface Looking {
  readonly view: SessionView;
  readonly trained: TrainedManifold;
  readonly model: VaeModel;
  readonly vae: VaeThread;
}

/** The grid of decoded cells. Rejects with `ipc/invalid-input` for axes that the latent space does not have. */
export async function decodeGrid(looking: Looking, request: ManifoldGridRequest): Promise<ManifoldGrid> {
  const { trained, model, vae } = looking;
  const { latent } = trained.summary.settings;
  const { axes, size } = request;
  if (axes[0] === axes[1] || Math.max(...axes) >= latent) throw badAxes(axes, latent);
  const { places, rowValues, colValues, base } = latentGrid(request, trained.image, latent);
  const { patches, curves } = await vae.decode(model, places);
  const volts = voltsOf(looking);
  const distances = nearestDistances(places, trained.image, latent);
  const support = supportDistance(trained.image, latent);
  return {
    ...{ axes, size, rowValues, colValues, base, patches, curves, volts, distances },
    patchSize: trained.summary.patchSize,
    counts: cellCounts({ rowValues, colValues }, axes, trained.image, latent),
    supportDistance: support,
    supported: Uint8Array.from(distances, (distance) => (distance <= support ? 1 : 0)),
    labels: readCurves(looking, curves, volts).map(({ label }) => label),
  };
}

/** One place, decoded, with the measured points nearest to it. */
export async function decodeCell(looking: Looking, z: readonly number[], nearest: number): Promise<ManifoldCell> {
  const { trained, model, vae, view } = looking;
  const { latent } = trained.summary.settings;
  if (z.length !== latent) throw badPlace(z.length, latent);
  const { patches, curves } = await vae.decode(model, Float32Array.from(z));
  const volts = voltsOf(looking);
  const [reading] = readCurves(looking, curves, volts);
  const support = supportDistance(trained.image, latent);
  const near = trained.summary.points
    .map((index, k) => ({
      index,
      at: view.points[index]!.at,
      imageDistance: latentDistance({ values: z, row: 0 }, { values: trained.image, row: k }, latent),
      spectrumDistance: latentDistance({ values: z, row: 0 }, { values: trained.spectrum, row: k }, latent),
    }))
    .sort((a, b) => a.imageDistance - b.imageDistance || a.index - b.index);
  return {
    ...{ z, volts, patch: patches, amperes: curves },
    patchSize: trained.summary.patchSize,
    descriptors: reading!.descriptors,
    label: reading!.label,
    supported: near[0]!.imageDistance <= support,
    supportDistance: support,
    nearest: near.slice(0, nearest),
  };
}

/** Where each point lies, with the patches as the network saw them. */
export function embeddingOf({ view, trained }: Omit<Looking, 'vae' | 'model'>, patchSet: PatchSet): ManifoldEmbedding {
  const { summary, image, spectrum, history, trainedAt } = trained;
  const { latent } = summary.settings;
  const area = patchSet.size ** 2;
  const patches = new Float32Array(summary.points.length * area);
  const candidates = summary.points.map((index) => view.points[index]!.candidate);
  gatherPatches({ ...patchSet, adjust: undefined }, candidates, patches);
  for (let k = 0; k < candidates.length; k++) stretch(patches.subarray(k * area, (k + 1) * area));
  return {
    ...{ trainedAt, latent, points: summary.points, image, spectrum, patches, history },
    mismatch: Float32Array.from(summary.points, (_, k) =>
      latentDistance({ values: image, row: k }, { values: spectrum, row: k }, latent),
    ),
    patchSize: patchSet.size,
    volts: view.points[summary.points[0]!]!.volts,
  };
}

/** Bias of the curves: that of any point that was trained on. */
function voltsOf({ view, trained }: Looking): Float64Array {
  return view.points[trained.summary.points[0]!]!.volts;
}

function readCurves({ view }: Looking, curves: Float32Array, volts: Float64Array) {
  const reference = referenceAmperes(view.points.map((point) => point.amperes));
  const { length } = volts;
  return Array.from({ length: curves.length / length }, (_, k) =>
    readLoop(volts, curves.subarray(k * length, (k + 1) * length), reference, view.analysis.thresholds),
  );
}

/** From 0 to 1 over the patch itself; a flat one becomes 0. */
function stretch(patch: Float32Array): void {
  const min = patch.reduce((least, height) => Math.min(least, height), Infinity);
  const max = patch.reduce((most, height) => Math.max(most, height), -Infinity);
  const scale = max > min ? 1 / (max - min) : 0;
  for (let k = 0; k < patch.length; k++) patch[k] = (patch[k]! - min) * scale;
}

function badAxes(axes: readonly [number, number], latent: number): ConsoleError {
  return new ConsoleError({
    code: 'ipc/invalid-input',
    message: `The axes ${axes[0]} and ${axes[1]} are not two different components of a latent space of ${latent}.`,
  });
}

function badPlace(given: number, latent: number): ConsoleError {
  return new ConsoleError({
    code: 'ipc/invalid-input',
    message: `A place of this latent space has ${latent} coordinates, not ${given}.`,
  });
}
