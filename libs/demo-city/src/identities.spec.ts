import { type CivilDate, parseIdentityNumber, personalFields } from '@casetrail/domain';
import { demoCityCommands } from './city.ts';
import { demoIdentities, isAboutIdentity } from './identities.ts';
import { replicated } from './replicas.ts';

const acts = demoCityCommands();
const identities = demoIdentities(acts);
const today = '2020-04-08' as CivilDate;

describe('who the persons of the demo city are', () => {
  it('is the same every time, and found by the acts about identities alone', () => expect(demoIdentities(acts.filter(isAboutIdentity))).toEqual(identities));
  it('is somebody with a number that cannot be anybody', () => {
    const numbers = identities.flatMap(({ data: { idNumber } }) => (idNumber === undefined ? [] : [idNumber]));
    expect(numbers.length).toBeGreaterThan(1000);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((number) => !number.startsWith('9999'))).toEqual([]);
    for (const { data } of identities) if (data.idNumber) expect(parseIdentityNumber(data.idNumber, today).bornOn).toBe(data.bornOn);
  });
  it('fits the year of birth and the sex that the events tell', () => {
    const told = new Map(
      acts.map(({ stream, type, data }) => [`${stream} ${type}`, data as { birthYear: number; sex: string; idHash?: string; personalData?: object }]),
    );
    for (const { person, token, data } of identities) {
      const registered = told.get(`${person} RegisterPerson`);
      if (!registered || !data.idNumber) continue;
      expect(data.idNumber.slice(6, 10)).toBe(String(registered.birthYear));
      expect(Number(data.idNumber[16]) % 2).toBe(registered.sex === 'MALE' ? 1 : 0);
      expect(token).toBe(registered.idHash ?? told.get(`${person} ConfirmIdentity`)?.idHash ?? token);
    }
  });
  it('is in the vault for every version that an event names, and for no other', () => {
    const named = new Map<string, Set<string>>();
    for (const act of acts.filter(isAboutIdentity)) {
      const { stream, data } = (act.type === 'RequestCorrection' ? (act.data as { proposal: object }).proposal : act) as {
        stream: string;
        data: { personalData?: object };
      };
      for (const field of Object.keys(data.personalData ?? {})) named.set(stream, (named.get(stream) ?? new Set()).add(field));
    }
    for (const { person, data } of identities) expect(Object.keys(data).sort()).toEqual([...(named.get(person) ?? [])].sort());
    expect([...named.values()].flatMap((fields) => [...fields]).filter((field) => !(personalFields as readonly string[]).includes(field))).toEqual([]);
  });
  it('is somebody else in every replica', () => {
    const both = demoIdentities(replicated(acts.filter(isAboutIdentity), 2));
    const numbers = both.flatMap(({ data: { idNumber } }) => (idNumber === undefined ? [] : [idNumber]));
    expect(both).toHaveLength(identities.length * 2);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
