import { district } from '../kernel/districts.ts';
import type { RecordedEvent } from '../kernel/envelope.ts';
import { type Organisation, type OrganisationType, organisations } from './organisations.ts';

/** The fields by which an act names the organ that takes a matter over, and the district it is taken to. Stored events never rename a field. */
const agencies = ['leadAgency', 'toAgency'];
const places = ['district', 'toDistrict'];

const said = ({ data }: RecordedEvent, fields: readonly string[]): string[] =>
  fields.map((field) => (data as Readonly<Record<string, unknown>>)[field]).filter((value): value is string => typeof value === 'string');

/**
 * Whom a record concerns, as organs and districts: whoever acted on it, whom an act put in charge, and the districts it was recorded for. Who has handled a
 * matter may still read what they did after it was handed on.
 */
export function involvedIn(standing: readonly RecordedEvent[]): readonly string[] {
  const first = standing[0];
  const found = standing.flatMap((event) => [
    event.actor.org,
    ...said(event, agencies),
    ...said(event, places).filter((one) => district.safeParse(one).success),
  ]);
  return [...new Set([...(first ? [first.actor.district] : []), ...found])].sort();
}

/** Who is in charge of a record, for each line of organs: who began it there, until the matter is handed on. */
export function inCharge(standing: readonly RecordedEvent[]): ReadonlyMap<OrganisationType, Organisation> {
  const found = new Map<OrganisationType, Organisation>();
  for (const event of standing) {
    const acting = organisations.get(event.actor.org);
    if (acting && !found.has(acting.type)) found.set(acting.type, acting);
    for (const named of said(event, agencies)) {
      const organisation = organisations.get(named);
      if (organisation) found.set(organisation.type, organisation);
    }
  }
  return found;
}
