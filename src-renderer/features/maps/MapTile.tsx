/** One map of the Maps view with its colours; all of them share zoom, cursor, selection, profile and pins. */
import { useMemo, type ReactNode } from 'react';
import type { SamplePoint } from '../../../src-shared/geometry';
import type { Frame } from '../../../src-shared/scan';
import { formatQuantity } from '../../../src-shared/units';
import { ColorBar } from '../../canvas/ColorBar';
import type { DeskOverlay } from '../../canvas/drawDesk';
import { MapCanvas } from '../../canvas/MapCanvas';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { useOverlay, usePointers } from '../../store/usePicture';
import { Empty, Panel } from '../../ui/Panel';
import type { Picture } from '../../canvas/mapPicture';
import type { Line, Pin } from './maps.model';

/** What all maps of the view have in common. */
export interface TileShared {
  readonly frame: Frame;
  readonly line: Line | undefined;
  readonly pins: readonly Pin[];
  readonly onDraw: ((stage: 'start' | 'move' | 'end', at: SamplePoint) => void) | undefined;
  readonly onPin: (at: SamplePoint) => void;
}

export interface TileProps extends TileShared {
  readonly picture: Picture | undefined;
  readonly title: string;
  readonly note?: string | undefined;
  readonly tools?: ReactNode;
  /** Said where there is no picture. */
  readonly missing: string;
  readonly testId: string;
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
export function MapTile({ picture, title, note, tools, missing, testId, ...shared }: TileProps): ReactNode {
  return (
    <Panel title={title} note={note} tools={tools} className="layer">
      {picture === undefined ? (
        <Empty>{missing}</Empty>
      ) : (
        <div className="layer__content">
          <PictureCanvas {...shared} picture={picture} testId={testId} />
          <PictureBar picture={picture} />
        </div>
      )}
    </Panel>
  );
}

/** The colours of a picture. */
export function PictureBar({
  picture,
  note,
}: {
  readonly picture: Picture;
  readonly note?: string | undefined;
}): ReactNode {
  const { table, range, unit, name } = picture;
  return (
    <ColorBar
      table={table}
      range={range}
      unit={unit}
      title={name}
      orientation="horizontal"
      note={note === undefined ? undefined : note + name}
    />
  );
}

/** The map itself. A click selects the nearest measured point and lists the values of the place. */
export function PictureCanvas({
  frame,
  picture,
  testId,
  line,
  pins,
  onDraw,
  onPin,
}: TileShared & { readonly picture: Picture; readonly testId: string }): ReactNode {
  const actions = useActions();
  const basic = useOverlay(3, 'white');
  const pointers = usePointers();
  const measured = useWindow((state) => state.console?.session?.points.length ?? 0);
  const overlay = useMemo(
    () => ({ ...basic, scaleBar: true, pins, desk: { ...(basic.desk ?? NO_DESK), outline: line } }),
    [basic, line, pins],
  );
  const vetoed = basic.markers.filter((marker) => marker.kind === 'vetoed').length;
  const side = (metres: number): string => formatQuantity(metres, 'm');
  return (
    <MapCanvas
      raster={frame}
      image={picture.image}
      range={picture.range}
      table={picture.table}
      overlay={overlay}
      {...pointers}
      label={text.maps.label(picture.name, side(frame.widthMetres), side(frame.heightMetres), { measured, vetoed })}
      testId={testId}
      onHover={actions.hover}
      onPick={onPin}
      onDraw={onDraw}
    />
  );
}
