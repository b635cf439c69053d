/** The readers with small whole files of each of their kinds, to be damaged. */
import type { MeasurementReader } from '../measurement';
import { readMeasurement } from '../openMeasurement';
import { readNanoscope } from '../bruker/nanoscope';
import { readGwyFile } from '../gwyddion/gwyFile';
import { readSimpleField } from '../gwyddion/simpleField';
import { readIgorFile } from '../igor/asylum';
import { readNanonisGrid } from '../nanonis/grid';
import { readNanonisScan } from '../nanonis/scan';
import { readNanonisSpectroscopy } from '../nanonis/spectroscopy';
import * as samples from './samples';
import { repairIgor } from './writeIgor';

export interface FuzzTarget {
  readonly name: string;
  readonly reader: MeasurementReader;
  readonly originals: readonly Uint8Array[];
  readonly repair?: (bytes: Uint8Array) => Uint8Array;
}

/** Made afresh at each call: tests may damage what they get. */
export function fuzzTargets(): readonly FuzzTarget[] {
  const igor = [samples.igorImages(true), samples.igorImages(false), samples.igorCurves(5), samples.igorCurves(2)];
  const scans = [samples.nanonisScan('up'), samples.nanonisScan('down')];
  const spectroscopy = [samples.nanonisSpectroscopy()];
  const grids = [samples.nanonisGrid(), samples.nanonisGrid(7)];
  const gwyddion = [samples.gwyddionFile('GWYP'), samples.gwyddionFile('GWYO')];
  const fields = [samples.simpleField()];
  const nanoscope = [
    samples.nanoscopeImages('05120130'),
    samples.nanoscopeImages('09400000'),
    samples.nanoscopeCurves('05120130', 'Z'),
    samples.nanoscopeCurves('09400000', 'DC Sample Bias'),
  ];
  return [
    { name: 'Igor binary wave', reader: readIgorFile, originals: igor, repair: repairIgor },
    { name: 'Nanonis scan', reader: readNanonisScan, originals: scans },
    { name: 'Nanonis spectroscopy', reader: readNanonisSpectroscopy, originals: spectroscopy },
    { name: 'Nanonis grid', reader: readNanonisGrid, originals: grids },
    { name: 'Gwyddion', reader: readGwyFile, originals: gwyddion },
    { name: 'Gwyddion Simple Field', reader: readSimpleField, originals: fields },
    { name: 'Bruker NanoScope', reader: readNanoscope, originals: nanoscope },
    {
      name: 'any format',
      reader: readMeasurement,
      originals: [...igor, ...scans, ...spectroscopy, ...grids, ...gwyddion, ...fields, ...nanoscope],
    },
  ];
}
