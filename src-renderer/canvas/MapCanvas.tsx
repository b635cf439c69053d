/** A map of numbers on a canvas: colour table, zoom, drag, markers, cross hairs, scale bar. */
import { useEffect, useEffectEvent, useRef, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import type { ColormapName } from '../../src-shared/colormaps';
import type { Raster, SamplePoint } from '../../src-shared/geometry';
import { text } from '../messages';
import { paintValues, type MapImage } from './colorImage';
import { drawOverlay, drawPicture, drawPointers, type MapScene, type Overlay } from './drawMap';
import type { ValueRange } from './range';
import { paintSoon } from './paintQueue';
import { prepareCanvas } from './prepareCanvas';
import { useElementSize } from './useElementSize';
import { useMapGestures, type MapFocus } from './useMapGestures';

export interface MapCanvasProps {
  readonly raster: Raster;
  readonly image: MapImage | undefined;
  readonly range: ValueRange | undefined;
  readonly table: ColormapName;
  readonly overlay: Overlay;
  readonly tip?: SamplePoint | undefined;
  /** The place under the mouse in any map. */
  readonly hover: SamplePoint | undefined;
  /** Index of the selected measured point. */
  readonly selected: number | undefined;
  /** What a person who cannot see the map is told, counts included. */
  readonly label: string;
  readonly testId: string;
  readonly onHover: (at: SamplePoint | undefined) => void;
  readonly onPick: (at: SamplePoint) => void;
  readonly onOpen?: (() => void) | undefined;
  /** The part of the frame that is shown before anybody zooms, instead of all of it. */
  readonly focus?: MapFocus | undefined;
  /** A tool takes presses and drags on the map. */
  readonly onDraw?: ((stage: 'start' | 'move' | 'end', at: SamplePoint) => void) | undefined;
  /** Keys that a tool takes before the map does; true where it took one. */
  readonly onToolKey?: ((event: KeyboardEvent) => boolean) | undefined;
}

/**
 * Draws a map; a double click opens it or, where there is nothing to open, shows the whole frame again. Tip, cross
 * hairs and selection have a canvas of their own, so that a move of the mouse draws two lines and not every map with its points.
 */
export function MapCanvas(props: MapCanvasProps): ReactNode {
  const { raster, image, range, table, overlay, tip, hover, selected, label, testId, onOpen, onDraw, onToolKey } =
    props;
  const picture = useRef<HTMLCanvasElement>(null);
  const pointers = useRef<HTMLCanvasElement>(null);
  const { size, attach, element } = useElementSize<HTMLDivElement>();
  const gestures = useMapGestures(element, raster, size, props);
  const { view } = gestures;
  const painted = useRef<Painted | undefined>(undefined);
  const draw = useEffectEvent(() => {
    const context = prepareCanvas(picture.current, size);
    if (context === undefined) return;
    const scene: MapScene = { view, size, raster, overlay };
    if (painted.current !== undefined) drawPicture(context, scene, painted.current);
    drawOverlay(context, scene);
  });
  // What a person does to a map shows at once, with the picture as it is; a new picture waits for its turn.
  useEffect(() => draw(), [view, size]);
  useEffect(
    () =>
      paintSoon(() => {
        painted.current = paintPicture(painted.current, image, range, table);
        draw();
      }),
    [raster, image, range, table, overlay],
  );
  useEffect(() => {
    const context = prepareCanvas(pointers.current, size);
    const marker = selected === undefined ? undefined : overlay.markers.find(({ index }) => index === selected);
    if (context !== undefined) drawPointers(context, { view, size, raster, overlay }, { tip, hover, selected: marker });
  }, [view, size, raster, overlay, tip, hover, selected]);

  const open = onOpen ?? gestures.fit;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (onToolKey?.(event) === true) event.preventDefault();
    else if (event.key === 'Enter') open();
    else if (event.target === event.currentTarget && gestures.onKey(event, hover)) event.preventDefault();
  };
  return (
    <div
      ref={attach}
      className="map-canvas"
      role="group"
      aria-label={label}
      data-testid={testId}
      tabIndex={0}
      style={{ '--ratio': raster.widthMetres / raster.heightMetres } as CSSProperties}
      onDoubleClick={onDraw === undefined ? open : undefined}
      onKeyDown={onKeyDown}
      {...gestures.handlers}
    >
      <canvas ref={picture} className="map-canvas__layer" aria-hidden="true" />
      <canvas ref={pointers} className="map-canvas__layer" aria-hidden="true" />
      {gestures.isFit ? undefined : (
        <button
          type="button"
          className="button button--small map-canvas__fit"
          onPointerDown={(event) => event.stopPropagation()}
          onClick={gestures.fit}
        >
          {text.maps.wholeFrame}
        </button>
      )}
    </div>
  );
}

interface Painted {
  readonly bitmap: HTMLCanvasElement;
  readonly pixels: ImageData;
  readonly image: MapImage;
  readonly range: ValueRange;
  readonly table: ColormapName;
}

/** The picture of a map in its own pixels, drawn enlarged; the earlier one where it is still right, else in its place. */
function paintPicture(
  before: Painted | undefined,
  image: MapImage | undefined,
  range: ValueRange | undefined,
  table: ColormapName,
): Painted | undefined {
  if (image === undefined || range === undefined) return undefined;
  if (before?.image === image && before.range === range && before.table === table) return before;
  const fits = before?.pixels.width === image.cols && before.pixels.height === image.rows;
  const { bitmap, pixels } = fits ? before : emptyPicture(image);
  paintValues(image.values, table, range, pixels.data);
  bitmap.getContext('2d')?.putImageData(pixels, 0, 0);
  return { bitmap, pixels, image, range, table };
}

function emptyPicture({ rows, cols }: MapImage): Pick<Painted, 'bitmap' | 'pixels'> {
  const bitmap = document.createElement('canvas');
  bitmap.width = cols;
  bitmap.height = rows;
  return { bitmap, pixels: new ImageData(cols, rows) };
}
