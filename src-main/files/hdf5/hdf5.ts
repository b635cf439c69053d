/** HDF5 files of the pycroscopy family: NSID, and the older USID. */
import { fileProblem, type Measurement } from '../measurement';
import { arrange, type H5Channel } from './axes';
import { withHdf5, type H5File } from './h5File';
import { nsidChannels } from './nsid';
import { usidChannels } from './usid';

export { isHdf5 } from './h5File';

/** More entries than any instrument writes are not copied. */
const MOST_METADATA = 5000;

/** Reads a file. Rejects with `file/unreadable`, also for HDF5 files that follow neither model. */
export function readHdf5(bytes: Uint8Array, file: string): Promise<Measurement> {
  return withHdf5(bytes, file, (opened) => {
    const nsid = nsidChannels(opened);
    if (nsid.length > 0) return measurementOf(opened, 'NSID HDF5', nsid);
    const usid = usidChannels(opened);
    if (usid.length > 0) return measurementOf(opened, 'USID HDF5', usid);
    throw fileProblem(
      { file, what: `none of its ${opened.datasets.length} datasets is a main dataset of NSID or USID.` },
      'Save the data with sidpy and pyNSID.',
    );
  });
}

function measurementOf(opened: H5File, format: string, channels: readonly H5Channel[]): Measurement {
  const { images, spectra, leftOut } = arrange(channels);
  if (images.length + spectra.length === 0)
    throw fileProblem(
      { file: opened.file, what: `its datasets (${leftOut.join(', ')}) are neither images nor curves.` },
      'Images of two spatial dimensions and curves of one spectral dimension are read.',
    );
  return {
    format,
    images,
    spectra,
    metadata: { ...metadataOf(opened), ...(leftOut.length === 0 ? {} : { 'Left out': leftOut.join(', ') }) },
  };
}

/** The attributes of the first `original_metadata`, which hold what the instrument wrote. */
function metadataOf({ root, isGroup }: H5File): Record<string, string> {
  const path = root.paths().find((entry) => entry.endsWith('/original_metadata'));
  const group: unknown = path === undefined ? undefined : root.get(path);
  if (!isGroup(group)) return {};
  const entries = Object.entries(group.attrs).slice(0, MOST_METADATA);
  return Object.fromEntries(
    entries.flatMap(([name, attribute]) => {
      const { value } = attribute;
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[name, String(value)]]
        : [];
    }),
  );
}
