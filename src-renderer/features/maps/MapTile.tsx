/** One map of the Maps view with its colours; all of them share zoom, cursor, selection and profile. */
import { useMemo, type ReactNode } from 'react';
import type { SamplePoint } from '../../../src-shared/geometry';
import type { Frame } from '../../../src-shared/scan';
import { formatQuantity } from '../../../src-shared/units';
import { ColorBar } from '../../canvas/ColorBar';
import type { DeskOverlay } from '../../canvas/drawDesk';
import { MapCanvas } from '../../canvas/MapCanvas';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { useOverlay } from '../../store/usePicture';
import { Empty, Panel } from '../../ui/Panel';
import type { Line, Picture } from './maps.model';

export interface TileProps {
  readonly frame: Frame;
  readonly picture: Picture | undefined;
  readonly title: string;
  readonly note?: string | undefined;
  readonly tools?: ReactNode;
  /** Said where there is no picture. */
  readonly missing: string;
  readonly testId: string;
  readonly line: Line | undefined;
  readonly onDraw: ((stage: 'start' | 'move' | 'end', at: SamplePoint) => void) | undefined;
}

const NO_DESK: DeskOverlay = {
  areas: [],
  touched: undefined,
  outline: undefined,
  ghost: undefined,
  target: undefined,
  queued: [],
};

/** The tile. */
export function MapTile({ frame, picture, title, note, tools, missing, testId, line, onDraw }: TileProps): ReactNode {
  const actions = useActions();
  const basic = useOverlay(3, 'white');
  const measured = useWindow((state) => state.console?.session?.points.length ?? 0);
  const overlay = useMemo(
    () => ({ ...basic, scaleBar: true, desk: { ...(basic.desk ?? NO_DESK), outline: line } }),
    [basic, line],
  );
  const vetoed = basic.markers.filter((marker) => marker.kind === 'vetoed').length;
  const side = (metres: number): string => formatQuantity(metres, 'm');
  return (
    <Panel title={title} note={note} tools={tools} className="layer">
      {picture === undefined ? (
        <Empty>{missing}</Empty>
      ) : (
        <div className="layer__content">
          <MapCanvas
            raster={frame}
            image={picture.image}
            range={picture.range}
            table={picture.table}
            overlay={overlay}
            label={text.maps.label(picture.name, side(frame.widthMetres), side(frame.heightMetres), {
              measured,
              vetoed,
            })}
            testId={testId}
            onHover={actions.hover}
            onPick={actions.pick}
            onDraw={onDraw}
          />
          <ColorBar
            table={picture.table}
            range={picture.range}
            unit={picture.unit}
            title={picture.name}
            orientation="horizontal"
          />
        </div>
      )}
    </Panel>
  );
}
