/** The one style sheet of the report: grey base, colour for meaning only, light, dark and paper. */

const LIGHT = `--page:#fff;--panel:#fff;--rule:#c6cbd0;--grid:#e4e7ea;--ink:#1e2227;--second:#4a525a;--outside:#e4e7ea;
--most:#d55e00;--least:#0072b2;--structural:#0072b2;--spectral:#b3447f;--veto:#9b0b16`;
const DARK = `--page:#1c1f22;--panel:#1c1f22;--rule:#555c63;--grid:#33383d;--ink:#e8eaec;--second:#b4bac0;--outside:#33383d;
--most:#f28a3c;--least:#56b4e9;--structural:#56b4e9;--spectral:#e39ac2;--veto:#ff7b72`;

const PAGE = `
*{box-sizing:border-box}
html{background:var(--page);color:var(--ink);font:14px/1.45 Inter,"Segoe UI",system-ui,-apple-system,"Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums}
body{max-width:1180px;margin:0 auto;padding:28px 24px 48px}
h1{font-size:1.8rem;line-height:1.2;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:1.3rem;margin:36px 0 10px;padding-bottom:4px;border-bottom:1px solid var(--rule)}
h3{font-size:1rem;font-weight:600;margin:0 0 6px}
h3 b{font-size:1.15rem;margin-right:3px}
p{margin:6px 0;max-width:78ch}
.second,figcaption{color:var(--second)}
.hash{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.9rem;overflow-wrap:anywhere}
.mark{display:inline-block;margin:0 0 12px;padding:3px 10px;border:2px solid var(--ink);background:#ffe970;color:#1e2227;font-weight:700;letter-spacing:.06em}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(210px,1fr));gap:10px 24px;margin:16px 0 0}
.facts dt{font-size:.9rem;color:var(--second)}
.facts dd{margin:0;font-weight:600;overflow-wrap:anywhere}`;

const TABLES = `
.columns{display:grid;grid-template-columns:1fr 1fr;gap:0 40px;align-items:start}
table{border-collapse:collapse;width:100%;margin:4px 0 14px}
caption{text-align:left;font-weight:600;padding:8px 0 4px}
th,td{text-align:left;vertical-align:top;padding:4px 10px 4px 0;border-bottom:1px solid var(--grid)}
thead th{font-weight:600;color:var(--second);border-bottom-color:var(--rule)}
tbody th{font-weight:400;color:var(--second);width:46%}
td.value{overflow-wrap:anywhere}
td.number{text-align:right;white-space:nowrap;padding-right:28px}
th.number{text-align:right;padding-right:28px}`;

const FIGURES = `
.figures{display:grid;grid-template-columns:repeat(6,1fr);gap:26px 24px;align-items:start}
figure{margin:0;min-width:0}
.third{grid-column:span 2}.half{grid-column:span 3}.full{grid-column:span 6}
figcaption{font-size:.9rem;margin-top:6px;max-width:96ch}
.empty figcaption{border:1px dashed var(--rule);padding:22px 14px;text-align:center;font-size:1rem;max-width:none}
.key{border-left:3px solid var(--rule);padding-left:16px;align-self:center;color:var(--second)}
.key svg{width:18px;height:18px;flex:none}
.entry{display:flex;gap:10px;align-items:flex-start}
.drawings{display:flex;flex-wrap:wrap;gap:8px 24px}
.drawings svg{flex:1 1 300px;display:block;min-width:0;width:100%;height:auto}`;

const DRAWINGS = `
svg text{font-size:12px;fill:var(--ink)}
svg .title{fill:var(--second)}
svg image{image-rendering:pixelated}
.frame{fill:none;stroke:var(--second);stroke-width:1}
.outside{fill:var(--outside)}
.solid{fill:var(--ink)}
.grid{stroke:var(--grid)}
.tick{stroke:var(--second)}
.plain-mark{fill:#fff;stroke:#000}
.step-mark{fill:#fff;stroke:#000;}
.veto-halo{fill:none;stroke:#fff;stroke-width:5}
.veto-cross{fill:none;stroke:#9b0b16;stroke-width:2.4}
.veto-key{fill:none;stroke:var(--veto);stroke-width:2.2}
.curve{fill:none;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
.most{stroke:var(--most)}
.least{stroke:var(--least);stroke-dasharray:5 4}
.mean{stroke:var(--ink);stroke-width:2.8}
.diversity{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.structural{stroke:var(--structural)}
.spectral{stroke:var(--spectral)}
.dot{fill:var(--ink)}
.pair{stroke:var(--second);stroke-width:.7;opacity:.6}
.tile{fill:none;stroke:var(--grid)}
.tile-curve{stroke:var(--ink);stroke-width:1.1}
.coupled{fill:#fff;stroke:#000;stroke-width:1.4}
.too-few{fill:#9c9c9c;stroke:#000;stroke-width:1}
.reference{stroke:var(--second);stroke-dasharray:3 4}`;

/** The style sheet; `print` always has paper colours. */
export function styleSheet(): string {
  return `:root{color-scheme:light dark;${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{${DARK}}}
${PAGE}${TABLES}${FIGURES}${DRAWINGS}
@media screen and (max-width:860px){.third,.half{grid-column:span 6}.columns{grid-template-columns:1fr}}
@media print{
@page{size:A4;margin:14mm}
html{font-size:10.5px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{max-width:none;padding:0}
svg text{font-size:13.5px}
.figures{gap:10px 12px}.columns{gap:0 24px}h2{margin-top:18px}th,td{padding-top:2px;padding-bottom:2px}
figure,table,.facts{break-inside:avoid}h2,caption,thead{break-after:avoid}
}`;
}

/** The style of one drawing on white, without variables: office programs and editors of drawings know none. */
export function drawingStyle(): string {
  const colours = new Map(LIGHT.split(/[;\n]+/).flatMap((rule) => pairOf(rule)));
  const sheet = DRAWINGS.replace(/var\((--[a-z]+)\)/g, (_, name: string) => colours.get(name) ?? 'currentColor');
  return `${sheet}\nsvg text{font-family:Inter,"Segoe UI","Liberation Sans",Arial,sans-serif}`.trim();
}

function pairOf(rule: string): [string, string][] {
  const [name, value] = rule.split(':');
  return name === undefined || value === undefined ? [] : [[name.trim(), value.trim()]];
}
