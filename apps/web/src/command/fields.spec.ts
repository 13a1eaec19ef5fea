import { aggregates } from '@casetrail/contracts';
import { allForms } from '../../vite/command-forms.ts';
import { fieldNames } from '../text/field-names.ts';
import { type Field, bodyOf, fieldsOfCommand, inFen, missingIn } from './fields.ts';

const forms = allForms().flatMap(({ commands }) => commands.map((form) => ({ ...form, schema: form.schema as never })));
const within = (field: Field): Field[] => [field, ...(field.kind === 'group' ? field.fields.flatMap(within) : field.kind === 'list' ? within(field.of) : [])];

describe('the forms', () => {
  it('draw every command there is', () => {
    expect(forms.length).toBe(aggregates.flatMap(({ commands }) => commands).length);
    for (const form of forms) expect([form.command, fieldsOfCommand(form).length > 0 || form.fields.length === 0]).toEqual([form.command, true]);
  });
  it('have a name for every field, in both languages', () => {
    const names = [...new Set(forms.flatMap((form) => fieldsOfCommand(form).flatMap(within)).map(({ name }) => name))];
    expect(names.filter((name) => fieldNames[name] === undefined)).toEqual([]);
  });
  it('let an organ be chosen, of the line that it takes', () => {
    const agency = (command: string, name: string) => fieldsOfCommand(forms.find((one) => one.command === command)!).find((field) => field.name === name);
    expect(agency('FileCase', 'leadAgency')).toMatchObject({ kind: 'organ', types: ['PUBLIC_SECURITY'] });
    expect(agency('ScheduleHearing', 'court')).toMatchObject({ kind: 'organ', types: ['COURT'] });
  });
  it('ask for the day of the act after what it says', () => {
    const detain = fieldsOfCommand(forms.find(({ command }) => command === 'Detain')!).map(({ name }) => name);
    expect(detain.slice(0, 2)).toEqual(['warrantNumber', 'at']);
    expect(detain.indexOf('occurredOn')).toBeGreaterThan(detain.indexOf('ground'));
  });
});

describe('what was typed', () => {
  const fields = fieldsOfCommand(forms.find(({ command }) => command === 'FileCase')!);
  const typed = {
    caseNumber: ' 青公(刑)立字〔2026〕1号 ',
    offences: ['寻衅滋事', ''],
    leadAgency: 'psb-370202',
    occurredOn: '2026-01-05',
    legalBasis: '',
    document: { kind: '' },
  };
  it('is sent without what was left empty', () =>
    expect(bodyOf(fields, typed)).toEqual({
      caseNumber: '青公(刑)立字〔2026〕1号',
      offences: ['寻衅滋事'],
      leadAgency: 'psb-370202',
      occurredOn: '2026-01-05',
    }));
  it('misses what is required, and within a group what belongs to it once something is said there', () => {
    expect(missingIn(fields, typed)).toEqual([]);
    expect(missingIn(fields, { ...typed, caseNumber: '', offences: [], document: { number: '7' } })).toEqual([
      'caseNumber',
      'offences',
      'document.kind',
      'document.date',
    ]);
  });
  it.each([
    ['1,234.5', '123450'],
    ['0.07', '7'],
    ['90071992547409.93', '9007199254740993'],
    ['ten', 'ten'],
  ])('in yuan, %s, is %s fen', (yuan, fen) => expect(inFen(yuan)).toBe(fen));
});
