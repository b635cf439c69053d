/**
 * USID (pyUSID, "USID data model"): a main dataset of positions x spectroscopic steps; `Position_` and `Spectroscopic_`
 * `Indices` and `Values` say what each row and column is, one column, respectively row, for each dimension.
 */
import type { Dataset, Group } from 'h5wasm';
import { fileProblem, type Samples } from '../measurement';
import type { H5Axis, H5Channel } from './axes';
import { numbersIn, numericShape, textAttribute, textsAttribute, type H5File } from './h5File';

interface Ancillary {
  readonly labels: readonly string[];
  readonly units: readonly string[];
  /** Index and value of dimension d at step k. */
  readonly index: (d: number, k: number) => number;
  readonly value: (d: number, k: number) => number;
  readonly steps: number;
}

/** The main datasets of a file, in its order; those whose steps form no full grid are a file problem. */
export function usidChannels(opened: H5File): H5Channel[] {
  return opened.datasets.flatMap(({ path, dataset }) => {
    const shape = numericShape(dataset);
    if (shape?.length !== 2 || /_(Indices|Values)$/.test(path)) return [];
    const positions = ancillary(opened, dataset, 'Position', shape[0]!);
    const steps = ancillary(opened, dataset, 'Spectroscopic', shape[1]!);
    if (positions === undefined || steps === undefined) return [];
    return [gridChannel(opened, path, dataset, { positions, steps })];
  });
}

/** Indices and values of one kind: where the attributes of the main dataset point, else beside it or above it. */
function ancillary(
  opened: H5File,
  main: Dataset,
  kind: 'Position' | 'Spectroscopic',
  steps: number,
): Ancillary | undefined {
  const [indices, values] = [find(opened, main, `${kind}_Indices`), find(opened, main, `${kind}_Values`)];
  if (indices === undefined || values === undefined) return undefined;
  // One row for each position; but one column for each spectroscopic step.
  const along = kind === 'Position' ? 0 : 1;
  const shape = numericShape(indices);
  if (shape?.length !== 2 || shape[along] !== steps) return undefined;
  const dims = shape[1 - along]!;
  const at = (d: number, k: number) => (kind === 'Position' ? k * dims + d : d * steps + k);
  const [indexValues, valueValues]: Samples[] = [numbersIn(opened, indices), numbersIn(opened, values)];
  if (valueValues!.length !== indexValues!.length) return undefined;
  const labels = textsAttribute(indices, 'labels');
  return {
    labels: Array.from({ length: dims }, (_, d) => labels[d] ?? `${kind} ${d + 1}`),
    units: textsAttribute(values, 'units'),
    index: (d, k) => indexValues![at(d, k)]!,
    value: (d, k) => valueValues![at(d, k)]!,
    steps,
  };
}

function find(opened: H5File, main: Dataset, name: string): Dataset | undefined {
  const value: unknown = main.attrs[name]?.value;
  const reference: unknown = Array.isArray(value) ? value[0] : value;
  if (opened.isReference(reference)) {
    const pointed: unknown = main.dereference(reference);
    if (opened.isDataset(pointed)) return pointed;
  }
  const folders = main.path.split('/').slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--) {
    const path = [...folders.slice(0, depth), name].join('/').replace(/^\//, '');
    const found = opened.datasets.find((entry) => entry.path === path);
    if (found !== undefined) return found.dataset;
  }
  return undefined;
}

function gridChannel(
  opened: H5File,
  path: string,
  dataset: Dataset,
  { positions, steps }: { readonly positions: Ancillary; readonly steps: Ancillary },
): H5Channel {
  const places = gridAxes(positions, true);
  const swept = steps.steps === 1 ? [] : gridAxes(steps, false);
  const columns = swept.reduce((product, { values }) => product * values.length, 1);
  const rows = places.reduce((product, { values }) => product * values.length, 1);
  if (rows !== positions.steps || columns !== steps.steps)
    throw fileProblem({
      file: opened.file,
      where: path,
      what: `its ${positions.steps} positions and ${steps.steps} steps form no full grid.`,
    });
  const stored = numbersIn(opened, dataset);
  const values = stored instanceof Float32Array ? new Float32Array(stored.length) : new Float64Array(stored.length);
  const row = slots(positions, places);
  const column = swept.length === 0 ? [0] : slots(steps, swept);
  for (let p = 0; p < positions.steps; p++)
    for (let s = 0; s < steps.steps; s++) values[row[p]! * columns + column[s]!] = stored[p * steps.steps + s]!;
  const owner: Pick<Group, 'attrs'> = dataset;
  const name = textAttribute(owner, 'quantity') || path.split('/').at(-1)!;
  return { name, unit: textAttribute(owner, 'units'), axes: [...places, ...swept], values };
}

/** The dimensions that are swept at all, slowest first as listed; a dimension of one step is none. */
function gridAxes(from: Ancillary, spatial: boolean): H5Axis[] {
  return from.labels.flatMap((name, d) => {
    const values = new Map<number, number>();
    for (let k = 0; k < from.steps; k++) values.set(from.index(d, k), from.value(d, k));
    if (values.size < 2) return [];
    const sorted = [...values].sort(([a], [b]) => a - b).map(([, value]) => value);
    return [{ name, unit: from.units[d] ?? '', values: Float64Array.from(sorted), spatial }];
  });
}

/** For each step its place among all combinations of the axes, the last axis fastest. */
function slots(from: Ancillary, axes: readonly H5Axis[]): number[] {
  const order = axes.map((axis) => {
    const d = from.labels.indexOf(axis.name);
    const indices = new Set<number>();
    for (let k = 0; k < from.steps; k++) indices.add(from.index(d, k));
    const ranks = new Map([...indices].sort((a, b) => a - b).map((index, rank) => [index, rank]));
    return { d, ranks, length: axis.values.length };
  });
  return Array.from({ length: from.steps }, (_, k) =>
    order.reduce((slot, { d, ranks, length }) => slot * length + ranks.get(from.index(d, k))!, 0),
  );
}
