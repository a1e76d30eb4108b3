/** What the file holds of an entity besides its facts: names, numbers, links. */
import { StatusChip } from "../parts/pieces";
import { local, quantity, ranked } from "../words";
import { data, rowOf } from "./data";

export function More({ iri }: { iri: string }) {
  const row = rowOf.get(iri);
  if (row === undefined) return null;
  const [names, links, numbers] = [data.names[row] ?? [], data.links[row] ?? [], data.numbers[row] ?? []];
  return (
    <>
      {names.length > 0 && <p class="soft">Also {names.join(", ")}</p>}
      {numbers.length > 0 && (
        <>
          <h3>Numbers</h3>
          <ul class="facts">
            {numbers.map((one, n) => (
              <li key={n} title={one.quote ?? undefined}>
                {one.indicator}: <strong>{quantity(one.value, one.unit)} {ranked(one.rank, one.out_of)}</strong>
                {one.period && <span class="soft"> {one.period}</span>}
                {one.status !== "actual" && <> <StatusChip status={one.status} /></>}
              </li>
            ))}
          </ul>
        </>
      )}
      {links.length > 0 && (
        <p class="small">{links.map((link) => <a key={link} href={link} target="_blank" rel="noreferrer">{local(link)} </a>)}</p>
      )}
    </>
  );
}
