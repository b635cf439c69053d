/** One cell for each step, coloured by how novel its curve was. */
import { useEffect, useMemo, useState, type PointerEvent, type ReactNode } from 'react';
import { cssColorAt } from '../../../src-shared/colormaps';
import type { SessionView } from '../../../src-shared/session/view';
import { useElementSize } from '../../canvas/useElementSize';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { isReplay } from '../../store/selectors';
import { useTheme } from '../../store/useTheme';
import { cellAt, stepCells, stripLayout, type StepCell, type StripLayout } from './runStrip.model';

/** The middle of each quarter of the table. */
const QUARTILE_COLORS = [0.08, 0.36, 0.64, 0.95].map((share) => cssColorAt('viridis', share));

/** The strip of the shown session; a click selects the point of a step. */
export function StepStrip({ session }: { readonly session: SessionView }): ReactNode {
  const { size, attach, element } = useElementSize<HTMLDivElement>();
  const actions = useActions();
  const selected = useWindow((state) => state.selected);
  const running = useWindow((state) => !isReplay(state) && state.console?.run.state.kind !== 'idle');
  const theme = useTheme();
  const [under, setUnder] = useState<number | undefined>(undefined);
  const cells = useMemo(() => stepCells(session, running), [session, running]);
  const layout = stripLayout(cells.length, size.width, size.height);

  useEffect(() => {
    const canvas = element.current?.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context || size.width === 0) return;
    canvas.width = Math.round(size.width * size.deviceRatio);
    canvas.height = Math.round(size.height * size.deviceRatio);
    context.setTransform(size.deviceRatio, 0, 0, size.deviceRatio, 0, 0);
    const style = getComputedStyle(canvas);
    const colors = {
      line: style.getPropertyValue('--line'),
      text: style.color,
      chosen: style.getPropertyValue('--selection'),
    };
    for (const [i, cell] of cells.entries())
      drawCell(context, cell, { i, layout, colors, selected: cell.index !== undefined && cell.index === selected });
  }, [element, cells, layout, size, selected, theme]);

  const cellUnder = (event: PointerEvent): StepCell | undefined => {
    const found = cellAt(layout, cells.length, event.nativeEvent.offsetX, event.nativeEvent.offsetY);
    return found === undefined ? undefined : cells[found];
  };
  const hovered = under === undefined ? undefined : session.points[under];
  return (
    <div className="strip">
      <div
        ref={attach}
        className="strip__cells"
        role="img"
        aria-label={text.run.strip(
          Math.max(0, session.points.length - session.config.seeds),
          session.config.steps,
          session.vetoes.length,
        )}
        onPointerMove={(event) => setUnder(cellUnder(event)?.index)}
        onPointerLeave={() => setUnder(undefined)}
        onPointerUp={(event) => actions.select(cellUnder(event)?.index)}
      >
        <canvas className="strip__picture" />
      </div>
      <div className="strip__line">
        <p className="hint strip__words">
          {hovered === undefined ? (
            <StripLegend />
          ) : (
            text.run.cell(hovered.index, hovered.step, session.novelty[hovered.index])
          )}
        </p>
      </div>
    </div>
  );
}

function StripLegend(): ReactNode {
  return (
    <>
      {text.run.novelty}
      {QUARTILE_COLORS.map((color, i) => (
        <span key={color} className="strip__key">
          <svg width="10" height="10" aria-hidden="true">
            <rect width="10" height="10" fill={color} />
          </svg>
          {text.run.quartiles[i]}
        </span>
      ))}
      <span className="strip__key">{text.run.vetoMark}</span>
    </>
  );
}

interface CellPlace {
  readonly i: number;
  readonly layout: StripLayout;
  readonly colors: { readonly line: string; readonly text: string; readonly chosen: string };
  readonly selected: boolean;
}

function drawCell(context: CanvasRenderingContext2D, cell: StepCell, { i, layout, colors, selected }: CellPlace): void {
  const x = (i % layout.columns) * layout.pitchX;
  const y = Math.floor(i / layout.columns) * layout.pitchY;
  const width = layout.pitchX - 1;
  const height = layout.pitchY - 3;
  // Seeds stand lower, so that the steps begin visibly.
  const top = cell.kind === 'seed' ? y + height / 2 : y;
  if (cell.index === undefined) {
    context.strokeStyle = cell.current ? colors.text : colors.line;
    context.lineWidth = cell.current ? 2 : 0.75;
    context.strokeRect(x + 0.5, top + 0.5, width - 1, y + height - top - 1);
  } else {
    context.fillStyle = cell.quartile === undefined ? colors.line : QUARTILE_COLORS[cell.quartile]!;
    context.fillRect(x, top, width, y + height - top);
  }
  if (cell.vetoes > 0) drawVeto(context, x + width / 2, y + height / 2);
  if (!selected) return;
  context.strokeStyle = colors.chosen;
  context.lineWidth = 2;
  context.strokeRect(x, y, width, height);
}

function drawVeto(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath();
  context.moveTo(x - 2, y - 2);
  context.lineTo(x + 2, y + 2);
  context.moveTo(x - 2, y + 2);
  context.lineTo(x + 2, y - 2);
  for (const [width, color] of [
    [3, '#fff'],
    [1.25, '#000'],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }
}
