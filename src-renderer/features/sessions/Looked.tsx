/** Beside the list: one session at a glance, or two compared. */
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { SessionSummary } from '../../../src-shared/session/summary';
import type { SessionView } from '../../../src-shared/session/view';
import { formatNumber, formatQuantity } from '../../../src-shared/units';
import type { Overlay } from '../../canvas/drawMap';
import { MapCanvas } from '../../canvas/MapCanvas';
import { pictureOf, type Picture } from '../../canvas/mapPicture';
import { markersOf } from '../../canvas/markers';
import { rangeLabels } from '../../canvas/rangeLabels';
import { Plot } from '../../plot/Plot';
import { PLOT_THEMES } from '../../plot/theme';
import { text } from '../../messages';
import { useActions } from '../../store/context';
import { useTheme } from '../../store/useTheme';
import { TextField } from '../../ui/fields';
import { Empty, Panel } from '../../ui/Panel';
import { diversityOverlay, mapDifference, tagsOf } from './sessions.model';

const words = text.library;

/** One or two sessions that were ticked in the list. */
export function Looked({ chosen }: { readonly chosen: readonly SessionSummary[] }): ReactNode {
  const views = useViews(chosen.map(({ id }) => id));
  const [only] = chosen;
  const title = chosen.length > 1 ? words.compare : (only?.name ?? words.look);
  return (
    <Panel title={title} testId="session-look" className="look">
      {only === undefined ? (
        <Empty>{words.empty}</Empty>
      ) : (
        <div className="look__scroll">
          {chosen.length > 1 ? <Names chosen={chosen} /> : <Facts session={only} />}
          {views.length < chosen.length ? <p className="hint">{words.reading}</p> : <Pictures views={views} />}
          {chosen.length > 1 ? undefined : <Said key={only.id} session={only} />}
        </div>
      )}
    </Panel>
  );
}

/** The sessions themselves, read from disk; fewer while they are being read. */
function useViews(ids: readonly string[]): readonly SessionView[] {
  const { library } = useActions();
  const [read, setRead] = useState<readonly SessionView[]>([]);
  const wanted = ids.join('\n');
  useEffect(() => {
    let open = true;
    const asked = wanted.split('\n').filter((id) => id !== '');
    void Promise.all(asked.map((id) => library.peek(id))).then((views) => {
      if (open) setRead(views.filter((view) => view !== undefined));
    });
    return () => {
      open = false;
    };
  }, [library, wanted]);
  return ids.flatMap((id) => read.find((view) => view.id === id) ?? []);
}

function Names({ chosen }: { readonly chosen: readonly SessionSummary[] }): ReactNode {
  return (
    <dl className="values values--wide">
      {chosen.map(({ id, name }, i) => (
        <div key={id} className="values__row">
          <dt>{'AB'.charAt(i)}</dt>
          <dd>
            {name} <span className="hint">{id}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Facts({ session }: { readonly session: SessionSummary }): ReactNode {
  const { decided, diversity } = session;
  const rows: readonly (readonly [string, string])[] = [
    [words.instrument, session.instrument ?? text.noData],
    [words.policy, session.policy === undefined ? text.noData : text.start.policies[session.policy]],
    [words.decided, decided === undefined ? text.noData : words.decidedBy(decided)],
    [words.vetoes, session.vetoes === undefined ? text.noData : String(session.vetoes)],
    [
      words.diversity,
      diversity === undefined
        ? text.noData
        : words.diversities(formatNumber(diversity.structural), formatNumber(diversity.spectral)),
    ],
    [words.size, formatQuantity(session.bytes, 'B')],
  ];
  return (
    <dl className="values values--wide">
      {rows.map(([term, value]) => (
        <div key={term} className="values__row">
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Pictures({ views }: { readonly views: readonly SessionView[] }): ReactNode {
  const theme = PLOT_THEMES[useTheme()];
  const chart = useMemo(() => diversityOverlay(views, theme.curves), [views, theme]);
  const [first] = views;
  const difference = useMemo(() => mapDifference(views, 'novelty'), [views]);
  if (first === undefined) return undefined;
  const two = views.length > 1;
  const picture = two ? difference : first.frame && pictureOf(first.frame, undefined, 'topography');
  return (
    <>
      {picture === undefined ? (
        <p className="hint">{two ? words.noDifference : text.maps.waitingForScan}</p>
      ) : (
        <Map session={first} picture={picture} points={!two} />
      )}
      {chart.curves.every(({ x }) => x.length === 0) ? (
        <p className="hint">{text.diversity.empty}</p>
      ) : (
        <>
          <ul className="legend">
            {chart.curves.map(({ id, name, color, dash }) => (
              <li key={id} className="legend__key">
                <svg width="24" height="8" viewBox="0 0 24 8" aria-hidden="true">
                  <path
                    d="M0 4h24"
                    stroke={color}
                    strokeWidth="2"
                    strokeDasharray={dash === 'dash' ? '6 4' : undefined}
                  />
                </svg>
                {name}
              </li>
            ))}
          </ul>
          <div className="look__plot">
            <Plot chart={chart} colors={theme.chart} label={words.diversity} />
          </div>
        </>
      )}
    </>
  );
}

interface MapProps {
  readonly session: SessionView;
  readonly picture: Picture;
  readonly points: boolean;
}

function Map({ session, picture, points }: MapProps): ReactNode {
  const overlay = useMemo((): Overlay => {
    const still = { next: undefined, scanLine: undefined };
    const markers = points ? markersOf(session) : [];
    return { ...still, markers, markerRadius: 3, markerFill: 'step', origin: false, scaleBar: true };
  }, [session, points]);
  if (session.frame === undefined) return undefined;
  const side = (metres: number): string => formatQuantity(metres, 'm');
  const { widthMetres, heightMetres } = session.frame;
  const ends = rangeLabels(picture.range, picture.unit);
  return (
    <figure className="look__map">
      <div className="look__canvas">
        <MapCanvas
          raster={session.frame}
          image={picture.image}
          range={picture.range}
          table={picture.table}
          overlay={overlay}
          hover={undefined}
          selected={undefined}
          label={text.maps.label(picture.name, side(widthMetres), side(heightMetres), {
            measured: points ? session.points.length : 0,
            vetoed: 0,
          })}
          testId="look-map"
          onHover={() => undefined}
          onPick={() => undefined}
        />
      </div>
      <figcaption className="hint">
        {picture.name}: {ends.low} {words.to} {ends.high} {ends.unit}
      </figcaption>
    </figure>
  );
}

/** Tags and remarks; both are records of the session's journal. */
function Said({ session }: { readonly session: SessionSummary }): ReactNode {
  const { library } = useActions();
  const [tags, setTags] = useState((session.tags ?? []).join(', '));
  const [note, setNote] = useState('');
  const add = async (): Promise<void> => {
    if (await library.note(session.id, note.trim())) setNote('');
  };
  return (
    <>
      <form
        className="look__line"
        onSubmit={(event) => {
          event.preventDefault();
          void library.tag(session.id, tagsOf(tags));
        }}
      >
        <TextField label={words.tags} value={tags} maxLength={400} onChange={setTags} />
        <button type="submit" className="button">
          {words.saveTags}
        </button>
      </form>
      <ul className="look__notes" aria-label={words.notes}>
        {(session.notes ?? []).map((said, i) => (
          // A journal only grows, so that the place of a note never changes.
          <li key={i}>{said}</li>
        ))}
      </ul>
      <form
        className="look__line"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextField label={words.note} value={note} maxLength={4000} onChange={setNote} />
        <button type="submit" className="button" disabled={note.trim() === ''}>
          {words.addNote}
        </button>
      </form>
    </>
  );
}
