/** Latent scatter: Figure 5d. */
import { useId, useMemo, useState, type ReactNode } from 'react';
import { CURVE_LABELS } from '../../../src-shared/analysis';
import { pixelToSample } from '../../../src-shared/geometry';
import { formatNumber } from '../../../src-shared/units';
import { ColorBar } from '../../canvas/ColorBar';
import type { ScreenPoint } from '../../canvas/viewport';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { COLOUR_KINDS, type ColourKind } from '../../store/manifoldWindow';
import { rasterOf } from '../../store/nearestPoint';
import { ChoiceField, Segments } from '../../ui/fields';
import { Panel } from '../../ui/Panel';
import { HoverCard } from './HoverCard';
import { LatentScatter, type ScatterTool } from './LatentScatter';
import { cellEdges, couplingOf, labelColor, shownPlace, type Knowledge } from './manifold.model';
import type { LatentPoint } from './scatter.model';
import { useLook, type Look } from './useKnowledge';

const words = text.manifold.scatter;
const COLOURS = COLOUR_KINDS.map((value) => ({ value, label: words.colours[value] }));
const TOOLS = (['pick', 'lasso'] as const).map((value) => ({ value, label: words.tools[value] }));

interface Hovered {
  readonly index: number;
  readonly at: ScreenPoint;
}

/** The scatter with its tools above and the meaning of its marks below. */
export function LatentPanel({ knowledge }: { readonly knowledge: Knowledge }): ReactNode {
  const actions = useActions();
  const colour = useWindow((state) => state.manifold.look.colour);
  const selected = useWindow((state) => state.selected);
  const group = useWindow((state) => state.manifold.group);
  const [tool, setTool] = useState<ScatterTool>('pick');
  const [hovered, setHovered] = useState<Hovered | undefined>(undefined);
  const look = useLook(knowledge);
  const marks = useScatterMarks(knowledge);
  const hintId = useId();
  const names = useMemo(
    () => ({
      up: text.manifold.model.axis(knowledge.axes[0]),
      right: text.manifold.model.axis(knowledge.axes[1]),
    }),
    [knowledge.axes],
  );
  const hover = (index: number | undefined, at: ScreenPoint): void => {
    setHovered(index === undefined ? undefined : { index, at });
    const point = index === undefined ? undefined : knowledge.session.points[index];
    actions.hover(point && pixelToSample(rasterOf(knowledge.session), point.at));
  };
  return (
    <Panel
      title={words.title}
      tools={<Segments label={words.tool} value={tool} choices={TOOLS} onChange={setTool} />}
      className="latent"
      testId="latent"
    >
      <div className="latent__tools">
        <ChoiceField
          label={words.colour}
          value={colour}
          choices={COLOURS}
          onChange={(next) => actions.manifold.look({ colour: next })}
        />
        <ScaleLegend knowledge={knowledge} look={look} colour={colour} />
      </div>
      <div className="latent__plane">
        <LatentScatter
          pairs={look.pairs}
          marks={marks}
          selected={selected}
          group={group}
          names={names}
          tool={tool}
          theme={look.theme}
          label={words.label(look.pairs.length, words.colours[colour])}
          hintId={hintId}
          onHover={hover}
          onPick={actions.select}
          onLasso={actions.manifold.gather}
          onEscape={() => {
            actions.manifold.gather([]);
            actions.select(undefined);
          }}
        />
        {hovered === undefined ? undefined : <HoverCard knowledge={knowledge} {...hovered} />}
      </div>
      <MarkLegend knowledge={knowledge} />
      <p className="visually-hidden" id={hintId}>
        {words.hint}
      </p>
    </Panel>
  );
}

function useScatterMarks({ axes }: Knowledge) {
  const opened = useWindow((state) => state.manifold.opened);
  const refined = useWindow((state) => state.manifold.refined);
  const bookmarks = useWindow((state) => state.console?.session?.analysis.bookmarks);
  return useMemo(() => {
    const rows = refined && cellEdges(refined.rowValues);
    const cols = refined && cellEdges(refined.colValues);
    const region: readonly [LatentPoint, LatentPoint] | undefined =
      rows === undefined || cols === undefined
        ? undefined
        : [
            { x: cols[0]!, y: rows[0]! },
            { x: cols.at(-1)!, y: rows.at(-1)! },
          ];
    return {
      cell: opened && shownPlace(opened.z, axes),
      bookmarks: (bookmarks ?? []).map(({ z }) => shownPlace(z, axes)).filter(({ x, y }) => Number.isFinite(x + y)),
      region,
    };
  }, [axes, opened, refined, bookmarks]);
}

interface ScaleProps {
  readonly knowledge: Knowledge;
  readonly look: Look;
  readonly colour: ColourKind;
}

function ScaleLegend({ knowledge, look, colour }: ScaleProps): ReactNode {
  if (colour === 'label')
    return (
      <div className="legend">
        {CURVE_LABELS.map((label) => (
          <span key={label} className="legend__key">
            <svg width="10" height="10" aria-hidden="true">
              <circle cx="5" cy="5" r="4.5" fill={labelColor(label, look.theme)} />
            </svg>
            {text.manifold.detail.count(text.manifold.detail.labels[label], knowledge.report?.counts[label] ?? 0)}
          </span>
        ))}
      </div>
    );
  if (look.scale === undefined) return <p className="hint">{words.noCoupling}</p>;
  return (
    <ColorBar
      table={look.scale.table}
      range={look.scale.range}
      unit=""
      title={words.colours[colour]}
      orientation="horizontal"
    />
  );
}

function MarkLegend({ knowledge }: { readonly knowledge: Knowledge }): ReactNode {
  const colour = useWindow((state) => state.manifold.look.colour);
  const map = couplingOf(knowledge.coupling, colour);
  return (
    <div className="latent__legend">
      <div className="legend">
        <span className="legend__key">
          <svg className="mark" width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
            <circle r="4.5" />
          </svg>
          {words.image}
        </span>
        <span className="legend__key">
          <svg className="mark" width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
            <path d="M0-5 5 4H-5Z" />
          </svg>
          {words.spectrum}
        </span>
        <span className="legend__key">
          <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
            <rect className="legend__cell" x="-4" y="-4" width="8" height="8" />
          </svg>
          {words.cell}
        </span>
        {map === undefined ? undefined : (
          <span className="legend__key">
            <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
              <path className="legend__cross" d="M-5-5 5 5M-5 5 5-5" />
            </svg>
            <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true">
              <path className="legend__hatch" d="M0 6 6 0M0 12 12 0M6 12 14 4M12 12 14 10" />
            </svg>
            {words.doubtful}
          </span>
        )}
      </div>
      {map === undefined ? undefined : (
        <p className="hint" data-testid="coupling-words" title={words.couplingSpaces[map.space]}>
          {words.coupling(map.counts)}{' '}
          {words.couplingTest(
            map.permutations,
            `${formatNumber(map.falseDiscoveryRate * 100, 2)} %`,
            formatNumber(map.leastCoupling, 2),
          )}
        </p>
      )}
    </div>
  );
}
