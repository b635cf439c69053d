/** Structure manifold and IV manifold as linked grids, the whole or a refined part: Figures 6a-c; and what was measured: 5b, 5c. */
import { useId, useMemo, useState, type ReactNode } from 'react';
import type { ManifoldGrid } from '../../../src-shared/manifold';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { GRID_EXTENTS, GRID_LAYOUTS, REFINED_SIDE } from '../../store/manifoldWindow';
import { useTheme } from '../../store/useTheme';
import { Segments } from '../../ui/fields';
import { Empty, Panel } from '../../ui/Panel';
import { CurveKey, tileWords } from './CurveKey';
import { Gallery } from './Gallery';
import { boxRanges, pointsInBox, type Knowledge } from './manifold.model';
import { TileGrid } from './TileGrid';
import { boxCount, boxOf, type TileBox, type TileFocus } from './tiles.model';
import { placeWords, spokenCell, useGridMarks, useGridTiles } from './useGrid';

const words = text.manifold.grids;
const LAYOUTS = GRID_LAYOUTS.map((value) => ({ value, label: words.layouts[value] }));
const EXTENTS = GRID_EXTENTS.map((value) => ({ value, label: words.extents[value] }));
const START: TileFocus = { cursor: 0, anchor: undefined };

/** The middle column. */
export function GridsPanel({ knowledge }: { readonly knowledge: Knowledge }): ReactNode {
  const actions = useActions();
  const layout = useWindow((state) => state.manifold.look.layout);
  const whole = useWindow((state) => state.manifold.whole);
  const refined = useWindow((state) => state.manifold.refined);
  const grid = refined ?? whole;
  const tools = (
    <Segments
      label={words.layout}
      value={layout}
      choices={LAYOUTS}
      onChange={(next) => actions.manifold.look({ layout: next })}
    />
  );
  return (
    <Panel title={words.title} tools={tools} className="grids" testId="manifold-grids">
      {layout === 'gallery' ? (
        <Gallery knowledge={knowledge} />
      ) : grid === undefined || whole === undefined ? (
        <Empty>{text.manifold.loading}</Empty>
      ) : (
        <Grids key={refined === undefined ? 'whole' : 'refined'} knowledge={knowledge} grid={grid} whole={whole} />
      )}
    </Panel>
  );
}

interface GridsProps {
  readonly knowledge: Knowledge;
  readonly grid: ManifoldGrid;
  /** The ranges of the whole manifold hold for its parts too, so that they can be compared. */
  readonly whole: ManifoldGrid;
}

function Grids({ knowledge, grid, whole }: GridsProps): ReactNode {
  const actions = useActions();
  const layout = useWindow((state) => state.manifold.look.layout);
  const which = grid === whole ? 'whole' : 'refined';
  const [focus, setFocus] = useState<TileFocus>(START);
  const theme = useTheme();
  const marks = useGridMarks(knowledge, grid, which);
  const { patches, curves, veiled, range } = useGridTiles(grid, whole, theme);
  const hintId = useId();
  const axes = useMemo(
    () => ({
      up: text.manifold.model.axis(grid.axes[0]),
      right: text.manifold.model.axis(grid.axes[1]),
      rows: grid.rowValues,
      cols: grid.colValues,
    }),
    [grid],
  );
  const box = focus.anchor === undefined ? undefined : boxOf(focus.anchor, focus.cursor, grid.size);
  const refine = (part: TileBox): void => void actions.manifold.refine(boxRanges(grid, part));
  const common = {
    side: grid.size,
    axes,
    count: grid.size * grid.size,
    focus,
    veiled,
    theme,
    hintId,
    onFocus: setFocus,
    onOpen: (tile: number) => void actions.manifold.open(which, tile),
    onOpenBox: refine,
    onEscape: () => {
      if (focus.anchor !== undefined) setFocus({ ...focus, anchor: undefined });
      else if (which === 'refined') actions.manifold.leaveRefined();
      else actions.manifold.close();
    },
  };
  return (
    <div className="grids__content">
      <GridTools
        knowledge={knowledge}
        grid={grid}
        refined={which === 'refined'}
        box={box}
        onRefine={refine}
        onClear={common.onEscape}
      />
      <div className="grids__pair">
        {layout === 'curves' ? undefined : (
          <TileGrid
            {...common}
            tiles={patches}
            marks={marks.structure}
            label={words.structureLabel(grid.size)}
            testId="structure-manifold"
          />
        )}
        {layout === 'structure' ? undefined : (
          <TileGrid
            {...common}
            tiles={curves}
            marks={marks.curves}
            label={words.curvesLabel(grid.size)}
            testId="iv-manifold"
          />
        )}
      </div>
      <GridLegend grid={grid} range={range} />
      <p className="visually-hidden" id={hintId}>
        {words.hint}
      </p>
      <p className="visually-hidden" aria-live="polite" data-testid="grid-spoken">
        {box === undefined ? spokenCell(grid, focus.cursor) : boxWords(box)}
      </p>
    </div>
  );
}

function boxWords({ rowFrom, rowTo, colFrom, colTo }: TileBox): string {
  return words.box(words.span(rowFrom + 1, rowTo + 1), words.span(colFrom + 1, colTo + 1));
}

interface GridToolsProps {
  readonly knowledge: Knowledge;
  readonly grid: ManifoldGrid;
  readonly refined: boolean;
  readonly box: TileBox | undefined;
  readonly onRefine: (box: TileBox) => void;
  readonly onClear: () => void;
}

/** Where we are, the way back, and what can be done with the box. */
function GridTools({ knowledge, grid, refined, box, onRefine, onClear }: GridToolsProps): ReactNode {
  const actions = useActions();
  const opened = useWindow((state) => state.manifold.opened);
  const extent = useWindow((state) => state.manifold.look.extent);
  const which = refined ? 'refined' : 'whole';
  const inside = box === undefined ? [] : pointsInBox(knowledge.embedding, boxRanges(grid, box), knowledge.axes);
  return (
    <div className="grids__tools">
      {refined ? (
        <>
          <button type="button" className="button button--small" onClick={actions.manifold.leaveRefined}>
            {`\u2190 ${words.whole}`}
          </button>
          <span>{words.refined(grid.size)}</span>
        </>
      ) : (
        <Segments
          label={words.extent}
          value={extent}
          choices={EXTENTS}
          onChange={(next) => void actions.manifold.showExtent(next)}
        />
      )}
      {box === undefined || boxCount(box) < 2 ? (
        <span className="hint">
          {opened?.grid === which ? placeWords(opened.tile, grid.size) : refined ? '' : words.wholeNotes[extent]}
        </span>
      ) : (
        <>
          <span className="hint">{boxWords(box)}</span>
          <button type="button" className="button button--small button--main" onClick={() => onRefine(box)}>
            {words.refine(REFINED_SIDE)}
          </button>
          <button
            type="button"
            className="button button--small"
            disabled={inside.length === 0}
            onClick={() => actions.manifold.gather(inside)}
          >
            {words.gather(inside.length)}
          </button>
          <button type="button" className="button button--small" onClick={onClear}>
            {words.clear}
          </button>
        </>
      )}
    </div>
  );
}

interface GridLegendProps {
  readonly grid: ManifoldGrid;
  readonly range: { readonly low: number; readonly high: number };
}

function GridLegend({ grid, range }: GridLegendProps): ReactNode {
  const supported = grid.supported.reduce((sum, one) => sum + one, 0);
  return (
    <div className="grids__legend">
      <div className="legend">
        <span className="legend__key">
          <svg className="mark" width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
            <circle r="4" />
          </svg>
          {words.dot}
        </span>
        <span>{words.faded}</span>
        <span>{words.contrast}</span>
      </div>
      <CurveKey />
      <p className="hint">
        {tileWords(grid.volts, range)}
        {'; '}
        {words.supported(supported, grid.size * grid.size)}
      </p>
    </div>
  );
}
