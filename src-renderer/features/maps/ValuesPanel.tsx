/** Beside the maps: the values under the pointer and of the places that were clicked. */
import type { ReactNode } from 'react';
import type { SamplePoint } from '../../../src-shared/geometry';
import type { MapSet } from '../../../src-shared/maps';
import type { Frame } from '../../../src-shared/scan';
import { formatNumber, formatQuantity } from '../../../src-shared/units';
import { text } from '../../messages';
import { useWindow } from '../../store/context';
import type { StageName } from '../../store/state';
import { Empty, Panel } from '../../ui/Panel';
import { STAGES, valueAt, type Pin } from './maps.model';

interface ValuesProps {
  readonly frame: Frame;
  readonly maps: MapSet | undefined;
  readonly pins: readonly Pin[];
  readonly onClear: () => void;
}

/** A table: a row for each map, a column for the pointer and for each pin. */
export function ValuesPanel({ frame, maps, pins, onClear }: ValuesProps): ReactNode {
  const hover = useWindow((state) => state.hover);
  const places = [{ name: text.mapsView.pointer, at: hover }, ...pins];
  const clear = (
    <button type="button" className="button button--small" onClick={onClear}>
      {text.mapsView.clearPins}
    </button>
  );
  return (
    <Panel title={text.mapsView.values} testId="map-values" tools={pins.length === 0 ? undefined : clear}>
      {hover === undefined && pins.length === 0 ? (
        <Empty>{text.mapsView.noPointer}</Empty>
      ) : (
        <div className="table-scroll" tabIndex={0} role="group" aria-label={text.mapsView.values}>
          <table className="table table--values">
            <thead>
              <tr>
                <td />
                {places.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {(['x', 'y'] as const).map((axis) => (
                <tr key={axis}>
                  <th scope="row">{text.mapsView[axis]}</th>
                  {places.map(({ name, at }) => (
                    <td key={name}>{at && formatQuantity(axis === 'x' ? at.xMetres : at.yMetres, 'm', 3)}</td>
                  ))}
                </tr>
              ))}
              {STAGES.map((stage) => (
                <tr key={stage}>
                  <th scope="row" title={text.maps.names[stage]}>
                    {text.maps.short[stage]}
                  </th>
                  {places.map(({ name, at }) => (
                    <td key={name}>{at && words(frame, maps, stage, at)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function words(frame: Frame, maps: MapSet | undefined, stage: StageName, at: SamplePoint): string {
  const value = valueAt(frame, maps, stage, at);
  if (Number.isNaN(value)) return text.mapsView.noValue;
  return stage === 'topography' ? formatQuantity(value, 'm', 3) : formatNumber(value, 3);
}
