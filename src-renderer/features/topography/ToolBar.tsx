/** The tool in hand on the large map: what it will do, with numbers for those who do not draw. */
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { samplePoint, type SamplePoint } from '../../../src-shared/geometry';
import type { RuleAnswer } from '../../../src-shared/ipc/contract';
import { VETO_REASONS, type VetoReason } from '../../../src-shared/proposal';
import type { SessionView } from '../../../src-shared/session/view';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import type { MapTool, RegionTool } from '../../store/deskWindow';
import { rasterOf } from '../../store/nearestPoint';
import { cornersOf, draftOfRegion, rectangleOf, type Rectangle } from '../../store/ruleShapes';
import { ConfirmRule } from '../../ui/ConfirmRule';
import { ChoiceField, Segments } from '../../ui/fields';
import { NumberField } from '../../ui/NumberField';
import { RuleCount } from '../../ui/RuleFields';
import { candidateAt } from './tools.model';

const FORMS = (['rectangle', 'polygon'] as const).map((value) => ({ value, label: text.tool.forms[value] }));
const EFFECTS = (['exclude', 'include'] as const).map((value) => ({ value, label: text.tool.effects[value] }));
const REASONS = VETO_REASONS.map((value, i) => ({ value, label: `${i + 1} ${text.veto.reasons[value]}` }));
const MICROMETRE = 1e-6;

/** The bar below the map while a tool is in hand; it takes the keyboard when it opens. */
export function ToolBar({ session, tool }: { readonly session: SessionView; readonly tool: MapTool }): ReactNode {
  const actions = useActions();
  const bar = useRef<HTMLDivElement>(null);
  const { kind } = tool;
  useEffect(() => {
    bar.current?.querySelector<HTMLElement>('button, input')?.focus();
    // What had the keyboard is gone with the bar; the map is where the person was looking.
    return () => document.querySelector<HTMLElement>('.stage .map-canvas')?.focus();
  }, [kind]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    actions.desk.useTool(undefined);
  };
  return (
    <div ref={bar} className="tool" role="group" aria-label={text.tool[kind]} data-testid="tool" onKeyDown={onKeyDown}>
      {tool.kind === 'region' ? <Region session={session} tool={tool} /> : <Elsewhere session={session} at={tool.at} />}
    </div>
  );
}

function Region({ session, tool }: { readonly session: SessionView; readonly tool: RegionTool }): ReactNode {
  const actions = useActions();
  const draft = useWindow((state) => state.desk.draft);
  const [reason, setReason] = useState<VetoReason>('scan artefact');
  const [asked, setAsked] = useState<RuleAnswer | undefined>(undefined);
  const put = async (confirmed: boolean): Promise<void> => {
    const { proposalId } = tool;
    const answer = await actions.desk.putInForce({ reason, proposalId, ...(confirmed ? { confirmed } : {}) });
    if (answer?.needsConfirmation === true) setAsked(answer);
  };
  const change = (changes: Partial<RegionTool>): void => {
    setAsked(undefined);
    changeRegion(actions.desk, session, { ...tool, ...changes });
  };
  if (asked !== undefined)
    return (
      <ConfirmRule
        before={asked.before}
        after={asked.after}
        onConfirm={() => void put(true)}
        onBack={() => setAsked(undefined)}
      />
    );
  return (
    <>
      <div className="tool__row">
        <Segments
          label={text.tool.effect}
          value={tool.effect}
          choices={EFFECTS}
          onChange={(effect) => change({ effect })}
        />
        <Segments
          label={text.tool.form}
          value={tool.form}
          choices={FORMS}
          onChange={(form) => change({ form, corners: [] })}
        />
        <span className="tool__count">
          {draft === undefined ? (
            <span className="hint">{text.tool.needsShape[tool.form]}</span>
          ) : (
            <RuleCount about={draft.about} effect={draft.effect} />
          )}
        </span>
      </div>
      <div className="tool__row">
        {tool.form === 'rectangle' ? (
          <Edges session={session} corners={tool.corners} onChange={(corners) => change({ corners })} />
        ) : (
          <>
            <span>{text.tool.corners(tool.corners.length)}</span>
            <button
              type="button"
              className="button button--small"
              disabled={tool.corners.length === 0}
              onClick={() => change({ corners: tool.corners.slice(0, -1) })}
            >
              {text.tool.lastCorner}
            </button>
          </>
        )}
      </div>
      <div className="tool__row">
        <ChoiceField label={text.rule.reason} labelHidden value={reason} choices={REASONS} onChange={setReason} />
        <button
          type="button"
          className="button button--main"
          disabled={draft?.effect === undefined}
          onClick={() => void put(false)}
        >
          {tool.id === undefined ? text.tool.put : text.tool.change}
        </button>
        <Cancel />
      </div>
    </>
  );
}

/** Remembers the region and, where it is complete, asks what it would do. */
function changeRegion(desk: ReturnType<typeof useActions>['desk'], session: SessionView, tool: RegionTool): void {
  desk.useTool(tool);
  void desk.draft(draftOfRegion(rasterOf(session), tool), tool.id);
}

interface EdgesProps {
  readonly session: SessionView;
  readonly corners: readonly SamplePoint[];
  readonly onChange: (corners: readonly SamplePoint[]) => void;
}

/** The edges as numbers: the way to a region without a pointer. Before anything is drawn they are those of the frame. */
function Edges({ session, corners, onChange }: EdgesProps): ReactNode {
  const { widthMetres, heightMetres } = rasterOf(session);
  const edges = rectangleOf(corners) ?? {
    left: -widthMetres / 2,
    right: widthMetres / 2,
    bottom: -heightMetres / 2,
    top: heightMetres / 2,
  };
  const field = (edge: keyof Rectangle, low: number, high: number): ReactNode => (
    <NumberField
      label={text.tool[edge]}
      value={micrometres(edges[edge])}
      min={micrometres(low)}
      max={micrometres(high)}
      whole={false}
      unit={text.tool.micrometres}
      digits={5}
      onCommit={(value) => onChange(cornersOf({ ...edges, [edge]: value * MICROMETRE }))}
    />
  );
  return (
    <>
      {field('left', -widthMetres / 2, edges.right)}
      {field('right', edges.left, widthMetres / 2)}
      {field('bottom', -heightMetres / 2, edges.top)}
      {field('top', edges.bottom, heightMetres / 2)}
    </>
  );
}

function Elsewhere({ session, at }: { readonly session: SessionView; readonly at: SamplePoint }): ReactNode {
  const actions = useActions();
  const raster = rasterOf(session);
  const found = session.grid && candidateAt(raster, session.grid, at);
  const { widthMetres, heightMetres } = raster;
  const put = async (): Promise<void> => {
    if (found === undefined) return;
    const places = [{ candidate: found.candidate }];
    if (await actions.send('queue.add', { places, purpose: 'here', first: true })) actions.desk.useTool(undefined);
  };
  const field = (axis: 'x' | 'y', length: number): ReactNode => {
    const key = axis === 'x' ? 'xMetres' : 'yMetres';
    return (
      <NumberField
        label={text.tool[axis]}
        value={micrometres((found?.at ?? at)[key])}
        min={micrometres(-length / 2)}
        max={micrometres(length / 2)}
        whole={false}
        unit={text.tool.micrometres}
        digits={5}
        onCommit={(value) => {
          const next = { xMetres: at.xMetres, yMetres: at.yMetres, [key]: value * MICROMETRE };
          actions.desk.useTool({ kind: 'elsewhere', at: samplePoint(next.xMetres, next.yMetres) });
        }}
      />
    );
  };
  return (
    <>
      <p className="hint">{found === undefined ? text.tool.noCandidate : text.tool.elsewhereHint}</p>
      <div className="tool__row">
        {field('x', widthMetres)}
        {field('y', heightMetres)}
        <button type="button" className="button button--main" disabled={found === undefined} onClick={() => void put()}>
          {text.tool.measure}
        </button>
        <Cancel />
      </div>
    </>
  );
}

function Cancel(): ReactNode {
  const actions = useActions();
  return (
    <button type="button" className="button" onClick={() => actions.desk.useTool(undefined)}>
      {text.tool.cancel} <kbd aria-hidden="true">Esc</kbd>
    </button>
  );
}

/** Micrometres to the nanometre. */
function micrometres(metres: number): number {
  return Number((metres / MICROMETRE).toFixed(3));
}
