import { z } from 'zod';
import { deciders } from '../deciders.ts';
import { assetCommandsOf } from '../asset/asset-fixtures.ts';
import { courtDocketCommandsOf } from '../court-docket/court-docket-fixtures.ts';
import {
  caseCommandsOf,
  correctionApproved,
  correctionRejected,
  groupCommandsOf,
  personCommandsOf,
  requested,
  suspectCommandsOf,
  theCase,
  thePerson,
  theSuspect,
} from '../fixtures.ts';
import { indicatorCommandsOf } from '../indicator/indicator-fixtures.ts';
import { registerCommandsOf } from '../register/register-entry-fixtures.ts';
import { investigationCommandsOf } from '../umbrella/investigation-fixtures.ts';
import { leadCommandsOf } from '../umbrella/lead-fixtures.ts';
import type { Category } from './identifiers.ts';
import type { Issue } from './specify.ts';
import { samples } from './testing/samples.ts';
import { fieldsOf, storedEvents } from './testing/stored-events.ts';

const schemaOf = (category: Category, kind: 'commands' | 'events', type: string) => {
  const schema = deciders[category][kind][type];
  if (!schema) throw new Error(`${category} has no ${type}`);
  return schema;
};
const categoryOf = ({ stream }: Issue) => stream.slice(0, stream.lastIndexOf('-')) as Category;

/** The same data with one property too many, at every object in it. The proposal of a correction is checked as the command that it is. */
function surprised(data: unknown): unknown[] {
  if (Array.isArray(data)) return data.flatMap((item, i) => surprised(item).map((other) => data.with(i, other)));
  if (data === null || typeof data !== 'object') return [];
  const nested = Object.entries(data).filter(([key]) => !('stream' in data && key === 'data'));
  return [{ ...data, surprise: true }, ...nested.flatMap(([key, value]) => surprised(value).map((other) => ({ ...data, [key]: other })))];
}

/** Where a schema lets an object hold more than it names, in words of its path. */
function loose(schema: z.ZodType, path: string): string[] {
  if (schema instanceof z.ZodOptional) return loose(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodArray) return loose(schema.element as z.ZodType, `${path}[]`);
  if (!(schema instanceof z.ZodObject)) return [];
  const inside = Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>).flatMap(([name, field]) => loose(field, `${path}.${name}`));
  return [...(schema.def.catchall instanceof z.ZodNever ? [] : [path]), ...inside];
}

describe('messages', () => {
  it('have a sample for every command', () =>
    expect(samples.map(({ type }) => type).sort()).toEqual(
      Object.values(deciders)
        .flatMap(({ category, commands }) => (category === 'ledger' ? [] : Object.keys(commands)))
        .sort(),
    ));
  it.each(samples.map((issue): [string, Issue] => [issue.type, issue]))('%s says what it should and no more', (type, issue) => {
    const schema = schemaOf(categoryOf(issue), 'commands', type);
    expect(schema.safeParse(issue.data).error).toBeUndefined();
    for (const data of surprised(issue.data)) expect(schema.safeParse(data).success).toBe(false);
  });
  const told = Object.entries(deciders).flatMap(([category, { events }]) =>
    Object.keys(events).map((type): [string, Category] => [type, category as Category]),
  );
  it('are strict in every object within', () =>
    expect(
      Object.values(deciders).flatMap(({ commands, events }) =>
        [...Object.entries(commands), ...Object.entries(events)].flatMap(([type, schema]) => loose(schema, type)),
      ),
    ).toEqual([]));
  it.each(told)('%s tells no more than it should', (type, category) => {
    const { error } = schemaOf(category, 'events', type).safeParse({ surprise: true });
    expect(error?.issues).toContainEqual(expect.objectContaining({ code: 'unrecognized_keys', keys: ['surprise'] }));
  });
  it.each([requested(caseCommandsOf.RevokeCrack, 'K2'), correctionApproved, correctionRejected].map((said): [string, unknown] => [said.type, said.data]))(
    '%s says no more deep inside',
    (type, data) => {
      for (const other of surprised(data)) expect(schemaOf('correction', 'events', type).safeParse(other).success).toBe(false);
    },
  );

  const accepts = (issue: Issue, data: object) => schemaOf(categoryOf(issue), 'commands', issue.type).safeParse({ ...(issue.data as object), ...data }).success;
  const { TransferCase, CrackCase, MergeCase, FileCase } = caseCommandsOf;
  const { ExtendDetention, ImposeBail, NotifyFamily, Detain, OpenSuspect } = suspectCommandsOf;
  it.each<[string, Issue, object, boolean]>([
    ['a transfer to a district', TransferCase, {}, true],
    ['a transfer to no district', TransferCase, { toDistrict: undefined }, false],
    ['a transfer out of the city to a district of it', TransferCase, { scope: 'CITY_OUT' }, false],
    ['a transfer of a group out of the city to a district of it', groupCommandsOf.TransferGroup, { scope: 'CITY_OUT' }, false],
    ['a crack with a suspect', CrackCase, { suspects: [theSuspect] }, true],
    ['a crack with nobody', CrackCase, { suspects: [] }, false],
    ['a merge into a person', MergeCase, { survivor: thePerson }, false],
    ['a case number of blanks', FileCase, { caseNumber: '     ' }, false],
    ['an extension by four days', ExtendDetention, { days: 4, ground: 'SPECIAL' }, true],
    ['an extension by five days', ExtendDetention, { days: 5, ground: 'SPECIAL' }, false],
    ['an extension by thirty days without its ground', ExtendDetention, { days: 30, ground: 'SPECIAL' }, false],
    ['an extension by three days for a gang', ExtendDetention, { days: 3, ground: 'GANG' }, false],
    ['bail on a deposit', ImposeBail, { depositInFen: '100000', guarantor: undefined }, true],
    ['bail on a deposit and a guarantor', ImposeBail, { depositInFen: '100000' }, false],
    ['bail on nothing', ImposeBail, { guarantor: undefined }, false],
    ['bail on half a fen', ImposeBail, { depositInFen: '0.5', guarantor: undefined }, false],
    ['a notice to the family and an exception', NotifyFamily, { exception: 'TERRORISM' }, false],
    ['a notice without a time or an exception', NotifyFamily, { at: undefined }, false],
    ['a detention at no known offset', Detain, { at: '2020-04-01T09:00:00' }, false],
    ['a suspect in a person', OpenSuspect, { case: thePerson }, false],
    ['a suspect in a case', OpenSuspect, { case: theCase }, true],
    ['an ID number instead of its hash', personCommandsOf.RegisterPerson, { idHash: '370202199001011234' }, false],
    ['a name instead of a pseudonym', personCommandsOf.RegisterPerson, { pseudonym: '王某' }, false],
    ['a docket number in half-width brackets', courtDocketCommandsOf.AcceptDocket, { docketNumber: '(2020)鲁0202刑初1号' }, true],
    ['a docket number of another city', courtDocketCommandsOf.AcceptDocket, { docketNumber: '（2020）鲁1刑初1号' }, false],
    ['a remand that does not say why', courtDocketCommandsOf.ConcludeDocket, { kind: 'REMANDED' }, false],
    ['a judgment that says why it remands', courtDocketCommandsOf.ConcludeDocket, { remandGround: 'FACTS' }, false],
    ['an extension of the trial by the court itself to a day', courtDocketCommandsOf.ExtendTrial, { until: '2020-07-01' }, false],
    ["an extension of the trial by the Supreme People's Court to no day", courtDocketCommandsOf.ExtendTrial, { approvedBy: 'SUPREME_COURT' }, false],
    ['an adjournment for a supplement', courtDocketCommandsOf.AdjournTrial, { because: 'SUPPLEMENT' }, true],
    ['an adjournment for something that no law says', courtDocketCommandsOf.AdjournTrial, { because: 'HOLIDAY' }, false],
    ['a transfer of a docket out of the city to a district of it', courtDocketCommandsOf.TransferDocket, { scope: 'CITY_OUT' }, false],
    ['a transfer of an asset out of the city to a district of it', assetCommandsOf.TransferAsset, { scope: 'CITY_OUT' }, false],
    ['a return of less than nothing', assetCommandsOf.ReturnAsset, { fen: '-1' }, false],
    ['an amount in yuan and fen', assetCommandsOf.ValueAsset, { fen: '10.50' }, false],
    ['a judgment without a line', assetCommandsOf.AdjudgeDisposition, { lines: [] }, false],
    ['an inventory signed by one investigator', assetCommandsOf.SignInventory, { investigators: ['inv-1'] }, false],
    ['a duplicate that repeats no lead', leadCommandsOf.ScreenLead, { outcome: 'DUPLICATE' }, false],
    ['a referral to nobody', leadCommandsOf.ScreenLead, { outcome: 'REFERRED' }, false],
    ['an investigation that follows nothing', investigationCommandsOf.FileInvestigation, { leads: [] }, false],
    ['an investigation of the own initiative', investigationCommandsOf.FileInvestigation, { leads: [], ownInitiative: 'x' }, true],
    ['a name in a register of codes', registerCommandsOf.ListOfficer, { code: '王某' }, false],
    ['half a grid cell', indicatorCommandsOf.ReportIndicator, { value: 0.5 }, false],
    ['a day instead of a month', indicatorCommandsOf.ReportIndicator, { period: '2020-02-01' }, false],
  ])('%s', (_, issue, data, isAccepted) => expect(accepts(issue, data)).toBe(isAccepted));
});

describe('the names of stored events', () => {
  it.each(Object.entries(storedEvents))('of a %s are the same for ever, and so are their fields', (category, stored) => {
    const { events } = deciders[category as Category];
    expect(Object.fromEntries(Object.entries(events).map(([type, schema]) => [type, fieldsOf(schema)]))).toEqual(stored);
  });
  it('are those of every aggregate', () => expect(Object.keys(storedEvents).sort()).toEqual(Object.keys(deciders).sort()));
  it('each belong to one aggregate, and none is taken for a void', () => {
    const all = Object.values(storedEvents).flatMap((events) => Object.keys(events));
    expect(new Set(all).size).toBe(all.length);
    expect(all).not.toContain('RecordVoided');
  });
});
