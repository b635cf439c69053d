/** The figures of the help pages, drawn here in the colours of the window. */
import type { ReactNode } from 'react';
import { text } from '../../messages';

const words = text.guide.method;

/** Boxes in a row with arrows between them, and one arrow back to the second. */
export function LoopFigure(): ReactNode {
  const { figure, parts } = words.loop;
  return (
    <svg className="figure" viewBox="0 0 700 120" role="img" aria-label={figure}>
      {parts.map((part, i) => (
        <g key={part} transform={`translate(${i * 140} 0)`}>
          <rect
            className={i === 4 ? 'figure__box figure__box--strong' : 'figure__box'}
            x="4"
            y="14"
            width="112"
            height="44"
          />
          <text className="figure__word" x="60" y="40">
            {part}
          </text>
          {i < parts.length - 1 ? <Arrow d="M118 36h20" head="M132 31l7 5-7 5" /> : undefined}
        </g>
      ))}
      <Arrow d="M620 60v40H200V66" head="M195 72l5-7 5 7" />
    </svg>
  );
}

/** A patch goes into the model; novelty and doubt come out. */
export function NoveltyFigure(): ReactNode {
  const { figure, parts } = words.novelty;
  const [patch, model, novelty, doubt] = parts;
  return (
    <svg className="figure" viewBox="0 0 700 120" role="img" aria-label={figure}>
      <Patch x={40} y={10} />
      <Word x={76} y={104}>
        {patch}
      </Word>
      <Arrow d="M126 46h74" head="M194 41l7 5-7 5" />
      <rect className="figure__box figure__box--strong" x="206" y="20" width="120" height="52" />
      <Word x={266} y={50}>
        {model}
      </Word>
      <Arrow d="M330 34h50" head="M374 29l7 5-7 5" />
      <Arrow d="M330 60h24v36h30" head="M378 91l7 5-7 5" />
      <Word x={478} y={39}>
        {novelty}
      </Word>
      <Curve x={590} y={4} />
      <Word x={430} y={101}>
        {doubt}
      </Word>
      <path className="figure__line" d="M490 96h170M490 90v12M660 90v12" />
    </svg>
  );
}

/** A patch and a curve, each through a network of its own, onto one plane. */
export function ManifoldFigure(): ReactNode {
  const { figure, parts } = words.manifold;
  const [patch, curve, plane] = parts;
  return (
    <svg className="figure" viewBox="0 0 700 150" role="img" aria-label={figure}>
      <g transform="translate(60 4) scale(0.75)">
        <Patch x={0} y={0} />
      </g>
      <Word x={160} y={36}>
        {patch}
      </Word>
      <g transform="translate(60 86)">
        <Curve x={0} y={0} />
      </g>
      <Word x={160} y={118}>
        {curve}
      </Word>
      <path className="figure__box" d="M220 10l90 22v14l-90 22z" />
      <path className="figure__box" d="M220 84l90 22v14l-90 22z" />
      <Arrow d="M316 40l84 26" head="M392 58l9 8-11 3" />
      <Arrow d="M316 112l84-26" head="M390 83l11 3-9 8" />
      <rect className="figure__box" x="410" y="10" width="130" height="130" />
      {POINTS.map(([x, y], i) => (
        <circle
          key={`${x}-${y}`}
          className={i % 3 === 0 ? 'figure__dot figure__dot--other' : 'figure__dot'}
          cx={x}
          cy={y}
          r="4"
        />
      ))}
      <Word x={600} y={78}>
        {plane}
      </Word>
    </svg>
  );
}

const POINTS = [
  [430, 40],
  [442, 52],
  [436, 66],
  [456, 44],
  [500, 100],
  [512, 112],
  [494, 118],
  [520, 96],
  [470, 80],
] as const;

/** Grains: grey cells with a bright boundary. */
function Patch({ x, y }: { readonly x: number; readonly y: number }): ReactNode {
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect className="figure__grain figure__grain--1" width="72" height="72" />
      <path className="figure__grain figure__grain--2" d="M0 30L34 22 44 44 20 72H0z" />
      <path className="figure__grain figure__grain--3" d="M34 22L72 8V50L44 44z" />
      <path className="figure__edge" d="M0 30L34 22 44 44 20 72M34 22L72 8M44 44L72 50M34 22L26 0" />
      <rect className="figure__frame" width="72" height="72" />
    </g>
  );
}

/** A loop: up one way, back another. */
function Curve({ x, y }: { readonly x: number; readonly y: number }): ReactNode {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path className="figure__line" d="M0 52h70M4 0v56" />
      <path className="figure__curve" d="M4 50C30 48 50 40 64 6" />
      <path className="figure__curve figure__curve--back" d="M64 6C52 14 40 42 4 50" />
    </g>
  );
}

function Word({ x, y, children }: { readonly x: number; readonly y: number; readonly children: ReactNode }): ReactNode {
  return (
    <text className="figure__word" x={x} y={y}>
      {children}
    </text>
  );
}

function Arrow({ d, head }: { readonly d: string; readonly head: string }): ReactNode {
  return (
    <>
      <path className="figure__line" d={d} />
      <path className="figure__line" d={head} />
    </>
  );
}
