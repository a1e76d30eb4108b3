/** Where an entity has no page of its own, what that would show; here it has one. */
import { entityUrl } from "../router";

export function More({ iri }: { iri: string }) {
  return <p><a href={entityUrl(iri)}>All about it</a></p>;
}
