/** Which of the film's hidden classes were found, how many of their regions, and when. */
import type { ExperimentConfig } from '../../src-shared/experiment';
import { pixelToSample } from '../../src-shared/geometry';
import { candidatePixel, type CandidateGrid } from '../../src-shared/maps';
import { CURVE_CLASSES, type CurveClass } from '../instrument/simulator/classes';
import type { GroundTruth } from '../instrument/simulator/groundTruth';

/** Candidates from which a patch of one class counts as a region; smaller ones are its ragged edge. */
const LEAST_REGION = 4;

type ByClass<T> = Readonly<Partial<Record<CurveClass, T>>>;

export interface ClassFindings {
  /** Measured places of each class. */
  readonly classes: Readonly<Record<CurveClass, number>>;
  /** Share of the class's regions in which a place was measured; absent where the film has no region of it. */
  readonly recall: ByClass<number>;
  /** Step of the first place of the class, 0 among the seeds; absent where none was met. */
  readonly first: ByClass<number>;
  /** The same for the places that the policy chose: the seeds, which are the same for all, do not count. */
  readonly firstChosen: ByClass<number>;
}

/**
 * Findings of one session.
 *
 * @param classOf    class of every candidate of the grid
 * @param candidates measured ones in their order, the seeds first
 */
export function classFindings(
  grid: CandidateGrid,
  classOf: readonly CurveClass[],
  { candidates, seeds }: { readonly candidates: readonly number[]; readonly seeds: number },
): ClassFindings {
  const found = candidates.map((candidate) => classOf[candidate]!);
  const first = byClass((wanted) => {
    const index = found.indexOf(wanted);
    return index < 0 ? undefined : Math.max(0, index + 1 - seeds);
  });
  const firstChosen = byClass((wanted) => {
    const index = found.indexOf(wanted, seeds);
    return index < 0 ? undefined : index + 1 - seeds;
  });
  const regions = regionsOf(grid, classOf);
  const measured = new Set(candidates);
  const recall = byClass((wanted) => {
    const own = regions.filter((region) => region.kind === wanted);
    const hit = own.filter((region) => region.members.some((member) => measured.has(member)));
    return own.length === 0 ? undefined : hit.length / own.length;
  });
  const count = (wanted: CurveClass) => found.filter((kind) => kind === wanted).length;
  const classes = { club: count('club'), heart: count('heart'), diamond: count('diamond'), null: count('null') };
  return { classes, recall, first, firstChosen };
}

/** The true class of every candidate of a grid on a film. */
export function classesOf(grid: CandidateGrid, truth: GroundTruth, scan: ExperimentConfig['scan']): CurveClass[] {
  return Array.from({ length: grid.rows * grid.cols }, (_, candidate) =>
    truth.classAt(pixelToSample(scan, candidatePixel(grid, candidate))),
  );
}

interface Region {
  readonly kind: CurveClass;
  readonly members: readonly number[];
}

/** The regions of one class that hang together along rows and columns of the grid, at least four candidates each. */
function regionsOf({ rows, cols }: CandidateGrid, classOf: readonly CurveClass[]): Region[] {
  const seen = new Uint8Array(rows * cols);
  const regions: Region[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] === 1) continue;
    const kind = classOf[start]!;
    const members = [start];
    seen[start] = 1;
    for (let at = 0; at < members.length; at++) {
      const here = members[at]!;
      const col = here % cols;
      const beside = [here - cols, here + cols, col > 0 ? here - 1 : -1, col + 1 < cols ? here + 1 : -1];
      for (const next of beside) {
        if (next < 0 || next >= seen.length || seen[next] === 1 || classOf[next] !== kind) continue;
        seen[next] = 1;
        members.push(next);
      }
    }
    if (members.length >= LEAST_REGION) regions.push({ kind, members });
  }
  return regions;
}

function byClass<T>(of: (kind: CurveClass) => T | undefined): ByClass<T> {
  const entries = CURVE_CLASSES.flatMap((kind) => {
    const value = of(kind);
    return value === undefined ? [] : [[kind, value] as const];
  });
  return Object.fromEntries(entries);
}
