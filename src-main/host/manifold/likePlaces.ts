/** Unmeasured places whose patches lie near a place of the latent space, or near some measured points. */
import type { LikePlace, MoreLikeThisRequest } from '../../../src-shared/manifold';
import { candidatePixel } from '../../../src-shared/maps';
import { latentDistance } from '../../analysis/latentGrid';
import { gatherPatches, type PatchSet } from '../../learning/patches';
import type { Looking } from './cells';

/** Places of one request are at least this far apart, pixels (algorithm.md 6.1). */
const APART_PIXELS = 2;
/** Patches that are encoded in one call. */
const CHUNK = 4096;

/** Latents of the patches of all candidates, NaN for those that are not usable: candidates x latent. */
export async function encodeCandidates({ model, vae }: Looking, patchSet: PatchSet): Promise<Float32Array> {
  const { latent } = model.info.settings;
  const { side, length } = model.info;
  const latents = new Float32Array(patchSet.count * latent).fill(NaN);
  const usable = [...patchSet.usable.keys()].filter((candidate) => patchSet.usable[candidate] === 1);
  for (let from = 0; from < usable.length; from += CHUNK) {
    const candidates = usable.slice(from, from + CHUNK);
    const patches = new Float32Array(candidates.length * side ** 2);
    gatherPatches({ ...patchSet, adjust: undefined }, candidates, patches);
    // The curves are not there yet: any finite ones do, only the side of the patches is read.
    const curves = new Float32Array(candidates.length * length);
    const { imageMean } = await vae.encode(model, { count: candidates.length, side, length, patches, curves });
    candidates.forEach((candidate, k) =>
      latents.set(imageMean.subarray(k * latent, (k + 1) * latent), candidate * latent),
    );
  }
  return latents;
}

/** The open candidates nearest to what was asked for, nearest first, no two of them side by side. */
export function nearestOpen(
  { view, model }: Looking,
  patchSet: PatchSet,
  latents: Float32Array,
  { like, count }: MoreLikeThisRequest,
): LikePlace[] {
  const { latent } = model.info.settings;
  const wanted =
    'z' in like
      ? [Float32Array.from(like.z)]
      : like.points.flatMap((index) => {
          const candidate = view.points[index]?.candidate;
          return candidate === undefined ? [] : [latents.subarray(candidate * latent, (candidate + 1) * latent)];
        });
  const closed = new Set([
    ...view.points.map((point) => point.candidate),
    ...view.vetoes.map((veto) => veto.candidate),
    ...view.proposals.map(({ proposal }) => proposal.candidate),
    ...view.editState.queue.map(({ candidate }) => candidate),
  ]);
  const open = [...patchSet.usable.keys()]
    .filter((candidate) => patchSet.usable[candidate] === 1 && !closed.has(candidate))
    .map((candidate) => ({
      candidate,
      at: candidatePixel(patchSet.grid, candidate),
      distance: Math.min(
        ...wanted.map((place) =>
          latentDistance({ values: place, row: 0 }, { values: latents, row: candidate }, latent),
        ),
      ),
    }))
    .filter(({ distance }) => Number.isFinite(distance))
    .sort((a, b) => a.distance - b.distance || a.candidate - b.candidate);
  const chosen: LikePlace[] = [];
  for (const place of open) {
    if (chosen.length === count) break;
    const crowded = chosen.some(({ at }) => Math.hypot(at.row - place.at.row, at.col - place.at.col) < APART_PIXELS);
    if (!crowded) chosen.push(place);
  }
  return chosen;
}
