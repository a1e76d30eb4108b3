/** Charts as SVG with axes and units: lines over time, bars over names. */
import { quantity, scaled } from "../words";

const WIDTH = 640;
const HEIGHT = 240;
const LEFT = 92;
const RIGHT = 16;
const TOP = 14;
const BOTTOM = 34;

/** About `count` round numbers that span from `low` to `high`. */
export function ticks(low: number, high: number, count = 4): number[] {
  if (low === high) return [low];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((n) => n * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, n) => (first + n) * step);
}

export interface Point { when: string; label: string; value: number }

const day = (date: string): number => Date.parse(date.length === 4 ? `${date}-07-01` : date.slice(0, 10));

export function TimeChart({ points, unit, name }: { points: Point[]; unit: string | null; name: string }) {
  const sorted = [...points].sort((a, b) => day(a.when) - day(b.when));
  const values = sorted.map((p) => p.value);
  const marks = ticks(Math.min(0, ...values), Math.max(0, ...values));
  const [low, high] = [marks[0] ?? 0, marks.at(-1) ?? 1];
  const [start, end] = [day(sorted[0]?.when ?? ""), day(sorted.at(-1)?.when ?? "")];
  const x = (p: Point) => LEFT + 20 + ((day(p.when) - start) / (end - start || 1)) * (WIDTH - LEFT - RIGHT - 60);
  const y = (value: number) => HEIGHT - BOTTOM - ((value - low) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM);
  const told = sorted.map((p) => `${p.label}: ${quantity(p.value, unit)}`).join("; ");
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${name} over time. ${told}`}>
      <Grid marks={marks} y={y} unit={unit} />
      <polyline class="line" points={sorted.map((p) => `${x(p)},${y(p.value)}`).join(" ")} />
      {sorted.map((p, n) => (
        <g key={n}>
          <circle class="point" cx={x(p)} cy={y(p.value)} r="4"><title>{`${p.label}: ${quantity(p.value, unit)}`}</title></circle>
          {isShown(sorted.map(x), n) && <text x={x(p)} y={HEIGHT - 12} text-anchor="middle">{p.label}</text>}
        </g>
      ))}
    </svg>
  );
}

/** Whether a label has room: 52 pixels from the last one that is shown. */
function isShown(xs: number[], n: number): boolean {
  let last = -Infinity;
  for (let i = 0; i <= n; i++) {
    const at = xs[i] ?? 0;
    if (at - last >= 52) {
      if (i === n) return true;
      last = at;
    }
  }
  return false;
}

function Grid({ marks, y, unit }: { marks: number[]; y: (v: number) => number; unit: string | null }) {
  return (
    <>
      {marks.map((mark) => (
        <g key={mark}>
          <line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(mark)} y2={y(mark)} />
          <text x={LEFT - 8} y={y(mark) + 4} text-anchor="end">{scaled(mark)}</text>
        </g>
      ))}
      {unit && <text x={4} y={12}>{unit}</text>}
    </>
  );
}

export interface Bar { label: string; value: number }

export function BarChart({ bars, name, unit = null }: { bars: Bar[]; name: string; unit?: string | null }) {
  const row = 26;
  const labelled = 190;
  const most = Math.max(...bars.map((bar) => Math.abs(bar.value)), 1e-9);
  const height = bars.length * row + 8;
  const told = bars.map((bar) => `${bar.label}: ${quantity(bar.value, unit)}`).join("; ");
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={`${name}. ${told}`}>
      {bars.map((bar, n) => {
        const width = Math.max(1, (Math.abs(bar.value) / most) * (WIDTH - labelled - 130));
        return (
          <g key={n} transform={`translate(0 ${n * row + 4})`}>
            <text x={labelled - 8} y="16" text-anchor="end">{clipped(bar.label)}<title>{bar.label}</title></text>
            <rect class={bar.value < 0 ? "bar negative" : "bar"} x={labelled} y="3" width={width} height={row - 9} rx="2" />
            <text x={labelled + width + 6} y="16">{quantity(bar.value, unit)}</text>
          </g>
        );
      })}
    </svg>
  );
}

const clipped = (text: string): string => (text.length > 27 ? `${text.slice(0, 26)}…` : text);
