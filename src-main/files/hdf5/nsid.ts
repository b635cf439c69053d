/**
 * NSID (pyNSID, "NSID data model"): a main dataset of any number of dimensions with `quantity`, `units`, `data_type` and
 * `DIMENSION_LABELS`; beside it a dataset for each label with the values of that axis.
 */
import type { Dataset } from 'h5wasm';
import { fileProblem } from '../measurement';
import type { H5Axis, H5Channel } from './axes';
import { numbersIn, numericShape, textAttribute, textsAttribute, type H5File } from './h5File';

/** The main datasets of a file, in its order. Throws a file problem where an axis is missing or has another length. */
export function nsidChannels(opened: H5File): H5Channel[] {
  return opened.datasets.flatMap(({ path, dataset }) => {
    const shape = numericShape(dataset);
    const labels = textsAttribute(dataset, 'DIMENSION_LABELS');
    const isMain = 'quantity' in dataset.attrs && 'data_type' in dataset.attrs && labels.length > 0;
    if (shape === undefined || !isMain) return [];
    return [mainChannel(opened, path, dataset, { shape, labels })];
  });
}

function mainChannel(
  opened: H5File,
  path: string,
  dataset: Dataset,
  { shape, labels }: { readonly shape: readonly number[]; readonly labels: readonly string[] },
): H5Channel {
  const folder = path.split('/').slice(0, -1).join('/');
  const axes = shape.map((length, i) => axisOf(opened, { folder, path, label: labels[i] ?? '', length }));
  const name = textAttribute(dataset, 'quantity') || path.split('/').at(-1)!;
  return { name, unit: textAttribute(dataset, 'units'), axes, values: numbersIn(opened, dataset) };
}

function axisOf(
  opened: H5File,
  { folder, path, label, length }: { readonly folder: string; path: string; label: string; length: number },
): H5Axis {
  const found = opened.datasets.find((entry) => entry.path === `${folder}/${label}`)?.dataset;
  const problem = (what: string) =>
    fileProblem({ file: opened.file, where: path, what: `its axis "${label}" ${what}.` });
  if (found === undefined) throw problem('is missing');
  const values = Float64Array.from(numbersIn(opened, found));
  if (values.length !== length) throw problem(`has ${values.length} values for ${length}`);
  const spatial = textAttribute(found, 'dimension_type').toUpperCase() === 'SPATIAL';
  return { name: textAttribute(found, 'name') || label, unit: textAttribute(found, 'units'), values, spatial };
}
