import { district } from '../kernel/districts.ts';
import type { RecordedEvent } from '../kernel/envelope.ts';
import type { Category } from '../kernel/identifiers.ts';
import { type Organisation, type OrganisationType, organOf, organisations } from './organisations.ts';

/** The fields by which an act names the organ that takes a matter over, and the district it is taken to. Stored events never rename a field. */
const agencies = ['leadAgency', 'toAgency', 'toCourt'];
const places = ['district', 'toDistrict'];

const said = ({ data }: RecordedEvent, fields: readonly string[]): string[] =>
  fields.map((field) => (data as Readonly<Record<string, unknown>>)[field]).filter((value): value is string => typeof value === 'string');
const placesIn = (event: RecordedEvent, fields: readonly string[]) => said(event, fields).flatMap((one) => district.safeParse(one).data ?? []);

/**
 * Whom a record concerns, as organs and districts: whoever acted on it, whom an act put in charge, and the districts it was recorded for. Who has handled a
 * matter may still read what they did after it was handed on.
 */
export function involvedIn(standing: readonly RecordedEvent[]): readonly string[] {
  const first = standing[0];
  const found = standing.flatMap((event) => [event.actor.org, ...said(event, agencies), ...placesIn(event, places)]);
  return [...new Set([...(first ? [first.actor.district] : []), ...found])].sort();
}

/** A series of an indicator is reported by the desk of its district, whoever defined it. */
const ofItsDistrict: Partial<Record<Category, OrganisationType>> = { indicator: 'STATISTICS' };

/**
 * Who is in charge of a record, for each line of organs: who began it there, until the matter is handed on: to the organ that is named, or, where that is none of
 * the register, to the organ of the same line in the district that is.
 */
export function inCharge(category: Category, standing: readonly RecordedEvent[]): ReadonlyMap<OrganisationType, Organisation> {
  const found = new Map<OrganisationType, Organisation>();
  for (const event of standing) {
    const acting = organisations.get(event.actor.org);
    const named = said(event, agencies).flatMap((id) => organisations.get(id) ?? []);
    const line = ofItsDistrict[category] ?? acting?.type;
    const taken = placesIn(event, ofItsDistrict[category] ? places : ['toDistrict']).flatMap((place) => (line && organOf(line, place)) ?? []);
    if (acting && !found.has(acting.type)) found.set(acting.type, acting);
    for (const organisation of named.length > 0 ? named : taken) found.set(organisation.type, organisation);
  }
  return found;
}
