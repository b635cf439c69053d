/** Patches by their first principal components, frozen when the frame is loaded. */
import { heightPatch, type PatchSet } from '../patches';
import { openCandidates } from '../policy/choice';
import { principalComponents } from './principalComponents';

const COMPONENTS = 16;
/** Patches, evenly spaced over the usable ones, that the components are taken from. */
const SAMPLE = 1024;

export interface PatchFeatures {
  readonly dims: number;
  /** count x dims, row by row; 0 where the window is incomplete. */
  readonly values: Float32Array;
}

/** The scores of every usable patch in the first 16 components: 2 x 16 x size^2 operations each, once for a frame. */
export function patchFeatures(set: PatchSet): PatchFeatures {
  const open = openCandidates(set.usable);
  const taken = Math.min(SAMPLE, open.length);
  const sample = Array.from({ length: taken }, (_, k) =>
    Float64Array.from(heightPatch(set, open[Math.floor(((k + 0.5) * open.length) / taken)]!)),
  );
  const { components } = principalComponents(sample, COMPONENTS);
  const dims = components.length;
  const values = new Float32Array(set.count * dims);
  for (const candidate of open) {
    const patch = heightPatch(set, candidate);
    components.forEach((component, d) => {
      let sum = 0;
      for (let p = 0; p < patch.length; p++) sum += component[p]! * patch[p]!;
      values[candidate * dims + d] = sum;
    });
  }
  return { dims, values };
}

/** Euclidean distance of two rows of features, over the root of the pixels of a patch: comparable to the one of patches. */
export function featureDistance({ dims, values }: PatchFeatures, a: number, b: number, area: number): number {
  let sum = 0;
  for (let d = 0; d < dims; d++) {
    const difference = values[a * dims + d]! - values[b * dims + d]!;
    sum += difference * difference;
  }
  return Math.sqrt(sum / area);
}
