/** The list of places: those that can be decided about now, those set aside, those decided. */
import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { SessionView } from '../../../src-shared/session/view';
import { formatDuration, formatNumber } from '../../../src-shared/units';
import { patchHeights } from '../../canvas/patch';
import { PatchCanvas } from '../../canvas/PatchCanvas';
import { actionOfChord, chordOf } from '../../keys.model';
import { KeyHint } from '../../KeyHint';
import { text } from '../../messages';
import { useActions, useWindow } from '../../store/context';
import { placeWords } from '../../store/editWords';
import { rasterOf } from '../../store/nearestPoint';
import { canEdit, liveProposal, liveRunState } from '../../store/selectors';
import { useBindings } from '../../store/useKeyNames';
import { isPlain } from '../../ui/keys';
import { Empty, Panel } from '../../ui/Panel';
import { decidedPlaces, deferredPlaces, movedChoice, offeredPlaces, type PlaceRow } from './vetoQueue.model';

/** The panel. */
export function ProposalList(): ReactNode {
  const actions = useActions();
  const session = useWindow((state) => state.console?.session);
  const proposal = useWindow(liveProposal);
  const run = useWindow(liveRunState);
  const step = useWindow((state) => state.console?.run);
  const offered = useMemo(
    () => (session === undefined ? [] : offeredPlaces(session, proposal)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- of the session only the maps count here
    [session?.maps, session?.id, proposal],
  );
  const idle = run === undefined || run.kind === 'idle';
  const nothing = idle ? text.proposals.noRun : emptyWords(step);
  const begin = { words: text.begin.live, act: () => actions.show('live') };
  return (
    <Panel title={text.proposals.title} testId="proposals" className="proposals">
      <div className="proposals__scroll">
        {session === undefined || offered.length === 0 ? (
          <Empty next={idle ? begin : undefined}>{nothing}</Empty>
        ) : (
          <Offered session={session} rows={offered} key={proposal?.id} />
        )}
        {session === undefined ? undefined : (
          <>
            <Section title={text.proposals.deferred} session={session} rows={deferredPlaces(session)} />
            <Section title={text.proposals.history} session={session} rows={decidedPlaces(session)} />
          </>
        )}
      </div>
    </Panel>
  );
}

/** "Next proposal in about 4 s": the mean time of a step so far, people left out. */
function emptyWords(
  run: { readonly step: number; readonly phaseSeconds: Record<'travel' | 'sweep' | 'learn', number> } | undefined,
): string {
  if (run === undefined || run.step === 0) return text.proposals.empty;
  const { travel, sweep, learn } = run.phaseSeconds;
  return text.proposals.emptyEta(formatDuration((travel + sweep + learn) / run.step));
}

interface RowsProps {
  readonly session: SessionView;
  readonly rows: readonly PlaceRow[];
}

/** The places to decide about; arrows move, Shift+arrows take more. Begins anew with every proposal. */
function Offered({ session, rows }: RowsProps): ReactNode {
  const actions = useActions();
  const editable = useWindow(canEdit);
  const [choice, setChoice] = useState({ active: 0, anchor: 0 });
  const [low, high] = [Math.min(choice.active, choice.anchor), Math.max(choice.active, choice.anchor)];
  const chosen = rows.slice(low, high + 1);
  const take = (next: { readonly active: number; readonly anchor: number }): void => {
    setChoice(next);
    const row = rows[next.active];
    actions.desk.choose(row === undefined ? [] : [row.candidate]);
  };
  const measure = (): void => {
    const [only] = chosen;
    if (only?.proposal !== undefined && chosen.length === 1)
      void actions.send('proposal.decide', { proposalId: only.proposal.id, choice: 'approve' });
    else
      void actions.send('queue.add', {
        places: chosen.map(({ candidate }) => ({ candidate })),
        purpose: 'here',
        first: true,
      });
  };
  const bindings = useBindings();
  const veto = async (): Promise<void> => {
    // The one that waits comes last: turning it down makes the next proposal.
    for (const { candidate, proposal } of [...chosen].reverse()) {
      const about = { scope: 'point', candidate } as const;
      const of = proposal === undefined ? {} : { proposalId: proposal.id };
      if (!(await actions.send('veto.add', { about, reason: 'not of interest', ...of }))) return;
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isPlain(event)) return;
    const key = event.key.toLowerCase();
    const id = actionOfChord(chordOf(event), bindings)?.id;
    if (key === 'arrowdown') take(movedChoice(rows.length, choice, 1, event.shiftKey));
    else if (key === 'arrowup') take(movedChoice(rows.length, choice, -1, event.shiftKey));
    else if (id === 'approve' && editable) measure();
    else if (id === 'veto' && editable) void veto();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section>
      <h3 className="proposals__title">{text.proposals.now}</h3>
      <ul
        className="places"
        role="listbox"
        aria-multiselectable
        aria-label={text.proposals.list}
        aria-activedescendant={`place-${choice.active}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {rows.map((row, i) => (
          <li
            key={row.key}
            id={`place-${i}`}
            role="option"
            aria-selected={i >= low && i <= high}
            className="place"
            onClick={(event) => take({ active: i, anchor: event.shiftKey ? choice.anchor : i })}
          >
            <Place session={session} row={row} />
          </li>
        ))}
      </ul>
      <div className="proposals__batch">
        <button type="button" className="button button--small" disabled={!editable} onClick={measure}>
          {text.proposals.measureAll(chosen.length)} <KeyHint of="approve" />
        </button>
        <button type="button" className="button button--small" disabled={!editable} onClick={() => void veto()}>
          {text.proposals.vetoAll(chosen.length)} <KeyHint of="veto" />
        </button>
      </div>
      <p className="hint">{text.proposals.batchHint}</p>
    </section>
  );
}

function Section({ title, session, rows }: RowsProps & { readonly title: string }): ReactNode {
  const actions = useActions();
  if (rows.length === 0) return undefined;
  return (
    <section>
      <h3 className="proposals__title">
        {title} <span className="hint">{rows.length}</span>
      </h3>
      <ul className="places">
        {rows.map((row) => (
          <li key={row.key}>
            <button type="button" className="place" onClick={() => actions.desk.choose([row.candidate])}>
              <Place session={session} row={row} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Place({ session, row }: { readonly session: SessionView; readonly row: PlaceRow }): ReactNode {
  const { frame, config } = session;
  const { size } = config.patch;
  const heights = useMemo(() => frame && patchHeights(frame, row.at, size), [frame, row.at, size]);
  const place = placeWords(rasterOf(session), row.at);
  return (
    <>
      {heights === undefined ? undefined : (
        <PatchCanvas heights={heights} size={size} side={36} label={text.patch.label(place)} />
      )}
      <span className="place__words">
        <span className="place__where">{place}</span>
        <span className="place__state">
          {text.proposals.score(formatNumber(row.score, 3))} {'\u00b7'} {row.state}
        </span>
      </span>
    </>
  );
}
