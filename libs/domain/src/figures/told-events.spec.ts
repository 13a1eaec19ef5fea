import { kindOfCorrection } from './correction-kinds.ts';
import { figures } from './figures.ts';
import { namedStreams, relations, tell, toldTypes } from './told-events.ts';

const place = { position: 9, stream: 163, version: 2, on: 7000, recorded: 7001 };
const numberOf = (stream: string) => ({ person: 34, criminal_case: 65 })[stream.slice(0, stream.indexOf('-'))] ?? 0;
const opened = { person: 'person-01ARZ3NDEKTSV4RRFFQ69G5FAV', case: 'criminal_case-01ARZ3NDEKTSV4RRFFQ69G5FAV' };

describe('what counting is told', () => {
  it('is a few fields, and streams by their numbers', () =>
    expect(tell({ ...place, type: 'SuspectOpened' }, opened, numberOf)).toEqual({ ...place, type: 'SuspectOpened', data: { person: 34, case: 65 } }));
  it('leaves out what a field does not say', () =>
    expect(tell({ ...place, type: 'CaseTransferred' }, { scope: 'CITY_OUT', fromAgency: 'a', toAgency: 'b' }, numberOf).data).toEqual({ scope: 'CITY_OUT' }));
  it('numbers each stream of a list', () => {
    const split = { child: 'court_docket-01ARZ3NDEKTSV4RRFFQ69G5FAV', defendants: [opened.person, opened.case] };
    expect(tell({ ...place, type: 'DocketSplit' }, split, numberOf).data).toEqual({ defendants: [34, 65] });
    expect(namedStreams('DocketSplit', split)).toEqual(split.defendants);
  });
  it('names the target of a void by its version', () =>
    expect(tell({ ...place, type: 'RecordVoided' }, { target: 'suspect-01ARZ3NDEKTSV4RRFFQ69G5FAV@1' }, numberOf).data).toEqual({ target: 1 }));
  it('is nothing but what is declared', () => expect(() => tell({ ...place, type: 'CaseClosed' }, {}, numberOf)).toThrow('CaseClosed'));
  it('asks for the numbers of the streams it names', () => {
    expect(namedStreams('SuspectOpened', opened)).toEqual([opened.person, opened.case]);
    expect(namedStreams('CaseFiled', { district: '370202' })).toEqual([]);
  });
  it('covers all that figures read and relations use', () => {
    for (const type of [...figures.flatMap(({ reads }) => reads), ...Object.keys(relations)]) expect(toldTypes).toContain(type);
  });
});

describe('the kind of a correction', () => {
  it.each([
    ['RecordVoided', {}, 'K1'],
    ['CaseWithdrawn', {}, 'K2'],
    ['GroupReclassified', {}, 'K4'],
    ['CasesMerged', {}, 'K5'],
    ['DocketSplit', {}, 'K6'],
    ['CaseTransferred', { scope: 'CITY_OUT' }, 'K7'],
    ['GroupTransferred', { scope: 'DISTRICT' }, 'K8'],
    ['IdentitiesMerged', {}, 'K11'],
    ['CaseCracked', {}, undefined],
    ['CaseScopeClassified', {}, undefined],
  ])('of %s %p is %s', (type, data, kind) => expect(kindOfCorrection(type, data)).toBe(kind));
});
