/** An entity among its neighbours, as a still picture whose names are links. */
import type { End, Entity } from "../api";
import { typeColor } from "../graph/colors";
import { entityUrl } from "../router";
import { typeName } from "../words";

const MOST = 14;
const SIZE = 400;
const HEIGHT = 330;

export function Neighbours({ entity }: { entity: Entity }) {
  const found = new Map<string, End>();
  for (const { other } of [...entity.facts, ...entity.plain]) found.set(other.iri, other);
  const shown = [...found.values()].slice(0, MOST);
  if (!shown.length) return null;
  const [cx, cy] = [SIZE / 2, HEIGHT / 2];
  const place = (n: number) => {
    const angle = (2 * Math.PI * (n + 0.5)) / shown.length - Math.PI / 2;
    return { x: cx + Math.cos(angle) * 74, y: cy + Math.sin(angle) * 128, right: Math.cos(angle) >= 0 };
  };
  return (
    <svg class="neighbours" viewBox={`0 0 ${SIZE} ${HEIGHT}`} role="group" aria-label={`${entity.label} and its neighbours`}>
      {shown.map((other, n) => {
        const at = place(n);
        return <line key={other.iri} class="edge" x1={cx} y1={cy} x2={at.x} y2={at.y} />;
      })}
      {shown.map((other, n) => {
        const at = place(n);
        return (
          <a key={other.iri} href={entityUrl(other.iri)}>
            <title>{`${other.label}, ${typeName(other.type)}`}</title>
            <circle cx={at.x} cy={at.y} r="7" fill={typeColor(other.type)} />
            <text x={at.x + (at.right ? 11 : -11)} y={at.y + 4} text-anchor={at.right ? "start" : "end"}>
              {clipped(other.label)}
            </text>
          </a>
        );
      })}
      <circle cx={cx} cy={cy} r="11" fill={typeColor(entity.type)} />
      {found.size > MOST && <text class="more" x={SIZE - 4} y={HEIGHT - 4} text-anchor="end">and {found.size - MOST} more</text>}
    </svg>
  );
}

const clipped = (text: string): string => (text.length > 15 ? `${text.slice(0, 14)}…` : text);
